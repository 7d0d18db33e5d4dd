"""An annotation that was made from a suggestion is edited: then the suggestion was right but for that."""

from newsreader.changes import Recorder, State

from ..models import Annotation, Decision
from ..recording.decision import decision_state

CORRECTED = ("spans", "form", "speakers", "no_speaker", "places", "quotes_words")
"""The parts of an annotation's state that the detector proposes."""


def follow(row: Annotation, before: State, after: State, record: Recorder) -> None:
    """Whoever accepted it has seen it by now; and has corrected it, if what was proposed is otherwise."""
    if row.suggestion_id is None:
        return
    rows = Decision.objects.filter(suggestion=row.suggestion_id, member=row.owner_id)
    found = rows.select_related("article", "member", "suggestion").filter(verdict=Decision.Verdict.ACCEPTED)
    decision = found.select_for_update(of=("self",)).first()
    if decision is None:
        return
    state = decision_state(decision)
    decision.in_bulk = False
    if any(before[part] != after[part] for part in CORRECTED):
        decision.verdict = Decision.Verdict.CORRECTED
    if (now := decision_state(decision)) != state:
        decision.save(update_fields=["in_bulk", "verdict"])
        record("decision", decision.uid, state, now)
