"""What `manage.py serve` does before it serves, and the web server that it then is."""

import errno
import hashlib
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import OperationalError, connections
from django.urls import get_resolver
from django.utils.translation import gettext as _
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from . import seats
from .faults import Fault, fault_of
from .health import NEEDED_BYTES
from .logs import DiscreetFormatter
from .migrated import pending_migrations
from .models import Project


class StartError(Exception):
    """Why the installation cannot start, as one sentence."""


def address(host: str = "127.0.0.1", port: int = 8000) -> str:
    """What people type to get here, without a slash at the end: WORTLAUT_URL, else what is listened on; of
    all addresses of a machine the one that it has by itself."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return settings.URL.rstrip("/") or f"http://{f'[{host}]' if ':' in host else host}:{port}"


def remember_address(root: str) -> None:
    """For the commands that print links while this installation is served."""
    (settings.HOME / "address").write_text(root)


def last_address() -> str:
    """Where this installation is served, or was the last time, without a slash at the end."""
    kept = settings.HOME / "address"
    return settings.URL.rstrip("/") or (kept.read_text() if kept.exists() else address())


def listen(host: str, port: int) -> socket.socket:
    """A socket that already listens, so that nothing can take the port while the installation is prepared."""
    try:
        return socket.create_server((host, port), family=_family(host))
    except (OSError, OverflowError) as problem:
        if isinstance(problem, OSError) and problem.errno == errno.EADDRINUSE:
            sentence = _("Port %(port)d of %(host)s is taken: stop what uses it, or choose another --port.")
        else:
            sentence = _("It is not possible to listen on port %(port)d of %(host)s.")
        raise StartError(sentence % {"port": port, "host": host}) from problem


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def check_home(home: Path) -> None:
    """Raises StartError unless the installation's folder can be written and has room."""
    with problems_as_sentences():
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            pass
    free = shutil.disk_usage(home).free
    if free < NEEDED_BYTES:
        sentence = _("The disk is full: %(free)d MB are free below %(home)s, and %(needed)d MB are needed.")
        megabytes = {"free": free // 1_000_000, "needed": NEEDED_BYTES // 1_000_000}
        raise StartError(sentence % {"home": home, **megabytes})


@contextmanager
def problems_as_sentences() -> Iterator[None]:
    """Turns what a disk, a database or a command may answer into StartError."""
    try:
        yield
    except CommandError as problem:
        raise StartError(str(problem)) from problem
    except (OSError, OperationalError) as problem:
        reason = str(problem).strip().partition("\n")[0]
        if fault_of(problem) is Fault.FULL:
            sentence = _("The disk is full: nothing can be written below %(home)s.")
        elif isinstance(problem, OperationalError):
            sentence = _("The database does not answer: %(reason)s")
        else:
            sentence = _("The folder %(home)s cannot be written: %(reason)s")
        raise StartError(sentence % {"home": settings.HOME, "reason": reason}) from problem


def prepare(home: Path) -> None:
    """Brings database and static files up to date, and the sample into an empty database."""
    with problems_as_sentences():
        if pending_migrations():
            call_command("migrate", verbosity=0, interactive=False)
        collect_static(home / "static.sha256")
        if not Project.objects.exists():
            call_command("load_sample")


def collect_static(stamp: Path) -> None:
    """Collects when a source file has changed since the last time: it takes longer than all the rest."""
    digest = static_digest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(digest)


def static_digest() -> str:
    """SHA-256 over the names, sizes and times of the static files' sources, as hexadecimal digits."""
    sha = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = os.stat(storage.path(name))
            sha.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return sha.hexdigest()


def work(leash: int) -> None:
    """The worker beside the web server, until the other end of the leash closes."""
    # Imported where it runs: the web server never needs it.
    from .background.pausing import listen
    from .background.worker import Worker

    Worker(listen(leash)).run()


def begin(worker: Any, when_ready: Callable[[], None]) -> None:
    """In each worker, once it can serve; the first one says so.

    Ctrl-C reaches the whole process group, and the master then sends SIGQUIT. A worker that handles both at
    once waits for its own lock until it is killed; so it heeds the master only, and ends as on SIGTERM: what
    is being answered is answered.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, worker.handle_exit)
    if worker.age == 1:
        when_ready()


class ServerLog(Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's own log. It names what was asked for, with the query string, at the end of its sentences;
    that end is cut off."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(DiscreetFormatter(settings.LOG_FORMAT))

    def exception(self, msg: object, *args: Any, **kwargs: Any) -> None:
        super().exception(str(msg).partition(" %")[0], **kwargs)

    def warning(self, msg: object, *args: Any, **kwargs: Any) -> None:
        if str(msg).startswith("Invalid request"):
            msg = str(msg).partition(": ")[0]
        super().warning(msg, *args, **kwargs)


class WebServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn in this process, with a pool of threads in each worker."""

    def __init__(
        self, listener: socket.socket, workers: int, threads: int, when_ready: Callable[[], None]
    ) -> None:
        self.options = {
            # gunicorn closes the descriptor itself.
            "bind": f"fd://{listener.detach()}",
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "preload_app": True,
            "loglevel": "warning",
            "logger_class": ServerLog,
            "control_socket_disable": True,
            "post_worker_init": lambda worker: begin(worker, when_ready),
            "graceful_timeout": 10,
            # What of a proxy's word is believed stands in settings.py alone.
            "forwarded_allow_ips": "",
            "forwarder_headers": "",
            # A search of a thousand umlauts still fits: each takes six bytes in an address.
            "limit_request_line": 8190,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from .wsgi import application

        # Imported before the fork, so that the first request does not pay for it.
        assert get_resolver().url_patterns
        # A database connection must not be shared by processes.
        connections.close_all()
        seats.for_writes.number = max(1, self.cfg.threads - 1)
        return application
