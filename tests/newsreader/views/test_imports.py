"""Articles come in from the browser: what is asked of every view, and what an import must never do."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsreader import background, projects
from newsreader.background.worker import put_back
from newsreader.changes import ChangeSet
from newsreader.importing import task, uploads
from newsreader.models import Article, ImportRun, Membership, Project
from newsreader.views import imports
from tests.factories import client_of, make_member

pytestmark = pytest.mark.django_db
RunTasks = Callable[[], None]
State = ImportRun.State

TEXT = "Die Brücke über die Ahle bleibt gesperrt\n\nDie Prüfung dauert länger als gedacht, sagte Änne Groß.\n"


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return tmp_path / "uploads"


@pytest.fixture
def lead() -> Membership:
    return make_member(role=Membership.Role.LEAD)


def url(member: Membership, name: str, *args: object) -> str:
    return reverse(name, args=[member.project.slug, *args])


def text_file(name: str, text: str = TEXT) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def zip_file(name: str = "korpus.zip", **texts: str) -> SimpleUploadedFile:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for path, text in texts.items():
            archive.writestr(f"ordner/{path}.txt", text)
    return SimpleUploadedFile(name, data.getvalue())


def upload(member: Membership, *files: SimpleUploadedFile, **values: Any) -> Any:
    data = {"uploads": list(files), "language": "de", **values}
    return client_of(member).post(url(member, "import-files"), data)


def uploaded(member: Membership, *files: SimpleUploadedFile, **values: Any) -> ImportRun:
    assert upload(member, *files, **values).status_code == 302
    return ImportRun.objects.latest("pk")


def shown(member: Membership, run: ImportRun) -> str:
    response = client_of(member).get(url(member, "import", run.uid))
    assert response.status_code == 200
    return str(response.content.decode())


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


def test_a_run_is_stopped_and_goes_on_without_losing_what_it_has_brought_in(
    lead: Membership, run_tasks: RunTasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.importing.run.BATCH", 2)
    run = uploaded(lead, *(text_file(f"{n}.txt", f"Nummer {n}. {TEXT}") for n in range(6)))
    client = client_of(lead)

    look = task.Watch.__call__

    def look_and_stop(watch: task.Watch, done: int) -> None:
        if done == 3:
            assert client.post(url(lead, "import-stop", run.uid)).status_code == 302
            watch.looked = 0.0
        look(watch, done)

    monkeypatch.setattr(task.Watch, "__call__", look_and_stop)
    run_tasks()
    run.refresh_from_db()
    assert run.state == State.STOPPED
    assert 0 < lead.project.articles.count() < 6
    monkeypatch.setattr(task.Watch, "__call__", look)
    assert "This import was stopped" in shown(lead, run)
    for _ in range(2):  # a double click
        client.post(url(lead, "import-continuation", run.uid))
    assert DBTaskResult.objects.ready().count() == 1
    run_tasks()
    run.refresh_from_db()
    assert (run.state, run.counts["added"], run.counts["skipped"]) == (State.DONE, 6, 0)
    assert lead.project.articles.count() == 6


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_archiving_stops_a_run_and_it_goes_on_when_the_project_is_back(
    lead: Membership, run_tasks: RunTasks, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    monkeypatch.setattr("newsreader.importing.run.BATCH", 2)
    run = uploaded(lead, *(text_file(f"{n}.txt", f"Nummer {n}. {TEXT}") for n in range(6)))
    look = task.Watch.__call__

    def look_and_archive(watch: task.Watch, done: int) -> None:
        if done == 3:
            projects.archive(lead)
            watch.looked = 0.0
        look(watch, done)

    if when == "before":
        projects.archive(lead)
    else:
        monkeypatch.setattr(task.Watch, "__call__", look_and_archive)
    run_tasks()
    run.refresh_from_db()
    assert run.state == State.STOPPED
    assert lead.project.articles.count() < 6

    monkeypatch.setattr(task.Watch, "__call__", look)
    projects.restore(lead)
    client_of(lead).post(url(lead, "import-continuation", run.uid))
    run_tasks()
    assert lead.project.articles.count() == 6


def test_a_run_that_nobody_has_taken_up_stops_at_once(lead: Membership, run_tasks: RunTasks) -> None:
    run = uploaded(lead, text_file("eins.txt"))
    client_of(lead).post(url(lead, "import-stop", run.uid))
    run_tasks()
    run.refresh_from_db()
    assert (run.state, lead.project.articles.count()) == (State.STOPPED, 0)


def test_when_the_worker_ends_in_the_middle_the_next_one_goes_on(
    lead: Membership, run_tasks: RunTasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = uploaded(lead, text_file("eins.txt"))
    monkeypatch.setattr(background, "stopping", lambda: True)
    with monkeypatch.context() as once:
        once.setattr("newsreader.background.worker.stopping", lambda: True)
        run_tasks()
    run.refresh_from_db()
    assert (run.state, lead.project.articles.count()) == (State.WAITING, 0)
    monkeypatch.undo()
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    run_tasks()
    run.refresh_from_db()
    assert (run.state, lead.project.articles.count()) == (State.DONE, 1)


def test_what_a_killed_worker_had_brought_in_is_not_said_to_have_been_there(
    lead: Membership, run_tasks: RunTasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(lead, text_file("alt.txt", f"Alt. {TEXT}"))
    run_tasks()
    monkeypatch.setattr("newsreader.importing.run.BATCH", 2)
    texts = [*(f"Nummer {n}. {TEXT}" for n in range(5)), f"Nummer 0. {TEXT}", f"Alt. {TEXT}"]
    names = [*(f"{n}.txt" for n in range(5)), "0.txt", "alt.txt"]
    run = uploaded(lead, *map(text_file, names, texts))

    class Killed(BaseException):
        pass

    def look(watch: task.Watch, done: int) -> None:
        if done == 4:
            raise Killed

    with monkeypatch.context() as once:
        once.setattr(task.Watch, "__call__", look)
        once.setattr(DBTaskResult, "set_failed", lambda row, error: None)
        run_tasks()
    before = lead.project.articles.count()
    assert 1 < before < 6
    put_back()
    run_tasks()
    run.refresh_from_db()
    assert run.state == State.DONE
    assert {key: n for key, n in run.counts.items() if n} == {"added": 5, "skipped": 2}
    assert lead.project.articles.count() == 6


def test_a_run_whose_task_is_gone_is_broken_off_and_can_go_on(lead: Membership, run_tasks: RunTasks) -> None:
    run = uploaded(lead, text_file("eins.txt"))
    DBTaskResult.objects.all().delete()
    page = shown(lead, run)
    assert "This import was broken off" in page and "every 1s" not in page
    client_of(lead).post(url(lead, "import-continuation", run.uid))
    run_tasks()
    assert lead.project.articles.count() == 1


def test_a_run_whose_files_are_gone_says_so(lead: Membership, run_tasks: RunTasks) -> None:
    run = uploaded(lead, text_file("eins.txt"))
    uploads.forget(run.uid)
    run_tasks()
    run.refresh_from_db()
    assert run.state == State.FAILED
    assert "Its files are no longer kept" in shown(lead, run)


def test_sweeping_leaves_what_may_still_go_on(lead: Membership, media: Path) -> None:
    run = uploaded(lead, text_file("eins.txt"))
    orphan = media / uuid4().hex
    orphan.mkdir()
    for folder in media.iterdir():
        os.utime(folder, (1, 1_000_000_000))
    os.utime(uploads.folder(run.uid))
    uploads.sweep()
    assert [path.name for path in media.iterdir()] == [run.uid.hex]


def test_without_a_worker_the_page_says_so(lead: Membership) -> None:
    run = uploaded(lead, text_file("eins.txt"))
    assert "No worker is running" in shown(lead, run)
    assert "No worker is running" in client_of(lead).get(url(lead, "imports")).content.decode()


def test_while_it_runs_the_fragment_asks_again_and_says_how_far_it_is(lead: Membership) -> None:
    run = uploaded(lead, text_file("eins.txt"))
    ImportRun.objects.filter(pk=run.pk).update(state=State.RUNNING, total=120, done=37)
    headers = {"HX-Request": "true"}
    fragment = client_of(lead).get(url(lead, "import", run.uid), headers=headers).content.decode()
    assert "37 of 120" in fragment and "every 1s" in fragment and "<html" not in fragment
    assert "data-toast" not in fragment


def test_that_it_has_ended_is_said_once_where_screen_readers_listen(
    lead: Membership, run_tasks: RunTasks
) -> None:
    run = uploaded(lead, text_file("eins.txt"))
    run_tasks()
    headers = {"HX-Request": "true"}
    fragment = client_of(lead).get(url(lead, "import", run.uid), headers=headers).content.decode()
    assert "The import has ended." in fragment and 'hx-swap-oob="beforeend"' in fragment
    assert "The import has ended." not in shown(lead, run)


def paste(member: Membership, **values: str) -> Any:
    return client_of(member).post(url(member, "import-text"), {"language": "de", "text": TEXT, **values})


def test_a_pasted_text_is_an_article_at_once(lead: Membership) -> None:
    response = paste(
        lead, source="Küstenfunk", published="2022-01", url="https://example.org/a", author="Ö. Ü."
    )
    article = lead.project.articles.get()
    assert response.headers["Location"] == url(lead, "article", article.uid)
    assert (article.title, article.published) == ("Die Brücke über die Ahle bleibt gesperrt", "2022-01")
    assert (article.url, article.author, article.source and article.source.name) == (
        "https://example.org/a",
        "Ö. Ü.",
        "Küstenfunk",
    )
    assert article.texts.get().text == TEXT
    assert not DBTaskResult.objects.exists()


def test_a_text_that_is_there_is_said_with_the_way_to_it_and_nothing_typed_is_lost(lead: Membership) -> None:
    paste(lead)
    response = paste(lead)
    page = response.content.decode()
    assert response.status_code == 422 and lead.project.articles.count() == 1
    assert "This text is here already:" in page
    assert url(lead, "article", lead.project.articles.get().uid) in page
    assert "Die Prüfung dauert länger" in page


def test_markup_in_a_pasted_text_is_text(lead: Membership) -> None:
    paste(lead, text=f"<script>alert(1)</script>\n\n{TEXT}")
    page = client_of(lead).get(url(lead, "article", lead.project.articles.get().uid)).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"text": " \n "}, "This field is required."),
        ({"text": f"a\0{TEXT}"}, "Null characters are not allowed."),
        ({"published": "gestern"}, "A date is written"),
        ({"title": "x" * 501}, "500"),
        ({"genre": "märchen"}, "märchen"),
        ({"language": "xx"}, "xx"),
    ],
)
def test_a_text_that_cannot_be_taken_is_422_and_stays_in_the_form(
    lead: Membership, values: dict[str, str], sentence: str
) -> None:
    response = paste(lead, **{"author": "Änne Groß", **values})
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page and "Änne Groß" in page
    assert not Article.objects.exists()


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


def test_runs_of_another_project_are_not_found(lead: Membership) -> None:
    other = make_member(role=Membership.Role.LEAD)
    run = uploaded(other, text_file("eins.txt"))
    client = client_of(lead)
    assert client.get(url(lead, "import", run.uid)).status_code == 404
    for name in ("import-stop", "import-continuation"):
        assert client.post(url(lead, name, run.uid)).status_code == 404
    run.refresh_from_db()
    assert run.state == State.WAITING


def test_wrong_methods(lead: Membership) -> None:
    run = uploaded(lead, text_file("eins.txt"))
    client = client_of(lead)
    for name, args in (("import-files", ()), ("import-text", ()), ("import-stop", (run.uid,))):
        assert client.get(url(lead, name, *args)).status_code == 405
    assert client.post(url(lead, "imports")).status_code == 405


def test_the_list_of_runs_asks_as_many_questions_for_many_as_for_few(lead: Membership) -> None:
    client: Client = client_of(lead)

    def page(runs: int) -> int:
        for _ in range(runs):
            ImportRun.objects.create(project=lead.project, member=lead, state=State.DONE, counts={"added": 1})
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(url(lead, "imports")).status_code == 200
        return len(asked)

    page(1)
    assert page(1) == page(15)


def test_an_empty_project_leads_to_the_import(lead: Membership) -> None:
    page = client_of(lead).get(url(lead, "articles")).content.decode()
    assert url(lead, "imports") in page and "Import your first texts" in page
