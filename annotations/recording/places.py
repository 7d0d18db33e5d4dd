"""Where many annotations stand, read and written in a few statements: the version of the text whose
characters they count, their spans, and the spans of mention, cue and addressee."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from newsreader.changes import State
from newsreader.models import ArticleText

from ..models import Annotation, AnnotationPart, Span

PLACED = frozenset({"text_version", "spans", "places"})
BATCH = 2_000  # annotations; SQLite takes some 32,000 parameters in a statement


def read(part: str, pks: Sequence[int]) -> dict[int, Any]:
    """One of PLACED as a state holds it, by primary key. An annotation without any span is missing."""
    found: dict[int, Any] = {}
    for n in range(0, len(pks), BATCH):
        batch = pks[n : n + BATCH]
        if part == "text_version":
            found |= dict(Annotation.objects.filter(pk__in=batch).values_list("pk", "text__version"))
            continue
        groups: dict[int, list[Any]] = defaultdict(list)
        spans, parts = Span.objects, AnnotationPart.objects
        rows = (
            spans.filter(annotation__in=batch).order_by("start").values_list("annotation", "start", "end")
            if part == "spans"
            else parts.filter(annotation__in=batch)
            .order_by("role")
            .values_list("annotation", "role", "start", "end")
        )
        for pk, *place in rows:
            groups[pk].append(place)
        found |= groups
    return found


def write(states: Mapping[Annotation, State]) -> None:
    """Put annotations, some thousands at most, where the states have them; each span keeps what stands there.
    Raises KeyError for a version of a text that is not there."""
    texts = _texts(states)
    moved: dict[int, list[int]] = defaultdict(list)
    for row, state in states.items():
        if "text_version" in state:
            moved[texts[row.pk].pk].append(row.pk)
    for text, pks in moved.items():
        Annotation.objects.filter(pk__in=pks).update(text=text)
    _replace_spans(states, texts)
    _replace_parts(states, texts)


def _texts(states: Mapping[Annotation, State]) -> dict[int, ArticleText]:
    """The text that each stands on, or is to, by the annotation's primary key. A text is read once."""
    rows = ArticleText.objects.defer("blocks")
    wanted = {(row.article_id, s["text_version"]) for row, s in states.items() if "text_version" in s}
    found = rows.filter(article__in={a for a, _v in wanted}, version__in={v for _a, v in wanted})
    by_version = {(text.article_id, text.version): text for text in found}
    stay = {row.text_id for row, state in states.items() if "text_version" not in state}
    by_pk = rows.in_bulk(stay)
    return {
        row.pk: by_version[row.article_id, s["text_version"]] if "text_version" in s else by_pk[row.text_id]
        for row, s in states.items()
    }


def _replace_spans(states: Mapping[Annotation, State], texts: Mapping[int, ArticleText]) -> None:
    placed = {row: state["spans"] for row, state in states.items() if "spans" in state}
    Span.objects.filter(annotation__in=[row.pk for row in placed]).delete()
    Span.objects.bulk_create(
        (
            Span(annotation=row, start=start, end=end, quote=texts[row.pk].text[start:end])
            for row, spans in placed.items()
            for start, end in spans
        ),
        batch_size=500,
    )


def _replace_parts(states: Mapping[Annotation, State], texts: Mapping[int, ArticleText]) -> None:
    placed = {row: state["places"] for row, state in states.items() if "places" in state}
    AnnotationPart.objects.filter(annotation__in=[row.pk for row in placed]).delete()
    AnnotationPart.objects.bulk_create(
        (
            AnnotationPart(annotation=row, role=role, start=a, end=b, quote=texts[row.pk].text[a:b])
            for row, places in placed.items()
            for role, a, b in places
        ),
        batch_size=500,
    )
