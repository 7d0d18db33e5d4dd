"""History and undo. What one user action changed is one ChangeSet; each object it touched is one Change with
its state before and after. Each wing registers, for its kinds of object, how a state is restored.

    with changes.recording(member, "annotation.create", article) as record:
        annotation = Annotation.objects.create(...)
        record("annotation", annotation.uid, None, snapshot(annotation))

Undoing writes the states before, redoing the states after, each as a change set of its own; both refuse
(`Conflict`) when somebody has changed one of the objects since.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from .models import Article, Membership, Project

State = dict[str, Any]


class ChangeSet(models.Model):
    """One user action. `edit` groups the autosaves of one edit; `undoes` is what it took back or redid."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("newsreader.Project", on_delete=models.CASCADE, related_name="change_sets")
    member = models.ForeignKey(
        "newsreader.Membership", on_delete=models.SET_NULL, null=True, related_name="change_sets"
    )
    article = models.ForeignKey(
        "newsreader.Article", on_delete=models.SET_NULL, null=True, related_name="change_sets"
    )
    action = models.CharField(max_length=40)
    edit = models.UUIDField(null=True)
    undoes = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="undone_by")
    undone = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["project", "-id"], name="changes_of_project"),
            models.Index(fields=["member", "article", "-id"], name="changes_of_member"),
            models.Index(fields=["article", "-id"], name="changes_of_article"),
        ]

    def __str__(self) -> str:
        return self.action


class Change(models.Model):
    """One object before and after; null where it did not exist."""

    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20)
    object = models.UUIDField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "object"], name="changes_of_object")]
        constraints = [
            models.CheckConstraint(
                condition=Q(before__isnull=False) | Q(after__isnull=False), name="change_has_a_side"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object}"


@dataclass(frozen=True)
class Kind:
    """How the objects of one kind are read and put back.

    `read` answers the state of each object that exists; `write` makes the object be in the state, None
    meaning gone; `order` puts what others refer to (tags, speakers) before what refers to it.
    """

    name: str
    order: int
    read: Callable[["Project", list[uuid.UUID]], dict[uuid.UUID, State]]
    write: Callable[["Project", uuid.UUID, State | None], None]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


class Conflict(Exception):
    """Objects are no longer as the change set left them. `pairs` holds (change, the state now)."""

    def __init__(self, pairs: list[tuple[Change, State | None]]) -> None:
        super().__init__(f"{len(pairs)} objects have changed since")
        self.pairs = pairs


class NothingToUndo(Exception):
    """There is no action of this member to take back or to redo here."""


@dataclass
class Recorder:
    changes: list[Change] = field(default_factory=list)
    change_set: ChangeSet | None = None

    def __call__(self, kind: str, uid: uuid.UUID, before: State | None, after: State | None) -> None:
        if before != after:
            self.changes.append(Change(kind=kind, object=uid, before=before, after=after))


@contextmanager
def recording(
    member: "Membership",
    action: str,
    article: "Article | None" = None,
    *,
    edit: uuid.UUID | None = None,
    undoes: ChangeSet | None = None,
) -> Iterator[Recorder]:
    """One transaction and one change set; none when nothing was recorded.

    With `edit`, the change is added to the member's last change set if that belongs to the same edit.
    """
    with transaction.atomic():
        recorder = Recorder()
        yield recorder
        if not recorder.changes:
            return
        recorder.change_set = _same_edit(member, edit) if edit else None
        if recorder.change_set:
            _extend(recorder.change_set, recorder.changes)
            return
        recorder.change_set = ChangeSet.objects.create(
            project_id=member.project_id,
            member=member,
            article=article,
            action=action,
            edit=edit,
            undoes=undoes,
        )
        for change in recorder.changes:
            change.change_set = recorder.change_set
        Change.objects.bulk_create(recorder.changes, batch_size=500)


def _same_edit(member: "Membership", edit: uuid.UUID) -> ChangeSet | None:
    last = ChangeSet.objects.filter(member=member).order_by("-id").first()
    return last if last and last.edit == edit and not last.undone else None


def _extend(change_set: ChangeSet, changes: list[Change]) -> None:
    earlier = {(c.kind, c.object): c for c in change_set.changes.all()}
    for change in changes:
        if known := earlier.get((change.kind, change.object)):
            known.after = change.after
            known.save(update_fields=["after"])
        else:
            change.change_set = change_set
            change.save()


def last_action(member: "Membership", article: "Article") -> ChangeSet | None:
    """What `u` takes back: the member's newest action in this article that is not taken back already."""
    own = ChangeSet.objects.filter(member=member, article=article, undoes=None, undone=False)
    return own.order_by("-id").first()


def last_undone(member: "Membership", article: "Article") -> ChangeSet | None:
    """What redo brings back: the action that the member's newest change set here took back. Any newer
    action ends the chance, as in every editor."""
    newest = ChangeSet.objects.filter(member=member, article=article).order_by("-id").first()
    while newest and newest.undoes and not newest.undoes.undone:  # an undo that was redone already
        newest = (
            ChangeSet.objects.filter(member=member, article=article, id__lt=newest.id).order_by("-id").first()
        )
    return newest.undoes if newest else None


def undo(member: "Membership", change_set: ChangeSet) -> ChangeSet:
    """Write the states before. Raises Conflict, or NothingToUndo when it is taken back already."""
    return _replay(member, change_set, forward=False)


def redo(member: "Membership", change_set: ChangeSet) -> ChangeSet:
    """Write the states after once more. Raises Conflict, or NothingToUndo when it was not taken back."""
    return _replay(member, change_set, forward=True)


def _replay(member: "Membership", change_set: ChangeSet, forward: bool) -> ChangeSet:
    action = "redo" if forward else "undo"
    with recording(member, action, change_set.article, undoes=change_set) as record:
        change_set = ChangeSet.objects.select_for_update().get(pk=change_set.pk)
        if change_set.undone is not forward:
            raise NothingToUndo
        steps = _steps(change_set, forward)
        _refuse_if_changed(change_set.project, steps)
        for change, expected, wanted in steps:
            _kinds[change.kind].write(change_set.project, change.object, wanted)
            record(change.kind, change.object, expected, wanted)
        change_set.undone = not forward
        change_set.save(update_fields=["undone"])
    assert record.change_set is not None
    return record.change_set


Step = tuple[Change, State | None, State | None]


def _steps(change_set: ChangeSet, forward: bool) -> list[Step]:
    """(change, state expected now, state wanted), in an order that never breaks a reference: what others
    refer to is made first and removed last."""
    steps: list[Step] = []
    for change in change_set.changes.order_by("id"):
        sides = (change.before, change.after) if forward else (change.after, change.before)
        steps.append((change, *sides))
    if not forward:
        steps.reverse()
    order = {name: kind.order for name, kind in _kinds.items()}
    return sorted(steps, key=lambda s: -order[s[0].kind] if s[2] is None else 100 + order[s[0].kind])


def _refuse_if_changed(project: "Project", steps: list[Step]) -> None:
    now: dict[tuple[str, uuid.UUID], State] = {}
    for kind in {change.kind for change, *_ in steps}:
        uids = [change.object for change, *_ in steps if change.kind == kind]
        now |= {(kind, uid): state for uid, state in _kinds[kind].read(project, uids).items()}
    pairs = [
        (c, now.get((c.kind, c.object)))
        for c, expected, _ in steps
        if now.get((c.kind, c.object)) != expected
    ]
    if pairs:
        raise Conflict(pairs)
