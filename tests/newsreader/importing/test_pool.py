"""Reading by several processes: nobody can tell, but by the time it takes."""

import math
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsreader.importing import drafts, pool, reading, run, store
from newsreader.importing.identity import Draft
from newsreader.importing.pool import WorkerLost, in_order
from newsreader.importing.reading import Manner
from newsreader.importing.report import LOST, Report
from newsreader.importing.run import Job, import_files, rehearse
from newsreader.models import Article, ArticleText, ImportRun
from newsreader.search.front import search
from tests.factories import make_project

TEXT = "Die Brücke bleibt zu 🚧. Der Rat berät am Montag weiter über die Kosten der Prüfung."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(30):
        (tmp_path / f"{number:02}.txt").write_text(f"{TEXT} Fassung {number}.", encoding="utf-8")
    (tmp_path / "07.txt").write_bytes(b"")
    (tmp_path / "11.md").write_text("kein Artikel")
    (tmp_path / "21.txt").write_text(f"{TEXT} Fassung 3.", encoding="utf-8")
    return tmp_path


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes are started for the third file already."""
    monkeypatch.setattr(pool, "processors", lambda: 2)
    for name, number in (("CHUNK", 2), ("FIRST_CHUNKS", 1), ("MANY", 1)):
        monkeypatch.setattr(drafts, name, number)


def told(report: Report) -> list[tuple[str, str, str]]:
    return [(Path(entry.path).name, entry.outcome.value, entry.code) for entry in report.entries]


@pytest.mark.once
def test_answers_come_in_the_order_of_the_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "processors", lambda: 2)
    questions = [(n, 40_000 - n * 1_000) for n in range(30)]  # the first ones take longest
    answers = list(in_order(math.factorial, questions, meanwhile=[(-1, 0)]))
    assert [label for label, _answer in answers] == [-1, *range(30)]
    assert answers[-1] == (29, math.factorial(11_000))


@pytest.mark.once
def test_a_process_that_is_ended_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "processors", lambda: 2)
    with pytest.raises(WorkerLost):
        list(in_order(os._exit, [(0, 1)]))


@pytest.mark.once
def test_a_single_processor_does_it_all_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "processors", lambda: 1)
    here = os.getpid()
    assert list(in_order(lambda _question: os.getpid(), [(1, 1)], meanwhile=[(0, 0)])) == [(0, 0), (1, here)]


@pytest.mark.django_db
def test_an_import_by_several_processes_is_the_same(folder: Path, request: pytest.FixtureRequest) -> None:
    alone = make_project()
    expected = told(import_files(Job((str(folder),)), alone, None))
    request.getfixturevalue("eager")
    project = make_project()
    assert told(rehearse(Job((str(folder),)), project)) == expected
    assert told(import_files(Job((str(folder),)), project, None)) == expected
    rows = ("filename", "label", "length", "texts__sha256", "texts__blocks", "texts__text", "original__data")
    both = [list(p.articles.order_by("pk").values_list(*rows)) for p in (alone, project)]
    assert len(both[0]) == 28
    assert both[0] == both[1]
    assert search(project.articles.all(), "fassung").count() == 28


@pytest.mark.django_db
@pytest.mark.usefixtures("eager")
def test_a_lost_process_keeps_what_is_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(work: object, questions: object, meanwhile: Iterator[object]) -> Iterator[object]:
        yield from meanwhile
        raise WorkerLost

    monkeypatch.setattr(drafts, "in_order", lose)
    monkeypatch.setattr(run, "BATCH", 1)
    project = make_project()
    report = import_files(Job((str(folder),)), project, None)
    assert (report.stopped, report.new, project.articles.count()) == (LOST, 2, 2)
    assert "memory" in report.why_stopped or "Speicher" in report.why_stopped
    assert not ImportRun.objects.get().finished_at
    monkeypatch.undo()
    assert import_files(Job((str(folder),)), project, None).counts()["skipped"] == 3


@pytest.mark.django_db
def test_known_files_are_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_project()
    (folder / "21.txt").unlink()  # it is known by another name, which only what it states can tell
    import_files(Job((str(folder),)), project, None)

    def refuse(*_arguments: object) -> None:
        raise AssertionError

    monkeypatch.setattr(reading, "parse", refuse)
    report = import_files(Job((str(folder),)), project, None)
    assert report.counts()["skipped"] == 28
    assert report.counts()["failed"] == 1  # the empty one, as before


@pytest.mark.django_db
def test_a_known_file_is_read_when_its_article_has_gone(folder: Path) -> None:
    project = make_project()
    import_files(Job((str(folder),)), project, None)
    found = [item for item in drafts.drafts([str(folder)], None, MANNER, project) if isinstance(item, Draft)]
    assert sum(draft.whole is not None for draft in found) == 28
    project.articles.filter(filename="02.txt").delete()
    entries = store.store(store.Ledger(project, None), found)
    assert [entry.outcome.value for entry in entries].count("added") == 1
    article = Article.objects.get(project=project, filename="02.txt")
    assert ArticleText.objects.get(article=article).blocks
    assert search(project.articles.all(), '"Fassung 2"').get() == article


MANNER = Manner({}, None, "")


@pytest.mark.django_db
def test_what_the_caller_says_now_makes_another_article(folder: Path) -> None:
    project = make_project()
    import_files(Job((str(folder),)), project, None)
    report = import_files(Job((str(folder),), {"source": "Bote"}), project, None)
    assert report.counts()["copy"] == 28
