"""What a web server that really runs writes to its log: neither texts, nor names, nor what was asked for."""

import signal
import socket
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

from tests.faults.coders import Coders
from tests.faults.installation import Client, Installation

SECRETS = ["Zwickmuehle", "Geheimnis", "Aenne", "Hunde1907"]


def execute(installation: Installation, statement: str) -> None:
    connection: Any = (
        psycopg.connect(installation.database_url)
        if installation.database_url
        else sqlite3.connect(installation.home / "wortlaut.sqlite3")
    )
    with closing(connection), connection:
        connection.execute(statement)


def say(installation: Installation, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", installation.port), timeout=10) as line:
        line.sendall(request)
        return line.recv(20)


def test_nothing_that_was_typed_or_asked_for_is_logged(installation: Installation, tmp_path: Path) -> None:
    installation.log = tmp_path / "log"
    installation.start()
    installation.sign_in()
    coders = Coders(installation)
    visitor, coder = Client(installation.port), installation.client()
    page = f"/p/{coders.slug}/articles/{coders.articles[0]}/"

    assert visitor.get("/Zwickmuehle/?q=Geheimnis")[0] == 404
    assert visitor.get("/sign-in/Geheimnis/")[0] == 410
    tried = visitor.post("/sign-in/?next=/Geheimnis", {"username": "Aenne", "password": "Hunde1907"})
    assert tried[0] == 422
    assert coder.get(f"/p/{coders.slug}/articles/?q=Geheimnis&from=Zwickmuehle")[0] == 422
    mark = {"text_version": 1, "span": "0-9", "note": "Geheimnis", "new_tag": "Zwickmuehle"}
    assert coder.post(f"{page}annotations/", mark)[0] == 302
    assert coder.post(f"{page}annotations/?q=Geheimnis", mark | {"span": "Geheimnis"})[0] == 422
    # What no server understands is named by gunicorn itself.
    assert b" 4" in say(installation, b"Geheimnis /Zwickmuehle HTTP/x\r\nHost: Aenne\r\n\r\n")
    assert b" 4" in say(installation, b"GET /?q=" + b"Geheimnis" * 2000 + b" HTTP/1.1\r\n\r\n")
    assert b" 4" in say(installation, b"GET / HTTP/1.1\r\nHost: Hunde1907\r\nGeheimnis\r\n\r\n")
    # And a failure in the midst of a request.
    execute(installation, "ALTER TABLE newsreader_codingstate RENAME TO elsewhere")
    failed = coder.post(f"{page}state/?q=Geheimnis", {"state": "irrelevant", "reason": "Geheimnis"})
    assert failed[0] >= 500
    execute(installation, "ALTER TABLE elsewhere RENAME TO newsreader_codingstate")
    installation.end(signal.SIGINT)

    log = installation.log.read_text()
    assert [secret for secret in SECRETS if secret in log] == [], log
    for expected in (
        "Not Found: (no such page)",
        "New login failure by 127.0.0.1",
        "Unprocessable Entity: /p/<slug:slug>/articles/",
        "Invalid request from ip=127.0.0.1",
        "Error",
    ):
        assert expected in log, log
