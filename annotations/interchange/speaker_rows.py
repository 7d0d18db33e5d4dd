"""Speakers as the JSON format says them: names, what they were when, and what they are part of."""

from collections.abc import Iterator
from typing import Any

from ..models import Alias, Role
from ..speakers.roles import Answer, Held
from . import field_rows, rows
from .columns import Uid
from .selection import Selection

COLUMNS = ("pk", Uid("uid"), "name", "kind", Uid("part_of__uid"), "identifier", "memo")
ROLE = ("kind", "title", Uid("organisation__uid"), "since", "until")

Entry = dict[str, Any]


def entries(selection: Selection) -> Iterator[Entry]:
    for chunk in rows.chunks(selection.speakers().values_list(*COLUMNS), rows.CHUNK):
        pks = [pk for pk, *_rest in chunk]
        aliases = rows.grouped(Alias.objects.filter(speaker__in=pks), "name", by="speaker")
        held = Role.objects.filter(speaker__in=pks).order_by("speaker", "position", "pk")
        roles = rows.grouped(held, *ROLE, by="speaker")
        answers = field_rows.of_speakers(pks)
        for pk, uid, name, kind, part_of, identifier, memo in chunk:
            yield {
                "id": uid,
                "name": name,
                "kind": kind,
                "aliases": sorted(alias for (alias,) in aliases[pk]),
                "roles": [_role(*role) for role in roles[pk]],
                "part_of": part_of,
                "identifier": identifier or None,
                "memo": memo or None,
                "fields": field_rows.entries(answers[pk]),
            }


def _role(kind: str, title: str, organisation: str | None, since: str, until: str) -> Entry:
    return {
        "kind": kind,
        "title": title or None,
        "organisation": organisation,
        "since": since or None,
        "until": until or None,
    }


def then(speaker: str, held: dict[str, Held]) -> Iterator[Entry]:
    """What a speaker was when a statement was made, one entry for each kind of role; nothing for none."""
    for kind, (answer, roles) in held.items():
        if answer is not Answer.NONE:
            words = [role.words for role in roles]
            yield {"speaker": speaker, "kind": kind, "answer": answer.value, "roles": words}


def cell(held: dict[str, Held], kind: str) -> str:
    """The same in a cell of CSV."""
    answer, roles = held.get(kind, Held(Answer.NONE, ()))
    return answer.value if answer is Answer.AMBIGUOUS else "; ".join(role.words for role in roles)
