"""The search index in PostgreSQL: tsvectors made here, never by a parser of the database.

A tsvector keeps positions up to 16,383, at most 256 of one word, and less than 1 MB in all. So that a phrase
is found in a long text too, an article has as many rows as those limits ask for (most have one), and
neighbouring rows share as many words as the longest phrase has, less one.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from .leaf import Leaf
from .query import MAX_WORDS

POSITIONS = 16_383  # of a tsvector
OCCURRENCES = 255  # of one word in a tsvector
BYTES = 800_000  # of the words of one row; with at most 5 more for each of 16,383 it stays below 1 MB

CREATE = (
    """CREATE TABLE newsreader_search (
        article_id bigint NOT NULL, part integer NOT NULL, keys tsvector NOT NULL, stems tsvector NOT NULL,
        PRIMARY KEY (article_id, part))""",
    "CREATE INDEX newsreader_search_keys ON newsreader_search USING gin (keys)",
    "CREATE INDEX newsreader_search_stems ON newsreader_search USING gin (stems)",
    # Triggers and no foreign key: a table that a foreign key names cannot be truncated by itself, and
    # Django's tests empty their tables so.
    """CREATE FUNCTION article_leaves_search() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN DELETE FROM newsreader_search WHERE article_id IN (SELECT id FROM gone); RETURN NULL; END $$""",
    """CREATE TRIGGER article_leaves_search AFTER DELETE ON newsreader_article
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION article_leaves_search()""",
    """CREATE FUNCTION articles_leave_search() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN DELETE FROM newsreader_search; RETURN NULL; END $$""",
    """CREATE TRIGGER articles_leave_search AFTER TRUNCATE ON newsreader_article
    FOR EACH STATEMENT EXECUTE FUNCTION articles_leave_search()""",
)
DROP = (
    "DROP FUNCTION article_leaves_search() CASCADE",
    "DROP FUNCTION articles_leave_search() CASCADE",
    "DROP TABLE newsreader_search",
)
CLEAR = ("DELETE FROM newsreader_search",)
INSERT = """INSERT INTO newsreader_search (article_id, part, keys, stems)
    VALUES (%s, %s, %s::tsvector, %s::tsvector)"""
REMOVE = "DELETE FROM newsreader_search WHERE article_id = ANY(%s)"
FOUND = {
    False: "SELECT article_id FROM newsreader_search WHERE keys @@ %s::tsquery",
    True: "SELECT article_id FROM newsreader_search WHERE stems @@ %s::tsquery",
}


def found(leaf: Leaf) -> RawSQL:
    """A subquery of the primary keys of articles that hold the leaf."""
    star = ":*" if leaf.prefix else ""
    rows = ("(" + " <-> ".join(_quoted(word) + star for word in words) + ")" for words in leaf.rows)
    return RawSQL(FOUND[leaf.stems], [" | ".join(rows)])


def insert(rows: Sequence[tuple[int, str, str]]) -> None:
    """Add (primary key, keys, stems)."""
    parts = [
        (pk, n, vector(keys), vector(stems))
        for pk, *both in rows
        for n, (keys, stems) in enumerate(_parts(*(stream.split(" ") for stream in both)))
    ]
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, parts)


def remove(pks: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(REMOVE, [list(pks)])


def vector(words: Sequence[str]) -> str:
    """A tsvector literal: each word with its positions, counted from 1."""
    positions: dict[str, list[int]] = {}
    for n, word in enumerate(words, 1):
        if word in positions:
            positions[word].append(n)
        else:
            positions[word] = [n]
    positions.pop("", None)  # an empty text has one empty word
    return " ".join([f"{_quoted(word)}:{','.join(map(str, places))}" for word, places in positions.items()])


def _parts(keys: list[str], stems: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """The two streams, cut at equal places so that each part stays within the limits of a tsvector."""
    start = 0
    while (end := min(_reach(keys, start), _reach(stems, start))) < len(keys):
        yield keys[start:end], stems[start:end]
        start = end - MAX_WORDS + 1
    yield keys[start:], stems[start:]


def _reach(words: list[str], start: int) -> int:
    """The end of the longest part that may begin at `start`."""
    if not start and _is_short(words):
        return len(words)
    counts: dict[str, int] = {}
    room = BYTES
    end = min(start + POSITIONS, len(words))
    for n in range(start, end):
        word = words[n]
        count = counts[word] = counts.get(word, 0) + 1
        room -= len(word.encode()) if count == 1 else 0
        if count > OCCURRENCES or room < 0:
            return n
    return end


def _is_short(words: list[str]) -> bool:
    """Whether all fit into one part; most texts do, and counting is quicker than walking."""
    if len(words) > POSITIONS or 4 * sum(map(len, words)) > BYTES:
        return False
    return max(Counter(words).values()) <= OCCURRENCES


def _quoted(word: str) -> str:
    # Words hold neither; doubled all the same, so that this file is safe by itself.
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
