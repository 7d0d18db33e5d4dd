"""What /healthz tells whoever watches the installation."""

import sqlite3
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsreader import faults, health
from newsreader.background.lock import worker_lock
from newsreader.faults import Fault
from tests.faults import causes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_met(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "met", {})
    monkeypatch.setattr(health, "_worker_since", None)


def ask(**headers: str) -> Any:
    return Client(headers={"accept-language": "en", **headers}).get("/healthz")


def told() -> dict[str, str]:
    """The causes, after what every such answer has in common is checked."""
    answer = ask()
    assert answer.status_code == 503
    found = answer.json()
    assert found.keys() == {"status", "causes"} and found["status"] == "failing"
    for secret in (settings.HOME, connection.settings_dict["NAME"], settings.SECRET_KEY, "Traceback"):
        assert str(secret) not in answer.content.decode()
    return dict(found["causes"])


def test_all_is_well() -> None:
    answer = ask()
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_it_needs_no_name_of_the_host_no_session_and_no_writing(django_assert_max_num_queries: Any) -> None:
    ask()
    with django_assert_max_num_queries(6) as asked:
        assert Client().get("/healthz", headers={"host": "10.0.0.7:1234"}).status_code == 200
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries[1:]), asked
    assert Client().head("/healthz").status_code == 200
    assert Client().post("/healthz").status_code == 405
    assert Client().get("/healthz/", headers={"host": "localhost"}).status_code == 404


def test_the_sentences_come_in_the_language_asked_for() -> None:
    with causes.away():
        answer = ask(**{"accept-language": "de"})
    assert "Datenbank" in answer.json()["causes"]["database"]


def test_a_lock_is_no_illness_until_a_write_had_to_give_up() -> None:
    with causes.held():
        begin = time.monotonic()
        assert ask().status_code == 200
        assert time.monotonic() - begin < 1, "it does not wait for the lock"
        if connection.vendor == "sqlite":
            faults.met[Fault.BUSY] = time.monotonic()
            assert told() == {"writing": "The database is busy with something else."}
    assert ask().status_code == 200


def test_a_database_that_takes_no_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect

    def read_only(path: str, **options: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = connect(path.replace("mode=rw", "mode=ro"), **options)
        return made

    if connection.vendor == "sqlite":
        monkeypatch.setattr(sqlite3, "connect", read_only)
        assert told() == {"writing": "The database can only be read just now."}
        monkeypatch.undo()
    else:
        with causes.read_only():
            assert told() == {"writing": "The database can only be read just now."}


def test_a_database_that_does_not_answer() -> None:
    with causes.away():
        assert told().keys() == {"database"}
    assert ask().status_code == 200


@pytest.fixture
def older() -> Iterator[None]:
    """A database that the last migration has not reached."""
    recorder = MigrationRecorder(connection)
    app, name = sorted(health.newest_migrations())[0]
    recorder.record_unapplied(app, name)
    yield
    recorder.record_applied(app, name)


@pytest.mark.usefixtures("older")
def test_a_database_of_an_older_version() -> None:
    assert told().keys() == {"migrations"}


def test_a_worker_that_should_run_and_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    health.expect_worker()
    assert ask().status_code == 200, "it has some seconds to start"
    monkeypatch.setattr(health, "WORKER_SECONDS", 0)
    assert told().keys() == {"worker"}
    lock = worker_lock()
    assert lock.take()
    assert ask().status_code == 200
    lock.release()


def test_tasks_that_nobody_takes_up() -> None:
    row = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, priority=0, task_path="x", queue_name="x", backend_name="x"
    )
    assert ask().status_code == 200
    DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=timezone.now() - 2 * health.WAITING)
    assert told().keys() == {"worker"}


def test_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "NEEDED_BYTES", 10**18)
    assert told() == {"disk": "Less than 1000000000000 MB are free on the disk of the installation."}


def test_a_folder_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "HOME", settings.HOME / "gone")
    assert told() == {"disk": "The folder of the installation cannot be read."}
