"""Annotated articles, a line each, as training data: {"doc_id", "text", "quotes": [{"spans", "type",
"nested", "speaker", "frame", …}]}, offsets in code points (docs/formats.md)."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..forms import LETTERS
from ..speakers import Draft
from ..tokens import Reading, read


class BadLine(ValueError):
    """A line of the file is not what it should be; says which and why."""


@dataclass(frozen=True)
class Gold:
    """A quote of an annotated article, in tokens; `speaker` and `frame` may be empty."""

    draft: Draft
    speaker: frozenset[int]
    frame: frozenset[int]


@dataclass(frozen=True)
class Document:
    doc_id: str
    reading: Reading
    quotes: tuple[Gold, ...]
    """In order, without those inside others."""


def load(path: Path) -> list[Document]:
    """Raises OSError, BadLine."""
    with path.open("rb") as lines:
        return [_document(line, number) for number, line in enumerate(lines, 1) if line.strip()]


def _document(line: bytes, number: int) -> Document:
    try:
        record = json.loads(line)
        text = record["text"]
        reading = read(text, [(0, len(text))])
        quotes = sorted(_quotes(reading, record["quotes"]), key=lambda quote: quote.draft.parts)
        return Document(str(record["doc_id"]), reading, tuple(quotes))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise BadLine(f"line {number}: {type(error).__name__}: {error}") from error


def _quotes(reading: Reading, records: Sequence[dict[str, Any]]) -> Iterator[Gold]:
    for record in records:
        if record.get("nested"):
            continue
        parts = tuple(
            part for span in sorted(map(tuple, record["spans"])) if (part := covered(reading, *span))
        )
        if parts:
            yield Gold(
                Draft(parts, LETTERS[record["type"]]),
                _tokens(reading, record.get("speaker")),
                _tokens(reading, record.get("frame")),
            )


def covered(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """The tokens that share a code point with [start, end)."""
    first = last = bisect_right(reading.ends, start)
    while last < len(reading.words) and reading.starts[last] < end:
        last += 1
    return (first, last) if last > first else None


def _tokens(reading: Reading, spans: Sequence[Sequence[int]] | None) -> frozenset[int]:
    found = (covered(reading, span[0], span[1]) for span in spans or ())
    return frozenset(i for part in found if part for i in range(*part))


def labels(document: Document) -> list[str]:
    """ "B-", "I-" or, for a later span of the same indirect quote, "C-" and the form; "FR" in a frame; else
    "O"."""
    row = ["O"] * len(document.reading.words)
    for quote in document.quotes:
        form = quote.draft.form
        for part, (start, end) in enumerate(quote.draft.parts):
            begin = "C" if part and form == "I" else "B"
            free = [i for i in range(start, end) if row[i] == "O"]
            for n, i in enumerate(free):
                row[i] = f"{'I' if n else begin}-{form}"
    for quote in document.quotes:
        for i in quote.frame:
            if row[i] == "O":
                row[i] = "FR"
    return row


def mentions(document: Document) -> list[str]:
    """ "B-S" and "I-S" where a speaker is named, else "O"."""
    row = ["O"] * len(document.reading.words)
    for quote in document.quotes:
        for i in sorted(quote.speaker):
            if row[i] == "O":
                row[i] = "I-S" if i - 1 in quote.speaker else "B-S"
    return row
