"""What docker-compose.yml starts: no Docker engine runs here, so its commands run in a copy of what the image
would hold, against a real PostgreSQL."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.management import get_commands

from newsreader import settings as settings_module
from tests.deployment.image import ROOT, allowed, build, dockerfile, instruction, services, variables
from tests.postgres import server

pytestmark = pytest.mark.once

SECONDS = 60
OURS = ("migration", "web", "worker")
UPLOAD = """
from newsreader.import_forms import Pasted
from newsreader.importing import task
from newsreader.models import Membership
task.begin(Membership.objects.get(role="lead"), [Pasted("Brücke", "Die Brücke bleibt gesperrt.")], {})
"""


def test_only_the_web_server_is_published_and_on_this_machine_alone() -> None:
    published = {name: service["ports"] for name, service in services().items() if "ports" in service}
    assert {name: [variables(port) for port in ports] for name, ports in published.items()} == {
        "web": ["127.0.0.1:8000:8000"]
    }


def test_ours_are_one_image_with_one_volume_and_may_write_nowhere_else() -> None:
    for service in (services()[name] for name in OURS):
        assert service["image"] == "wortlaut" and service["read_only"] is True
        assert service["volumes"] == ["data:/data"] and service["tmpfs"] == ["/tmp"]
        assert service["cap_drop"] == ["ALL"]
        assert service["environment"] == services()["web"]["environment"]
    assert "ENV" in dockerfile() and "WORTLAUT_HOME=/data" in dockerfile()


def test_the_image_does_not_run_as_root_and_tells_its_health() -> None:
    user = re.findall(r"^USER (\S+)$", dockerfile(), re.M)
    assert user == ["wortlaut"] and "useradd" in dockerfile()
    assert "/healthz" in " ".join(instruction("HEALTHCHECK"))


def test_the_database_is_there_and_migrated_before_it_is_used() -> None:
    assert services()["migration"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services()["migration"]["restart"] == "no"
    for name in ("web", "worker"):
        # Were the worker to wait for the web server's health, an import that waits for it would keep it away.
        migrated = {"migration": {"condition": "service_completed_successfully"}}
        assert services()[name]["depends_on"] == migrated
    # While the database is being made, a server for that alone answers on the socket only.
    assert "127.0.0.1" in services()["database"]["healthcheck"]["test"]


def test_the_database_is_one_that_we_support() -> None:
    assert int(services()["database"]["image"].partition(":")[2]) >= 16


def test_every_variable_is_read_by_somebody() -> None:
    read = set(re.findall(r"\b[A-Z][A-Z_]+\b", Path(settings_module.__file__).read_text()))
    named = set(services()["web"]["environment"])
    assert named <= read
    example = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert example == set(re.findall(r"\$\{(\w+)[:}]", (ROOT / "docker-compose.yml").read_text()))


def test_the_commands_exist_and_the_image_gets_all_that_is_there() -> None:
    assert instruction("ENTRYPOINT") == ["python", "manage.py"]
    assert {services()[name]["command"][0] for name in OURS} <= get_commands().keys()
    assert services()["web"]["command"] == instruction("CMD")
    assert all((ROOT / name).exists() for name in allowed())
    copied = re.findall(r"^COPY (?!--from)(\S+) \S+$", dockerfile(), re.M)
    assert {name for name in copied if name != "."} <= set(allowed())


def test_it_serves_works_and_stops(tmp_path: Path) -> None:
    app, home = tmp_path / "app", tmp_path / "data"
    build(app)
    with server() as database:
        environment = _environment(database, home)
        port = _free_port()
        _manage(app, environment, *services()["migration"]["command"])
        with _service("web", app, environment, "--port", str(port)) as web:
            _wait(lambda: _healthy(port, app, environment), web)
            with _service("worker", app, environment) as worker:
                _manage(app, environment, "shell", "-c", UPLOAD)
                _wait(lambda: _imports(database) == ["done", "done"], worker)  # the sample, and ours
            assert worker.returncode == 0
        assert web.returncode == 0


def _environment(database: str, home: Path) -> dict[str, str]:
    """That of the compose file and the image, with the test's own database and folder."""
    given = {name: variables(value) for name, value in services()["web"]["environment"].items()}
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    # Docker hands on what it is told of proxies; nobody answers there.
    kept["http_proxy"] = "http://127.0.0.1:9"
    return {**kept, **given, "DATABASE_URL": database, "WORTLAUT_HOME": str(home), "PYTHONUNBUFFERED": "1"}


@contextmanager
def _service(
    name: str, app: Path, environment: dict[str, str], *more: str
) -> Iterator["subprocess.Popen[str]"]:
    """The service's command, here on loopback only; `docker stop` ends it."""
    command = [word.replace("0.0.0.0", "127.0.0.1") for word in services()[name]["command"]]
    process = subprocess.Popen(
        [sys.executable, *instruction("ENTRYPOINT")[1:], *command, *more],
        cwd=app, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=SECONDS)


def _wait(what: Callable[[], bool], process: "subprocess.Popen[str]") -> None:
    end = time.monotonic() + SECONDS
    while not what():
        if process.poll() is not None:
            raise AssertionError(process.stderr and process.stderr.read())
        assert time.monotonic() < end
        time.sleep(0.2)


def _healthy(port: int, app: Path, environment: dict[str, str]) -> bool:
    _python, *words = instruction("HEALTHCHECK")
    command = [sys.executable, *(word.replace(":8000", f":{port}") for word in words)]
    return subprocess.run(command, cwd=app, env=environment, capture_output=True).returncode == 0


def _manage(app: Path, environment: dict[str, str], *words: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *words], cwd=app, env=environment, check=True, capture_output=True
    )


def _imports(database: str) -> list[str]:
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT state FROM newsreader_importrun ORDER BY id").fetchall()
    return [state for (state,) in rows]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
