"""What a file says of a speaker, read and checked; and what connects those made, once all are there."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from newsreader import dates
from newsreader.models import Project

from ..models import NAME_LIMIT, NOTE_LIMIT, Role, Speaker, Variable
from ..recording.speaker import set_roles, write
from . import fields_in
from .document import RoleEntry, SpeakerEntry
from .reading import Place


def speaker(place: Place, fields: fields_in.Fields) -> SpeakerEntry:
    """A file from before roles has none of them, and none of what comes after."""
    return SpeakerEntry(
        uid=place.uid("id"),
        name=place.name("name", NAME_LIMIT),
        kind=place.choice("kind", Speaker.Kind.values) or Speaker.Kind.PERSON,
        aliases=place.names("aliases", NAME_LIMIT),
        roles=[_role(role) for role in place.objects("roles")],
        part_of=place.uid_or_none("part_of"),
        identifier=place.text("identifier", NAME_LIMIT),
        memo=place.text("memo", NOTE_LIMIT),
        answers=fields_in.answers(place, fields, Variable.Of.SPEAKER),
    )


def _role(place: Place) -> RoleEntry:
    kind = place.choice("kind", Role.Kind.values) or Role.Kind.OFFICE
    title, organisation = place.text("title", NAME_LIMIT), place.uid_or_none("organisation")
    if not (title or organisation):
        raise place.refuse("title", _("This is missing."))
    return RoleEntry(kind, title, organisation, _date(place, "since"), _date(place, "until"))


def _date(place: Place, key: str) -> str:
    text = place.text(key, 10)
    try:
        return dates.parse(text) if text else ""
    except ValueError:
        raise place.refuse(key, _("Write a date as 2017, 2017-03 or 2017-03-30.")) from None


def check_above(root: Place, speakers: Iterable[SpeakerEntry]) -> None:
    """Raises Refused where a speaker is part of itself."""
    above = {entry.uid: entry.part_of for entry in speakers}
    sound: set[UUID] = set()
    for uid in above:
        line: set[UUID] = set()
        at: UUID | None = uid
        while at in above and at not in sound:
            if at in line:
                raise root.refuse("speakers", _("%(id)s is part of itself.") % {"id": at})
            line.add(at)
            at = above[at]
        sound |= line


def relate(project: Project, made: list[tuple[Speaker, SpeakerEntry]], known: dict[UUID, int]) -> None:
    """Roles, and what the speakers made are part of. What neither the file nor the project has, as a filtered
    file may lack it, is left out."""
    if not any(entry.roles or entry.part_of for _row, entry in made):
        return
    uids = {pk: uid for uid, pk in project.speakers.values_list("uid", "pk")}
    here = {uid: uids[pk] for uid, pk in known.items() if pk in uids}
    for row, entry in made:
        roles = [
            [role.kind, role.title, role.since, role.until, str(where) if where else None]
            for role in entry.roles
            for where in [here.get(role.organisation) if role.organisation else None]
            if role.title or where
        ]
        set_roles(row, roles)
        if entry.part_of in here:
            write(project, row.uid, {"part_of": str(here[entry.part_of])})
            row.refresh_from_db()
