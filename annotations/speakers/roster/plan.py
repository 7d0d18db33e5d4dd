"""What a table would do to the speakers. Pure but for the words: states in, states out.

Rows of one speaker belong together: by id, else by name. A row that names a speaker who is there, by id, name
or alias, is about that one. An empty cell leaves what is there; aliases and roles are added, none goes.
Organisations that are named and not there are made.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from newsreader import dates
from newsreader.changes import State, States
from newsreader.search.language import folded_key

from ...tabular import Entry
from .sheet import JOINER, ROLE

KINDS = ("person", "organisation", "state", "unnamed")
ROLE_KINDS = ("office", "party", "member")
LIMITS = {"memo": 10_000, "aliases": 20_000}
NAME = 200
EMPTY: State = {
    "name": "", "kind": "person", "aliases": [], "part_of": None, "identifier": "", "memo": "",
    "proposed_by": None, "roles": [], "values": [], "unlike": [],
}  # fmt: skip


def get(entry: Entry, column: str) -> str:
    return entry.cells.get(column, "").strip()


@dataclass
class Plan:
    """`new` are whole states; `changed` are the parts that would differ, before and after. `problems` are
    sentences with the row."""

    new: States = field(default_factory=dict)
    changed: dict[uuid.UUID, tuple[State, State]] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)


class _Planner:
    def __init__(self, now: Mapping[uuid.UUID, State]) -> None:
        self.now = now
        self.wanted: States = {}
        self.new: set[uuid.UUID] = set()
        self.problems: list[tuple[int, str]] = []
        self.by_name: dict[str, uuid.UUID] = {}
        self.by_alias: dict[str, list[uuid.UUID]] = {}
        for uid, state in now.items():
            if state["kind"] == "unnamed":
                continue
            self.by_name[folded_key(state["name"])] = uid
            for alias in state["aliases"]:
                self.by_alias.setdefault(folded_key(alias), []).append(uid)

    def find(self, name: str) -> uuid.UUID | None:
        key = folded_key(name)
        several = self.by_alias.get(key, [])
        return self.by_name.get(key) or (several[0] if len(several) == 1 else None)

    def state(self, uid: uuid.UUID) -> State:
        if uid not in self.wanted:
            self.wanted[uid] = {**self.now[uid]}
        return self.wanted[uid]

    def above(self, uid: str) -> str | None:
        key = uuid.UUID(uid)
        part_of: str | None = (self.wanted.get(key) or self.now[key])["part_of"]
        return part_of

    def make(self, name: str, kind: str, uid: uuid.UUID | None = None) -> uuid.UUID:
        uid = uid or uuid.uuid4()
        self.wanted[uid] = {**EMPTY, "name": name, "kind": kind}
        self.new.add(uid)
        if kind != "unnamed":
            self.by_name[folded_key(name)] = uid
        return uid

    def refuse(self, entry: Entry, sentence: str) -> None:
        self.problems.append((entry.row, sentence))


def plan(now: Mapping[uuid.UUID, State], entries: Iterable[Entry]) -> Plan:
    planner = _Planner(now)
    about = [(entry, uid) for entry in entries if (uid := _speaker(planner, entry))]
    for entry, uid in about:  # once all are there, so that a row may name one that stands below it
        _say(planner, entry, uid)
        _relate(planner, entry, uid)
    _check_above(planner, about)
    result = Plan(problems=sorted(planner.problems))
    for uid, state in planner.wanted.items():
        if uid in planner.new:
            result.new[uid] = state
        elif parts := [part for part in state if state[part] != now[uid].get(part)]:
            result.changed[uid] = ({p: now[uid][p] for p in parts}, {p: state[p] for p in parts})
    return result


def _speaker(planner: _Planner, entry: Entry) -> uuid.UUID | None:
    """Whom the row is about; made where nobody is called so. None where that cannot be said."""
    if sentence := _problem(entry):
        planner.refuse(entry, sentence)
        return None
    name, kind, uid = _name(entry), get(entry, "kind").casefold(), _uid(get(entry, "id"))
    if uid and (uid in planner.now or uid in planner.wanted):
        return uid
    found = None if kind == "unnamed" else planner.find(name)
    return found or planner.make(name, kind or "person", uid)


def _problem(entry: Entry) -> str:
    if not folded_key(_name(entry)):
        return _("A name needs at least one letter or digit.")
    for column, value in entry.cells.items():
        if len(value) > LIMITS.get(column, NAME) or "\0" in value:
            return _("The cell “%(column)s” is too long.") % {"column": column}
    if (kind := get(entry, "kind").casefold()) and kind not in KINDS:
        return _("“%(kind)s” is no kind of speaker.") % {"kind": kind}
    return _("This is not an identifier.") if get(entry, "id") and not _uid(get(entry, "id")) else ""


def _name(entry: Entry) -> str:
    return " ".join(get(entry, "name").split())


def _uid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def _say(planner: _Planner, entry: Entry, uid: uuid.UUID) -> None:
    state = planner.state(uid)
    name = _name(entry)
    if _uid(get(entry, "id")) == uid and name != state["name"]:  # else it is an alias, or written otherwise
        if planner.by_name.get(folded_key(name), uid) != uid:
            planner.refuse(entry, _("There is a speaker of this name already."))
        state["name"] = name
    if kind := get(entry, "kind").casefold():
        if (state["kind"] == "unnamed") != (kind == "unnamed"):
            planner.refuse(entry, _("An unnamed source stays one, and a named speaker stays named."))
        state["kind"] = kind
    for part in ("identifier", "memo"):
        state[part] = get(entry, part) or state[part]
    known = {folded_key(name) for name in (state["name"], *state["aliases"])}
    names = [" ".join(name.split()) for name in get(entry, "aliases").split(JOINER.strip())]
    if any(len(name) > NAME for name in names):
        planner.refuse(entry, _("The cell “%(column)s” is too long.") % {"column": "aliases"})
        return
    added = {folded_key(name): name for name in names if folded_key(name) and folded_key(name) not in known}
    state["aliases"] = sorted([*state["aliases"], *added.values()])


def _relate(planner: _Planner, entry: Entry, uid: uuid.UUID) -> None:
    state = planner.state(uid)
    if above := get(entry, "part_of"):
        state["part_of"] = _organisation(planner, above)
    kind, title, where, since, until = (get(entry, column) for column in ROLE)
    if not (kind or title or where or since or until):
        return
    kind = kind.casefold() or "office"
    if kind not in ROLE_KINDS:
        planner.refuse(entry, _("“%(kind)s” is no kind of role.") % {"kind": kind})
    elif not (title or where):
        planner.refuse(entry, _("A role needs a title, or where it is held."))
    elif where and planner.find(where) == uid:
        planner.refuse(entry, _("Nobody holds a role in themselves."))
    elif (days := _days(since, until)) is None:
        planner.refuse(
            entry, _("A date is 2017, 2017-03 or 2017-03-30, and the end is not before the beginning.")
        )
    else:
        role: list[Any] = [kind, title, *days, _organisation(planner, where) if where else None]
        if role not in state["roles"]:
            state["roles"] = sorted([*state["roles"], role], key=lambda r: (r[2], r[3] or "9999"))


def _days(since: str, until: str) -> tuple[str, str] | None:
    try:
        days = dates.parse(since) if since else "", dates.parse(until) if until else ""
    except ValueError:
        return None
    if all(days) and dates.bounds(days[0])[0] > dates.bounds(days[1])[1]:
        return None
    return days


def _organisation(planner: _Planner, name: str) -> str:
    name = " ".join(name.split())
    return str(planner.find(name) or planner.make(name, "organisation"))


def _check_above(planner: _Planner, about: list[tuple[Entry, uuid.UUID]]) -> None:
    for entry, uid in about:
        line: set[str] = set()
        at = planner.above(str(uid))
        while at and at not in line:
            line.add(at)
            at = planner.above(at)
        if str(uid) in line:
            planner.refuse(entry, _("It cannot be part of itself."))
