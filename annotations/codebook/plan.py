"""What a table would do to a codebook. States in, states out: nothing is asked of the database."""

import re
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from newsreader.changes import State
from newsreader.search.language import folded_key

from ..interchange.rows import TAG_JOINER
from ..models import COLORS, NAME_LIMIT, NOTE_LIMIT, SHORTCUTS, Tag
from ..naming import spelling
from ..tabular import Entry

States = dict[uuid.UUID, State]

NOTES = ("description", "inclusion", "exclusion", "examples", "memo")
KINDS = {
    **{str(value): str(value) for value in Tag.Kind.values},
    "thema": "topic",
    "these": "claim",
}
YES = {"yes", "ja", "true", "1", "x"}
NO = {"", "no", "nein", "false", "0"}
NEW: State = {
    "parent": None, "name": "", "kind": "topic", "color": 0, "shortcut": None, **dict.fromkeys(NOTES, ""),
    "proposal": "", "reason": "", "archived_at": False, "proposed_by": None,
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    row: int
    sentence: str


@dataclass
class Plan:
    """Tags that would be made, parents first; those that are there and say something else in the table, as
    they are and as they would be; how many are there as the table has them; and what is wrong."""

    new: States = field(default_factory=dict)
    before: States = field(default_factory=dict)
    after: States = field(default_factory=dict)
    same: int = 0
    problems: list[Problem] = field(default_factory=list)

    def states(self, update: bool) -> States:
        """What would be written."""
        return {**self.new, **(self.after if update else {})}


class _Wrong(Exception):
    """One cell that cannot be read; its text is the sentence."""


def plan(
    known: Mapping[uuid.UUID, State],
    entries: list[Entry],
    update: bool,
    stanced: Collection[uuid.UUID] = (),
    new_uid: Callable[[], uuid.UUID] = uuid.uuid4,
) -> Plan:
    """`known` is the codebook, `stanced` are the claims on which annotations hold a stance. Tags that are
    there change only with `update`."""
    made = Plan()
    paths = {_path_key(path): uid for uid, path in paths_of(known).items()}
    found = _found(known, entries, paths, made, new_uid)
    here = {_path_key(_path(entry)): uid for uid, entry in found.items()}
    colors = [state["color"] for state in known.values()]
    for uid, entry in found.items():
        try:
            state = _state(known.get(uid), entry, here, paths, colors)
        except _Wrong as wrong:
            made.problems.append(Problem(entry.row, str(wrong)))
            continue
        if uid not in known:
            made.new[uid] = state
            colors.append(state["color"])
        elif state == known[uid]:
            made.same += 1
        else:
            made.before[uid], made.after[uid] = known[uid], state
    _check(known, found, made, update, stanced)
    made.new = _parents_first(made.new)
    return made


def paths_of(states: Mapping[uuid.UUID, State]) -> dict[uuid.UUID, str]:
    """Every tag's names from the root down."""
    return {uid: TAG_JOINER.join(states[u]["name"] for u in reversed(_line(states, uid))) for uid in states}


def _line(states: Mapping[uuid.UUID, State], uid: uuid.UUID) -> list[uuid.UUID]:
    """The tag and what it stands below; where that goes round in a circle, once round."""
    line: list[uuid.UUID] = []
    at: uuid.UUID | None = uid
    while at is not None and at in states and at not in line:
        line.append(at)
        at = _parent(states[at])
    return line


def _parent(state: State) -> uuid.UUID | None:
    return uuid.UUID(state["parent"]) if state["parent"] else None


def _path(entry: Entry) -> str:
    return TAG_JOINER.join(filter(None, (entry.cells.get("parent", "").strip(), entry.cells["name"])))


def _path_key(path: str) -> str:
    return spelling(re.sub(r"\s*/\s*", TAG_JOINER, path))


def _found(
    known: Mapping[uuid.UUID, State],
    entries: list[Entry],
    paths: Mapping[str, uuid.UUID],
    made: Plan,
    new_uid: Callable[[], uuid.UUID],
) -> dict[uuid.UUID, Entry]:
    """The tag that each row is about: by its id, else by its path, else a new one."""
    found: dict[uuid.UUID, Entry] = {}
    for entry in entries:
        try:
            given = _id(entry)
        except _Wrong as wrong:
            made.problems.append(Problem(entry.row, str(wrong)))
            continue
        uid = given or new_uid()
        if uid not in known:
            uid = paths.get(_path_key(_path(entry)), uid)
        if uid in found:
            said = _("This is the tag of row %(row)d again.") % {"row": found[uid].row}
            made.problems.append(Problem(entry.row, said))
        else:
            found[uid] = entry
    return found


def _id(entry: Entry) -> uuid.UUID | None:
    cell = entry.cells.get("id", "").strip()
    try:
        return uuid.UUID(cell) if cell else None
    except ValueError:
        raise _Wrong(_("“%(cell)s” is no id.") % {"cell": cell[:80]}) from None


def _state(
    before: State | None,
    entry: Entry,
    here: Mapping[str, uuid.UUID],
    paths: Mapping[str, uuid.UUID],
    colors: list[int],
) -> State:
    """What the row makes of the tag. A column that is not there changes nothing."""
    state = dict(before or NEW)
    for column, cell in entry.cells.items():
        if column in NOTES:
            state[column] = _note(cell)
        elif read := READ.get(column):
            state |= read(cell)
        elif column == "parent":
            state["parent"] = _parent_of(cell, here, paths)
    state["color"] = state["color"] or min(COLORS, key=colors.count)
    if state["archived_at"]:
        state["shortcut"] = None
    return state


def _parent_of(cell: str, here: Mapping[str, uuid.UUID], paths: Mapping[str, uuid.UUID]) -> str | None:
    if not cell.strip():
        return None
    uid = here.get(_path_key(cell)) or paths.get(_path_key(cell))
    if uid is None:
        raise _Wrong(_("There is no tag “%(tag)s” for it to stand below.") % {"tag": cell[:80]})
    return str(uid)


def _note(cell: str) -> str:
    if len(cell) > NOTE_LIMIT:
        raise _Wrong(_("A text has at most %(most)d characters.") % {"most": NOTE_LIMIT})
    return cell


def _name(cell: str) -> State:
    name = " ".join(cell.split())
    if not folded_key(name):
        raise _Wrong(_("A name needs at least one letter or digit."))
    if len(name) > NAME_LIMIT:
        raise _Wrong(_("A name has at most %(most)d characters.") % {"most": NAME_LIMIT})
    return {"name": name}


def _kind(cell: str) -> State:
    kind = KINDS.get(cell.strip().casefold()) if cell.strip() else ""
    if kind is None:
        raise _Wrong(_("“%(cell)s” is no kind: write topic or claim.") % {"cell": cell[:80]})
    return {"kind": kind} if kind else {}


def _number(cell: str, allowed: range, sentence: str) -> int | None:
    cell = cell.strip().removesuffix(".0")  # as spreadsheets write whole numbers
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit() and len(cell) < 4 and int(cell) in allowed):
        raise _Wrong(sentence % {"cell": cell[:80]})
    return int(cell)


def _color(cell: str) -> State:
    color = _number(cell, COLORS, _("“%(cell)s” is no colour: write a number from 1 to 12."))
    return {"color": color} if color else {}


def _shortcut(cell: str) -> State:
    return {"shortcut": _number(cell, SHORTCUTS, _("“%(cell)s” is no key: write a number from 1 to 9."))}


def _archived(cell: str) -> State:
    said = cell.strip().casefold()
    if said not in YES | NO:
        raise _Wrong(_("“%(cell)s” is neither yes nor no.") % {"cell": cell[:80]})
    return {"archived_at": said in YES}


READ: dict[str, Callable[[str], Any]] = {
    "name": _name, "kind": _kind, "color": _color, "shortcut": _shortcut, "archived": _archived,
}  # fmt: skip


def _check(
    known: Mapping[uuid.UUID, State],
    found: Mapping[uuid.UUID, Entry],
    made: Plan,
    update: bool,
    stanced: Collection[uuid.UUID],
) -> None:
    """What rules out the codebook that would come of it."""
    written = made.states(update)
    final = {**known, **written}
    names: dict[tuple[Any, str], uuid.UUID] = {}
    keys: dict[int, uuid.UUID] = {}
    # Those that stay as they are come first: it is the table that has to give way.
    for uid in [*(uid for uid in known if uid not in written), *written]:
        for sentence in _clashes(uid, final, names, keys):
            if uid in written:
                made.problems.append(Problem(found[uid].row, sentence))
    for uid in made.after if update else ():
        if uid in stanced and made.after[uid]["kind"] == Tag.Kind.TOPIC:
            said = _("Annotations hold a stance on this claim, and a topic has none.")
            made.problems.append(Problem(found[uid].row, said))
    made.problems.sort(key=lambda problem: problem.row)


def _clashes(
    uid: uuid.UUID,
    final: Mapping[uuid.UUID, State],
    names: dict[tuple[Any, str], uuid.UUID],
    keys: dict[int, uuid.UUID],
) -> Iterator[str]:
    state = final[uid]
    if names.setdefault((state["parent"], folded_key(state["name"])), uid) != uid:
        yield _("There is a tag of this name already, in the same place.")
    shortcut = state["shortcut"]
    if shortcut and keys.setdefault(shortcut, uid) != uid:
        yield _("“%(tag)s” holds this key.") % {"tag": final[keys[shortcut]]["name"]}
    line = _line(final, uid)
    if _parent(final[line[-1]]) in line:
        yield _("A tag cannot stand below itself.")


def _parents_first(states: States) -> States:
    depth = {uid: len(_line(states, uid)) for uid in states}
    return dict(sorted(states.items(), key=lambda pair: depth[pair[0]]))
