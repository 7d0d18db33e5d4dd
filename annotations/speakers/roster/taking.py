"""Reading all speakers at once, what a table would do to them, and doing it in one change set."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from newsreader import changes
from newsreader.changes import ChangeSet, State, States
from newsreader.models import Membership, Project
from newsreader.search.language import folded_key

from ...models import Alias, Role, Speaker
from ...naming import quick
from ...recording.speaker import KIND, in_order, write
from ...sealing import ChangedSince
from ...tabular import (
    Part,
    Sheet,
    TableForm,
    differing,
    seal_of,
)
from .plan import Plan, plan
from .sheet import COLUMNS, written


class SheetForm(TableForm):
    columns = COLUMNS


def states(project: Project) -> States:
    """Of every speaker, by name, in three questions; values of the project's own fields are left out."""
    rows = Speaker.objects.of(project).order_by("key", "pk").select_related("part_of")
    aliases: dict[int, list[str]] = defaultdict(list)
    for pk, name in Alias.objects.filter(speaker__project=project).values_list("speaker", "name"):
        aliases[pk].append(name)
    roles: dict[int, list[list[Any]]] = defaultdict(list)
    held = Role.objects.filter(speaker__project=project).order_by("speaker", "position", "pk")
    columns = ("speaker", "kind", "title", "since", "until", "organisation__uid")
    for pk, *said, where in held.values_list(*columns):
        roles[pk].append([*said, str(where) if where else None])
    return {
        row.uid: {
            "name": row.name,
            "kind": row.kind,
            "aliases": sorted(aliases[row.pk]),
            "part_of": str(row.part_of.uid) if row.part_of else None,
            "identifier": row.identifier,
            "memo": row.memo,
            "roles": roles[row.pk],
        }
        for row in rows
    }


def table(project: Project) -> str:
    now = states(project)
    names = {str(uid): state["name"] for uid, state in now.items()}
    return written(((str(uid), state) for uid, state in now.items()), names)


@dataclass(frozen=True)
class Foreseen:
    """`new` are names, `changed` what would differ of a speaker who is there."""

    plan: Plan
    seal: str
    new: list[str]
    changed: list[tuple[str, list[Part]]]
    unknown: list[str]


def foresee(project: Project, sheet: Sheet) -> Foreseen:
    now = states(project)
    made = plan(now, sheet.entries)
    names = {str(uid): state["name"] for uid, state in {**now, **made.new}.items()}
    words: dict[tuple[str, str], Promise | str] = {
        ("kind", value): said for value, said in Speaker.Kind.choices
    }
    words |= {("roles", value): said for value, said in Role.Kind.choices}
    words |= {(part, uid): name for part in ("part_of", "roles") for uid, name in names.items()}
    changed = [
        (names[str(uid)], differing("speaker", before, after, words))
        for uid, (before, after) in made.changed.items()
    ]
    return Foreseen(made, seal_of(now), [s["name"] for s in made.new.values()], changed, sheet.unknown)


def take_in(member: Membership, sheet: Sheet, seen: str) -> ChangeSet | None:
    """Raises ChangedSince, or Refused. What the plan complains of is for the caller to have looked at."""
    project = member.project
    with quick(), changes.recording(member, "speaker.import") as record:
        list(Speaker.objects.of(project).select_for_update().order_by("pk").values_list("pk"))
        now = states(project)
        if seen != seal_of(now):
            raise ChangedSince
        made = plan(now, sheet.entries)
        make(project, made.new)
        for uid in in_order(made.new):
            record(KIND.name, uid, None, made.new[uid])
        for uid, (before, after) in made.changed.items():
            write(project, uid, after)
            record(KIND.name, uid, before, after)
    return record.change_set


def make(project: Project, new: States) -> None:
    """Hundreds of speakers in a few statements, then what connects them; each in a whole state."""
    rows = [
        Speaker(project=project, uid=uid, key=folded_key(state["name"]), **_plain(state))
        for uid, state in new.items()
    ]
    Speaker.objects.bulk_create(rows, batch_size=500)
    pks = dict(project.speakers.values_list("uid", "pk"))
    for row in rows:
        above = new[row.uid]["part_of"]
        row.part_of_id = pks[uuid.UUID(above)] if above else None
    Speaker.objects.bulk_update([row for row in rows if row.part_of_id], ["part_of"], batch_size=500)
    Alias.objects.bulk_create(
        (Alias(speaker=r, name=name, key=folded_key(name)) for r in rows for name in new[r.uid]["aliases"]),
        batch_size=500,
    )
    Role.objects.bulk_create(
        (
            Role(
                speaker=row, position=n, kind=kind, title=title, since=since, until=until,
                organisation_id=pks[uuid.UUID(where)] if where else None,
            )
            for row in rows
            for n, (kind, title, since, until, where) in enumerate(new[row.uid]["roles"])
        ),
        batch_size=500,
    )  # fmt: skip


def _plain(state: State) -> dict[str, Any]:
    return {name: state[name] for name in ("name", "kind", "identifier", "memo")}
