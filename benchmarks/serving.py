"""`manage.py serve` itself: how long until it answers, and the memory of all its processes (Linux only).

Memory is PSS, in which a page that several processes share counts once, summed over the process tree.
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.urls import reverse

from .client import Http
from .figure import Figure
from .installation import SLUG, Installation
from .memory import pss, tree

STARTS = 9
CLIENTS = 4
"""As many as the server has threads: each of them has a database connection and a heap of its own."""
ROUNDS = 10


def figures(installation: Installation) -> Iterator[Figure]:
    yield from _starts()
    for name, arguments, target in (("web alone", ["--no-worker"], 140), ("web and worker", [], 200)):
        with _serving(*arguments) as (process, port):
            _load(installation, port)
            time.sleep(3)  # the worker comes after the web server
            note = ", ".join(f"{memory:.0f}" for memory in map(pss, tree(process.pid)))
            yield Figure(f"memory of {name}, PSS", _memory(process.pid), "MiB", target, f"{note} MiB")


def _starts() -> Iterator[Figure]:
    """The first start is left out: it migrates, and collects the static files."""
    times, restarts, used = [], [], []
    with _serving() as (process, port):
        pass
    for _ in range(STARTS):
        begin = time.perf_counter()
        with _serving() as (process, port):
            times.append(time.perf_counter() - begin)
            used.append(sum(map(_processor_seconds, tree(process.pid))))
            again = time.perf_counter()
            _interrupt(process)
            with _serving(port=port):
                restarts.append(time.perf_counter() - again)
    note = f"{statistics.median(used):.2f} s of processor time"
    yield Figure("cold start with worker", statistics.median(times), "s", 0.8, note, min(times))
    yield Figure("Ctrl-C and start again", statistics.median(restarts), "s", None, "", min(restarts))


@contextmanager
def _serving(*arguments: str, port: int = 0) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """A server whose sign-in page has answered, and its port; it ends with the block."""
    port = port or _free_port()
    command = [sys.executable, "manage.py", "serve", "--port", str(port), *arguments]
    process = subprocess.Popen(
        command, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while not _answers(port):
            if process.poll() is not None:
                raise RuntimeError("manage.py serve ended before it served")
            time.sleep(0.002)
        yield process, port
    finally:
        _interrupt(process)


def _interrupt(process: "subprocess.Popen[bytes]") -> None:
    """What Ctrl-C does on a terminal."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    process.wait(timeout=60)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", reverse("sign-in"))
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _load(installation: Installation, port: int) -> None:
    """Every kind of page, several at once."""
    pages = [reverse("article", args=[SLUG, article.uid]) for article in installation.opened.values()]
    articles = reverse("articles", args=[SLUG])
    pages += [articles, f"{articles}?q=der", f"{articles}?page=9", reverse("history", args=[SLUG])]
    clients = [Http(f"http://127.0.0.1:{port}", installation.user) for _ in range(CLIENTS)]

    def visit(client: Http) -> None:
        for page in pages * ROUNDS:
            client.get(page)

    threads = [Thread(target=visit, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _memory(pid: int) -> float:
    return sum(map(pss, tree(pid)))


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
