"""Suggestions of a file become rows, with the decisions on them. What is there already stays as it is."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from newsreader.models import ArticleText, Project
from newsreader.search.language import folded_key

from ..anchoring import quote
from ..models import Decision, Detection, Suggestion
from ..recording.decision import decision_state
from .comments_in import Add
from .document import SuggestionEntry
from .matching import in_batches
from .texts_in import Versions


def add_suggestions(project: Project, entries: Sequence[SuggestionEntry], versions: Versions) -> int:
    """How many are new. What has no text here stays out, and what the same detector has found at the same
    place of a text is that. Suggestions are nobody's work, and in no history."""
    found = [entry for entry in entries if (entry.article, entry.text_version) in versions]
    return sum(_add_batch(project, batch, versions) for batch in in_batches(found))


def add_decisions(
    entries: Sequence[SuggestionEntry], members: Mapping[UUID, int], known: Mapping[UUID, int], add: Add
) -> None:
    """`known` are the project's suggestions by the ids of the file (`in_project`)."""
    wanted = {
        (known[entry.uid], members[each.member]): each
        for entry in entries
        if entry.uid in known
        for each in entry.decisions
    }
    for pairs in in_batches(list(wanted)):
        rows = Decision.objects.filter(suggestion__in={pk for pk, _member in pairs})
        there = set(rows.values_list("suggestion", "member"))
        articles = dict(
            Suggestion.objects.filter(pk__in={pk for pk, _m in pairs}).values_list("pk", "article")
        )
        made = Decision.objects.bulk_create(
            Decision(
                article_id=articles[pk],
                suggestion_id=pk,
                member_id=member,
                verdict=wanted[pk, member].verdict,
                in_bulk=wanted[pk, member].unread,
                made_at=wanted[pk, member].made_at,
            )
            for pk, member in pairs
            if (pk, member) not in there
        )
        rows = Decision.objects.filter(pk__in=[row.pk for row in made]).order_by("pk")
        for row in rows.select_related("article", "member", "suggestion"):
            add("decision", row.uid, decision_state(row))


def in_project(
    project: Project, entries: Sequence[SuggestionEntry], versions: Versions, wanted: set[UUID]
) -> dict[UUID, int]:
    """The project's suggestions that the ids of the file stand for: those of these `entries`, found by id or
    by detector and place, and the `wanted` ones that the project knows by id."""
    found: dict[UUID, int] = {}
    for uids in in_batches(sorted({entry.uid for entry in entries} | wanted)):
        found.update(Suggestion.objects.of(project).filter(uid__in=uids).values_list("uid", "pk"))
    for batch in in_batches([entry for entry in entries if entry.uid not in found]):
        here = [(entry, versions.get((entry.article, entry.text_version))) for entry in batch]
        places = _places({text.pk for _entry, text in here if text})
        for entry, text in here:
            if text and (pk := places.get(_place(text, entry))):
                found[entry.uid] = pk
    return found


def _add_batch(project: Project, entries: Sequence[SuggestionEntry], versions: Versions) -> int:
    uids = set(
        Suggestion.objects.of(project)
        .filter(uid__in=[entry.uid for entry in entries])
        .values_list("uid", flat=True)
    )
    new = [(entry, versions[entry.article, entry.text_version]) for entry in entries if entry.uid not in uids]
    places = _places({text.pk for _entry, text in new})
    new = [(entry, text) for entry, text in new if _place(text, entry) not in places]
    words = dict(ArticleText.objects.filter(pk__in={text.pk for _e, text in new}).values_list("pk", "text"))
    detections = _detections({(text.pk, entry.detector) for entry, text in new})
    made = [_row(entry, text, words[text.pk], detections[text.pk, entry.detector]) for entry, text in new]
    Suggestion.objects.bulk_create(made, batch_size=500)
    return len(made)


def _detections(wanted: set[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Those that are not there are the current ones of their text where it has none."""
    rows = Detection.objects.filter(text__in={text for text, _detector in wanted})
    found = {(text, detector): pk for text, detector, pk in rows.values_list("text", "detector", "pk")}
    current = set(rows.filter(is_current=True).values_list("text", flat=True))
    for text, detector in sorted(wanted - found.keys(), reverse=True):
        made = Detection.objects.create(text_id=text, detector=detector, is_current=text not in current)
        current.add(text)
        found[text, detector] = made.pk
    return found


def _places(texts: set[int]) -> dict[tuple[Any, ...], int]:
    rows = Suggestion.objects.filter(text__in=texts).values_list(
        "text", "detection__detector", "form", "spans", "pk"
    )
    return {(text, detector, form, str(spans)): pk for text, detector, form, spans, pk in rows}


def _place(text: ArticleText, entry: SuggestionEntry) -> tuple[Any, ...]:
    return text.pk, entry.detector, entry.form, str(entry.spans)


def _row(entry: SuggestionEntry, text: ArticleText, words: str, detection: int) -> Suggestion:
    spans = [(start, end) for start, end in entry.spans]
    return Suggestion(
        uid=entry.uid,
        article_id=text.article_id,
        text=text,
        detection_id=detection,
        start=spans[0][0],
        end=spans[-1][1],
        length=sum(end - start for start, end in spans),
        quote=quote(words, spans),
        form=entry.form,
        spans=entry.spans,
        mention=entry.mention,
        cue=entry.cue,
        addressee=entry.addressee,
        speaker=entry.speaker,
        key=folded_key(entry.speaker),
        is_unnamed=entry.unnamed,
        quotes_words=entry.quotes_words,
        confidence=entry.confidence,
        why=entry.why,
    )
