"""Members, speakers and tags of a file: those of the project that they are, made where there are none."""

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from newsreader.models import Membership, Project
from newsreader.search.language import folded_key

from ..models import Speaker, Tag, Value
from ..recording import speaker_state, tag_state
from ..recording.speaker import in_order, set_aliases
from .document import Member, SpeakerEntry, TagEntry
from .fields_in import Add
from .reading import Refused
from .rows import TAG_JOINER
from .speakers_in import relate

KeyPath = tuple[str, ...]


def members(project: Project, entries: list[Member]) -> dict[UUID, int]:
    """An unknown author becomes a member without a user: a name, whom nobody can sign in as."""
    known = dict(project.memberships.values_list("uid", "pk"))
    for entry in entries:
        if entry.uid not in known:
            row = Membership.objects.create(project=project, uid=entry.uid, name=entry.name, user=None)
            known[entry.uid] = row.pk
    return known


def speakers(
    project: Project, entries: list[SpeakerEntry], add: Add, fields: Mapping[UUID, int]
) -> dict[UUID, int]:
    """By id, else by name; what is answered of one that is there stays.

    An unnamed source is nobody else's: it is found by its id only."""
    known = dict(project.speakers.values_list("uid", "pk"))
    named = Speaker.objects.of(project).exclude(kind=Speaker.Kind.UNNAMED)
    by_key = dict(named.values_list("key", "pk"))
    made: list[tuple[Speaker, SpeakerEntry]] = []
    for entry in entries:
        if entry.uid in known:
            continue
        key, unnamed = folded_key(entry.name), entry.kind == Speaker.Kind.UNNAMED
        if unnamed or key not in by_key:
            row = _speaker(project, entry, key, fields)
            made.append((row, entry))
            known[entry.uid] = row.pk
            if not unnamed:
                by_key[key] = row.pk
        else:
            known[entry.uid] = by_key[key]
    relate(project, made, known)
    states = {row.uid: speaker_state(row) for row, _entry in made}
    for uid in in_order(states):
        add("speaker", uid, states[uid])
    return known


def _speaker(project: Project, entry: SpeakerEntry, key: str, fields: Mapping[UUID, int]) -> Speaker:
    row = Speaker.objects.create(
        project=project,
        uid=entry.uid,
        name=entry.name,
        key=key,
        kind=entry.kind,
        identifier=entry.identifier,
        memo=entry.memo,
    )
    set_aliases(row, entry.aliases)
    # Two fields of the file may be one in the project.
    answers = {fields[uid]: value for uid, value in entry.answers}
    Value.objects.bulk_create(Value(speaker=row, variable_id=pk, value=v) for pk, v in answers.items())
    return row


def tags(project: Project, entries: list[TagEntry], add: Add) -> dict[UUID, int]:
    """By id, else by path. A key of the keyboard that another tag holds is not taken away from it."""
    rows = {tag.pk: tag for tag in project.tags.all()}
    known = {tag.uid: tag.pk for tag in rows.values()}
    by_path = {_path_of(tag, rows): tag for tag in rows.values()}
    taken = {tag.shortcut for tag in rows.values()}
    for entry in sorted(entries, key=lambda entry: len(entry.path)):
        path = tuple(folded_key(name) for name in entry.path)
        if entry.uid in known:
            by_path.setdefault(path, rows[known[entry.uid]])
            continue
        if path not in by_path:
            tag = _tag(project, entry, by_path.get(path[:-1]), taken)
            add("tag", tag.uid, tag_state(tag))
            by_path[path] = rows[tag.pk] = tag
        known[entry.uid] = by_path[path].pk
    return known


def _path_of(tag: Tag, rows: dict[int, Tag]) -> KeyPath:
    keys = [tag.key]
    while tag.parent_id:
        tag = rows[tag.parent_id]
        keys.append(tag.key)
    return tuple(reversed(keys))


def _tag(project: Project, entry: TagEntry, parent: Tag | None, taken: set[int | None]) -> Tag:
    if parent is None and len(entry.path) > 1:
        said = _("The tag “%(tag)s” stands below “%(parent)s”, which neither the file nor the project has.")
        raise Refused(said % {"tag": entry.path[-1], "parent": TAG_JOINER.join(entry.path[:-1])})
    shortcut = None if entry.shortcut in taken or entry.archived else entry.shortcut
    taken.add(shortcut)
    return Tag.objects.create(
        project=project,
        uid=entry.uid,
        parent=parent,
        name=entry.path[-1],
        key=folded_key(entry.path[-1]),
        kind=entry.kind,
        color=entry.color,
        shortcut=shortcut,
        archived_at=timezone.now() if entry.archived else None,
        **entry.texts,
    )
