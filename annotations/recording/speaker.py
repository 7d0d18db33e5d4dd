"""A speaker as a state: names, what they were when, and what the project's own fields hold."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db import IntegrityError
from django.utils.translation import get_language, gettext

from newsreader import changes, dates
from newsreader.access import Action
from newsreader.changes import State, States, Words
from newsreader.models import Project
from newsreader.search.language import folded_key

from ..models import Alias, Role, Speaker, Value
from . import answers
from .answers import of_speakers, put_speakers
from .places import BATCH
from .rights import may_put

SAID = ("name", "kind", "identifier", "memo")
"""The fields that a state holds as they are; those of an older state may be missing."""

ANSWERS = frozenset({"values"})
"""What is read and written of many speakers at once."""

ROLE = ("kind", "title", "since", "until")


def speaker_state(speaker: Speaker, aliases: Iterable[str] | None = None) -> State:
    """`aliases` spares the questions about a speaker who was just made, and has nothing but names."""
    known = speaker.aliases.values_list("name", flat=True) if aliases is None else aliases
    fresh = aliases is not None
    return {
        "name": speaker.name,
        "kind": speaker.kind,
        "aliases": sorted(known),
        "part_of": str(speaker.part_of.uid) if speaker.part_of else None,
        "identifier": speaker.identifier,
        "memo": speaker.memo,
        "proposed_by": str(speaker.proposed_by.uid) if speaker.proposed_by else None,
        "roles": [] if fresh else [role_state(role) for role in speaker.roles.select_related("organisation")],
        "values": [] if fresh else _values(speaker),
        "unlike": [] if fresh else sorted(str(uid) for uid in speaker.unlike.values_list("uid", flat=True)),
    }


def line_of(speaker: Speaker | None) -> Iterator[uuid.UUID]:
    """The speaker and all those that it is part of."""
    while speaker:
        yield speaker.uid
        speaker = speaker.part_of


def in_order(states: States) -> list[uuid.UUID]:
    """Those that others are part of, or hold a role in, before those others: so history has them, and undo
    takes the others away first."""
    found: dict[uuid.UUID, None] = {}
    for uid in states:
        waiting, seen = [uid], {uid}
        while waiting:
            state = states[waiting[-1]]
            named = [uuid.UUID(ref) for ref in (state["part_of"], *(r[-1] for r in state["roles"])) if ref]
            first = [other for other in named if other in states and other not in seen and other not in found]
            if first:
                waiting.append(first[0])
                seen.add(first[0])
            else:
                found[waiting.pop()] = None
    return list(found)


def role_state(role: Role) -> list[Any]:
    """Kind, title, since, until, and the organisation's uid or None."""
    organisation = str(role.organisation.uid) if role.organisation else None
    return [*(getattr(role, name) for name in ROLE), organisation]


def _values(speaker: Speaker) -> list[list[str]]:
    found = speaker.values.values_list("variable__uid", "value")
    return sorted([str(uid), value] for uid, value in found)


def _read(project: Project, uids: list[uuid.UUID]) -> dict[uuid.UUID, State]:
    rows = project.speakers.filter(uid__in=uids).select_for_update(of=("self",))
    return {row.uid: speaker_state(row) for row in rows.select_related("part_of", "proposed_by")}


def _read_parts(project: Project, uids: list[uuid.UUID], parts: Collection[str]) -> States | None:
    if set(parts) != ANSWERS:
        return None
    found: States = {}
    for n in range(0, len(uids), BATCH):
        found |= of_speakers(project.speakers.filter(uid__in=uids[n : n + BATCH]))
    return found


def write(project: Project, uid: uuid.UUID, state: State | None) -> None:
    if state is None:
        project.speakers.filter(uid=uid).delete()
        return
    values: dict[str, Any] = {
        name: state[name] for name in ("name", "kind", "identifier", "memo") if name in state
    }
    if "name" in state:
        values["key"] = folded_key(state["name"])
    if "part_of" in state:
        above = project.speakers.get(uid=state["part_of"]) if state["part_of"] else None
        if uid in line_of(above):
            raise IntegrityError("a speaker part of itself")  # what it belongs to has come to stand below it
        values["part_of"] = above
    if "proposed_by" in state:
        proposer = state["proposed_by"]
        values["proposed_by"] = project.memberships.filter(uid=proposer).first() if proposer else None
    speaker, _ = Speaker.objects.update_or_create(project=project, uid=uid, defaults=values)
    if "aliases" in state:
        set_aliases(speaker, state["aliases"])
    if "roles" in state:
        set_roles(speaker, state["roles"])
    if "values" in state:
        set_values(speaker, state["values"])
    if "unlike" in state:
        speaker.unlike.set(project.speakers.filter(uid__in=state["unlike"]))


def set_aliases(speaker: Speaker, names: Iterable[str]) -> None:
    speaker.aliases.all().delete()
    keyed = {folded_key(name): name for name in names}
    Alias.objects.bulk_create(Alias(speaker=speaker, name=name, key=key) for key, name in keyed.items())


def set_roles(speaker: Speaker, roles: Iterable[list[Any]]) -> None:
    """Replace the roles, each as `role_state` has it. Raises KeyError for a foreign organisation."""
    wanted = list(roles)
    speaker.roles.all().delete()
    uids = {uuid.UUID(organisation) for *_rest, organisation in wanted if organisation}
    pks = dict(speaker.project.speakers.filter(uid__in=uids).values_list("uid", "pk"))
    Role.objects.bulk_create(
        Role(
            speaker=speaker,
            position=n,
            organisation_id=pks[uuid.UUID(organisation)] if organisation else None,
            **dict(zip(ROLE, rest, strict=True)),
        )
        for n, (*rest, organisation) in enumerate(wanted)
    )


def set_values(speaker: Speaker, values: Iterable[list[str]]) -> None:
    """Replace what the project's own fields hold. Raises KeyError for a field of another project."""
    wanted = [(uuid.UUID(uid), value) for uid, value in values]
    speaker.values.all().delete()
    if not wanted:
        return
    fields = speaker.project.variables.filter(uid__in=[uid for uid, _ in wanted])
    pks = dict(fields.values_list("uid", "pk"))
    Value.objects.bulk_create(
        Value(speaker=speaker, variable_id=pks[uid], value=value) for uid, value in wanted
    )


def _words(project: Project, states: list[State]) -> Words:
    above = {state["part_of"] for state in states if state.get("part_of")}
    roles = [role for state in states for role in state.get("roles", ())]
    held = {role[-1] for role in roles if role[-1]}
    unlike = {uid for state in states for uid in state.get("unlike", ())}
    names = dict(project.speakers.filter(uid__in=above | held | unlike).values_list("uid", "name"))
    proposers = {state["proposed_by"] for state in states if state.get("proposed_by")}
    members = project.memberships.filter(uid__in=proposers).values_list("uid", "name")
    return {
        **{("kind", value): label for value, label in Speaker.Kind.choices},
        **{("roles", str(role)): _role_words(role, names) for role in roles},
        **{(part, str(uid)): name for part in ("part_of", "unlike") for uid, name in names.items()},
        **{("proposed_by", str(uid)): name for uid, name in members},
        **answers.words(project, states),
    }


def _role_words(role: list[Any], names: Mapping[uuid.UUID, str]) -> str:
    kind, title, since, until, organisation = role
    where = names.get(uuid.UUID(organisation), organisation) if organisation else ""
    label = str(dict(Role.Kind.choices).get(kind, kind))
    return " · ".join(filter(None, (label, title, where, _days_in_words(since, until))))


def _days_in_words(since: str, until: str) -> str:
    """From when to when, in the reader's language; "" where neither is known."""
    first, last = (day and dates.display(day, get_language() or "en") for day in (since, until))
    if first and last:
        return f"{first} – {last}"
    if first:
        return gettext("since %(day)s") % {"day": first}
    return gettext("until %(day)s") % {"day": last} if last else ""


def _names(project: Project, uids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    return dict(project.speakers.filter(uid__in=uids).values_list("uid", "name"))


KIND = changes.Kind(
    "speaker",
    1,
    _read,
    write,
    _words,
    may_put(Action.ADD_SPEAKER, Action.MERGE_SPEAKER),
    put_speakers,
    _read_parts,
    _names,
    written_together=ANSWERS,
)
