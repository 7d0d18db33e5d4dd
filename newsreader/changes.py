"""History and undo. What one user action changed is one ChangeSet; each object it touched is one Change with
its state before and after. Each wing registers, for its kinds of object, how a state is restored.

    with changes.recording(member, "annotation.create", article) as record:
        annotation = Annotation.objects.create(...)
        record("annotation", annotation.uid, None, snapshot(annotation))

How they are taken back is in undo.py. `undone` says of any change set that its effect is taken back: of an
action by an undo, of an undo by a redo, of a redo by an undo.
"""

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise

from . import bulk

if TYPE_CHECKING:
    from .models import Article, Membership, Project

State = dict[str, Any]
States = dict[uuid.UUID, State]
# What a value is called, by the name of its part and the value: codes and uids mean nothing to people.
Words = Mapping[tuple[str, str], Promise | str]

ABOUT = (
    "article",
    "member",
    "owner",
)  # the parts of a state that say where it belongs; they go with every part
UNDO, REDO = "undo", "redo"  # the actions that are about another action


class ChangeSetQuerySet(models.QuerySet["ChangeSet"]):
    def in_article(self, member: "Membership", article: "Article") -> Self:
        return self.filter(member=member, article=article).order_by("-id")

    def actions(self) -> Self:
        """What members did themselves: neither undo nor redo."""
        return self.exclude(action__in=(UNDO, REDO))


class ChangeSet(models.Model):
    """One user action. `edit` groups the autosaves of one edit; `undoes` is the action that it took back or
    brought back."""

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

    objects = ChangeSetQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["project", "-id"], name="changes_of_project"),
            models.Index(fields=["member", "article", "-id"], name="changes_of_member"),
            models.Index(fields=["article", "-id"], name="changes_of_article"),
        ]

    def __str__(self) -> str:
        return self.action


class Change(models.Model):
    """One object before and after; null where it did not exist. Both sides may hold a part of its state only,
    the same part: what an action did not touch, others may change without standing in the way of its undo."""

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


def no_words(project: "Project", states: list[State]) -> Words:
    return {}


class Refused(IntegrityError):
    """What was asked cannot be; its text is the sentence for the person who asked."""


def no_names(project: "Project", uids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    return {}


def anybody(member: "Membership", now: State | None, wanted: State | None) -> bool:
    return True


@dataclass(frozen=True)
class Kind:
    """How the objects of one kind are read and put back.

    `read` answers the state of each object that exists and locks its row, so that nobody changes it before
    the transaction ends; `write` makes the object be in the state, or in the part of it that is given, None
    meaning gone; `order` puts what others refer to (tags, speakers) before what refers to it. `words` answers
    what the values in these states are called; a value that is missing there is shown as it is. `may` answers
    whether the member may today bring one object from the state now to the state wanted: roles and what is
    open change. `write_many` does what `write` does for objects by the thousand, none of which is to go,
    `remove_many` takes thousands away, `put_many` does what `write` does for any objects and answers those
    that it left as they are, `read_parts` does what `read` does where only these parts are asked for (None:
    it cannot). `written_together` are the parts of states that `write_many` is for, None meaning all. `names`
    answers what objects that are there are called, `in_article` the uids of those in an
    article.
    """

    name: str
    order: int
    read: Callable[["Project", list[uuid.UUID]], dict[uuid.UUID, State]]
    write: Callable[["Project", uuid.UUID, State | None], None]
    words: Callable[["Project", list[State]], Words] = no_words
    may: Callable[["Membership", State | None, State | None], bool] = anybody
    write_many: Callable[["Project", Mapping[uuid.UUID, State]], None] | None = None
    read_parts: Callable[["Project", list[uuid.UUID], Collection[str]], States | None] | None = None
    names: Callable[["Project", Collection[uuid.UUID]], dict[uuid.UUID, str]] = no_names
    in_article: Callable[["Article"], "models.QuerySet[Any, Any]"] | None = None
    remove_many: Callable[["Project", Collection[uuid.UUID]], None] | None = None
    put_many: Callable[["Project", Mapping[uuid.UUID, State | None]], set[uuid.UUID]] | None = None
    written_together: frozenset[str] | None = None

    def writes_together(self, state: State) -> bool:
        """Whether `write_many` is for this state."""
        parts = self.written_together
        return self.write_many is not None and (parts is None or state.keys() <= parts)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kinds() -> Mapping[str, Kind]:
    """The kinds of object that can be put back, by name."""
    return MappingProxyType(_kinds)


@dataclass
class Recorder:
    """Collects what one action changes. An object recorded twice is one change, from first to last, also
    where each time another part of it was recorded."""

    known: dict[tuple[str, uuid.UUID], Change] = field(default_factory=dict)
    change_set: ChangeSet | None = None

    @property
    def changes(self) -> list[Change]:
        return [change for change in self.known.values() if change.before != change.after]

    def __call__(self, kind: str, uid: uuid.UUID, before: State | None, after: State | None) -> None:
        change = self.known.setdefault((kind, uid), Change(kind=kind, object=uid, before=before))
        if before and after and change.before and change.after:
            change.before, after = {**before, **change.before}, {**change.after, **after}
        change.after = after


@contextmanager
def recording(
    member: "Membership | None",
    action: str,
    article: "Article | None" = None,
    *,
    edit: uuid.UUID | None = None,
    undoes: ChangeSet | None = None,
    onto: ChangeSet | None = None,
    project: "Project | None" = None,
) -> Iterator[Recorder]:
    """One transaction and one change set; none when nothing was recorded.

    With `edit`, the change is added to the member's last change set if that belongs to the same edit. A long
    action in several transactions gives what it did before as `onto`, and touches each object once. Without
    a member, for what a command does in nobody's name, `project` says where.
    """
    if not (project := member.project if member else project):
        raise ValueError("neither a member nor a project")
    with transaction.atomic():
        recorder = Recorder()
        yield recorder
        if not (changes := recorder.changes):
            return
        last = _same_edit(member, edit) if member and edit else None
        if last and (known := _continued(last, changes)) is not None:
            recorder.change_set = _extend(last, known, changes)
            return
        recorder.change_set = onto or ChangeSet.objects.create(
            project=project,
            member=member,
            article=article,
            action=action,
            edit=edit,
            undoes=undoes,
        )
        key = recorder.change_set.pk
        rows = ((key, c.kind, c.object, c.before, c.after) for c in changes)
        bulk.insert(Change, ("change_set_id", "kind", "object", "before", "after"), rows)


def _same_edit(member: "Membership", edit: uuid.UUID) -> ChangeSet | None:
    last = ChangeSet.objects.filter(member=member).order_by("-id").first()
    return last if last and last.edit == edit and not last.undone else None


Known = dict[tuple[str, uuid.UUID], Change]


def _continued(change_set: ChangeSet, changes: list[Change]) -> Known | None:
    """What the change set knows of each object; None when somebody else has changed one in between, whose
    work an undo of both together would take back as well."""
    known = {(c.kind, c.object): c for c in change_set.changes.all()}
    seen = [(known.get((change.kind, change.object)), change) for change in changes]
    return known if all(earlier is None or earlier.after == c.before for earlier, c in seen) else None


def _extend(change_set: ChangeSet, known: Known, changes: list[Change]) -> ChangeSet | None:
    """The change set with these changes on top; None when the edit has come back to where it began."""
    for change in changes:
        earlier = known.get((change.kind, change.object))
        if earlier is None:
            change.change_set = change_set
            change.save()
        elif earlier.before == change.after:
            earlier.delete()
        else:
            earlier.after = change.after
            earlier.save(update_fields=["after"])
    if change_set.changes.exists():
        return change_set
    change_set.delete()
    return None
