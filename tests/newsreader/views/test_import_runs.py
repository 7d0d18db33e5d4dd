"""A run of the import: how far it is, stopping and going on, and what a killed worker leaves."""

import os
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from newsreader import background, projects
from newsreader.background.runs import Watch
from newsreader.background.worker import put_back
from newsreader.importing import uploads
from newsreader.models import ImportRun, Membership
from tests.factories import client_of, make_member
from tests.newsreader.views.uploading import TEXT, shown, text_file, upload, uploaded, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
RunTasks = Callable[[], None]
State = ImportRun.State


def test_a_run_is_stopped_and_goes_on_without_losing_what_it_has_brought_in(
    lead: Membership, run_tasks: RunTasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.importing.run.BATCH", 2)
    run = uploaded(lead, *(text_file(f"{n}.txt", f"Nummer {n}. {TEXT}") for n in range(6)))
    client = client_of(lead)

    look = Watch.__call__

    def look_and_stop(watch: Watch, done: int) -> None:
        if done == 3:
            assert client.post(url(lead, "import-stop", run.uid)).status_code == 302
            watch.looked = 0.0
        look(watch, done)

    monkeypatch.setattr(Watch, "__call__", look_and_stop)
    run_tasks()
    run.refresh_from_db()
    assert run.state == State.STOPPED
    assert 0 < lead.project.articles.count() < 6
    monkeypatch.setattr(Watch, "__call__", look)
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
    look = Watch.__call__

    def look_and_archive(watch: Watch, done: int) -> None:
        if done == 3:
            projects.archive(lead)
            watch.looked = 0.0
        look(watch, done)

    if when == "before":
        projects.archive(lead)
    else:
        monkeypatch.setattr(Watch, "__call__", look_and_archive)
    run_tasks()
    run.refresh_from_db()
    assert run.state == State.STOPPED
    assert lead.project.articles.count() < 6

    monkeypatch.setattr(Watch, "__call__", look)
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

    def look(watch: Watch, done: int) -> None:
        if done == 4:
            raise Killed

    with monkeypatch.context() as once:
        once.setattr(Watch, "__call__", look)
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


def test_runs_of_another_project_are_not_found(lead: Membership) -> None:
    other = make_member(role=Membership.Role.LEAD)
    run = uploaded(other, text_file("eins.txt"))
    client = client_of(lead)
    assert client.get(url(lead, "import", run.uid)).status_code == 404
    for name in ("import-stop", "import-continuation"):
        assert client.post(url(lead, name, run.uid)).status_code == 404
    run.refresh_from_db()
    assert run.state == State.WAITING


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
