"""Taking annotations from one tag to another: recode, split off, merge. Each is one change set; undo brings
every annotation back to the tag and the stance that it had."""

import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext

from newsreader import changes
from newsreader.changes import ChangeSet, Recorder
from newsreader.models import Membership, Project
from newsreader.search.language import folded_key

from .. import many
from ..models import Annotation, AnnotationTag, Speaker, Tag
from ..naming import Refused, next_color, quick
from ..recording import tag_state
from .counting import Use
from .saving import take_away


@dataclass(frozen=True)
class Which:
    """Which of a tag's annotations: all, or those of a speaker, or those of these uids."""

    speaker: Speaker | None = None
    marks: Collection[uuid.UUID] | None = None

    def of(self, tag: Tag) -> QuerySet[Annotation]:
        rows = Annotation.objects.filter(tag_links__tag=tag)
        if self.speaker:
            rows = rows.filter(speaker_links__speaker=self.speaker)
        return rows if self.marks is None else rows.filter(uid__in=self.marks)


ALL = Which()


@dataclass(frozen=True)
class Foreseen:
    """What would move, with its stances; how many annotations have the other tag already, and how many of
    these have another stance on it, which stays."""

    moving: Use
    both: int = 0
    differing: int = 0


@dataclass(frozen=True)
class Done:
    tag: Tag
    moved: int
    change_set: ChangeSet | None


def foresee(tag: Tag, to: Tag | None, which: Which = ALL) -> Foreseen:
    """Raises Refused where it cannot be. Without `to` it is about a new tag of the same kind."""
    links = AnnotationTag.objects.filter(tag=tag, annotation__in=which.of(tag)).order_by()
    stances = Counter(links.values_list("stance", flat=True))
    moving = Use(own=stances.total(), stances=stances)
    if to is None:
        return Foreseen(moving)
    if to.kind == Tag.Kind.TOPIC and moving.positions:
        sentence = gettext("“%(tag)s” holds stances, and “%(to)s” is a topic, which has none.")
        raise Refused(sentence % {"tag": tag.name, "to": to.name})
    both = list(
        links.filter(annotation__tag_links__tag=to).values_list("stance", "annotation__tag_links__stance")
    )
    return Foreseen(moving, len(both), sum(bool(one and other and one != other) for one, other in both))


def recode(member: Membership, tag: Tag, to: Tag, which: Which = ALL) -> Done:
    """Put `to` in place of `tag` in these annotations, with the stance. Raises Refused."""
    with quick(), changes.recording(member, "tag.recode") as record:
        tag, to = _locked(member.project, tag, to)
        moved = _move(record, tag, to, which)
    return Done(to, moved, record.change_set)


def split(member: Membership, tag: Tag, name: str, which: Which = ALL) -> Done:
    """Take these annotations to a new tag of this name beside the tag, of its kind. Raises Refused."""
    with quick(), changes.recording(member, "tag.split") as record:
        [tag] = _locked(member.project, tag)
        color = next_color(member.project)
        new = Tag(project=member.project, parent=tag.parent, name=name, kind=tag.kind, color=color)
        new.key = folded_key(name)
        new.save()
        record("tag", new.uid, None, tag_state(new))
        moved = _move(record, tag, new, which)
    return Done(new, moved, record.change_set)


def merge(member: Membership, tag: Tag, into: Tag) -> Done:
    """All annotations of the tag, and all tags below it, come to `into`; the tag goes. Where `into` stands
    below it, it takes its place. Raises Refused."""
    with quick(), changes.recording(member, "tag.merge") as record:
        tag, into = _locked(member.project, tag, into)
        check_merge(tag, into)
        if _stands_below(into, tag):
            _put_below(record, into, tag.parent)
        for below in list(tag.children.exclude(pk=into.pk).order_by("pk")):
            _put_below(record, below, into)
        moved = _move(record, tag, into, ALL)
        take_away(tag, record)
    return Done(into, moved, record.change_set)


def check_merge(tag: Tag, into: Tag) -> Foreseen:
    """What the merge would do. Raises Refused where it cannot be."""
    if tag == into:
        raise Refused(gettext("A tag cannot be merged into itself."))
    there = set(into.children.exclude(pk=tag.pk).values_list("key", flat=True))
    for below in tag.children.exclude(pk=into.pk).filter(key__in=there):
        sentence = gettext("Below both there is a tag “%(tag)s”. Merge these two first, or rename one.")
        raise Refused(sentence % {"tag": below.name})
    if _stands_below(into, tag):
        beside = Tag.objects.of(tag.project).filter(parent=tag.parent, key=into.key).exclude(pk=into.pk)
        if beside.exists():
            sentence = gettext("“%(tag)s” would come to stand beside a tag of this name. Rename one first.")
            raise Refused(sentence % {"tag": into.name})
    return foresee(tag, into)


def _stands_below(tag: Tag, other: Tag) -> bool:
    at = tag.parent
    while at and at != other:
        at = at.parent
    return at is not None


def _put_below(record: Recorder, tag: Tag, parent: Tag | None) -> None:
    before = tag_state(tag)
    tag.parent = parent
    tag.save(update_fields=["parent"])
    record("tag", tag.uid, before, tag_state(tag))


def _move(record: Recorder, tag: Tag, to: Tag, which: Which) -> int:
    foresee(tag, to, which)
    return many.edit(record, tag.project, which.of(tag), "tags", many.recoded(tag.uid, to.uid))


def _locked(project: Project, *tags: Tag) -> list[Tag]:
    """These tags as they stand, with the project's others locked: nobody else moves or deletes one now."""
    found = {tag.pk: tag for tag in Tag.objects.of(project).select_for_update().order_by("pk")}
    if not all(tag.pk in found for tag in tags):
        raise Tag.DoesNotExist
    return [found[tag.pk] for tag in tags]
