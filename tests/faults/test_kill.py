"""All is killed, again and again, while people code and files come in: what was acknowledged is there."""

import signal
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

import pytest
from django.db import connection

from tests import postgres
from tests.faults.installation import (
    PATIENCE,
    Installation,
    OwnPostgres,
    processes_per_processor,
    stopped_at_the_end,
)

ROUNDS, WRITES = 10, 2_000
CODERS = 4  # as many as the server has threads
IMPORTING = (2, 5, 8)  # rounds in which articles come in as well
SECONDS = 2.0

HALVES = {
    "an annotation without its span": """
        SELECT a.id FROM annotations_annotation a WHERE NOT EXISTS
        (SELECT 1 FROM annotations_span s WHERE s.annotation_id = a.id)""",
    "an annotation without its tag": """
        SELECT a.id FROM annotations_annotation a WHERE a.note LIKE 'Nr. %' AND NOT EXISTS
        (SELECT 1 FROM annotations_annotationtag t WHERE t.annotation_id = a.id)""",
    "an annotation that history does not know": """
        SELECT a.id FROM annotations_annotation a WHERE a.note LIKE 'Nr. %' AND NOT EXISTS
        (SELECT 1 FROM newsreader_change c WHERE c.kind = 'annotation' AND c.object = a.uid)""",
    "history of an annotation that is not there": """
        SELECT c.id FROM newsreader_change c WHERE c.kind = 'annotation' AND NOT EXISTS
        (SELECT 1 FROM annotations_annotation a WHERE a.uid = c.object)""",
    "a change set of nothing": """
        SELECT s.id FROM newsreader_changeset s WHERE NOT EXISTS
        (SELECT 1 FROM newsreader_change c WHERE c.change_set_id = s.id)""",
    "an article without its text": """
        SELECT a.id FROM newsreader_article a WHERE NOT EXISTS
        (SELECT 1 FROM newsreader_articletext t WHERE t.article_id = a.id AND t.version = a.text_version)""",
    "an article that search does not know": """
        SELECT a.id FROM newsreader_article a WHERE NOT EXISTS
        (SELECT 1 FROM newsreader_search s WHERE s.{search_key} = a.id)""",
}


@pytest.fixture
def server() -> Iterator[OwnPostgres | None]:
    if connection.vendor == "sqlite":
        yield None
    else:
        with postgres.server() as url:
            yield OwnPostgres(url)


@pytest.fixture
def installation(server: OwnPostgres | None) -> Iterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="wortlaut-kill-") as home:
        made = Installation(Path(home) / "home", server.url if server else "")
        with stopped_at_the_end(made):
            yield made


class Coders:
    """They mark and mark, each in an article of their own, until the server is gone."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        (self.slug,) = installation.rows("SELECT slug FROM newsreader_project ORDER BY id LIMIT 1")[0]
        self.articles = sorted(installation.uids("SELECT uid FROM newsreader_article"))[:CODERS]
        self.acknowledged: set[uuid.UUID] = set()
        self.refused: list[int] = []

    def work(self) -> list[threading.Thread]:
        threads = [threading.Thread(target=self._mark, args=[article]) for article in self.articles]
        for thread in threads:
            thread.start()
        return threads

    def _mark(self, article: uuid.UUID) -> None:
        client = self.installation.client()
        url = f"/p/{self.slug}/articles/{article}/annotations/"
        while True:
            uid = uuid.uuid4()
            said = {"uid": uid, "text_version": 1, "span": "0-9", "note": f"Nr. {uid}", "new_tag": "Brücke"}
            try:
                status, _headers, _body = client.post(url, said)
            except (OSError, HTTPException):
                return  # nobody has acknowledged it: it is there or not
            if status == 302:
                self.acknowledged.add(uid)
            else:
                self.refused.append(status)
                return


def wait_for(threads: list[threading.Thread], enough: int, coders: Coders) -> None:
    """Until so many writes are acknowledged, while all go on writing."""
    give_up = time.monotonic() + 120
    while len(coders.acknowledged) < enough:
        assert all(thread.is_alive() for thread in threads), coders.refused
        assert time.monotonic() < give_up, f"{len(coders.acknowledged)} writes only"
        time.sleep(0.005)


def news(folder: Path) -> Path:
    """Two hundred files to import."""
    folder.mkdir()
    for number in range(200):
        text = f"Meldung {number} über die Brücke\n\n„Das ist die {number}. Meldung“, sagte Änne Groß.\n" * 3
        (folder / f"{number}.txt").write_text(text)
    return folder


def check_whole(installation: Installation, coders: Coders) -> None:
    there = installation.uids("SELECT uid FROM annotations_annotation")
    assert coders.acknowledged <= there, f"{len(coders.acknowledged - there)} acknowledged writes are lost"
    search_key = "article_id" if installation.database_url else "rowid"
    for half, statement in HALVES.items():
        assert installation.rows(statement.format(search_key=search_key)) == [], half
    if not installation.database_url:
        assert installation.rows("PRAGMA integrity_check") == [("ok",)]
        assert installation.rows("PRAGMA foreign_key_check") == []
        index = "INSERT INTO newsreader_search (newsreader_search, rank) VALUES ('integrity-check', 1)"
        assert installation.rows(index) == []


def test_what_was_acknowledged_survives_ten_kills(
    installation: Installation, server: OwnPostgres | None, tmp_path: Path
) -> None:
    folder = news(tmp_path / "news")
    importing = ("import_articles", str(folder), "--project", "meldungen", "--verbosity", "0")
    installation.start()
    installation.sign_in()
    coders = Coders(installation)
    late = []
    for number in range(1, ROUNDS + 1):
        assert installation.process
        threads = coders.work()
        if number in IMPORTING:
            installation.manage(*importing, group=installation.process.pid)
        wait_for(threads, number * WRITES // ROUNDS, coders)
        database = server if number % 2 else None  # that it starts again takes most of the time
        if database:
            database.kill()
        installation.end(signal.SIGKILL)
        for thread in threads:
            thread.join()
        if database:
            database.start()
        check_whole(installation, coders)
        late.append(installation.start() - SECONDS * processes_per_processor())
        assert installation.client().get(f"/p/{coders.slug}/articles/")[0] == 200, "the session is lost"
    assert max(late) < 0, f"it served too late by {late} seconds"
    assert len(coders.acknowledged) >= WRITES
    # PostgreSQL goes a moment before the web server, which then says so.
    assert set(coders.refused) <= ({503} if server else set())

    again = installation.manage(*importing)
    assert again.wait(PATIENCE) == 0
    found = "SELECT count(*), count(DISTINCT a.filename) FROM newsreader_article a JOIN newsreader_project p"
    assert installation.rows(f"{found} ON p.id = a.project_id WHERE p.slug = 'meldungen'") == [(200, 200)]
    check_whole(installation, coders)
