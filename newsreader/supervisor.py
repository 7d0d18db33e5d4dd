"""The process above the web server and the worker: starts both, brings a dead worker back, ends both.

No child outlives it: each holds the reading end of a pipe, the leash, whose other end closes when this
process ends, even by kill -9.
"""

import gc
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

GRACE = 15.0  # seconds for what is being answered or imported, before a child is killed
BACK_OFF = (1.0, 60.0)  # seconds before a dead worker is started again: at first, and at most
STEADY = 60.0  # seconds after which a worker is known to run, and the next start is a first again

Ready = Callable[[], None]
Web = Callable[[Ready], None]
Work = Callable[[int], None]


class Supervisor:
    """`web` serves, and calls what it is handed once it can; `work` is handed the leash. Both run in forked
    children, after whatever this process has loaded, so that they share it."""

    def __init__(self, web: Web, work: Work) -> None:
        self._web, self._work = web, work
        self._leash, self._held = os.pipe()
        self._woken, self._wake = os.pipe()
        self._is_ready, self._ready = os.pipe()
        os.set_blocking(self._wake, False)
        self._stop = False
        self._worker: int | None = None
        self._worker_due: float | None = None
        self._worker_since = 0.0
        self._back_off = BACK_OFF[0]

    def run(self) -> int:
        """Until a signal, or the end of the web server. The exit code: the web server's, 0 after a signal."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        # What is loaded stays for good. A collection would write to its pages, and the children share them.
        gc.freeze()
        web = self._fork(self._serve)
        code = self._watch(web)
        children = [pid for pid in (web if code is None else None, self._worker) if pid]
        end(children)
        return 0 if self._stop else code or 0

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stop = True

    def _watch(self, web: int) -> int | None:
        """The web server's exit code, or None when it is this process that is to end."""
        while not self._stop:
            self._wait()
            ended = reaped()  # Ctrl-C reaches the children too, and both may have ended at once
            if self._worker in ended:
                self._worker_ended()
            if web in ended:
                return ended[web]
            if self._worker_due is not None and time.monotonic() >= self._worker_due:
                self._start_worker()
        return None

    def _wait(self) -> None:
        due = self._worker_due
        seconds = None if due is None else max(0.0, due - time.monotonic())
        readable = select.select([self._woken, self._is_ready], [], [], seconds)[0]
        for end_of_pipe in readable:
            os.read(end_of_pipe, 4096)
        if self._is_ready in readable and self._worker is None:
            self._worker_due = time.monotonic()

    def _start_worker(self) -> None:
        self._worker_due, self._worker_since = None, time.monotonic()
        self._worker = self._fork(lambda: self._work(self._leash))

    def _worker_ended(self) -> None:
        now = time.monotonic()
        if now - self._worker_since > STEADY:
            self._back_off = BACK_OFF[0]
        self._worker, self._worker_due = None, now + self._back_off
        self._back_off = min(self._back_off * 2, BACK_OFF[1])

    def _serve(self) -> None:
        threading.Thread(target=_end_with, args=(self._leash,), daemon=True).start()
        self._web(self._tell_ready)

    def _tell_ready(self) -> None:
        os.write(self._ready, b"!")

    def _fork(self, child: Callable[[], None]) -> int:
        sys.stdout.flush()
        sys.stderr.flush()
        if pid := os.fork():
            return pid
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            os.close(self._held)
            child()
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)


def _end_with(leash: int) -> None:
    """Ends this process as on SIGTERM when the supervisor has gone."""
    os.read(leash, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def reaped() -> dict[int, int]:
    """The children that have ended, each with its exit code (128 and the signal's number after a signal)."""
    found: dict[int, int] = {}
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return found
        if not pid:
            return found
        code = os.waitstatus_to_exitcode(status)
        found[pid] = code if code >= 0 else 128 - code


def end(children: list[int], grace: float = GRACE) -> None:
    """Asks them to end, and after `grace` seconds kills those that have not."""
    left = set(children)
    for pid in left:
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + grace
    while left and time.monotonic() < deadline:
        left -= reaped().keys()
        time.sleep(0.02)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
