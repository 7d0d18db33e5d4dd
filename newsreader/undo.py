"""Taking actions back and bringing them again: undo writes the states before, redo the states after. Each is
a change set of its own, whose `undoes` names the action; both refuse (`Conflict`) when somebody has changed
one of the objects since."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.db.models import RestrictedError

from .access import refusal
from .changes import ABOUT, REDO, UNDO, Change, ChangeSet, Kind, Refused, State, States, kinds, recording
from .models import Article, Membership, Project

TOGETHER = 1_000  # objects that are written at once, where their kind can
Clash = tuple[Change, State | None, State | None]


class Settle(StrEnum):
    """What is to become of objects that somebody has changed since: ask (Conflict); take back what the action
    did to them all the same, and nothing else; or leave them as they are and take back the rest."""

    ASK = ""
    MINE = "mine"
    LEAVE = "leave"


class Conflict(Exception):
    """Objects are no longer as the change set left them; or they are, but others use them, their name is
    taken, or what they refer to is gone. `objects` holds (change, the state expected, the state now),
    `reason` the sentence of a kind that refused."""

    def __init__(self, objects: list[Clash], reason: str = "") -> None:
        super().__init__(f"{len(objects)} objects have changed since")
        self.objects = objects
        self.reason = reason


class NothingToUndo(Exception):
    """There is no action of this member to take back or to redo here."""


def last_action(member: Membership, article: Article) -> ChangeSet | None:
    """What `u` takes back: the member's newest action in this article that is not taken back already."""
    return ChangeSet.objects.in_article(member, article).actions().filter(undone=False).first()


def last_undone(member: Membership, article: Article) -> ChangeSet | None:
    """What redo brings back: the action that the member took back last, if nobody brought it back already.
    Any newer action of theirs ends the chance, as in every editor."""
    own = ChangeSet.objects.in_article(member, article)
    newest = own.actions().values_list("id", flat=True).first() or 0
    taken_back = own.filter(action=UNDO, undone=False, id__gt=newest).exclude(undoes=None)
    found = taken_back.select_related("undoes").first()
    return found.undoes if found else None


def undo(member: Membership, change_set: ChangeSet, settle: Settle = Settle.ASK) -> ChangeSet:
    """Write the states before, as a new change set; undoing an undo is a redo, and the other way round.

    Raises Conflict, NothingToUndo when it is taken back already or holds something that cannot be put back
    (an import), or PermissionDenied when the member may no longer do what it comes to.
    """
    if change_set.action not in (UNDO, REDO):
        return _replay(member, change_set, False, settle)
    if change_set.undone or change_set.undoes is None:
        raise NothingToUndo
    return _replay(member, change_set.undoes, change_set.action == UNDO, settle)


def redo(member: Membership, change_set: ChangeSet, settle: Settle = Settle.ASK) -> ChangeSet:
    """Write the states after once more. Raises as `undo`, NothingToUndo when it was not taken back."""
    if change_set.action in (UNDO, REDO):
        raise NothingToUndo
    return _replay(member, change_set, True, settle)


def _replay(member: Membership, change_set: ChangeSet, forward: bool, settle: Settle) -> ChangeSet:
    try:
        return _replayed(member, change_set, forward, settle)
    except IntegrityError as problem:
        # PostgreSQL looks at references at the end: somebody has come to use what was to go.
        raise Conflict([]) from problem


def _replayed(member: Membership, change_set: ChangeSet, forward: bool, settle: Settle) -> ChangeSet:
    with recording(member, REDO if forward else UNDO, change_set.article, undoes=change_set) as record:
        # Of two who take back the same action, the second finds it taken back.
        change_set = ChangeSet.objects.select_for_update(of=("self",)).get(pk=change_set.pk)
        if change_set.undone is not forward:
            raise NothingToUndo
        steps = _steps(change_set, forward, settle)
        if not all(kinds()[step.change.kind].may(member, step.now, step.wanted) for step in steps):
            raise refusal(member)
        for batch in _batches(steps):
            for step in _taken(change_set.project, batch):
                record(step.change.kind, step.change.object, step.now, step.wanted)
        if not steps:
            raise NothingToUndo
        if not record.changes:
            raise Conflict([(step.change, step.now, step.now) for step in steps])
        change_set.undone_by.filter(undone=False).update(undone=True)
        change_set.undone = not forward
        change_set.save(update_fields=["undone"])
    assert record.change_set is not None
    return record.change_set


@dataclass(frozen=True)
class Step:
    """One object on its way from the state now to the state wanted."""

    change: Change
    now: State | None
    wanted: State | None


def _steps(change_set: ChangeSet, forward: bool, settle: Settle) -> list[Step]:
    """In an order that never breaks a reference: what others refer to is made first and removed last.
    Raises NothingToUndo when a kind is not registered, and Conflict unless it is settled."""
    changes = list(change_set.changes.order_by("id" if forward else "-id"))
    if not {change.kind for change in changes} <= kinds().keys():
        raise NothingToUndo
    now = _states_now(change_set.project, changes)
    steps: list[Step] = []
    conflicts: list[Clash] = []
    for change in changes:
        expected, wanted = (change.before, change.after) if forward else (change.after, change.before)
        whole = now.get((change.kind, change.object))
        state = _part(whole, expected or wanted)
        # Something that an undo had to leave in place, because it was in use, is there already.
        if state == expected or (expected is None and state == wanted):
            steps.append(Step(change, state, wanted))
        elif settle is Settle.MINE:
            steps.append(_mine(change, whole, expected, wanted))
        else:
            conflicts.append((change, expected, state))
    if conflicts and settle is Settle.ASK:
        raise Conflict(conflicts)
    return sorted(steps, key=_rank)


def _mine(change: Change, now: State | None, expected: State | None, wanted: State | None) -> Step:
    """Of an object that others have changed since, the parts that the action itself changed."""
    if now is None or expected is None or wanted is None:
        return Step(change, now, wanted)
    parts = [part for part in wanted if part in ABOUT or wanted[part] != expected.get(part)]
    return Step(change, {part: now.get(part) for part in parts}, {part: wanted[part] for part in parts})


def _part(state: State | None, recorded: State | None) -> State | None:
    """Of an object's state what the action recorded: what else is true of it is not its matter."""
    return state and recorded and {key: state.get(key) for key in recorded}


def _rank(step: Step) -> tuple[bool, int]:
    """Removals come last: a tag can go when the marks that had it have been put back without it."""
    order = kinds()[step.change.kind].order
    return (True, -order) if step.wanted is None else (False, order)


def _states_now(project: Project, changes: list[Change]) -> dict[tuple[str, uuid.UUID], State]:
    now: dict[tuple[str, uuid.UUID], State] = {}
    for kind in sorted({change.kind for change in changes}):
        uids = [change.object for change in changes if change.kind == kind]
        found = _read(project, kinds()[kind], uids, [c for c in changes if c.kind == kind])
        now |= {(kind, uid): state for uid, state in found.items()}
    return now


def _read(project: Project, kind: Kind, uids: list[uuid.UUID], changes: list[Change]) -> States:
    """Thousands of objects are read in bulk, by the parts that the action recorded."""
    recorded = [state for change in changes for state in (change.before, change.after)]
    parts = set().union(*(state or {} for state in recorded))
    if kind.read_parts and (found := kind.read_parts(project, uids, parts)) is not None:
        return found
    return kind.read(project, uids)


def _batches(steps: list[Step]) -> Iterator[list[Step]]:
    """The steps in their order: together where their kind writes many at once, else one by one."""
    batch: list[Step] = []
    for step in steps:
        if batch and not (_alike(batch[-1], step) and len(batch) < TOGETHER):
            yield batch
            batch = []
        batch.append(step)
    if batch:
        yield batch


def _alike(before: Step, step: Step) -> bool:
    kind = kinds()[step.change.kind]
    if before.change.kind != kind.name or (before.wanted is None) != (step.wanted is None):
        return False
    if kind.put_many:
        return True
    if before.wanted is None or step.wanted is None:
        return kind.remove_many is not None
    return kind.writes_together(before.wanted) and kind.writes_together(step.wanted)


def _taken(project: Project, batch: list[Step]) -> list[Step]:
    """Those that were put into their states; where others use some that were to go, each is tried alone."""
    if put_many := kinds()[batch[0].change.kind].put_many:
        left = put_many(project, {step.change.object: step.wanted for step in batch})
        return [step for step in batch if step.change.object not in left]
    if _take(project, batch):
        return batch
    return [] if len(batch) == 1 else [step for step in batch if _take(project, [step])]


def _take(project: Project, batch: list[Step]) -> bool:
    """Put objects into the states wanted. False when they stay because others have come to use them."""
    kind = kinds()[batch[0].change.kind]
    try:
        with transaction.atomic():
            wanted = batch[0].wanted
            if kind.write_many and wanted is not None and kind.writes_together(wanted):
                kind.write_many(project, {step.change.object: step.wanted or {} for step in batch})
            elif kind.remove_many and len(batch) > 1:
                kind.remove_many(project, [step.change.object for step in batch])
            else:
                [step] = batch
                kind.write(project, step.change.object, step.wanted)
    except RestrictedError:
        return False
    except Refused as refused:
        raise Conflict([(s.change, s.now, s.now) for s in batch], str(refused)) from refused
    except (IntegrityError, ObjectDoesNotExist, KeyError) as problem:
        # A name is taken by now, or a tag, a speaker or an article that it refers to is gone.
        raise Conflict([(s.change, s.now, s.now) for s in batch]) from problem
    return True
