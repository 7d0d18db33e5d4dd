"""A field of the project's own as a state. One that is in use keeps its kind and the choices that were taken,
whoever changes it: a form, or an undo."""

import uuid
from collections.abc import Collection
from typing import Any

from django.utils import timezone
from django.utils.translation import ngettext

from newsreader import access, changes
from newsreader.access import Action
from newsreader.changes import Refused, State, Words
from newsreader.models import Membership, Project
from newsreader.search.language import folded_key

from ..models import Variable

SAID = ("of", "name", "kind", "options", "required", "instruction", "position")
"""The fields that a state holds as they are."""


def variable_state(variable: Variable) -> State:
    """Since when one is archived does not matter."""
    return {**{name: getattr(variable, name) for name in SAID}, "archived_at": bool(variable.archived_at)}


def _read(project: Project, uids: list[uuid.UUID]) -> dict[uuid.UUID, State]:
    rows = project.variables.filter(uid__in=uids).select_for_update()
    return {row.uid: variable_state(row) for row in rows}


def _write(project: Project, uid: uuid.UUID, state: State | None) -> None:
    found = project.variables.select_for_update().filter(uid=uid).first()
    if state is None:
        if found:
            found.delete_unanswered()
        return
    values: dict[str, Any] = {name: state[name] for name in SAID if name in state}
    if "name" in state:
        values["key"] = folded_key(state["name"])
    if "archived_at" in state:
        values["archived_at"] = timezone.now() if state["archived_at"] else None
    if found:
        check_kind(found, values.get("kind", found.kind))
        check_options(found, values.get("options", found.options))
    Variable.objects.update_or_create(project=project, uid=uid, defaults=values)


def check_kind(variable: Variable, kind: str) -> None:
    """Raises Refused where answers would no longer be what the field asks for."""
    if kind != variable.kind and (used := variable.values.count()):
        said = ngettext(
            "The field has been answered %(n)d time, so it stays what it is. Archive it and make a new one.",
            "The field has been answered %(n)d times, so it stays what it is. Archive it and make a new one.",
            used,
        )
        raise Refused(said % {"n": used})


def check_options(variable: Variable, options: Collection[str]) -> None:
    """Raises Refused where a choice that was taken would be gone."""
    if variable.kind != Variable.Kind.CHOICE:
        return
    for option, used in variable.chosen_without(options).items():
        said = ngettext(
            "“%(option)s” has been chosen %(n)d time, so it stays in the list. Move the answer first.",
            "“%(option)s” has been chosen %(n)d times, so it stays in the list. Move the answers first.",
            used,
        )
        raise Refused(said % {"option": option, "n": used})


def _words(project: Project, states: list[State]) -> Words:
    return {
        **{("of", value): label for value, label in Variable.Of.choices},
        **{("kind", value): label for value, label in Variable.Kind.choices},
    }


def _may(member: Membership, now: State | None, wanted: State | None) -> bool:
    return access.may(member, Action.MANAGE)


def _names(project: Project, uids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    return dict(project.variables.filter(uid__in=uids).values_list("uid", "name"))


KIND = changes.Kind("variable", 0, _read, _write, _words, _may, names=_names)
