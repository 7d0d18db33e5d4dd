"""What every format says of a tag and an annotation, and how a stream of it is cut."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from ..anchoring import JOINER
from ..models import AnnotationQuerySet, AnnotationSpeaker, AnnotationTag, Span, Tag
from .selection import Content, Selection, with_context

CHUNK = 500  # rows held in memory at once
PIECE = 1 << 16  # code points of a piece that goes out: one system call for some hundred rows

TAG_JOINER = " / "  # between the names of a path that is written on one line

Paths = dict[int, list[str]]
Links = dict[int, list[Any]]


def moment(when: datetime) -> str:
    """ISO 8601 in UTC, to the microsecond, always in the same length."""
    return when.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def tags_in_order(tags: QuerySet[Tag]) -> tuple[list[Tag], Paths]:
    """The tags as the codebook shows them, parents first, and the names from the root down to each."""
    known = {tag.pk: tag for tag in tags}
    keys: dict[int, list[str]] = {}
    paths: Paths = {}
    for tag in known.values():
        above = [tag]
        while above[-1].parent_id:
            above.append(known[above[-1].parent_id])
        keys[tag.pk] = [part.key for part in reversed(above)]
        paths[tag.pk] = [part.name for part in reversed(above)]
    return sorted(known.values(), key=lambda tag: keys[tag.pk]), paths


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation with its parts. Tuples from the database, not model objects: those are several times as
    slow, and they refer to each other in circles, so that a long export would keep them for a while.

    `spans` are (start, end, text), `speakers` (uid, name, kind), `tags` (uid, primary key, kind, stance).
    """

    pk: int
    uid: uuid.UUID
    article: uuid.UUID
    metadata: tuple[str | None, ...]
    text_version: int
    form: str
    no_speaker: str
    note: str
    owner: uuid.UUID
    owner_name: str
    created_at: datetime
    modified_at: datetime
    prefix: str
    suffix: str
    spans: list[tuple[int, int, str]]
    speakers: list[tuple[uuid.UUID, str, str]]
    tags: list[tuple[uuid.UUID, int, str, str]]

    @property
    def quote(self) -> str:
        return JOINER.join(text for _start, _end, text in self.spans)


METADATA = (
    "title", "author", "source__name", "published", "section", "page", "url", "archive_id", "genre",
    "language", "filename",
)  # fmt: skip
"""What `Mark.metadata` says of the article."""
OWN = (
    "text__version", "form", "no_speaker", "note", "owner__uid", "owner__name", "created_at", "modified_at",
)  # fmt: skip
IDENTITY = ("pk", "uid", "article__uid")


def marks(selection: Selection, content: Content) -> Iterator[Mark]:
    """The selection's annotations in order; of a bare export without prefix and suffix."""
    rows = selection.annotations()
    found = _values(rows if content is Content.BARE else with_context(rows), content).iterator(CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield from _completed(chunk)


def first_marks(selection: Selection, limit: int) -> list[Mark]:
    """The first `limit` of them, with prefix and suffix."""
    rows = with_context(selection.annotations())
    return list(_completed(list(_values(rows, Content.QUOTES)[:limit])))


def _values(rows: AnnotationQuerySet, content: Content) -> QuerySet[Any, tuple[Any, ...]]:
    context = () if content is Content.BARE else ("prefix", "suffix")
    return rows.values_list(*IDENTITY, *(f"article__{name}" for name in METADATA), *OWN, *context)


def _completed(rows: list[tuple[Any, ...]]) -> Iterator[Mark]:
    """Three queries, however many rows."""
    pks = [row[0] for row in rows]
    spans = _grouped(
        Span.objects.filter(annotation__in=pks).order_by("start", "end"), "start", "end", "quote"
    )
    links = AnnotationSpeaker.objects.filter(annotation__in=pks).order_by("position", "pk")
    speakers = _grouped(links, "speaker__uid", "speaker__name", "speaker__kind")
    tagged = AnnotationTag.objects.filter(annotation__in=pks).order_by("position", "pk")
    tags = _grouped(tagged, "tag__uid", "tag", "tag__kind", "stance")
    before = len(IDENTITY)
    after = before + len(METADATA)
    for row in rows:
        own = row[after:] if len(row) > after + len(OWN) else (*row[after:], "", "")
        parts = (spans[row[0]], speakers[row[0]], tags[row[0]])
        values: tuple[Any, ...] = (*row[:before], row[before:after], *own, *parts)
        yield Mark(*values)


def _grouped(rows: QuerySet[Any], *fields: str) -> Links:
    groups: Links = defaultdict(list)
    for annotation, *values in rows.values_list("annotation", *fields):
        groups[annotation].append(tuple(values))
    return groups


def pieces(parts: Iterable[str]) -> Iterator[str]:
    """The same stream in pieces of about PIECE code points."""
    held: list[str] = []
    size = 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= PIECE:
            yield "".join(held)
            held, size = [], 0
    if held:
        yield "".join(held)
