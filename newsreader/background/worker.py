"""The worker: takes up tasks, and does the house's own chores in between.

django-tasks-db brings a worker of its own. Its loop takes SQLite's write lock every second to look for tasks,
ends when somebody else holds that lock, and leaves what a killed worker was doing marked as running for ever.
So ours looks by reading, wakes that loop only when there is something to do, and puts back what was broken
off; claiming and running a task is theirs.
"""

import ctypes
import gc
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as PackageWorker
from django_tasks_db.models import DBTaskResult

from .. import guessing
from ..backups.copies import copy_if_due
from ..importing import uploads
from ..purging.remains import clear_if_there
from ..sessions import SessionStore
from .lock import WorkerLock, worker_lock
from .pausing import Bell, Interrupted, stopping

INTERVAL = 1.0  # seconds between two looks
CHORES = 600.0  # seconds between two rounds of chores
FIRST_CHORES = 20.0  # seconds: the start is for people
KEPT = timedelta(days=7)  # how long what came of a task is kept
ATTEMPTS = 3  # a task that has taken so many workers down with it is not tried again

log = logging.getLogger(__name__)


class BrokenOff(Exception):
    """The worker ended each time while it ran the task."""


def prune() -> None:
    """Tasks that have ended long ago."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT).delete()


JOBS: list[Callable[[], object]] = [
    copy_if_due,
    clear_if_there,
    prune,
    uploads.sweep,
    guessing.sweep,
    SessionStore.clear_expired,
]
"""Each does what is due, and nothing when nothing is."""


class Worker:
    def __init__(self, bell: Bell, lock: WorkerLock | None = None) -> None:
        self.bell = bell
        self.lock = lock or worker_lock()
        self._mine = False
        self._chores_at = time.monotonic() + FIRST_CHORES

    def run(self) -> None:
        """Until the bell rings. A database that does not answer is waited for."""
        silent = False
        while not self.bell.rung():
            try:
                close_old_connections()
                if self.round():
                    give_back_memory()
                silent = False
            except (OperationalError, InterfaceError) as problem:
                if not silent:
                    log.error("the worker waits for the database: %s", type(problem).__name__)
                silent, self._mine = True, False
                connection.close()
            self.bell.rung(INTERVAL)
        self.lock.release()

    def round(self) -> bool:
        """What there is to do now; whether there was a task."""
        mine = self.lock.take()
        if mine and not self._mine:
            put_back()
        self._mine = mine
        if not mine:
            return False
        busy = run_ready()
        if time.monotonic() >= self._chores_at and not self.bell.rung():
            self._chores_at = time.monotonic() + CHORES
            for job in JOBS:
                _chore(job)
        return busy


def _chore(job: Callable[[], object]) -> None:
    try:
        job()
    except (OperationalError, InterfaceError):
        raise
    except (DatabaseError, OSError) as problem:
        log.error("a chore failed: %s", type(problem).__name__)


def put_back() -> None:
    """Tasks of a worker that ended without a word are ready again."""
    for row in DBTaskResult.objects.running():
        if len(row.worker_ids) >= ATTEMPTS:
            row.set_failed(BrokenOff())
        else:
            _ready(row)


def _ready(row: DBTaskResult) -> None:  # type: ignore[type-arg]  # generic only where types are checked
    row.status, row.started_at, row.finished_at = TaskResultStatus.READY, None, None
    row.exception_class_path = row.traceback = ""
    row.save(update_fields=["status", "started_at", "finished_at", "exception_class_path", "traceback"])


def run_ready() -> bool:
    """Every task that is ready, one after the other, in this process; whether there was one."""
    if not DBTaskResult.objects.ready().exists():
        return False
    _Runner().run()
    return True


def give_back_memory() -> None:
    """What a task has left: SQLite's cache of pages, and what the C library keeps for the next one."""
    connection.close()
    gc.collect()
    with suppress(OSError, AttributeError):  # only the GNU library can
        ctypes.CDLL(None).malloc_trim(0)


def _no_failure(record: logging.LogRecord) -> bool:
    """Being told to stop is none, whatever the package makes of it."""
    return not (record.exc_info and isinstance(record.exc_info[1], Interrupted))


logging.getLogger("django_tasks").addFilter(_no_failure)


class _Runner(PackageWorker):
    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )

    def run_task(self, db_task_result: DBTaskResult) -> None:  # type: ignore[type-arg]  # as in _ready
        super().run_task(db_task_result)
        if db_task_result.exception_class_path == f"{Interrupted.__module__}.{Interrupted.__qualname__}":
            # That it was told to stop is no attempt that failed.
            db_task_result.worker_ids = []
            db_task_result.save(update_fields=["worker_ids"])
            _ready(db_task_result)
        elif db_task_result.status == TaskResultStatus.FAILED:
            # The log says that it failed. What the exception says may be a passage (logs.py); rows are kept.
            DBTaskResult.objects.filter(pk=db_task_result.pk).update(traceback="")
        self.running = not stopping()
