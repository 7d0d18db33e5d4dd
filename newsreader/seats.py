"""One thread is always left for those who read.

A write that waits for a lock keeps the thread that answers it, for as long as the database is patient. When
as many wait as there are threads, nobody can read any more. So writes have one seat fewer than the web server
has threads, and who finds none free waits only until it is clear that those who sit are waiting themselves.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.http import HttpRequest, HttpResponseBase, UnreadablePostError

from .faults import Crowded
from .soundness import GetResponse

PATIENCE = 0.5
"""Seconds. Many times what a write takes, and a page that comes after it is still there within a second."""


class Seats:
    def __init__(self, number: int | None = None) -> None:
        self.number = number
        self._since: list[float] = []
        self._change = threading.Condition()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Raises Crowded when there is none, and whoever has sat longest has done so for PATIENCE."""
        since = self._sit()
        try:
            yield
        finally:
            with self._change:
                self._since.remove(since)
                self._change.notify()

    def _sit(self) -> float:
        with self._change:
            while self.number is not None and len(self._since) >= self.number:
                left = min(self._since) + PATIENCE - time.monotonic()
                if left <= 0:
                    raise Crowded
                self._change.wait(left)
            self._since.append(time.monotonic())
            return self._since[-1]


# As many as there are writes, until a web server with a pool of threads says how many that is.
for_writes = Seats()


def one_for_readers(get_response: GetResponse) -> GetResponse:
    """Middleware, the innermost."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return get_response(request)
        with suppress(UnreadablePostError):  # the check of the CSRF token meets it again, and refuses
            _ = request.POST  # all of it has come before a seat is taken: a slow line must not keep one
        with for_writes.taken():
            return get_response(request)

    return middleware
