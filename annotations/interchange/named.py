"""What a person types on the command line to name a tag, a speaker, a source or a member."""

import uuid
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsreader.importing.identity import source_key
from newsreader.models import Membership, Project, Source
from newsreader.search.language import folded_key

from ..models import Speaker, Tag
from .rows import TAG_JOINER, tags_in_order

M = TypeVar("M", bound=Model)


class Unknown(Exception):
    """Nothing, or more than one thing, answers to the name; the message is a sentence."""


def find_tag(project: Project, typed: str) -> Tag:
    """By id, by the path of names from the root, or by a name that only one tag has."""
    tags, paths = tags_in_order(Tag.objects.of(project))
    key = _path_key(typed)
    by_path = [tag for tag in tags if _path_key(TAG_JOINER.join(paths[tag.pk])) == key]
    found = by_path or [t for t in tags if str(t.uid) == typed.lower() or t.key == folded_key(typed)]
    return _one(found, typed, _("There is no tag “%(name)s”."), _("Several tags are named “%(name)s”."))


def find_speaker(project: Project, typed: str) -> Speaker:
    rows = Speaker.objects.of(project)
    key = folded_key(typed)
    named = list(rows.filter(key=key)) or list(rows.filter(aliases__key=key).distinct())
    found = _by_uid(rows, typed) or named
    several = _("Several speakers are named “%(name)s”; use the id.")
    return _one(found, typed, _("There is no speaker “%(name)s”."), several)


def find_source(project: Project, typed: str) -> Source:
    found = list(project.sources.filter(key=source_key(typed)))
    return _one(found, typed, _("There is no source “%(name)s”."), "")


def find_owner(project: Project, typed: str) -> Membership:
    members = project.memberships.all()
    named = list(members.filter(user__username=typed)) or list(members.filter(Q(name=typed)))
    found = _by_uid(members, typed) or named
    several = _("Several members are named “%(name)s”; use the id.")
    return _one(found, typed, _("There is no member “%(name)s”."), several)


def _by_uid(rows: QuerySet[M], typed: str) -> list[M]:
    try:
        return list(rows.filter(uid=uuid.UUID(typed)))
    except ValueError:
        return []


def _path_key(path: str) -> list[str]:
    """Folded part by part; a name may hold the joiner itself."""
    return [folded_key(name) for name in path.split(TAG_JOINER.strip())]


def _one(found: list[M], typed: str, none: Promise | str, several: Promise | str) -> M:
    if len(found) != 1:
        raise Unknown(str(several if found else none) % {"name": typed})
    return found[0]
