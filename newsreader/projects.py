"""Making a project and changing its settings: each one transaction and one change set.

What a new project can take over from another is not known here: each wing registers its part.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .accounts import join
from .changes import ChangeSet, Recorder, Refused, recording
from .models import Membership, Project, User
from .recording import SETTINGS, put_setting, setting

SLUG_LIMIT = 60
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "å": "a", "ł": "l"})


@dataclass(frozen=True)
class Part:
    """Something that a new project can take over. `copy(source, target, record)` writes it with new uids and
    records each object, inside the transaction that makes the project."""

    name: str
    label: Promise | str
    copy: Callable[[Project, Project, Recorder], None]


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    _parts[part.name] = part


def parts() -> list[Part]:
    return list(_parts.values())


def proposed_slug(name: str) -> str:
    """A free name for addresses, made from the project's: "Brücken & Häfen" is bruecken-haefen."""
    spelled = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).lower().translate(GERMAN))
    words = re.findall(r"[a-z0-9]+", spelled.encode("ascii", "ignore").decode())
    stem = "-".join(words)[:SLUG_LIMIT].strip("-") or "projekt"
    short = stem[: SLUG_LIMIT - 5].rstrip("-")  # with room for a number
    taken = set(Project.objects.filter(slug__startswith=short).values_list("slug", flat=True))
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{short}-{number}"
    return slug


def is_taken(slug: str) -> bool:
    return Project.objects.filter(slug=slug).exists()


def create(
    user: User,
    name: str,
    slug: str,
    visibility: str = Project.Visibility.SHARED,
    source: Project | None = None,
    take: Collection[str] = (),
) -> Membership:
    """A new project that the user leads, with the named parts of `source`. Raises Refused for a slug that was
    taken a moment ago."""
    with transaction.atomic():
        project = _new(name, slug, visibility)
        lead = join(project, user, Membership.Role.LEAD)
        with recording(lead, "project.create") as record:
            state = {field: value for field in SETTINGS for value in setting(project, field).values()}
            if source:
                state["copied_from"] = source.name
            record("project", project.uid, None, state)
            for part in parts():
                if source and part.name in take:
                    part.copy(source, project, record)
    return lead


def _new(name: str, slug: str, visibility: str) -> Project:
    try:
        with transaction.atomic():
            return Project.objects.create(name=name, slug=slug, visibility=visibility)
    except IntegrityError as error:
        raise Refused(_("Another project has this address.")) from error


def rename(member: Membership, name: str) -> ChangeSet | None:
    return _set(member, "project.rename", name=name)


def set_visibility(member: Membership, visibility: str) -> ChangeSet | None:
    return _set(member, "project.visibility", visibility=visibility)


def set_additions(member: Membership, codebook_open: bool, speakers_open: bool) -> ChangeSet | None:
    return _set(member, "project.additions", codebook_open=codebook_open, speakers_open=speakers_open)


def archive(member: Membership) -> ChangeSet | None:
    return _set(member, "project.archive", archived_at=True)


def restore(member: Membership) -> ChangeSet | None:
    return _set(member, "project.restore", archived_at=False)


def _set(member: Membership, action: str, **values: Any) -> ChangeSet | None:
    """Set what differs; a value that is there already makes no change set."""
    with recording(member, action) as record:
        project = Project.objects.select_for_update(no_key=True).get(pk=member.project_id)
        for field, value in values.items():
            before = setting(project, field)
            if before[field] != value:
                put_setting(project, field, value)
                record(SETTINGS[field], project.uid, before, setting(project, field))
    return record.change_set
