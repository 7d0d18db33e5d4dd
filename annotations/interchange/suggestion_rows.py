"""Suggestions and what members have made of them, where an export asks for them."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ..models import Decision, Suggestion
from . import rows
from .rows import CHUNK, chunks, grouped
from .selection import Content, Selection

Entry = dict[str, Any]


def of(selection: Selection) -> QuerySet[Suggestion, Any]:
    """In the selection's articles: those that are current, and those that somebody has decided whose work is
    in the export."""
    decided = _decisions(selection).filter(suggestion=OuterRef("pk"))
    current = Q(detection__is_current=True, text__version=F("article__text_version"))
    here = Suggestion.objects.filter(article__in=selection.articles().order_by())
    return here.filter(current | Exists(decided)).order_by("article__uid", "start", "uid")


def _decisions(selection: Selection) -> QuerySet[Decision, Any]:
    found = Decision.objects.filter(article__project=selection.project)
    return found.filter(member=selection.filter.owner) if selection.filter.owner else found


def entries(selection: Selection, content: Content) -> Iterator[Entry]:
    found = of(selection).select_related("article", "text", "detection")
    for some in chunks(found.defer("text__text", "text__blocks"), CHUNK):
        made = (
            _decisions(selection).filter(suggestion__in=[row.pk for row in some]).order_by("made_at", "uid")
        )
        decisions = grouped(made, "member__uid", "verdict", "in_bulk", "made_at", by="suggestion")
        for row in some:
            yield _entry(row, decisions[row.pk], content is Content.BARE)


def _entry(row: Suggestion, decisions: list[Any], bare: bool) -> Entry:
    """In a bare export nothing of the text, so no name that stands there either."""
    return {
        "id": str(row.uid),
        "article": str(row.article.uid),
        "text_version": row.text.version,
        "detector": row.detection.detector,
        "spans": [_place(span) for span in row.spans],
        "quote": None if bare else row.quote,
        "form": row.form,
        "mention": _place(row.mention),
        "cue": [_place(place) for place in row.cue],
        "addressee_mention": _place(row.addressee),
        "speaker": None if bare else row.speaker or None,
        "unnamed": row.is_unnamed,
        "quotes_words": row.quotes_words,
        "confidence": row.confidence,
        "why": [{"reason": why, "words": None if bare else words or None} for why, words in row.why],
        "decisions": [
            {"member": str(member), "decision": verdict, "unread": in_bulk, "at": rows.moment(at)}
            for member, verdict, in_bulk, at in decisions
        ],
    }


def _place(place: list[int] | None) -> Entry | None:
    return {"start": place[0], "end": place[1]} if place else None
