"""/healthz: whether this installation can do its work, for a machine that asks every few seconds.

200 {"status": "ok"}, else 503 {"status": "failing", "causes": {NAME: SENTENCE}}. NAME is one of

database    it does not answer
migrations  it is of another version than the program
writing     it answers, but takes no changes
worker      there is none, though `serve` has started one or tasks wait
disk        the folder of the installation is full, or can only be read

No sign-in, no host check, no session, and nothing is written. The sentences hold no path, name or address.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from . import faults
from .background.lock import worker_lock
from .faults import WORDS, Fault, fault_of

ADDRESS = "/healthz"

NEEDED_BYTES = 50_000_000
"""A first start writes about a tenth of this; below it the first import would fail half-way."""

LOCKED_SECONDS = 60
"""How long after a write had to give up a lock that is still held counts as a failure. A lock alone is none:
an import holds it half of the time."""

WORKER_SECONDS = 20
"""What a worker may take to start, or to be started again after its first fall."""
WAITING = timedelta(minutes=1)
"""How long a task may wait while no worker runs."""

Found = Iterator[tuple[str, Promise | str]]


def healthz(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware, the outermost: what asks speaks plain HTTP to whatever address this machine has."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path_info != ADDRESS:
            return get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        with translation.override(translation.get_language_from_request(request)):
            return _answer()

    return middleware


def _answer() -> JsonResponse:
    causes = {name: str(sentence) for name, sentence in problems()}
    told = {"status": "failing", "causes": causes} if causes else {"status": "ok"}
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return JsonResponse(
        told, status=503 if causes else 200, headers=headers, json_dumps_params={"ensure_ascii": False}
    )


def problems() -> Found:
    """What is wrong, as pairs of a name and a sentence."""
    database = list(_database())
    yield from database
    if "database" not in dict(database):
        yield from _worker()
    yield from _disk(settings.HOME)


def _database() -> Found:
    try:
        applied = MigrationRecorder(connection).applied_migrations()
        if not newest_migrations() <= applied.keys():
            yield (
                "migrations",
                _("The database is older than the program. Run manage.py migrate."),
            )
        fault = _sqlite_takes_no_writes() if connection.vendor == "sqlite" else _postgresql_takes_no_writes()
    except Error as error:
        yield "database", WORDS[fault_of(error) or Fault.BROKEN]
        return
    if fault:
        yield "writing", WORDS[fault]


@cache
def newest_migrations() -> set[tuple[str, str]]:
    """The last migration of each app, as the program has them."""
    return set(MigrationLoader(None).graph.leaf_nodes())


def _sqlite_takes_no_writes() -> Fault | None:
    """Takes the write lock and lets it go. On a connection of its own: one that is open already would not
    notice that the file is gone or is no longer its to write."""
    path = Path(connection.settings_dict["NAME"]).as_uri()
    try:
        with closing(sqlite3.connect(f"{path}?mode=rw", uri=True, timeout=0, isolation_level=None)) as own:
            own.execute("BEGIN IMMEDIATE")
            # BEGIN alone is content with a file that can only be read.
            own.execute("UPDATE django_migrations SET app = app WHERE 0")
            own.execute("ROLLBACK")
    except sqlite3.Error as error:
        fault = fault_of(error) or Fault.BROKEN
        return None if fault is Fault.BUSY and not _gave_up_lately() else fault
    return None


def _gave_up_lately() -> bool:
    last = faults.met.get(Fault.BUSY)
    return last is not None and time.monotonic() - last < LOCKED_SECONDS


def _postgresql_takes_no_writes() -> Fault | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('transaction_read_only')")
        return Fault.READ_ONLY if cursor.fetchone() == ("on",) else None


# When a worker was started beside this web server, in seconds of the monotonic clock; None when it was not.
_worker_since: float | None = None


def expect_worker() -> None:
    """From now on it is an illness when none runs."""
    global _worker_since
    _worker_since = time.monotonic()


def _worker() -> Found:
    try:
        if not worker_lock().is_held_by_anybody() and (_one_should_run() or _tasks_wait()):
            yield "worker", _("The worker does not run: imports and other long work wait.")
    except (Error, OSError):
        yield "worker", _("It cannot be told whether the worker runs.")


def _one_should_run() -> bool:
    return _worker_since is not None and time.monotonic() - _worker_since > WORKER_SECONDS


def _tasks_wait() -> bool:
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - WAITING)
    return waiting.exists()


def _disk(home: Path) -> Found:
    try:
        status = os.statvfs(home)
    except OSError:
        yield "disk", _("The folder of the installation cannot be read.")
        return
    if status.f_flag & os.ST_RDONLY:
        yield "disk", _("The disk of the installation can only be read.")
    elif status.f_bavail * status.f_frsize < NEEDED_BYTES:
        sentence = _("Less than %(needed)d MB are free on the disk of the installation.")
        yield "disk", sentence % {"needed": NEEDED_BYTES // 1_000_000}
