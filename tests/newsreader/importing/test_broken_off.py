"""Storing that is interrupted, or fails at one file: what is in is whole, and the rest can follow."""

from pathlib import Path
from typing import Any

import pytest
from django.db import DataError

from newsreader.importing import reading, run, store
from newsreader.importing.identity import Draft
from newsreader.importing.parse import parse
from newsreader.importing.report import Outcome
from newsreader.models import (
    Article,
    ImportRun,
)
from newsreader.search import front
from newsreader.search.entries import Entries
from newsreader.search.front import search
from tests.factories import make_project
from tests.newsreader.importing.storing import everything, outcomes, run_import

pytestmark = pytest.mark.django_db


@pytest.fixture
def stops_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C when the batch of c.txt has its articles but not yet its search index; later runs go on."""
    index, stops = front.index_new, [KeyboardInterrupt]

    def index_or_stop(found: dict[int, Entries]) -> None:
        if stops and Article.objects.filter(pk__in=found, filename="c.txt").exists():
            raise stops.pop()
        index(found)

    monkeypatch.setattr(store, "index_new", index_or_stop)


@pytest.mark.usefixtures("stops_once")
def test_interrupted_in_a_batch_leaves_whole_files_only(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "BATCH", 2)
    project = make_project()
    report = run_import(project, folder)
    assert (report.stopped, report.new, report.complete) == ("interrupted", 2, False)
    assert everything() == {"Article": 2, "ArticleText": 2, "Original": 2, "Change": 2, "ChangeSet": 1}
    assert (ImportRun.objects.get().finished_at, ImportRun.objects.get().counts["added"]) == (None, 2)
    assert outcomes(run_import(project, folder)) == ["skipped"] * 2 + ["added"] * 3
    assert search(project.articles.all(), "fassung").count() == 5


@pytest.mark.usefixtures("stops_once")
def test_interrupted_in_the_first_batch_leaves_nothing(folder: Path) -> None:
    assert run_import(make_project(), folder).stopped == "interrupted"
    assert set(everything().values()) == {0}


def test_one_file_that_the_database_refuses_keeps_no_other_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = store._original

    def refuse(draft: Draft, pk: int) -> tuple[Any, ...]:
        if draft.filename == "c.txt":
            raise DataError
        return original(draft, pk)

    monkeypatch.setattr(store, "_original", refuse)
    report = run_import(make_project(), folder)
    assert outcomes(report) == ["added", "added", "failed", "added", "added"]
    assert everything() == {"Article": 4, "ArticleText": 4, "Original": 4, "Change": 4, "ChangeSet": 1}


def test_a_rule_that_fails_costs_one_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(data: bytes, language: str, encoding: str | None) -> object:
        if b"Fassung b" in data:
            raise RecursionError
        return parse(data, language, encoding)

    monkeypatch.setattr(reading, "parse", fail)
    report = run_import(make_project(), folder)
    assert [(e.path[-5:], e.code) for e in report.of(Outcome.FAILED)] == [("b.txt", "rules")]
    assert report.new == 4
