"""A newer version of an article that is there, where it is asked for: a correction, and nothing is lost."""

from pathlib import Path
from typing import Any

import pytest

from annotations.models import Annotation
from newsreader import undo
from newsreader.changes import ChangeSet
from newsreader.importing.metadata import read_table
from newsreader.importing.report import Report
from newsreader.importing.run import Job, import_files, rehearse
from newsreader.models import Article, Membership, Project
from tests.factories import make_annotation, make_member
from tests.newsreader.importing.storing import TEXT, everything, outcomes

pytestmark = pytest.mark.django_db

NEWER = TEXT.replace("am Montag", "am Dienstag")
OTHER = "Ein ganz anderer Bericht über das Wetter an der Küste, den niemand mit dem ersten verwechselt."


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


@pytest.fixture
def project(lead: Membership) -> Project:
    return lead.project


def bring(
    project: Project, path: Path, member: Membership | None = None, csv: str = "", **given: Any
) -> Report:
    table = read_table(csv.encode()) if csv else None
    return import_files(Job((str(path),), given, table=table, renews=True), project, member)


def first(project: Project, folder: Path, **given: Any) -> Article:
    folder.mkdir(exist_ok=True)
    (folder / "1.txt").write_text(TEXT)
    assert outcomes(bring(project, folder, **given)) == ["added"]
    return project.articles.get()


def texts_of(article: Article) -> list[str]:
    return list(article.texts.order_by("version").values_list("text", flat=True))


def test_a_file_of_the_same_source_and_path_is_a_newer_version(
    project: Project, lead: Membership, tmp_path: Path
) -> None:
    article = first(project, tmp_path / "ein", source="Bote")
    mark = make_annotation(article, lead, "Die Brücke bleibt zu")
    lost = make_annotation(article, lead, "am Montag weiter")
    (tmp_path / "ein/1.txt").write_text(NEWER)
    report = bring(project, tmp_path / "ein", lead, source="Bote")
    assert outcomes(report) == ["renewed"]
    assert [(entry.article, entry.waiting) for entry in report.entries] == [(article.uid, 1)]
    assert texts_of(article) == [TEXT, NEWER]
    why = article.texts.get(version=2).correction
    assert (why.member, why.reason) == (lead, "update")
    assert Annotation.objects.get(pk=mark.pk).text.version == 2
    assert list(Annotation.objects.waiting()) == [lost]
    assert project.imports.latest("pk").counts["renewed"] == 1


def test_a_url_says_more_than_a_name(project: Project, tmp_path: Path) -> None:
    article = first(project, tmp_path / "ein")
    Article.objects.update(url="https://bote.example/1")
    (tmp_path / "zwei").mkdir()
    (tmp_path / "zwei/neu.txt").write_text(NEWER)
    csv = "filename,url\nneu.txt,https://bote.example/1\n"
    assert outcomes(bring(project, tmp_path / "zwei", csv=csv)) == ["renewed"]
    assert texts_of(article) == [TEXT, NEWER]
    (tmp_path / "zwei/neu.txt").unlink()
    (tmp_path / "zwei/1.txt").write_text(NEWER.replace("Rat", "Stadtrat"))
    csv = "filename,url\n1.txt,https://bote.example/2\n"
    assert outcomes(bring(project, tmp_path / "zwei", csv=csv)) == ["added"]


@pytest.mark.parametrize(
    ("text", "given"),
    [(OTHER, {"source": "Bote"}), (NEWER, {"source": "Kurier"}), (NEWER, {})],
    ids=["too unlike", "of another source", "of no source"],
)
def test_what_is_not_certainly_a_version_is_a_new_article(
    project: Project, tmp_path: Path, text: str, given: dict[str, Any]
) -> None:
    article = first(project, tmp_path / "ein", source="Bote")
    (tmp_path / "ein/1.txt").write_text(text)
    assert outcomes(bring(project, tmp_path / "ein", **given)) == ["added"]
    assert texts_of(article) == [TEXT]
    assert project.articles.count() == 2


def test_of_two_that_it_could_be_a_version_of_it_is_none(project: Project, tmp_path: Path) -> None:
    first(project, tmp_path / "ein")
    Article.objects.update(url="https://bote.example/1")
    Article.objects.create(project=project, title="Noch einer", url="https://bote.example/1", length=0)
    (tmp_path / "ein/1.txt").write_text(NEWER)
    csv = "filename,url\n1.txt,https://bote.example/1\n"
    assert outcomes(bring(project, tmp_path / "ein", csv=csv)) == ["added"]


def test_an_article_is_renewed_by_one_file_of_a_run(project: Project, tmp_path: Path) -> None:
    article = first(project, tmp_path / "ein")
    Article.objects.update(url="https://bote.example/1")
    (tmp_path / "ein/1.txt").write_text(NEWER)
    (tmp_path / "ein/2.txt").write_text(NEWER.replace("Rat", "Stadtrat"))
    csv = "filename,url\n1.txt,https://bote.example/1\n2.txt,https://bote.example/1\n"
    assert outcomes(bring(project, tmp_path / "ein", csv=csv)) == ["renewed", "added"]
    assert texts_of(article) == [TEXT, NEWER]


@pytest.mark.parametrize("text", [NEWER, TEXT], ids=["the newer", "the older"])
def test_the_same_again_changes_nothing(project: Project, tmp_path: Path, text: str) -> None:
    first(project, tmp_path / "ein")
    (tmp_path / "ein/1.txt").write_text(NEWER)
    bring(project, tmp_path / "ein")
    before = everything()
    (tmp_path / "ein/1.txt").write_text(text)
    assert outcomes(bring(project, tmp_path / "ein")) == ["skipped"]
    assert everything() == before


def test_what_a_member_set_stays_and_what_came_along_is_taken(
    project: Project, lead: Membership, tmp_path: Path
) -> None:
    article = first(project, tmp_path / "ein")
    Article.objects.update(title="Von Hand", origins={"title": "member"})
    (tmp_path / "ein/1.txt").write_text(NEWER)
    csv = "filename,title,author\n1.txt,Aus der Tabelle,Änne Groß\n"
    assert outcomes(bring(project, tmp_path / "ein", lead, csv)) == ["renewed"]
    article.refresh_from_db()
    assert (article.title, article.author) == ("Von Hand", "Änne Groß")


def test_each_can_be_taken_back(project: Project, lead: Membership, tmp_path: Path) -> None:
    article = first(project, tmp_path / "ein")
    (tmp_path / "ein/1.txt").write_text(NEWER)
    bring(project, tmp_path / "ein", lead)
    made = ChangeSet.objects.get(action="text")
    assert (made.article, made.member) == (article, lead)
    undo.undo(lead, made)
    article.refresh_from_db()
    assert article.texts.get(version=article.text_version).text == TEXT


def test_a_rehearsal_says_so_and_writes_nothing(project: Project, tmp_path: Path) -> None:
    article = first(project, tmp_path / "ein")
    (tmp_path / "ein/1.txt").write_text(NEWER)
    before = everything()
    report = rehearse(Job((str(tmp_path / "ein"),), {}, renews=True), project)
    assert [(entry.outcome, entry.article) for entry in report.entries] == [("renewed", article.uid)]
    assert everything() == before


def test_unless_it_is_asked_for_it_is_a_new_article(project: Project, tmp_path: Path) -> None:
    first(project, tmp_path / "ein")
    (tmp_path / "ein/1.txt").write_text(NEWER)
    assert outcomes(import_files(Job((str(tmp_path / "ein"),)), project, None)) == ["added"]
