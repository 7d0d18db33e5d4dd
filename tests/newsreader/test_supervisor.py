"""Web server and worker live and end together: seen from outside, with real processes and real signals."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.newsreader.test_serve import Start, get, interrupt, link, serve

__all__ = ["serve"]  # the fixture

pytestmark = pytest.mark.once

SECONDS = 30


def processes(session: int) -> dict[int, int]:
    """The processes of a session that have not ended: each one's number, and its parent's."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent, _group, of_session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(of_session) == session and state != "Z":
            found[int(folder.name)] = int(parent)
    return found


def worker_of(process: "subprocess.Popen[str]", home: Path) -> int | None:
    """The number of the process that holds the worker's lock."""
    lock = home / "worker.lock"
    inode = f":{lock.stat().st_ino}" if lock.exists() else ""
    locks = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
    holders = {int(line[4]) for line in locks if inode and line[1] == "FLOCK" and line[5].endswith(inode)}
    return next((pid for pid in processes(process.pid) if pid in holders), None)


def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not what():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def started(serve: Start, home: Path) -> "tuple[subprocess.Popen[str], str, int]":
    """The server, its address, and the number of its worker."""
    process = serve()
    address = link(process)
    until(lambda: worker_of(process, home) is not None)
    worker = worker_of(process, home)
    assert worker is not None
    return process, address, worker


def test_a_dead_worker_comes_back_and_the_web_server_serves_meanwhile(serve: Start, tmp_path: Path) -> None:
    process, address, worker = started(serve, tmp_path / "home")
    os.kill(worker, signal.SIGKILL)
    assert get(address) == 200
    until(lambda: worker_of(process, tmp_path / "home") not in (None, worker))
    assert interrupt(process) == (0, "")
    assert not processes(process.pid)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_the_supervisor_alone_leaves_nothing(
    serve: Start, tmp_path: Path, number: signal.Signals
) -> None:
    process, _address, _worker = started(serve, tmp_path / "home")
    process.send_signal(number)
    _output, errors = process.communicate(timeout=SECONDS)
    assert (process.returncode, errors) == (0, "")
    assert not processes(process.pid)


def test_nothing_outlives_a_supervisor_that_is_killed(serve: Start, tmp_path: Path) -> None:
    process, _address, _worker = started(serve, tmp_path / "home")
    assert len(processes(process.pid)) > 2
    process.kill()
    until(lambda: not processes(process.pid))


def test_when_the_web_server_dies_the_worker_goes_too_and_the_exit_code_says_so(
    serve: Start, tmp_path: Path
) -> None:
    process, _address, worker = started(serve, tmp_path / "home")
    children = [pid for pid, parent in processes(process.pid).items() if parent == process.pid]
    (web,) = set(children) - {worker}
    os.kill(web, signal.SIGKILL)
    process.communicate(timeout=SECONDS)
    assert process.returncode == 128 + signal.SIGKILL
    until(lambda: not processes(process.pid))
