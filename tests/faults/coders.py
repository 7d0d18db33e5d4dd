"""People who mark passages over HTTP, and what must hold of what they did."""

import threading
import time
import uuid
from http.client import HTTPException

from tests.faults.installation import Installation

CODERS = 4  # as many as the server has threads

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


def wait_for(threads: list[threading.Thread], enough: int, coders: Coders) -> None:
    """Until so many writes are acknowledged, while all go on writing."""
    give_up = time.monotonic() + 120
    while len(coders.acknowledged) < enough:
        assert all(thread.is_alive() for thread in threads), coders.refused
        assert time.monotonic() < give_up, f"{len(coders.acknowledged)} writes only"
        time.sleep(0.005)


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
