"""Taking a table into the codebook: what it would do, then doing it."""

import uuid
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from newsreader import changes
from newsreader.changes import ChangeSet
from newsreader.models import Membership, Project

from ..models import AnnotationTag, Tag
from ..naming import quick
from ..recording import tag_state
from ..recording.tag import write_many
from ..sealing import ChangedSince
from ..tabular import Part, Sheet, TableForm, differing, seal_of
from .plan import Plan, States, paths_of, plan
from .sheet import COLUMNS


class SheetForm(TableForm):
    """`seen` is the seal of the codebook on which the plan was shown."""

    columns = COLUMNS

    update = forms.BooleanField(label=_("Also change tags that are there already"), required=False)


@dataclass(frozen=True)
class Change:
    """A tag that is there and says something else in the table."""

    path: str
    parts: list[Part]


@dataclass(frozen=True)
class Foreseen:
    plan: Plan
    seal: str
    new: list[str]  # paths
    changed: list[Change]
    unknown: list[str]


def foresee(project: Project, sheet: Sheet, update: bool) -> Foreseen:
    now = _states(project)
    made = _plan(project, now, sheet, update)
    final = {**now, **made.new}
    paths = paths_of({**final, **(made.after if update else {})})
    words = _words(paths_of({**final, **made.after}))
    changed = [
        Change(paths[uid], differing("tag", made.before[uid], made.after[uid], words)) for uid in made.after
    ]
    return Foreseen(made, seal_of(now), [paths[uid] for uid in made.new], changed, sheet.unknown)


def _words(paths: dict[uuid.UUID, str]) -> changes.Words:
    return {
        **{("kind", value): label for value, label in Tag.Kind.choices},
        **{("parent", str(uid)): path for uid, path in paths.items()},
    }


def take_in(member: Membership, sheet: Sheet, update: bool, seen: str) -> ChangeSet | None:
    """Raises ChangedSince, or Refused. What the plan complains of is for the caller to have looked at."""
    with quick(), changes.recording(member, "codebook.import") as record:
        list(Tag.objects.of(member.project).select_for_update().order_by("pk"))
        now = _states(member.project)
        if seen != seal_of(now):
            raise ChangedSince
        states = _plan(member.project, now, sheet, update).states(update)
        write_many(member.project, states)
        for uid, state in states.items():
            record("tag", uid, now.get(uid), state)
    return record.change_set


def _states(project: Project) -> States:
    rows = Tag.objects.of(project).select_related("parent", "proposed_by").order_by("pk")
    return {tag.uid: tag_state(tag) for tag in rows}


def _plan(project: Project, now: States, sheet: Sheet, update: bool) -> Plan:
    stances = AnnotationTag.objects.filter(tag__project=project).exclude(stance="").order_by()
    return plan(now, sheet.entries, update, set(stances.values_list("tag__uid", flat=True).distinct()))
