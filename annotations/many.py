"""Changing many annotations, or many speakers, at once: merges, recoding and every bulk edit are done here.

    with changes.recording(member, "tag.merge") as record:
        changed = many.edit(record, project, Annotation.objects.filter(tags=old), "tags", recoded)

One change set, partial states, a few statements for thousands; undo writes them back in the same way.
"""

import uuid
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from django.db.models import QuerySet

from newsreader.changes import Recorder, State, States
from newsreader.models import Project

from .models import Annotation, Speaker
from .recording.answers import of_speakers, put_speakers
from .recording.many import ALWAYS, batches, read_parts, write_many

Turn = Callable[[Any], Any]
"""From what a part of a state holds to what it shall hold, without changing what it is given."""


StateTurn = Callable[[State], State]
"""From a state, or parts of one, to the parts of it that shall be otherwise, or that may."""


Then = Callable[[States, States], None]


class Kind(NamedTuple):
    """How many things of a kind are read and written, and which parts of their states go with every part."""

    name: str
    read: Callable[[Any, Collection[str]], States]
    write: Callable[[Project, Mapping[uuid.UUID, State]], None]
    always: Collection[str]


KINDS: dict[Any, Kind] = {
    Annotation: Kind("annotation", read_parts, write_many, ALWAYS),
    Speaker: Kind("speaker", of_speakers, put_speakers, ()),
}

Things = QuerySet[Annotation] | QuerySet[Speaker]


def edit(record: Recorder, project: Project, things: Things, part: str, turn: Turn) -> int:
    """Set one part of the states of these annotations ("speakers": uids in order; "tags": [uid, stance] in
    order; "values": [uid, value]; "form" and the like: their value), or of these speakers ("values" only), to
    what `turn` makes of it, and record it. How many have changed. The caller asks who may, and holds the
    transaction.

    Raises KeyError for a part that cannot be changed in bulk, or a speaker, tag or field that is not there.
    """
    return edit_parts(record, project, things, [part], lambda state: {part: turn(state[part])})


def edit_parts(
    record: Recorder,
    project: Project,
    things: Things,
    parts: Collection[str],
    turn: StateTurn,
    then: Then | None = None,
) -> int:
    """As `edit`, where one part depends on another: `turn` is given all of `parts`. Of each thing the parts
    that differ are written and recorded, and no others. `then` is called with what some of them were and
    are."""
    changed = 0
    kind = KINDS[things.model]
    pks = list(things.order_by("pk").values_list("pk", flat=True).distinct())
    for batch in batches(pks):
        before: States = {}
        after: States = {}
        for uid, state in kind.read(things.model._default_manager.filter(pk__in=batch), parts).items():
            wanted = {part: said for part, said in turn(state).items() if said != state[part]}
            if wanted:
                before[uid] = {part: state[part] for part in (*kind.always, *wanted)}
                after[uid] = before[uid] | wanted
        kind.write(project, after)
        for uid in after:
            record(kind.name, uid, before[uid], after[uid])
        if then:
            then(before, after)
        changed += len(after)
    return changed


def replaced(old: uuid.UUID, new: uuid.UUID | None) -> Turn:
    """Turns speakers: `new` stands where `old` stood, once; None takes `old` away."""

    def turn(uids: list[str]) -> list[str]:
        swapped = [str(new) if uid == str(old) else uid for uid in uids if new or uid != str(old)]
        return list(dict.fromkeys(swapped))

    return turn


def recoded(old: uuid.UUID, new: uuid.UUID | None, *, keep_stance: bool = True) -> Turn:
    """Turns tags: `new` stands where `old` stood, with its stance unless told otherwise; None takes `old`
    away. Where both are there the one that has a stance is kept, of two with a stance that of `new`."""

    def turn(pairs: list[list[str]]) -> list[list[str]]:
        own = dict(pairs)
        moved = own.get(str(old), "") if keep_stance else ""
        stances: dict[str, str] = {}
        for uid, stance in pairs:
            if uid == str(old) and new is None:
                continue
            if uid in (str(old), str(new)):
                stances.setdefault(str(new), own.get(str(new)) or moved)
            else:
                stances[uid] = stance
        return [[uid, stance] for uid, stance in stances.items()]

    return turn


def answered(*answers: tuple[uuid.UUID, str]) -> Turn:
    """Turns values: these fields of the project's own are answered so, whatever they were before; "" takes an
    answer away. `answer_fields.answer_field` makes a value out of what was typed."""

    def turn(pairs: list[list[str]]) -> list[list[str]]:
        said: dict[str, str] = dict(pairs) | {str(field): value for field, value in answers}
        return sorted([uid, value] for uid, value in said.items() if value)

    return turn
