"""A backup brings everything back, on both databases; what is not whole changes nothing."""

import gzip
import tracemalloc
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command

from newsreader.accounts import make_sign_in_link
from newsreader.backups import copies, out, scope
from newsreader.models import Article, ArticleText, Project, SignInLink
from tests.factories import client_of, make_article, make_member, make_project

from .files import backup, change_everything, refused, restore, rewritten
from .study import everything, export_digest, found_by, make_study

pytestmark = pytest.mark.django_db(transaction=True)


def test_all_is_as_it_was(tmp_path: Path) -> None:
    project = make_study()
    before, digest = everything(), export_digest(project)
    path = backup(tmp_path)
    change_everything(project)
    assert export_digest(project) != digest
    said = restore(path)
    assert everything() == before
    assert export_digest(Project.objects.get()) == digest
    assert found_by(project, "Brücke") == 2 and found_by(project, "Wölfe") == 0
    assert str(copies.kept()[0]) in said


def test_memory_does_not_grow_with_the_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(out, "CHUNK", out.LARGE_CHUNK)  # filled by few articles too
    project = make_project()

    def peak(number: int) -> int:
        texts = ["Brücke " * 2_000 for _ in range(number)]
        articles = Article.objects.bulk_create(Article(project=project, length=14_000) for _ in texts)
        ArticleText.objects.bulk_create(
            ArticleText(article=article, length=14_000, rules_version=1, blocks=[], text=text)
            for article, text in zip(articles, texts, strict=True)
        )
        tracemalloc.start()
        for _piece in out.stream():
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(1)
    assert peak(60) * 1.1 > peak(540)


def test_what_is_made_after_a_restore_gets_keys_of_its_own(tmp_path: Path) -> None:
    project = make_study()
    path = backup(tmp_path)
    restore(path)
    kept = set(Article.objects.values_list("pk", flat=True))
    new = make_article(project, "Danach.")
    assert new.pk not in kept and found_by(project, "Danach") == 1
    with pytest.raises(Exception, match="never changes"):
        project.articles.earliest("pk").texts.update(text="anders")


def test_what_was_there_before_can_be_brought_back(tmp_path: Path) -> None:
    project = make_study()
    path = backup(tmp_path)
    change_everything(project)
    changed = everything()
    restore(path)
    assert everything() != changed
    restore(copies.kept()[0])
    assert everything() == changed


def test_the_oldest_that_was_kept_can_be_brought_back(tmp_path: Path) -> None:
    """Keeping what is there now drops the oldest, but never the one that is asked for."""
    make_study()
    path = backup(tmp_path)
    expected = everything()
    restore(path)
    make_study("danach")
    for _ in range(copies.KEPT - 1):
        restore(path)
    (oldest, *others) = sorted(copies.folder().iterdir())
    assert len(others) == copies.KEPT - 1
    restore(oldest)
    assert everything() == expected


def test_a_link_of_before_does_not_sign_in_again_and_who_is_signed_in_stays(tmp_path: Path) -> None:
    member = make_member()
    client = client_of(member)
    assert member.user is not None
    make_sign_in_link(member.user)
    path = backup(tmp_path)
    assert b"signin" not in gzip.decompress(path.read_bytes())
    restore(path)
    assert not SignInLink.objects.exists() and Session.objects.exists()
    assert client.get("/preferences/").context["user"] == member.user


def test_every_model_is_in_a_backup_or_left_out_on_purpose() -> None:
    labels = {model._meta.label for model in scope.kept_models(project=False)}
    ours = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith(("newsreader", "annot"))
    }
    assert ours - labels == {"newsreader.SignInLink", "newsreader.Invitation"}
    of_a_project = {model._meta.label for model in scope.kept_models(project=True)}
    assert labels - of_a_project == {"newsreader.Release"}


def test_nothing_outside_the_wings_refers_into_them() -> None:
    """Such a row would be left with no end when everything is replaced."""
    models = scope.all_models()
    referring = {field.related_model for model in models for field in model._meta.related_objects}
    assert referring <= set(models)


def test_all_that_belongs_to_a_project_is_in_its_backup() -> None:
    """Everything that goes when a project goes, and nothing of another."""
    make_study("andere", "fremd")
    project = make_study()
    kept = everything(project)
    assert "fremd" not in str(kept)
    assert all(kept.values()), "the study has something of every kind"
    total = {label: len(rows) for label, rows in everything().items() if label in kept}
    others = {label: len(rows) for label, rows in everything(Project.objects.get(slug="andere")).items()}
    assert total == {label: len(rows) + others[label] for label, rows in kept.items()}


@pytest.mark.parametrize("part", [0, 10, 0.5, 0.99])
def test_a_file_that_is_not_whole_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], part: float
) -> None:
    make_study()
    path = backup(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: int(part * len(data)) if part < 1 else int(part)])
    said = refused(path, capsys)
    assert ("endet zu früh" in said) or ("keine Sicherung" in said)
    assert copies.kept() == []


def test_a_backup_of_a_newer_version_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_study()
    path = rewritten(
        backup(tmp_path), lambda lines: lines[0]["migrations"]["newsreader"].append("9999_future")
    )
    assert "neueren Fassung" in refused(path, capsys)


def test_rows_that_do_not_fit_together_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a file that somebody has written by hand: what it refers to is not there."""
    make_study()

    def no_articles(lines: list[Any]) -> None:
        start = next(n for n, line in enumerate(lines) if "article" in str(line) and "table" in line)
        while isinstance(lines[start + 1], list):
            del lines[start + 1]
        lines[-1]["end"]["newsreader.article"] = 0

    assert "beschädigt" in refused(rewritten(backup(tmp_path), no_articles), capsys)


@pytest.mark.parametrize("name", ["nowhere.gz", "."])
def test_a_file_that_cannot_be_read_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert "kann nicht gelesen werden" in refused(tmp_path / name, capsys)


def test_without_a_place_for_the_file_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        call_command("backup", output=str(tmp_path / "no" / "file.gz"))
    with pytest.raises(SystemExit):
        call_command("backup", project="nirgends")


def test_without_a_name_it_lies_with_the_copies(home: Path) -> None:
    make_study()
    call_command("backup", stdout=StringIO())
    (path,) = (home / "backups").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
