"""The roles of speakers, read for pages and files, and changed."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Value
from django.db.models.functions import Coalesce

from newsreader import changes
from newsreader.models import Membership

from .. import models
from ..models import Speaker
from ..naming import make_organisation, quick
from ..recording import speaker_state
from ..recording.speaker import write
from ..sealing import ChangedSince, seal
from .roles import Role

NONE: Mapping[uuid.UUID, str] = {}


def roles_of(**speakers: Any) -> dict[int, list[Role]]:
    """Of the speakers that the conditions on Role ask for, by primary key; who has none is missing. One
    question."""
    rows = models.Role.objects.filter(**speakers).order_by("speaker", "position", "pk").distinct()
    columns = ("kind", "title", Coalesce("organisation__name", Value("")), "since", "until")
    found: dict[int, list[Role]] = {}
    for pk, *values in rows.values_list("speaker", *columns):
        found.setdefault(pk, []).append(Role(*values))
    return found


def version_of(speaker: Speaker) -> str:
    """Changes with the roles: of two who edit them at once the second is told."""
    return seal(speaker_state(speaker)["roles"])


def save_roles(
    member: Membership,
    speaker: Speaker,
    version: str,
    roles: Iterable[list[Any]],
    new: Mapping[uuid.UUID, str] = NONE,
) -> None:
    """Replace the roles, each as a state has it; `new` names the organisations among them that are made
    along. Raises ChangedSince or Refused."""
    wanted = sorted(roles, key=lambda role: (role[2], role[3] or "9999"))
    with quick(), changes.recording(member, "speaker.update") as record:
        speaker = Speaker.objects.select_for_update(of=("self",)).select_related("project").get(pk=speaker.pk)
        if version_of(speaker) != version:
            raise ChangedSince
        for uid, name in new.items():
            make_organisation(speaker.project, name, record, uid)
        before = speaker_state(speaker)["roles"]
        write(speaker.project, speaker.uid, {"roles": wanted})
        record("speaker", speaker.uid, {"roles": before}, {"roles": wanted})
