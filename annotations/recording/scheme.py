"""What an annotation is in a project, as a state."""

import uuid

from newsreader import access, changes
from newsreader.access import Action
from newsreader.changes import State, Words
from newsreader.models import Membership, Project

from ..models import Scheme

SAID = ("unit", "joins_interrupted", "holds_marks", "holds_final_mark", "shows_suggestions", "own_weights")
"""The fields that a state holds; those of an older state may be missing."""


def scheme_state(scheme: Scheme) -> State:
    """A project that has set nothing is in the state of the defaults."""
    return {name: getattr(scheme, name) for name in SAID}


def _read(project: Project, uids: list[uuid.UUID]) -> dict[uuid.UUID, State]:
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    return {project.uid: scheme_state(Scheme.of(project))}


def put(project: Project, state: State) -> None:
    Scheme.objects.update_or_create(
        project=project, defaults={name: state[name] for name in SAID if name in state}
    )


def _write(project: Project, uid: uuid.UUID, state: State | None) -> None:
    put(project, state or scheme_state(Scheme()))


def _words(project: Project, states: list[State]) -> Words:
    return {("unit", value): label for value, label in Scheme.Unit.choices}


def _may(member: Membership, now: State | None, wanted: State | None) -> bool:
    return access.may(member, Action.MANAGE)


KIND = changes.Kind("scheme", 0, _read, _write, _words, _may)
