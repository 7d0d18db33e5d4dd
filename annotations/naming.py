"""Making and changing speakers and tags: each one change set, or part of the one that coding makes."""

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.utils.translation import gettext

from newsreader import access, changes
from newsreader.access import Action
from newsreader.changes import Recorder, State
from newsreader.models import Membership, Project
from newsreader.search.language import folded_key

from .answers import merged
from .models import COLORS, Speaker, Tag
from .recording import speaker_state, tag_state
from .recording.speaker import line_of as line_of_speaker
from .recording.speaker import set_aliases, set_values
from .sealing import ChangedSince, seal

Named = TypeVar("Named", Speaker, Tag)


class Refused(Exception):
    """What was asked cannot be; its text is the sentence for the person who asked."""


def speaker_named(member: Membership, name: str, record: Recorder) -> Speaker:
    """The project's speaker of this name or alias, made when there is none. Raises Refused when it could be
    several or only looks like another, PermissionDenied when the member may not add one."""
    alike = Speaker.objects.of(member.project).found_by(folded_key(name)).prefetch_related("aliases")
    known = [s for s in alike if _is(name, s.name)] or [
        s for s in alike if any(_is(name, alias.name) for alias in s.aliases.all())
    ]
    if found := _only(known, name):
        return found
    access.require(member, Action.ADD_SPEAKER)
    named = Speaker.objects.exclude(kind="unnamed")
    speaker, made = named.get_or_create(project=member.project, key=folded_key(name), defaults={"name": name})
    if made:
        record("speaker", speaker.uid, None, speaker_state(speaker))
    return _no_look_alike(speaker, name)


def tag_named(member: Membership, name: str, record: Recorder, kind: str = Tag.Kind.TOPIC) -> Tag:
    """The codebook's tag of this name, whatever its kind; made at its root, in the next colour, as of this
    `kind`, when there is none: proposed, where the lead has closed the codebook. Raises Refused when it could
    be several or only looks like another, PermissionDenied when the member may not even propose one."""
    alike = Tag.objects.of(member.project).filter(key=folded_key(name))
    known = [tag for tag in alike if _is(name, tag.name)]
    if found := _only([tag for tag in known if not tag.parent_id] or known, name):
        return _in_use(found)
    access.require(member, Action.PROPOSE_TAG)
    tag, made = Tag.objects.filter(parent=None).get_or_create(
        project=member.project,
        key=folded_key(name),
        defaults={"name": name, "kind": kind, "color": next_color(member.project), **proposed(member)},
    )
    if made:
        record("tag", tag.uid, None, tag_state(tag))
    return _no_look_alike(tag, name)


def proposed(member: Membership) -> dict[str, Any]:
    """What marks a new tag as a proposal, where the member may not simply add it."""
    if access.may(member, Action.ADD_TAG):
        return {}
    return {"proposal": Tag.Proposal.OPEN, "proposed_by": member}


def _in_use(tag: Tag) -> Tag:
    if tag.archived_at:
        sentence = gettext("“%(tag)s” is archived. A lead can bring it back.")
        raise Refused(sentence % {"tag": tag.name})
    return tag


def _is(name: str, other: str) -> bool:
    return spelling(name) == spelling(other)


def spelling(name: str) -> str:
    """The name without what nobody would call another name: case, spaces, what cannot be seen. A folded key
    forgives more, to find "Müller" by "Muller", so it cannot tell "Poet" from "Pot"."""
    seen = (char for char in unicodedata.normalize("NFC", name) if unicodedata.category(char) != "Cf")
    return " ".join("".join(seen).casefold().split())


def _only(known: Sequence[Named], name: str) -> Named | None:
    if len(known) > 1:
        sentence = gettext("“%(name)s” can be several here. Please choose one from the list.")
        raise Refused(sentence % {"name": name})
    return known[0] if known else None


def _no_look_alike(found: Named, name: str) -> Named:
    """What the key holds, if it is what was named: one key is one name in a project."""
    if not _is(name, found.name):
        sentence = gettext(
            "“%(name)s” is too much like “%(known)s”, which is there. Please choose that one, or say more."
        )
        raise Refused(sentence % {"name": name, "known": found.name})
    return found


def next_color(project: Project) -> int:
    """The colour slot that the fewest tags hold, the first of them."""
    taken = list(project.tags.values_list("color", flat=True))
    return min(COLORS, key=partial(taken.count))


def save_speaker(
    member: Membership,
    speaker: Speaker,
    *,
    name: str,
    kind: str,
    aliases: Sequence[str],
    answers: Sequence[tuple[UUID, str]] = (),
    seen: str = "",
    new_part_of: str = "",
    **said: Any,
) -> Speaker:
    """Make or change a speaker; `aliases` replace those that are there, and so does what else is `said` (a
    part of, an identifier, a memo); `new_part_of` names an organisation that is made along. `answers` are to
    the project's own fields. `seen` is the seal of what was typed upon (`typed`). Raises Refused, or
    ChangedSince."""
    is_new = speaker.pk is None
    with quick(), changes.recording(member, "speaker.create" if is_new else "speaker.update") as record:
        before = None if is_new else speaker_state(Speaker.objects.select_for_update().get(pk=speaker.pk))
        now = typed(before) if before else {}
        speaker.name, speaker.key, speaker.kind = name, folded_key(name), kind
        for field, value in said.items():
            setattr(speaker, field, value)
        if new_part_of:
            speaker.part_of = make_organisation(member.project, new_part_of, record)
        if not is_new and speaker.uid in line_of_speaker(speaker.part_of):
            raise IntegrityError("a speaker part of itself")
        speaker.save()
        set_aliases(speaker, aliases)
        given = merged(before["values"] if before else (), answers)
        if given is not None:
            set_values(speaker, [[str(uid), value] for uid, value in given.items()])
        after = speaker_state(speaker)
        if seen and seen != seal(now):
            raise ChangedSince(now, typed(after))  # takes all of it back
        record("speaker", speaker.uid, before, after)
    return speaker


def make_organisation(project: Project, name: str, record: Recorder, uid: UUID | None = None) -> Speaker:
    """Along with what names it, in the same change set. Raises IntegrityError when the name is taken."""
    key, kind = folded_key(name), Speaker.Kind.ORGANISATION
    made: Speaker = Speaker.objects.create(project=project, uid=uid or uuid4(), name=name, key=key, kind=kind)
    record("speaker", made.uid, None, speaker_state(made))
    return made


TYPED = ("name", "kind", "aliases", "part_of", "identifier", "memo", "values")
"""The parts of a speaker's state that its form changes."""


def typed(state: State) -> State:
    return {part: state[part] for part in TYPED}


@contextmanager
def quick() -> Iterator[None]:
    """A form finds out most of what cannot be; this is for what somebody else did a moment ago."""
    try:
        yield
    except changes.Refused as refusal:
        raise Refused(str(refusal)) from refusal
    except (IntegrityError, ObjectDoesNotExist) as error:
        sentence = gettext("Somebody was quicker: the name or the key is taken by now, or it is deleted.")
        raise Refused(sentence) from error


def remove_speaker(member: Membership, speaker: Speaker) -> None:
    """Raises IntegrityError when an annotation names the speaker; removing twice is quiet."""
    with changes.recording(member, "speaker.remove") as record:
        if row := Speaker.objects.select_for_update().filter(pk=speaker.pk).first():
            record("speaker", row.uid, speaker_state(row), None)
            row.delete()
