"""Making and changing speakers and tags: each one change set, or part of the one that coding makes."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from newsreader import access, changes
from newsreader.access import Action
from newsreader.changes import Recorder
from newsreader.models import Membership, Project
from newsreader.search.language import folded_key

from .models import COLORS, Speaker, Tag
from .recording import set_aliases, speaker_state, tag_state


def speaker_named(member: Membership, name: str, record: Recorder) -> Speaker:
    """The project's speaker of this name or alias, made when there is none. Raises PermissionDenied when the
    member may not add one."""
    if found := Speaker.objects.of(member.project).found_by(folded_key(name)).first():
        return found
    access.require(member, Action.ADD_SPEAKER)
    speaker = Speaker.objects.create(project=member.project, name=name, key=folded_key(name))
    record("speaker", speaker.uid, None, speaker_state(speaker))
    return speaker


def tag_named(member: Membership, name: str, record: Recorder) -> Tag:
    """The codebook's tag of this name, made at its root, in the next colour, when there is none. Raises
    PermissionDenied when the member may not add one."""
    if found := Tag.objects.of(member.project).filter(key=folded_key(name)).order_by("pk").first():
        return found
    access.require(member, Action.ADD_TAG)
    color = next_color(member.project)
    tag = Tag.objects.create(project=member.project, name=name, key=folded_key(name), color=color)
    record("tag", tag.uid, None, tag_state(tag))
    return tag


def next_color(project: Project) -> int:
    """The colour slot that the fewest tags hold, the first of them."""
    taken = list(project.tags.values_list("color", flat=True))
    return min(COLORS, key=partial(taken.count))


def save_speaker(
    member: Membership, speaker: Speaker, *, name: str, kind: str, aliases: Sequence[str]
) -> Speaker:
    """Make or change a speaker; `aliases` replace those that are there."""
    before = speaker_state(speaker) if speaker.pk else None
    with changes.recording(member, "speaker.update" if before else "speaker.create") as record:
        speaker.name, speaker.key, speaker.kind = name, folded_key(name), kind
        speaker.save()
        set_aliases(speaker, aliases)
        record("speaker", speaker.uid, before, speaker_state(speaker))
    return speaker


def save_tag(member: Membership, tag: Tag, values: dict[str, Any]) -> Tag:
    """Make or change a tag; `values` are its fields."""
    before = tag_state(tag) if tag.pk else None
    with changes.recording(member, "tag.update" if before else "tag.create") as record:
        for name, value in values.items():
            setattr(tag, name, value)
        tag.key = folded_key(tag.name)
        tag.save()
        record("tag", tag.uid, before, tag_state(tag))
    return tag


def remove_speaker(member: Membership, speaker: Speaker) -> None:
    """Raises RestrictedError when an annotation names the speaker."""
    with changes.recording(member, "speaker.remove") as record:
        record("speaker", speaker.uid, speaker_state(speaker), None)
        speaker.delete()


def remove_tag(member: Membership, tag: Tag) -> None:
    """Raises RestrictedError when an annotation or a tag below refers to it."""
    with changes.recording(member, "tag.remove") as record:
        record("tag", tag.uid, tag_state(tag), None)
        tag.delete()
