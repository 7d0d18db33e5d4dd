"""What a person types on the command line to name a tag, a speaker, a source or a member."""

import uuid
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsreader.importing.identity import source_key
from newsreader.models import Membership, Project, Source
from newsreader.search.language import folded_key

from ..codebook.tree import path_of
from ..models import Speaker, Tag, Variable
from .rows import TAG_JOINER

M = TypeVar("M", bound=Model)


class Unknown(Exception):
    """Nothing, or more than one thing, answers to the name; the message is a sentence."""


def find_tag(project: Project, typed: str) -> Tag:
    """By id, by the path of names from the root, or by a name that only one tag has."""
    rows = Tag.objects.of(project).select_related("parent")
    if found := _by_uid(rows, typed):
        return found[0]
    parts = [part.strip() for part in typed.split(TAG_JOINER.strip())]
    # A name may hold the joiner itself.
    ends = [folded_key(TAG_JOINER.join(parts[n:])) for n in range(len(parts))]
    ends += [folded_key(TAG_JOINER.strip().join(parts[n:])) for n in range(len(parts))]
    alike = list(rows.filter(key__in=[*ends, folded_key(typed)]))
    by_path = [tag for tag in alike if _path_key(path_of(tag)) == _path_key(typed)]
    found = by_path or [tag for tag in alike if tag.key == folded_key(typed)]
    return _one(found, typed, _("There is no tag “%(name)s”."), _("Several tags are named “%(name)s”."))


def find_speaker(project: Project, typed: str) -> Speaker:
    rows = Speaker.objects.of(project)
    key = folded_key(typed)
    named = list(rows.filter(key=key)) or list(rows.filter(aliases__key=key).distinct())
    found = _by_uid(rows, typed) or named
    several = _("Several speakers are named “%(name)s”; use the id.")
    return _one(found, typed, _("There is no speaker “%(name)s”."), several)


def find_variable(project: Project, typed: str) -> Variable:
    rows = project.variables.all()
    found = _by_uid(rows, typed) or list(rows.filter(key=folded_key(typed)))
    several = _("Several fields are named “%(name)s”; use the id.")
    return _one(found, typed, _("There is no field “%(name)s”."), several)


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
