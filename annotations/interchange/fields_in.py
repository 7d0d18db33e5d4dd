"""A project's own fields in a JSON file: what they are, what was answered, and which of the project's."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from newsreader.changes import State
from newsreader.models import Project
from newsreader.search.language import folded_key

from ..answer_fields import answer_field
from ..models import NAME_LIMIT, NOTE_LIMIT, Variable
from ..recording import variable_state
from .document import Answer, FieldEntry
from .reading import Place, Refused

ANSWER_LIMIT = 1_000  # code points

Add = Callable[[str, UUID, State], None]
"""Notes for history what an import has made: kind, uid, state."""
Fields = Mapping[UUID, FieldEntry]


def field(place: Place) -> FieldEntry:
    of, kind = place.choice("of", Variable.Of.values), place.choice("kind", Variable.Kind.values)
    for key, value in (("of", of), ("kind", kind)):
        if not value:
            raise place.refuse(key, _("This is missing."))
    return FieldEntry(
        uid=place.uid("id"),
        of=of,
        name=place.name("name", NAME_LIMIT),
        kind=kind,
        options=place.names("options", NAME_LIMIT) if kind == Variable.Kind.CHOICE else [],
        required=place.flag("required"),
        instruction=place.text("instruction", NOTE_LIMIT),
        archived=place.flag("archived"),
    )


def answers(place: Place, fields: Fields, of: str) -> list[Answer]:
    """What a speaker or an annotation answers; `of` is what it may be asked for."""
    found: dict[UUID, str] = {}
    for entry in place.objects("fields"):
        asked = fields[entry.reference("field", fields)]
        if asked.of != of:
            raise entry.refuse("field", _("This field is asked of something else."))
        if asked.uid in found:
            raise place.refuse("fields", _("One id stands here twice."))
        found[asked.uid] = _answer(entry, asked)
    return list(found.items())


def _answer(place: Place, asked: FieldEntry) -> str:
    value = place.text("value", ANSWER_LIMIT)
    checks = answer_field(Variable(kind=asked.kind, options=asked.options, name=asked.name))
    try:
        clean: str = checks.clean(value)
    except ValidationError as problem:
        raise place.refuse("value", " ".join(problem.messages)) from None
    if not clean:
        raise place.refuse("value", _("This is missing."))
    return clean


def take_in(
    project: Project, entries: Iterable[FieldEntry], given: Iterable[Answer], add: Add
) -> dict[UUID, int]:
    """The project's fields that those of the file are: by id, else by name; made where there are none, behind
    those that are there. Raises Refused where an answer (`given`) would be none there."""
    rows = {row.uid: row for row in project.variables.all()}
    by_name = {(row.of, row.key): row for row in rows.values()}
    known: dict[UUID, Variable] = {}
    for entry in entries:
        found = rows.get(entry.uid) or by_name.get((entry.of, folded_key(entry.name)))
        if found is None:
            found = _made(project, entry, sum(of == entry.of for of, _key in by_name))
            by_name[found.of, found.key] = found
            add("variable", found.uid, variable_state(found))
        known[entry.uid] = found
        if (found.of, found.kind) != (entry.of, entry.kind):
            raise Refused(_("The project has a field “%(name)s” of another kind.") % {"name": found.name})
    for uid, value in given:
        field = known[uid]
        if field.kind == Variable.Kind.CHOICE and value not in field.options:
            said = _("The project’s field “%(name)s” lacks the choice “%(value)s”. Add it there first.")
            raise Refused(said % {"name": field.name, "value": value})
    return {uid: field.pk for uid, field in known.items()}


def _made(project: Project, entry: FieldEntry, position: int) -> Variable:
    return Variable.objects.create(
        project=project,
        uid=entry.uid,
        of=entry.of,
        name=entry.name,
        key=folded_key(entry.name),
        kind=entry.kind,
        options=entry.options,
        required=entry.required,
        instruction=entry.instruction,
        position=position,
        archived_at=timezone.now() if entry.archived else None,
    )
