"""How newsreader's own objects are read and put back by history and undo."""

import uuid

from . import access, changes
from .changes import State, Words
from .models import CodingState, Membership, Project


def coding_state(row: CodingState) -> State:
    return {
        "member": str(row.member.uid),
        "article": str(row.article.uid),
        "state": row.state,
        "reason": row.reason,
    }


def _read_coding_states(project: Project, uids: list[uuid.UUID]) -> dict[uuid.UUID, State]:
    rows = CodingState.objects.filter(article__project=project, uid__in=uids)
    rows = rows.select_related("member", "article").select_for_update(of=("self",))
    return {row.uid: coding_state(row) for row in rows}


def _write_coding_state(project: Project, uid: uuid.UUID, state: State | None) -> None:
    if state is None:
        CodingState.objects.filter(article__project=project, uid=uid).delete()
        return
    CodingState.objects.update_or_create(
        uid=uid,
        defaults={
            "member": project.memberships.get(uid=state["member"]),
            "article": project.articles.get(uid=state["article"]),
            "state": state["state"],
            "reason": state["reason"],
        },
    )


def _coding_state_words(project: Project, states: list[State]) -> Words:
    return {("state", value): label for value, label in CodingState.State.choices}


def _may_put_coding_state(member: Membership, now: State | None, wanted: State | None) -> bool:
    return access.may_edit_of(member, (now or wanted or {}).get("member"))


def register() -> None:
    kind = changes.Kind(
        "state", 9, _read_coding_states, _write_coding_state, _coding_state_words, _may_put_coding_state
    )
    changes.register(kind)
