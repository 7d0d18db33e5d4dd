"""Files come in from the browser, and what is asked of every view of the import."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from newsreader.changes import ChangeSet
from newsreader.importing import uploads
from newsreader.models import ImportRun, Membership, Project
from newsreader.views import imports
from tests.factories import client_of, make_annotation, make_member
from tests.newsreader.views.uploading import TEXT, paste, shown, text_file, upload, uploaded, url, zip_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
RunTasks = Callable[[], None]
State = ImportRun.State


def test_files_and_zips_become_articles_in_the_members_name(lead: Membership, run_tasks: RunTasks) -> None:
    files = text_file("eins.txt"), zip_file(zwei=f"Zwei. {TEXT}", drei=f"Drei. {TEXT}")
    run = uploaded(lead, *files, source="Ahletaler Bote", published="12.1.2022", genre="news")
    assert "Waiting for the worker" in shown(lead, run)
    run_tasks()
    run.refresh_from_db()
    assert (run.state, run.counts["added"], run.done, run.member) == (State.DONE, 3, 3, lead)
    names = set(lead.project.articles.values_list("filename", "source__name", "published", "genre"))
    assert names == {
        (name, "Ahletaler Bote", "2022-01-12", "news")
        for name in ("eins.txt", "ordner/zwei.txt", "ordner/drei.txt")
    }
    assert ChangeSet.objects.get(action="import").member == lead
    page = shown(lead, run)
    assert "3 new articles" in page and "korpus.zip/ordner/zwei.txt" in page
    assert str(settings.MEDIA_ROOT) not in page and "every 1s" not in page


def test_newer_versions_are_taken_where_that_is_asked_for(lead: Membership, run_tasks: RunTasks) -> None:
    uploaded(lead, text_file("eins.txt"))
    run_tasks()
    article = lead.project.articles.get()
    make_annotation(article, lead, "Brücke über die Ahle")
    run = uploaded(lead, text_file("eins.txt", TEXT.replace("über die", "über der")), renews="on")
    run_tasks()
    run.refresh_from_db()
    assert (run.state, run.counts["renewed"], article.texts.count()) == (State.DONE, 1, 2)
    page = shown(lead, run)
    assert "text updated to a newer version" in page
    assert "1 annotation waits for review." in page


def test_nothing_of_an_upload_is_left_when_it_has_ended(
    lead: Membership, run_tasks: RunTasks, media: Path
) -> None:
    uploaded(lead, text_file("eins.txt"))
    (folder,) = media.iterdir()
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert [path.name for path in kept] == ["eins.txt"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in (media, folder, *folder.rglob("*")))
    run_tasks()
    assert not list(media.iterdir())


def test_the_metadata_file_is_used_and_what_it_had_in_vain_is_said(
    lead: Membership, run_tasks: RunTasks
) -> None:
    table = SimpleUploadedFile("m.csv", b"filename;title;date\neins.txt;Ein Titel;2021\nnie.txt;x;\n")
    run = uploaded(lead, text_file("eins.txt"), table=table)
    run_tasks()
    article = lead.project.articles.get()
    assert (article.title, article.published) == ("Ein Titel", "2021")
    run.refresh_from_db()
    assert "There is no such file in this import." in shown(lead, run)


def test_each_file_that_fails_is_named_with_its_reason_and_the_others_go_in(
    lead: Membership, run_tasks: RunTasks
) -> None:
    files = text_file("gut.txt"), text_file("leer.txt", ""), SimpleUploadedFile("kaputt.zip", b"PK kaputt")
    run = uploaded(lead, *files)
    run_tasks()
    page = shown(lead, run)
    run.refresh_from_db()
    assert (run.state, run.counts["added"], run.counts["failed"]) == (State.DONE, 1, 2)
    assert "The zip is broken." in page and "leer.txt" in page


def test_an_uncertain_encoding_is_said_and_another_one_can_be_named(
    lead: Membership, run_tasks: RunTasks
) -> None:
    data = TEXT.encode("cp1252")
    run = uploaded(lead, SimpleUploadedFile("alt.txt", data))
    run_tasks()
    assert "encodings that are uncertain" in shown(lead, run)
    uploaded(lead, SimpleUploadedFile("dos.txt", f"Alt. {TEXT}".encode("cp850")), encoding="cp850")
    run_tasks()
    assert "Änne Groß" in lead.project.articles.get(filename="dos.txt").texts.get().text


def test_the_same_files_again_bring_nothing_twice(lead: Membership, run_tasks: RunTasks) -> None:
    for _ in range(2):
        run = uploaded(lead, text_file("eins.txt"))
        run_tasks()
    run.refresh_from_db()
    assert (run.counts["skipped"], lead.project.articles.count()) == (1, 1)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\\b\\c.txt", "", "ä" * 300 + ".txt", "\x00\x1b.txt"])
def test_whatever_a_file_is_called_it_stays_in_its_folder(name: str, media: Path) -> None:
    run = uuid4()
    (kept,) = uploads.keep(run, [task_file(name)])
    (path,) = [path for path in media.rglob("*") if path.is_file()]
    assert path.parent.parent == uploads.folder(run)
    assert path.name == kept and kept.isprintable() and "/" not in kept


def task_file(name: str) -> uploads.File:
    file = text_file("x.txt")
    file._name = name  # type: ignore[attr-defined]  # Django's setter would clean it first
    return file


@pytest.mark.parametrize(
    "values", [{"published": "gestern"}, {"encoding": "klingonisch"}, {"source": "x" * 201}, {"uploads": []}]
)
def test_files_with_wrong_values_are_422_and_nothing_is_kept(
    lead: Membership, media: Path, values: dict[str, Any]
) -> None:
    data = {"uploads": [text_file("eins.txt")], "language": "de", **values}
    response = client_of(lead).post(url(lead, "import-files"), data)
    assert response.status_code == 422
    assert not ImportRun.objects.exists() and not media.exists()


def test_a_metadata_file_that_is_none_is_422(lead: Membership) -> None:
    table = SimpleUploadedFile("m.csv", b"was;anderes\n1;2\n")
    response = upload(lead, text_file("eins.txt"), table=table)
    assert response.status_code == 422 and "filename" in response.content.decode()


def test_files_may_be_as_large_as_an_import_may_be() -> None:
    assert imports.files.body_limit == settings.IMPORT_MAX_BYTES  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", [Membership.Role.READER, Membership.Role.CODER])
def test_only_leads_import(role: str) -> None:
    member = make_member(role=role)
    assert client_of(member).get(url(member, "imports")).status_code == 403
    assert upload(member, text_file("eins.txt")).status_code == 403
    assert paste(member).status_code == 403


def test_an_archived_project_takes_nothing_in(lead: Membership) -> None:
    Project.objects.update(archived_at=timezone.now())
    assert client_of(lead).get(url(lead, "imports")).status_code == 403
    assert paste(lead).status_code == 403


def test_wrong_methods(lead: Membership) -> None:
    run = uploaded(lead, text_file("eins.txt"))
    client = client_of(lead)
    for name, args in (("import-files", ()), ("import-text", ()), ("import-stop", (run.uid,))):
        assert client.get(url(lead, name, *args)).status_code == 405
    assert client.post(url(lead, "imports")).status_code == 405


def test_an_empty_project_leads_to_the_import(lead: Membership) -> None:
    page = client_of(lead).get(url(lead, "articles")).content.decode()
    assert url(lead, "imports") in page and "Import your first texts" in page
