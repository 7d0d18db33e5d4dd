"""Changing where an annotation's edges lie: each one transaction and one change set."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsreader import changes
from newsreader.models import ArticleText, Membership
from newsreader.sentences import sentences

from . import anchoring
from .anchoring import Span, without
from .coding import Stale, locked, save_edit
from .fitting import next_sentence
from .models import Annotation, Scheme
from .naming import Refused
from .recording.annotation import annotation_state, read, set_spans, write
from .spans import OutOfDate, check, merged, placed_in, text_of

SPLIT_PLACE = _("Choose a place inside the passage where it is to be split.")
OFFERED = 20  # places to split at


@dataclass(frozen=True)
class Edge:
    """An edge and where it is to lie: at `to`, or a `step` (1 or -1) from where it is: a word, or a sentence
    where the project cuts sentences. Without `at` it is that of the first or the last span."""

    is_end: bool
    at: int | None = None
    to: int | None = None
    step: int = 1
    grows: bool = False


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
        asked = list(spans)
        left = without(text.text, there, placed_in(text, asked, snap, fitted=False))
        if left is None:
            wanted = placed_in(text, asked, snap)
            left = merged(sorted([*there, *wanted]), text.text)
        if not left:
            raise Refused(gettext("This is all that is marked. Delete the annotation instead."))
        check(left, text.length)
        set_spans(row, left, text.text)
        save_edit(row, before, record)
    return row


def move_edge(
    member: Membership,
    annotation: Annotation,
    text_version: int,
    edge: Edge,
    edit: uuid.UUID | None = None,
) -> Annotation:
    """Let one edge lie elsewhere; a span that comes to meet the next is joined with it. `edit` groups what is
    one movement to the member. Raises Stale or Refused."""
    with changes.recording(member, "annotation.update", annotation.article, edit=edit) as record:
        row = _locked_here(annotation)
        text = text_in(row, text_version)
        before = annotation_state(row)
        set_spans(row, moved(text, spans_of(row), edge), text.text)
        save_edit(row, before, record)
    return row


def moved(text: ArticleText, spans: list[Span], edge: Edge) -> list[Span]:
    """The spans with this edge elsewhere, joined where they meet. Raises Refused."""
    return placed_in(text, merged(sorted(_moved(text, spans, edge)), text.text), False)


def grown(text: ArticleText, spans: list[Span], edge: Edge) -> tuple[list[Span], Edge]:
    """The spans grown to whole words, as the project cuts, and the edge where it lies then. Raises
    Refused."""
    whole = placed_in(text, spans, True)
    if edge.at is None:
        return whole, edge
    start, end = spans[_which(spans, edge)]
    first, last = next((span for span in whole if span[0] < end and start < span[1]), (start, end))
    return whole, replace(edge, at=last if edge.is_end else first)


def _moved(text: ArticleText, spans: list[Span], edge: Edge) -> list[Span]:
    n = _which(spans, edge)
    start, end = spans[n]
    if edge.to is not None:
        place = _reaching(text, spans[n], edge, edge.to)
    elif (cut := Scheme.of(text.article.project).cut).whole_sentences:
        language = text.article.language
        place = next_sentence(text.text, spans[n], edge.step, cut, language, is_end=edge.is_end)
    else:
        at = end if edge.is_end else start
        to = anchoring.word_edge(text.text, at, edge.step, is_end=edge.is_end)
        place = _reaching(text, spans[n], edge, to)
    return [*spans[:n], place, *spans[n + 1 :]]


def _reaching(text: ArticleText, span: Span, edge: Edge, to: int) -> Span:
    """The span with this edge at `to`. Raises Refused."""
    first, last = (span[0], to) if edge.is_end else (to, span[1])
    if not 0 <= first < last <= text.length:
        raise Refused(gettext("The passage needs at least one word. Delete the annotation instead."))
    if edge.grows:
        [(first, last)] = placed_in(text, [(first, last)], True)
    return first, last


def _which(spans: list[Span], edge: Edge) -> int:
    """The span whose edge it is: the outermost one unless `at` names it."""
    if edge.at is None:
        return len(spans) - 1 if edge.is_end else 0
    found = [n for n, (start, end) in enumerate(spans) if (end if edge.is_end else start) == edge.at]
    if not found:
        raise Refused(gettext("The passage has changed meanwhile. Please load the page again."))
    return found[0]


def split(member: Membership, annotation: Annotation, text_version: int, at: int) -> uuid.UUID:
    """Make two of one, cut before `at`; the uid of the second. Everything that is said of it is said of both;
    its note and its comments stay with the first. Raises Stale or Refused."""
    with changes.recording(member, "annotation.split", annotation.article) as record:
        row = _locked_here(annotation)
        text = text_in(row, text_version)
        before = annotation_state(row)
        first, second = anchoring.halves(text.text, spans_of(row), at)
        if not first or not second:
            raise Refused(str(SPLIT_PLACE))
        set_spans(row, first, text.text)
        save_edit(row, before, record)
        made = uuid.uuid4()
        state = {**before, "spans": [list(span) for span in second], "note": ""}
        write(member.project, made, {**state, "created_at": timezone.now().isoformat()})
        record("annotation", made, None, read(member.project, [made])[made])
    return made


def places_to_split(annotation: Annotation) -> list[tuple[int, str]]:
    """Where its second and further spans begin, and the sentences inside them; each with its first words."""
    if annotation.is_whole or annotation.pk is None:
        return []
    text, spans = annotation.text.text, spans_of(annotation)
    starts = {start for start, _end in spans}
    for start, end in spans:
        starts |= {first for first, _last in sentences(text, start, end, annotation.article.language)}
    first = min(starts, default=0)
    return [(at, text[at : at + 40].split("\n")[0]) for at in sorted(starts - {first})[:OFFERED]]


def _locked_here(annotation: Annotation) -> Annotation:
    row = locked(annotation)
    if row is None:
        raise Stale(None)
    if row.is_whole:
        raise Refused(gettext("This annotation is about the whole article; mark the passage by itself."))
    return row


def text_in(row: Annotation, version: int) -> ArticleText:
    """The text of this version, if the annotation's spans count its characters. Raises Refused."""
    text = text_of(row.article, version)
    if row.text_id != text.pk:
        raise OutOfDate
    return text


def spans_of(row: Annotation) -> list[Span]:
    return [(span.start, span.end) for span in row.spans.all()]
