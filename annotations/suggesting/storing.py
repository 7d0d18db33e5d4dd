"""What a version of the detector has found becomes rows, a batch of texts in one transaction."""

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from newsreader.models import ArticleText
from newsreader.search.language import folded_key

from ..anchoring import JOINER
from ..detecting import Answer
from ..models import NAME_LIMIT, Annotation, Detection, Suggestion
from ..quotes import Range, SuggestedQuote

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Stored:
    found: int
    failed: int


def store(batch: Sequence[tuple[int, int]], answers: Sequence[Answer], detector: str, redo: bool) -> Stored:
    """`batch` has the primary keys of texts and of their articles. Texts that the version has read already
    are left alone; with `redo` what is open in them is taken away, what was decided stays."""
    answered = {pk: answer for (pk, _article), answer in zip(batch, answers, strict=True)}
    for answer in answered.values():
        if isinstance(answer, str):
            log.error("the detector failed on a text: %s", answer)
    good = {pk: answer for pk, answer in answered.items() if not isinstance(answer, str)}
    with transaction.atomic():
        # Two runs at once wait for each other here.
        rows = ArticleText.objects.filter(pk__in=good).order_by("pk").select_for_update(no_key=True)
        there = dict(rows.values_list("pk", "text"))
        detections = _detections(list(there), detector)
        known = Suggestion.objects.filter(detection__in=detections.values())
        read = set() if redo else set(known.values_list("text", flat=True).distinct())
        kept = _take_away(detections) if redo else {}
        if redo:
            Detection.objects.filter(pk__in=[row.pk for row in detections.values()]).update(
                made_at=timezone.now()
            )
        new = [
            row
            for pk, detection in detections.items()
            if pk not in read
            for row in _rows(detection, there[pk], good[pk])
            if _place(row) not in kept.get(pk, ())
        ]
        Suggestion.objects.bulk_create(new, batch_size=500)
    return Stored(len(new), len(answered) - len(good))


def _detections(texts: list[int], detector: str) -> dict[int, Detection]:
    """By text; they are the current ones from now on."""
    here = Detection.objects.filter(text__in=texts)
    here.filter(is_current=True).exclude(detector=detector).update(is_current=False)
    here.filter(detector=detector, is_current=False).update(is_current=True)
    rows = here.filter(detector=detector).select_related("text").defer("text__text", "text__blocks")
    found = {row.text_id: row for row in rows}
    articles = ArticleText.objects.defer("text", "blocks").in_bulk([pk for pk in texts if pk not in found])
    made = Detection.objects.bulk_create(
        Detection(text=articles[pk], detector=detector) for pk in texts if pk not in found
    )
    return found | {row.text_id: row for row in made}


def _take_away(detections: dict[int, Detection]) -> dict[int, set[Any]]:
    """What is open goes; answers what stays, because somebody has decided it."""
    rows = Suggestion.objects.filter(detection__in=detections.values())
    rows.filter(decisions=None, derived=None).delete()
    kept: dict[int, set[Any]] = defaultdict(set)
    for row in rows:
        kept[row.text_id].add(_place(row))
    return kept


def _place(row: Suggestion) -> tuple[Any, ...]:
    return row.form, *(tuple(span) for span in row.spans)


def _rows(detection: Detection, text: str, quotes: Sequence[SuggestedQuote]) -> Iterator[Suggestion]:
    for quote in quotes:
        spans = [span for span in quote.spans if 0 <= span.start < span.end <= len(text)]
        if not spans or quote.form not in Annotation.Form.values:
            continue
        speaker = " ".join(quote.speaker.split())[:NAME_LIMIT]
        yield Suggestion(
            article_id=detection.text.article_id,
            text_id=detection.text_id,
            detection=detection,
            start=spans[0].start,
            end=spans[-1].end,
            length=sum(end - start for start, end in spans),
            quote=JOINER.join(text[start:end] for start, end in spans),
            form=quote.form,
            spans=[list(span) for span in spans],
            mention=_listed(quote.mention),
            cue=[list(span) for span in quote.cue],
            addressee=_listed(quote.addressee),
            speaker=speaker,
            key=folded_key(speaker),
            is_unnamed=quote.is_unnamed,
            quotes_words=bool(quote.quoted),
            confidence=min(max(quote.confidence, 0.0), 1.0),
            why=[[reason.why.value, reason.words] for reason in quote.why],
        )


def _listed(place: Range | None) -> list[int] | None:
    return list(place) if place else None
