"""The rows of the table, read as tuples: objects are several times as slow."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from ..anchoring import JOINER
from ..answers import Answers, answers_of
from ..interchange.rows import grouped
from ..models import Annotation, AnnotationSpeaker, AnnotationTag, Span


class Named(NamedTuple):
    uid: UUID
    name: str


class Coded(NamedTuple):
    """A tag on an annotation."""

    uid: UUID
    name: str
    color: int
    stance: str


COLUMNS = (
    "uid", "article__uid", "article__title", "article__label", "article__language", "article__published",
    "article__source__name", "is_whole", "form", "no_speaker", "date", "occasion", "certainty", "note",
    "addressee__uid", "addressee__name", "owner__name", "modified_at",
)  # fmt: skip


@dataclass
class Row:
    """An annotation as the table shows it. `published` and `date` are EDTF."""

    pk: int
    uid: UUID
    article: UUID
    title: str
    label: str
    language: str
    published: str
    source: str | None
    is_whole: bool
    form: str
    no_speaker: str
    date: str
    occasion: str
    certainty: str
    note: str
    addressee_uid: UUID | None
    addressee: str | None
    owner: str
    modified_at: datetime
    quotes: list[str] = field(default_factory=list)
    speakers: list[Named] = field(default_factory=list)
    tags: list[Coded] = field(default_factory=list)
    answers: Answers = field(default_factory=dict)

    @property
    def quote(self) -> str:
        return JOINER.join(self.quotes)


def read(pks: Sequence[int], *, answers: bool = False) -> list[Row]:
    """The rows of these annotations, in this order, with what is answered to own fields if that is asked for.
    Four queries, or five."""
    found = Annotation.objects.filter(pk__in=pks).values_list("pk", *COLUMNS)
    rows = {pk: Row(pk, *values) for pk, *values in found}
    spans = Span.objects.filter(annotation__in=pks).order_by("start", "end")
    speakers = AnnotationSpeaker.objects.filter(annotation__in=pks).order_by("position", "pk")
    tags = AnnotationTag.objects.filter(annotation__in=pks).order_by("position", "pk")
    quoted = grouped(spans, "quote")
    named = grouped(speakers, "speaker__uid", "speaker__name")
    answered = answers_of(pks) if answers else {}
    coded = grouped(tags, "tag__uid", "tag__name", "tag__color", "stance")
    for pk, row in rows.items():
        row.quotes = [quote for (quote,) in quoted.get(pk, [])]
        row.speakers = [Named(*values) for values in named.get(pk, [])]
        row.answers = answered.get(pk, {})
        row.tags = [Coded(*values) for values in coded.get(pk, [])]
    return [rows[pk] for pk in pks if pk in rows]
