"""A project's own fields: making, changing, ordering, archiving and removing them, each one change set."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from newsreader import changes
from newsreader.changes import ChangeSet, Recorder, State
from newsreader.models import Membership, Project
from newsreader.search.language import folded_key

from . import many
from .models import Annotation, Speaker, Variable, VariableQuerySet
from .naming import quick
from .recording import variable_state
from .recording.variable import check_kind, check_options
from .sealing import ChangedSince, seal


@contextmanager
def _changing(member: Membership, action: str) -> Iterator[Recorder]:
    """One at a time in a project: an order is of all of them. Raises naming.Refused."""
    with quick(), changes.recording(member, action) as record:
        Project.objects.select_for_update(no_key=True).get(pk=member.project_id)
        yield record


TYPED = ("name", "kind", "options", "instruction", "required")
"""The parts of a field's state that its form changes."""


def typed(state: State) -> State:
    return {part: state[part] for part in TYPED}


def save(member: Membership, variable: Variable, values: dict[str, Any], seen: str = "") -> ChangeSet | None:
    """Make or change a field; a new one stands last. `seen` is the seal of what was typed upon (`typed`).
    Raises naming.Refused, or ChangedSince."""
    is_new = variable.pk is None
    with _changing(member, "variable.create" if is_new else "variable.update") as record:
        variable = variable if is_new else _locked(variable)
        before = None if is_new else variable_state(variable)
        if before:
            if seen and seen != seal(typed(before)):
                raise ChangedSince(typed(before), typed(values))
            check_kind(variable, values["kind"])
            check_options(variable, values["options"])
        for name, value in values.items():
            setattr(variable, name, value)
        variable.key = folded_key(variable.name)
        if is_new:
            variable.position = len(_beside(variable))
        variable.save()
        record("variable", variable.uid, before, variable_state(variable))
    return record.change_set


def move(member: Membership, variable: Variable, up: bool) -> ChangeSet | None:
    """One place up or down among those that are asked of the same things; None at the end of the list."""
    with _changing(member, "variable.move") as record:
        rows = list(_beside(variable).select_for_update())
        at = next((n for n, row in enumerate(rows) if row.pk == variable.pk), -1)
        to = at - 1 if up else at + 1
        if at >= 0 and 0 <= to < len(rows):
            rows.insert(to, rows.pop(at))
        for position, row in enumerate(rows):
            _set(row, record, position=position)
    return record.change_set


def archive(member: Membership, variable: Variable, back: bool = False) -> ChangeSet | None:
    """It is no longer asked; what was answered stays. With `back` it is asked again."""
    with _changing(member, "variable.restore" if back else "variable.archive") as record:
        row = _locked(variable)
        if bool(row.archived_at) is back:
            _set(row, record, archived_at=None if back else timezone.now())
    return record.change_set


def recode(member: Membership, variable: Variable, old: str, new: str) -> ChangeSet | None:
    """Who has answered `old` has answered `new` from now on, whoever they are. Raises naming.Refused."""
    turn = many.answered((variable.uid, new))
    with _changing(member, "variable.recode") as record:
        answers = variable.values.filter(value=old)
        annotations = Annotation.objects.filter(pk__in=answers.values("annotation"))
        speakers = Speaker.objects.filter(pk__in=answers.values("speaker"))
        many.edit(record, member.project, annotations, "values", turn)
        many.edit(record, member.project, speakers, "values", turn)
    return record.change_set


def remove(member: Membership, variable: Variable) -> ChangeSet | None:
    """Raises RestrictedError where it has been answered; removing twice is quiet."""
    with changes.recording(member, "variable.remove") as record:
        if row := Variable.objects.select_for_update().filter(pk=variable.pk).first():
            record("variable", row.uid, variable_state(row), None)
            row.delete_unanswered()
    return record.change_set


def _beside(variable: Variable) -> VariableQuerySet:
    """Those that are asked of the same things, in their order."""
    return Variable.objects.asked().filter(project=variable.project_id, of=variable.of)


def _locked(variable: Variable) -> Variable:
    return Variable.objects.select_for_update().get(pk=variable.pk)


def _set(row: Variable, record: Recorder, **values: Any) -> None:
    before = variable_state(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    record("variable", row.uid, before, variable_state(row))
