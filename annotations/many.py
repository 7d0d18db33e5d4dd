"""Changing many annotations at once: merges, recoding and the table's bulk edit are all done here.

    with changes.recording(member, "tag.merge") as record:
        changed = many.edit(record, project, Annotation.objects.filter(tags=old), "tags", recoded)

One change set, partial states, a few statements for thousands; undo writes them back in the same way.
"""

import uuid
from collections.abc import Callable, Collection
from typing import Any

from django.db.models import QuerySet

from newsreader.changes import Recorder, State
from newsreader.models import Project

from .models import Annotation
from .recording.many import ALWAYS, batches, read_parts, write_many

Turn = Callable[[Any], Any]
"""From what a part of a state holds to what it shall hold, without changing what it is given."""


StateTurn = Callable[[State], State]
"""From a state, or parts of one, to the parts of it that shall be otherwise, or that may."""


def edit(record: Recorder, project: Project, annotations: QuerySet[Annotation], part: str, turn: Turn) -> int:
    """Set one part of the states of these annotations ("speakers": uids in order; "tags": [uid, stance] in
    order; "values": [uid, value]; "form" and the like: their value) to what `turn` makes of it, and record
    it. How many have changed. The caller asks who may, and holds the transaction.

    Raises KeyError for a part that cannot be changed in bulk, or a speaker, tag or field that is not there.
    """
    return edit_parts(record, project, annotations, [part], lambda state: {part: turn(state[part])})


def edit_parts(
    record: Recorder,
    project: Project,
    annotations: QuerySet[Annotation],
    parts: Collection[str],
    turn: StateTurn,
) -> int:
    """As `edit`, where one part depends on another: `turn` is given all of `parts`. Of each annotation the
    parts that differ are written and recorded, and no others."""
    changed = 0
    pks = list(annotations.order_by("pk").values_list("pk", flat=True).distinct())
    for batch in batches(pks):
        before: dict[uuid.UUID, State] = {}
        after: dict[uuid.UUID, State] = {}
        for uid, state in read_parts(Annotation.objects.filter(pk__in=batch), parts).items():
            wanted = {part: said for part, said in turn(state).items() if said != state[part]}
            if wanted:
                before[uid] = {part: state[part] for part in (*ALWAYS, *wanted)}
                after[uid] = before[uid] | wanted
        write_many(project, after)
        for uid in after:
            record("annotation", uid, before[uid], after[uid])
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


def answered(field: uuid.UUID, value: str) -> Turn:
    """Turns values: this field of the project's own is answered so, whatever it was before; "" takes the
    answer away. `answer_fields.answer_field` makes a value out of what was typed."""

    def turn(pairs: list[list[str]]) -> list[list[str]]:
        others = [[uid, said] for uid, said in pairs if uid != str(field)]
        return sorted([*others, [str(field), value]]) if value else others

    return turn
