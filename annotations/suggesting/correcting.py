"""An annotation that was made from a suggestion is edited: then the suggestion was right but for that."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from newsreader import changes
from newsreader.changes import Recorder, State, States
from newsreader.models import Membership, Project

from ..models import Annotation, Decision
from ..recording.decision import decision_state

CORRECTED = ("spans", "form", "speakers", "no_speaker", "places", "quotes_words")
"""The parts of an annotation's state that the detector proposes."""

ACCEPTED, REVISED = Decision.Verdict.ACCEPTED, Decision.Verdict.CORRECTED


def follow(row: Annotation, before: State, after: State, record: Recorder) -> None:
    """Whoever accepted it has seen it by now; and has corrected it, if what was proposed is otherwise."""
    if row.suggestion_id is None:
        return
    rows = Decision.objects.filter(suggestion=row.suggestion_id, member=row.owner_id)
    found = rows.select_related("article", "member", "suggestion").filter(
        Q(verdict=ACCEPTED) | Q(in_bulk=True)
    )
    decision = found.select_for_update(of=("self",)).first()
    if decision is None:
        return
    state = decision_state(decision)
    decision.in_bulk = False
    if _differs(before, after):
        decision.verdict = REVISED
    if (now := decision_state(decision)) != state:
        decision.save(update_fields=["in_bulk", "verdict"])
        record("decision", decision.uid, state, now)


def follow_many(project: Project, record: Recorder, before: States, after: States) -> None:
    """The same of annotations that were changed together: nobody has read them by that. The states may be
    parts of states."""
    changed = [uid for uid, state in after.items() if _differs(before[uid], state)]
    rows = _decisions(project, changed).filter(verdict=ACCEPTED)
    for decision in rows.select_related("article", "member", "suggestion").select_for_update(of=("self",)):
        state = decision_state(decision)
        decision.verdict = REVISED
        decision.save(update_fields=["verdict"])
        record("decision", decision.uid, state, decision_state(decision))


def _differs(before: State, after: State) -> bool:
    return any(before.get(part) != after.get(part) for part in CORRECTED)


def _decisions(project: Project, annotations: Iterable[UUID]) -> QuerySet[Decision]:
    """What the owners of the annotations have decided about the suggestions that these were made from."""
    made = Annotation.objects.filter(project=project, uid__in=list(annotations)).exclude(suggestion=None)
    pairs = set(made.values_list("suggestion", "owner"))
    rows = Decision.objects.filter(suggestion__in=[suggestion for suggestion, _owner in pairs])
    keys = [pk for pk, *pair in rows.values_list("pk", "suggestion", "member") if tuple(pair) in pairs]
    return Decision.objects.filter(pk__in=keys).order_by("pk")


def read(member: Membership, annotation: Annotation) -> None:
    """Somebody has read what was accepted in bulk, and leaves it as it is."""
    with changes.recording(member, "suggestion.read", annotation.article) as record:
        follow(annotation, {}, {}, record)
