"""Making, changing and deleting a tag: each one change set."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.utils import timezone

from newsreader import changes
from newsreader.changes import Recorder
from newsreader.models import Membership
from newsreader.search.language import folded_key

from ..models import Tag
from ..naming import quick
from ..recording import tag_state
from ..recording.tag import line_of
from ..sealing import ChangedSince, seal
from .tree import lines


def save(member: Membership, tag: Tag, values: dict[str, Any], seen: str = "") -> changes.ChangeSet | None:
    """Make or change a tag; `values` are its fields, `seen` the seal of what they were typed upon. Raises
    Refused, or ChangedSince."""
    is_new = tag.pk is None
    with quick(), changes.recording(member, "tag.create" if is_new else "tag.update") as record:
        before = None if is_new else tag_state(locked(tag, values["parent"]))
        for name, value in values.items():
            setattr(tag, name, value)
        tag.key = folded_key(tag.name)
        if before and seen and seen != seal(before):
            raise ChangedSince(before, tag_state(tag))
        tag.save()
        record("tag", tag.uid, before, tag_state(tag))
    return record.change_set


def locked(tag: Tag, parent: Tag | None) -> Tag:
    """The tag as it stands. Where it is to move, nobody else moves one meanwhile: two moves that are right by
    themselves can put two tags below each other."""
    rows = Tag.objects.of(tag.project).select_for_update().order_by("pk")
    found = {row.pk: row for row in (rows if parent else rows.filter(pk=tag.pk))}
    if parent and tag.uid in line_of(found.get(parent.pk)):
        raise IntegrityError("a tag below itself")
    if tag.pk not in found:
        raise ObjectDoesNotExist
    return found[tag.pk]


def remove(member: Membership, tag: Tag) -> changes.ChangeSet | None:
    """Raises IntegrityError when an annotation or a tag below refers to it; removing twice is quiet."""
    with changes.recording(member, "tag.remove") as record:
        if row := Tag.objects.select_for_update().filter(pk=tag.pk).first():
            take_away(row, record)
    return record.change_set


def take_away(tag: Tag, record: Recorder) -> None:
    record("tag", tag.uid, tag_state(tag), None)
    tag.delete()


def archive(member: Membership, tag: Tag, *, back: bool, branch: bool) -> changes.ChangeSet | None:
    """Put the tag away, with all below it where the whole `branch` is meant, or bring it back. What is put
    away gives up its key."""
    with changes.recording(member, "tag.bring_back" if back else "tag.archive") as record:
        rows = Tag.objects.of(tag.project).select_for_update().order_by("pk")
        above = lines(dict(rows.values_list("pk", "parent")))
        for row in rows:
            if row != tag and not (branch and tag.pk in above[row.pk]):
                continue
            before = tag_state(row)
            row.archived_at = None if back else (row.archived_at or timezone.now())
            row.shortcut = row.shortcut if back else None
            if back and row.proposal == Tag.Proposal.DECLINED:
                row.proposal = Tag.Proposal.ACCEPTED
            row.save(update_fields=["archived_at", "shortcut", "proposal"])
            record("tag", row.uid, before, tag_state(row))
    return record.change_set
