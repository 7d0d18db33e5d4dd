"""Tasks are taken up once, put back when they are broken off, and waiting for them holds up nobody."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsreader import background
from newsreader.background import worker as module
from newsreader.background.lock import worker_lock
from newsreader.background.pausing import Bell
from newsreader.background.worker import Worker, prune, put_back
from newsreader.logs import DiscreetFormatter
from newsreader.models import Project

from . import errands

pytestmark = pytest.mark.django_db


def statuses() -> list[str]:
    return list(DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True))


def claimed(times: int) -> None:
    """A task that so many workers have taken up and not ended."""
    errands.found.enqueue("brücke")
    DBTaskResult.objects.update(status="RUNNING", worker_ids=["gone"] * times, started_at=timezone.now())


def test_what_is_ready_is_done_in_order_and_once(run_tasks: Callable[[], None]) -> None:
    for slug in ("a", "b", "c"):
        errands.found.enqueue(slug)
    run_tasks()
    run_tasks()
    assert list(Project.objects.order_by("pk").values_list("slug", flat=True)) == ["a", "b", "c"]
    assert statuses() == ["SUCCESSFUL"] * 3


def test_a_task_that_fails_does_not_keep_the_next_one_and_is_logged_without_what_it_said(
    caplog: pytest.LogCaptureFixture, run_tasks: Callable[[], None]
) -> None:
    errands.fail.enqueue("Änne Groß")
    errands.found.enqueue("danach")
    run_tasks()
    assert statuses() == ["FAILED", "SUCCESSFUL"]
    logged = "\n".join(map(DiscreetFormatter("%(message)s").format, caplog.records))
    assert "ValueError" in logged and "Groß" not in logged
    assert not any(DBTaskResult.objects.values_list("traceback", flat=True))


def test_what_a_dead_worker_had_begun_is_done_by_the_next(run_tasks: Callable[[], None]) -> None:
    claimed(1)
    put_back()
    run_tasks()
    assert Project.objects.filter(slug="brücke").count() == 1
    assert statuses() == ["SUCCESSFUL"]


def test_a_task_that_takes_every_worker_down_is_given_up(run_tasks: Callable[[], None]) -> None:
    claimed(module.ATTEMPTS)
    put_back()
    run_tasks()
    assert statuses() == ["FAILED"]
    assert not Project.objects.exists()


def test_a_task_that_is_told_to_stop_is_ready_again_and_that_is_no_attempt() -> None:
    errands.told_to_stop.enqueue("brücke")
    for _ in range(module.ATTEMPTS + 1):
        row = DBTaskResult.objects.get()
        module._Runner().run_task(row)
        assert statuses() == ["READY"]
    put_back()
    assert statuses() == ["READY"]


def test_one_worker_at_a_time() -> None:
    first, second = worker_lock(), worker_lock()
    assert not background.worker_alive()
    assert first.take() and first.take()
    assert background.worker_alive()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()
    assert not background.worker_alive()


def test_a_lock_that_is_let_go_is_free_at_once() -> None:
    """Not when the server has noticed that a connection has ended: of 200 times 86 were too late."""
    for _ in range(50):
        lock = worker_lock()
        assert lock.take()
        lock.release()
        assert not background.worker_alive()


@pytest.mark.usefixtures("run_tasks")
def test_a_second_worker_leaves_the_tasks_of_the_first_alone() -> None:
    claimed(1)
    first = worker_lock()
    first.take()
    try:
        Worker(Bell()).round()
        assert statuses() == ["RUNNING"]
    finally:
        first.release()
    waiting = Worker(Bell())
    waiting.round()
    waiting.lock.release()
    assert statuses() == ["SUCCESSFUL"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.once  # the lock is SQLite's
def test_looking_for_tasks_takes_no_write_lock() -> None:
    waiting = Worker(Bell())
    name = str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(name, isolation_level=None, uri=name.startswith("file:"))) as other:
        other.execute("BEGIN IMMEDIATE")
        begin = time.monotonic()
        waiting.round()
        waiting.round()
        assert time.monotonic() - begin < 2
        other.execute("ROLLBACK")
    waiting.lock.release()


def test_what_came_of_tasks_is_kept_for_a_week(run_tasks: Callable[[], None]) -> None:
    for slug in ("alt", "neu"):
        errands.found.enqueue(slug)
    run_tasks()
    old = DBTaskResult.objects.order_by("enqueued_at")[0]
    old.finished_at = timezone.now() - timedelta(days=8)
    old.save()
    prune()
    assert DBTaskResult.objects.count() == 1


def test_the_bell_stops_the_worker() -> None:
    bell = Bell()
    bell._on_signal(15, None)
    begin = time.monotonic()
    Worker(bell).run()
    assert time.monotonic() - begin < 1
