"""What members make of suggestions: each decision one transaction, one change set with all that follows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.utils.translation import gettext

from newsreader import changes, states
from newsreader.changes import ChangeSet, Recorder
from newsreader.models import Article, Membership

from .. import coding
from ..coding import Coding, Spans
from ..fitting import Cut
from ..models import Annotation, Decision, Scheme, Suggestion, decides_alone
from ..naming import Refused, quick
from ..recording.decision import decision_state
from ..spans import OutOfDate, placed_in
from . import showing
from .editing import is_as_proposed, names_it
from .overview import is_certain
from .proposing import Choice, coding_of, speaker_of

Verdict = Decision.Verdict


class Decided(Refused):
    """The suggestion is not open any more: somebody was quicker, or a newer version has superseded it."""

    def __init__(self) -> None:
        super().__init__(gettext("This suggestion is decided already, or a newer one has taken its place."))


@dataclass(frozen=True)
class Bulk:
    """How many were accepted, how many could not be since their speaker could be several, and the action."""

    made: int
    left: int
    change_set: ChangeSet | None


def accept(
    member: Membership, suggestion: Suggestion, choice: Choice | None = None, uid: UUID | None = None
) -> Annotation:
    """Make it the member's own annotation, by another speaker where one was chosen: then it is corrected.
    Asked again for the same `uid` it answers the same annotation. Raises Decided, OutOfDate, Refused, or
    PermissionDenied for a new name that the member may not add."""
    uid = uid or uuid4()
    if known := suggestion.derived.filter(uid=uid, owner=member).first():
        return known
    choice = choice if choice and choice.is_made else None
    verdict = Verdict.CORRECTED if choice else Verdict.ACCEPTED
    action = "suggestion.correct" if choice else "suggestion.accept"
    with quick(), changes.recording(member, action, suggestion.article) as record:
        _hold(member, [suggestion])
        made = _made(member, suggestion, choice, uid, record)
        _decide(member, suggestion, verdict, record)
    return made


@dataclass(frozen=True)
class Edited:
    """A suggestion as a member would have it: these spans, which with `snap` grow to whole words, with this
    `said` of them. `proposed` is what the suggestion says."""

    spans: Spans
    said: Coding
    proposed: Coding
    snap: bool = False


def edit(member: Membership, suggestion: Suggestion, edited: Edited, uid: UUID | None = None) -> Annotation:
    """Make it the member's own annotation, corrected where that is not what was proposed. Raises as
    `accept`."""
    uid = uid or uuid4()
    if known := suggestion.derived.filter(uid=uid, owner=member).first():
        return known
    spans = placed_in(suggestion.text, edited.spans, edited.snap)
    alike = is_as_proposed(edited.said, edited.proposed, suggestion)
    as_proposed = alike and spans == _spans_of(suggestion)
    verdict = Verdict.ACCEPTED if as_proposed else Verdict.CORRECTED
    action = "suggestion.accept" if as_proposed else "suggestion.correct"
    with quick(), changes.recording(member, action, suggestion.article) as record:
        _hold(member, [suggestion])
        said = _with_speaker(member, suggestion, edited.said, record)
        made = _stored(member, suggestion, spans, said, uid, record)
        _decide(member, suggestion, verdict, record)
    return made


def _with_speaker(member: Membership, suggestion: Suggestion, said: Coding, record: Recorder) -> Coding:
    """A new name that is the proposed one is made as accepting makes it: of its kind, or this article's."""
    if not any(names_it(suggestion, name) for name in said.new_speakers):
        return said
    rest = tuple(name for name in said.new_speakers if not names_it(suggestion, name))
    made = speaker_of(member, suggestion, record)
    return replace(said, speakers=(*said.speakers, *([made] if made else [])), new_speakers=rest)


def reject(member: Membership, suggestion: Suggestion) -> None:
    """Raises Decided."""
    with quick(), changes.recording(member, "suggestion.reject", suggestion.article) as record:
        _hold(member, [suggestion])
        _decide(member, suggestion, Verdict.REJECTED, record)
        states.begin(member, suggestion.article)


def accept_direct(member: Membership, article: Article, least: int) -> Bulk:
    """All open direct quotes of the article of more than this confidence (per cent), unread: one change set.
    Those whose speaker could be several stay open."""
    with quick(), changes.recording(member, "suggestion.accept_many", article) as record:
        rows = [row for row in showing.in_article(member, article) if is_certain(row, least)]
        rows = _hold(member, rows)
        left = sum(not _accepted_unread(member, row, record) for row in rows)
    return Bulk(len(rows) - left, left, record.change_set)


def _accepted_unread(member: Membership, suggestion: Suggestion, record: Recorder) -> bool:
    try:
        _made(member, suggestion, None, uuid4(), record)
    except OutOfDate:
        raise
    except Refused:
        return False
    _decide(member, suggestion, Verdict.ACCEPTED, record, in_bulk=True)
    return True


def newest(member: Membership, suggestion: Suggestion) -> Decision | None:
    """The newest of the decisions on it that count for the member."""
    rows = Decision.objects.filter(suggestion=suggestion).select_related("member")
    if decides_alone(member):
        rows = rows.filter(member=member)
    return rows.order_by("made_at", "pk").last()


def _hold(member: Membership, suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """The suggestions, locked, so that of two who decide at once the second is told. Raises Decided."""
    pks = [row.pk for row in suggestions]
    rows = Suggestion.objects.filter(pk__in=pks).current()
    held = list(rows.select_for_update(of=("self",)).order_by("start", "pk").values_list("pk", flat=True))
    others = Decision.objects.filter(suggestion__in=pks)
    if decides_alone(member):
        others = others.filter(member=member)
    if len(held) < len(pks) or others.exists():
        raise Decided
    return list(suggestions)


def _made(
    member: Membership, suggestion: Suggestion, choice: Choice | None, uid: UUID, record: Recorder
) -> Annotation:
    said = coding_of(member, suggestion, record, choice)
    return _stored(member, suggestion, _spans_of(suggestion), said, uid, record)


def _spans_of(suggestion: Suggestion) -> Spans:
    return [(start, end) for start, end in suggestion.spans]


def _stored(
    member: Membership, suggestion: Suggestion, spans: Spans, said: Coding, uid: UUID, record: Recorder
) -> Annotation:
    text = suggestion.text
    annotation = Annotation(
        uid=uid,
        project=member.project,
        article=suggestion.article,
        text=text,
        owner=member,
        suggestion=suggestion,
        saw_suggestions=True,
    )
    # As it was found, unless the project cuts otherwise than detectors do.
    fits = spans == _spans_of(suggestion) and Scheme.of(member.project).cut != Cut()
    placed = placed_in(text, spans, snap=fits)
    coding.store(member, annotation, placed, said, record)
    return annotation


def _decide(
    member: Membership, suggestion: Suggestion, verdict: str, record: Recorder, in_bulk: bool = False
) -> None:
    decision = Decision.objects.create(
        article=suggestion.article, suggestion=suggestion, member=member, verdict=verdict, in_bulk=in_bulk
    )
    record("decision", decision.uid, None, decision_state(decision))
