"""The open suggestions of a whole project, a page at a time, each with the words around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Case, F, Value, When
from django.db.models.functions import Greatest, Substr
from django.utils.translation import gettext_lazy as _

from newsreader.models import Membership

from ..models import Suggestion, SuggestionQuerySet
from ..reviewing import Excerpt, excerpt
from .drawing import percent
from .proposing import known_names
from .showing import Look, shown_to
from .why import sentence

PAGE = 25
COUNTED = 1_000  # at most; more are "more than"
AROUND = 200  # code points read on each side


class Order(models.TextChoices):
    CONFIDENCE = "confidence", _("the surest first")
    SPEAKER = "speaker", _("by speaker")
    DATE = "date", _("the newest first")


@dataclass(frozen=True)
class Entry:
    suggestion: Suggestion
    excerpt: Excerpt
    speaker: str
    is_new: bool
    why: str
    percent: str


@dataclass(frozen=True)
class Queue:
    """One page; `count` stops at COUNTED + 1."""

    entries: list[Entry]
    number: int
    has_next: bool
    count: int

    @property
    def is_more(self) -> bool:
        return self.count > COUNTED


def queue(member: Membership, look: Look, order: str, number: int) -> Queue:
    """Keys first: the words around are read of one page only."""
    rows = shown_to(member, look)
    start = (number - 1) * PAGE
    pks = list(_ordered(rows, order).values_list("pk", flat=True)[start : start + PAGE + 1])
    count = rows.order_by().values("pk")[: COUNTED + 1].count()
    return Queue(entries(member, pks[:PAGE]), number, len(pks) > PAGE, count)


def _ordered(rows: SuggestionQuerySet, order: str) -> SuggestionQuerySet:
    if order == Order.SPEAKER:
        nobody = Case(When(key="", then=Value(1)), default=Value(0))
        return rows.order_by(nobody, "key", "-confidence", "pk")
    if order == Order.DATE:
        by_date = F("article__published_from").desc(nulls_last=True)
        return rows.order_by(by_date, "article", "start", "pk")
    return rows.order_by("-confidence", "pk")


def entries(member: Membership, pks: Sequence[int]) -> list[Entry]:
    """In the order of the keys."""
    first = Greatest(F("start") - AROUND, 0)
    around = Substr("text__text", first + 1, F("end") - first + AROUND)
    found = Suggestion.objects.filter(pk__in=pks).select_related("article__source")
    rows = {row.pk: row for row in found.annotate(around=around)}
    names = known_names(member, list(rows.values()))
    return [_entry(rows[pk], names) for pk in pks if pk in rows]


def _entry(row: Suggestion, names: dict[str, str]) -> Entry:
    name = "" if row.is_unnamed else names.get(row.key, "")
    words: str = row.around  # type: ignore[attr-defined]  # annotated in `entries`
    at = min(row.start, AROUND)
    return Entry(
        row,
        excerpt(words, (at, at + row.end - row.start)),
        name or row.speaker,
        bool(row.speaker) and not name,
        sentence(row.why),
        percent(row.confidence),
    )
