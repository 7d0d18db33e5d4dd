"""When the database or the disk fails: which fault it is, and the answer that says so.

Whatever a request meets on its way ends in `server_error`: 503 with a sentence and Retry-After for what may
pass by itself, 500 for everything else. Nothing here asks the database. A fault is told by its code, never by
the words of its message. A transaction that failed has changed nothing; the connection is replaced by
Django, which closes at the end of a request what no longer answers.
"""

import errno
import logging
import sqlite3
import sys
import time
from enum import Enum

from django.db import Error, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import defaults

from . import preferences
from .htmx import is_fragment

log = logging.getLogger(__name__)


class Fault(Enum):
    """What keeps the database from its work."""

    BUSY = "busy"
    FULL = "full"
    READ_ONLY = "read-only"
    GONE = "gone"
    BROKEN = "broken"


class Crowded(Exception):
    """So many writes wait for the database that another one would keep readers out (seats.py)."""


WORDS: dict[Fault, Promise | str] = {
    Fault.BUSY: _("The database is busy with something else."),
    Fault.FULL: _("The disk of the server is full."),
    Fault.READ_ONLY: _("The database can only be read just now."),
    Fault.GONE: _("The database does not answer."),
    Fault.BROKEN: _("The server cannot use the files of the database."),
}

# Seconds after which it is worth another try: locks pass, and a database is started again, within moments;
# a disk waits for somebody who makes room.
RETRY_AFTER = {Fault.BUSY: 2, Fault.FULL: 30, Fault.READ_ONLY: 30, Fault.GONE: 5, Fault.BROKEN: 30}

# https://www.sqlite.org/rescode.html, the primary codes.
SQLITE = {
    sqlite3.SQLITE_BUSY: Fault.BUSY,
    sqlite3.SQLITE_LOCKED: Fault.BUSY,
    sqlite3.SQLITE_PROTOCOL: Fault.BUSY,
    sqlite3.SQLITE_FULL: Fault.FULL,
    sqlite3.SQLITE_READONLY: Fault.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Fault.BROKEN,
    sqlite3.SQLITE_PERM: Fault.BROKEN,
    sqlite3.SQLITE_IOERR: Fault.BROKEN,
    sqlite3.SQLITE_CORRUPT: Fault.BROKEN,
    sqlite3.SQLITE_NOTADB: Fault.BROKEN,
}

# https://www.postgresql.org/docs/current/errcodes-appendix.html: whole codes before their classes.
POSTGRESQL = {
    "25006": Fault.READ_ONLY,  # read_only_sql_transaction
    "40001": Fault.BUSY,  # serialization_failure
    "40P01": Fault.BUSY,  # deadlock_detected
    "53100": Fault.FULL,  # disk_full
    "53": Fault.BUSY,  # insufficient_resources: connections, memory
    "55P03": Fault.BUSY,  # lock_not_available: lock_timeout is over
    "57014": Fault.BUSY,  # query_canceled: statement_timeout is over
    "57P": Fault.GONE,  # shutdown, crash, still starting
    "08": Fault.GONE,  # connection_exception
    "58": Fault.BROKEN,  # system_error: the server's own disk
    "XX00": Fault.BROKEN,  # internal_error, data_corrupted, index_corrupted
}

SYSTEM = {
    errno.ENOSPC: Fault.FULL,
    errno.EDQUOT: Fault.FULL,
    errno.EFBIG: Fault.FULL,
    errno.EROFS: Fault.READ_ONLY,
    errno.EIO: Fault.BROKEN,
}

# When a fault was last met in this process, in seconds of the monotonic clock.
met: dict[Fault, float] = {}


def fault_of(error: BaseException | None) -> Fault | None:
    """The fault that an exception tells of, or one that it was raised from; None for any other matter."""
    while error is not None:
        if found := _fault(error):
            return found
        error = error.__cause__
    return None


def _fault(error: BaseException) -> Fault | None:
    if isinstance(error, sqlite3.Error):
        # Without a code it is the module itself that complains.
        return SQLITE.get(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF)
    if isinstance(error, Error) and hasattr(error.__cause__, "sqlstate"):
        return _postgresql(error)
    if isinstance(error, OSError):
        return SYSTEM.get(error.errno or 0)
    return Fault.BUSY if isinstance(error, Crowded) else None


def _postgresql(error: Error) -> Fault | None:
    code = getattr(error.__cause__, "sqlstate", None)
    if code is None:
        # No answer came that could hold a code: there is no server, or no longer a connection.
        return Fault.GONE if isinstance(error, OperationalError) else None
    return next((fault for start, fault in POSTGRESQL.items() if code.startswith(start)), None)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: the exception is still being handled."""
    fault = fault_of(sys.exc_info()[1])
    if fault is None:
        return defaults.server_error(request)
    met[fault] = time.monotonic()
    told = fault.value, _name(sys.exc_info()[1]), request.path
    log.error("%s: %s at %s", *told, extra={"request": request})  # of the path logs.py leaves the route
    with translation.override(translation.get_language_from_request(request)):
        response = _unavailable(request, fault)
    # Django would add a traceback to each; while a database is away that is a page of log for every request.
    response._has_been_logged = True  # type: ignore[attr-defined]  # as its own handlers do
    return response


def _name(error: BaseException | None) -> str:
    """What the database calls it; the message may hold a row, and is not for logs."""
    cause = error.__cause__ if error and error.__cause__ else error
    return (
        getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or type(cause).__name__
    )


def _unavailable(request: HttpRequest, fault: Fault) -> HttpResponse:
    """A page that stands alone; for a fragment one line of text, which status.js shows while the page stays
    as it was."""
    headers = {"Retry-After": str(RETRY_AFTER[fault]), "Cache-Control": "no-store"}
    writes = request.method not in ("GET", "HEAD")
    if is_fragment(request):
        return HttpResponse(
            _line(fault, writes), content_type="text/plain; charset=utf-8", status=503, headers=headers
        )
    # Without the request, so that no context processor runs.
    context = {
        "fault": WORDS[fault],
        "outcome": _outcome(fault) if writes else "",
        "writes": writes,
        "prefs": preferences.read(request),
    }
    return HttpResponse(render_to_string("503.html", context), status=503, headers=headers)


def _line(fault: Fault, writes: bool) -> str:
    advice = gettext("What you typed is still here; try again in a moment.")
    return " ".join([str(WORDS[fault]), *([_outcome(fault)] if writes else []), advice])


def _outcome(fault: Fault) -> str:
    if fault is Fault.GONE:  # it may have gone between the commit and its answer
        return gettext("It is not certain that this was saved.")
    return gettext("Nothing was saved.")
