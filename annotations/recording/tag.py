"""A tag as a state."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db import IntegrityError, models
from django.db.models import Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from newsreader import access, changes
from newsreader.access import Action
from newsreader.changes import State, Words
from newsreader.models import Membership, Project
from newsreader.search.language import folded_key

from ..models import Tag
from .rights import may_put

SAID = (
    "name", "kind", "color", "shortcut", "description", "inclusion", "exclusion", "examples", "memo",
    "proposal", "reason",
)  # fmt: skip
"""The fields that a state holds as they are; those of an older state may be missing."""


BATCH = 200  # rows of one statement


def tag_state(tag: Tag) -> State:
    """An archived tag is archived; since when does not matter."""
    return {
        "parent": str(tag.parent.uid) if tag.parent else None,
        **{name: getattr(tag, name) for name in SAID},
        "archived_at": bool(tag.archived_at),
        "proposed_by": str(tag.proposed_by.uid) if tag.proposed_by else None,
    }


def _read(project: Project, uids: list[uuid.UUID]) -> dict[uuid.UUID, State]:
    rows = project.tags.filter(uid__in=uids).select_related("parent", "proposed_by")
    return {row.uid: tag_state(row) for row in rows.select_for_update(of=("self",))}


def _write(project: Project, uid: uuid.UUID, state: State | None) -> None:
    if state is None:
        project.tags.filter(uid=uid).delete()
        return
    values = _values(state, _members(project, [state]))
    if "parent" in state:
        parent = project.tags.get(uid=state["parent"]) if state["parent"] else None
        if uid in line_of(parent):
            raise IntegrityError(BELOW_ITSELF)
        values["parent"] = parent
    Tag.objects.update_or_create(project=project, uid=uid, defaults=values)


BELOW_ITSELF = "a tag below itself"  # its parent has come to stand below it since


def _values(state: State, members: Mapping[str, Membership]) -> dict[str, Any]:
    """The fields of a tag in this state, or in the part of it that is given, but its parent."""
    values: dict[str, Any] = {name: state[name] for name in SAID if name in state}
    if "name" in state:
        values["key"] = folded_key(state["name"])
    if "archived_at" in state:
        values["archived_at"] = timezone.now() if state["archived_at"] else None
    if "proposed_by" in state:
        values["proposed_by"] = members.get(state["proposed_by"])
    return values


def _members(project: Project, states: Iterable[State]) -> dict[str, Membership]:
    uids = {state["proposed_by"] for state in states if state.get("proposed_by")}
    return {str(member.uid): member for member in project.memberships.filter(uid__in=uids)} if uids else {}


def write_many(project: Project, states: Mapping[uuid.UUID, State]) -> None:
    """Put tags into these states or parts of states, none of which is to go. Names, places and keys may have
    been passed on among them, so all let go of theirs before any takes another."""
    if len(states) == 1:
        [(uid, state)] = states.items()
        _write(project, uid, state)
        return
    whole = [uid for uid, state in states.items() if {"name", "parent", "shortcut"} <= state.keys()]
    project.tags.filter(uid__in=whole).update(
        parent=None, shortcut=None, key=Concat(Value("\x01"), Cast("pk", models.TextField()))
    )
    known = {str(tag.uid): tag for tag in project.tags.all()}
    members = _members(project, states.values())
    values = {str(uid): _values(state, members) for uid, state in states.items()}
    above = {str(uid): state["parent"] for uid, state in states.items() if "parent" in state}
    _make(project, known, values, above)
    _change(known, values, above)


def _make(project: Project, known: dict[str, Tag], values: dict[str, Any], above: dict[str, Any]) -> None:
    """Those that are not there, parents first."""
    waiting = [uid for uid in values if uid not in known]
    while waiting:
        ready = [uid for uid in waiting if above[uid] is None or above[uid] in known]
        if not ready:
            raise Tag.DoesNotExist
        rows = {uid: Tag(project=project, uid=uid, parent=known.get(above.pop(uid))) for uid in ready}
        for uid, row in rows.items():
            _set(row, values.pop(uid))
        Tag.objects.bulk_create(rows.values(), batch_size=BATCH)
        known |= rows
        waiting = [uid for uid in waiting if uid not in known]


def _set(tag: Tag, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(tag, name, value)


def _change(known: Mapping[str, Tag], values: dict[str, Any], above: dict[str, Any]) -> None:
    for uid, said in values.items():
        _set(known[uid], said)
    for uid, parent in above.items():
        known[uid].parent = known[parent] if parent else None
    by_pk = {tag.pk: tag for tag in known.values()}
    for uid in above:
        line, at = {known[uid].pk}, known[uid].parent_id
        while at:
            if at in line:
                raise IntegrityError(BELOW_ITSELF)
            line.add(at)
            at = by_pk[at].parent_id
    fields = {name for said in values.values() for name in said} | ({"parent"} if above else set())
    if fields:
        Tag.objects.bulk_update([known[uid] for uid in values], sorted(fields), batch_size=BATCH)


def line_of(tag: Tag | None) -> Iterator[uuid.UUID]:
    """The tag and all those that it stands below."""
    while tag:
        yield tag.uid
        tag = tag.parent


def _words(project: Project, states: list[State]) -> Words:
    above = {state["parent"] for state in states if state.get("parent")}
    parents = project.tags.filter(uid__in=above).values_list("uid", "name")
    proposers = {state["proposed_by"] for state in states if state.get("proposed_by")}
    members = project.memberships.filter(uid__in=proposers).values_list("uid", "name")
    return {
        **{("kind", value): label for value, label in Tag.Kind.choices},
        **{("proposal", value): label for value, label in Tag.Proposal.choices},
        **{("parent", str(uid)): name for uid, name in parents},
        **{("proposed_by", str(uid)): name for uid, name in members},
    }


def _names(project: Project, uids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    return dict(project.tags.filter(uid__in=uids).values_list("uid", "name"))


_may_put = may_put(Action.ADD_TAG, Action.EDIT_TAG)


def _may(member: Membership, now: State | None, wanted: State | None) -> bool:
    """As for all that a role adds or edits; and what a member proposed themselves they may propose again."""
    if now is None and wanted and wanted.get("proposal") == Tag.Proposal.OPEN:
        own = wanted["proposed_by"] == str(member.uid)
        return access.may(member, Action.PROPOSE_TAG if own else Action.ADD_TAG)
    return _may_put(member, now, wanted)


KIND = changes.Kind("tag", 0, _read, _write, _words, _may, write_many, names=_names)
