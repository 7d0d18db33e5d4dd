"""`manage.py serve` as people meet it: a process of its own, in an installation of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from newsreader import serving

pytestmark = pytest.mark.once

START_SECONDS = 60
LINK = re.compile(r"^(http://127\.0\.0\.1:\d+)/sign-in/[\w-]+/$", re.MULTILINE)

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Start]:
    """Starts `manage.py serve` in one installation; what still runs at the end is stopped."""
    running: list[subprocess.Popen[str]] = []
    environment = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    environment |= {"WORTLAUT_HOME": str(tmp_path / "home"), "DJANGO_SETTINGS_MODULE": "newsreader.settings"}

    def start(port: int = 0) -> "subprocess.Popen[str]":
        command = [sys.executable, "manage.py", "serve", "--port", str(port)]
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=START_SECONDS)


def link(process: "subprocess.Popen[str]") -> str:
    """The sign-in link that the process prints, as soon as it does."""
    assert process.stdout is not None
    for line in process.stdout:
        if match := LINK.match(line):
            return match[0]
    process.wait()
    assert process.stderr is not None
    raise AssertionError(f"it ended before it printed a link: {process.stderr.read()}")


def get(url: str) -> int:
    """The status of a page; a redirect is not followed."""
    opener = urllib.request.build_opener(NoRedirect)
    try:
        with opener.open(url, timeout=10) as response:
            return int(response.status)
    except urllib.error.HTTPError as answer:
        return answer.code


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


def interrupt(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """What Ctrl-C does on a terminal: the signal goes to every process of the group."""
    os.killpg(process.pid, signal.SIGINT)
    errors = process.communicate(timeout=START_SECONDS)[1]
    return process.returncode, errors


def test_it_serves_prints_a_new_link_each_time_and_stops_cleanly(serve: Start, tmp_path: Path) -> None:
    first = serve()
    first_link = link(first)
    assert get(first_link) == 200
    assert (tmp_path / "home" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "home").stat().st_mode & 0o077 == 0
    assert interrupt(first) == (0, "")

    links, seconds = {first_link}, []
    for _ in range(2):
        begin = time.monotonic()
        again = serve()
        links.add(link(again))
        seconds.append(time.monotonic() - begin)
        assert interrupt(again) == (0, "")
    assert len(links) == 3
    # Five seconds where the processors are free; where others wait for them, as much longer as they wait.
    queue = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    assert min(seconds) < 5 * queue, f"{seconds} seconds at {queue} processes per processor"


def test_a_taken_port_is_one_sentence(serve: Start, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        process = serve(port)
        output, errors = process.communicate(timeout=START_SECONDS)
    assert process.returncode == 1
    assert output == ""
    assert str(port) in errors and errors.count("\n") == 1
    assert not (tmp_path / "home" / "wortlaut.sqlite3").exists()


def test_a_server_on_all_addresses_prints_a_link_that_can_be_opened() -> None:
    # Requests for a host of that name are refused.
    assert serving.address("0.0.0.0", 8001) == "http://127.0.0.1:8001"
    assert serving.address("::", 8001) == "http://[::1]:8001"


def test_a_full_disk_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(serving, "NEEDED_BYTES", 10**18)
    with pytest.raises(serving.StartError, match="1000000000000 MB"):
        serving.check_home(tmp_path)


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(serving.StartError):
        serving.check_home(tmp_path / "file" / "home")


def test_static_files_are_collected_again_only_when_one_changed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(serving, "call_command", lambda name, **options: calls.append(name))
    serving.collect_static(tmp_path / "stamp")
    serving.collect_static(tmp_path / "stamp")
    assert calls == ["collectstatic"]
    monkeypatch.setattr(serving, "static_digest", lambda: "changed")
    serving.collect_static(tmp_path / "stamp")
    assert calls == ["collectstatic", "collectstatic"]
