"""Changing where an annotation's edges lie: each one transaction and one change set."""

from collections.abc import Iterable

from django.utils.translation import gettext

from newsreader import changes
from newsreader.models import ArticleText, Membership

from .anchoring import Span, without
from .coding import Stale, locked, save_edit
from .models import Annotation
from .naming import Refused
from .recording.annotation import annotation_state, set_spans
from .spans import check, merged, placed_in, text_of


def toggle(
    member: Membership,
    annotation: Annotation,
    text_version: int,
    spans: Iterable[Span],
    *,
    snap: bool = False,
) -> Annotation:
    """Let the annotation reach over these spans too, joined where they meet; where it covers all of them
    already, it does so no more. Raises Stale or Refused."""
    with changes.recording(member, "annotation.update", annotation.article) as record:
        row = _locked_here(annotation)
        text = text_in(row, text_version)
        before = annotation_state(row)
        there = spans_of(row)
        wanted = placed_in(text, spans, snap)
        left = without(text.text, there, wanted)
        if left is None:
            left = merged(sorted([*there, *wanted]))
        if not left:
            raise Refused(gettext("This is all that is marked. Delete the annotation instead."))
        check(left, text.length)
        set_spans(row, left, text.text)
        save_edit(row, before, record)
    return row


def _locked_here(annotation: Annotation) -> Annotation:
    row = locked(annotation)
    if row is None:
        raise Stale(None)
    return row


def text_in(row: Annotation, version: int) -> ArticleText:
    """The text of this version, if the annotation's spans count its characters. Raises Refused."""
    text = text_of(row.article, version)
    if row.text_id != text.pk:
        raise Refused(gettext("The article's text has changed. Please load the page again."))
    return text


def spans_of(row: Annotation) -> list[Span]:
    return [(span.start, span.end) for span in row.spans.all()]
