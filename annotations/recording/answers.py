"""What the project's own fields hold, of many annotations or many speakers, in a few statements."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from django.db.models import QuerySet

from newsreader import bulk
from newsreader.changes import State, States
from newsreader.models import Project

from ..models import Speaker, Value
from .places import BATCH

Of = Literal["annotation", "speaker"]
Pairs = list[list[str]]  # [uid of the field, value], in the order of the uids


def read(of: Of, pks: Sequence[int]) -> dict[int, Pairs]:
    """By primary key; what answers nothing is missing."""
    groups: dict[int, Pairs] = defaultdict(list)
    for n in range(0, len(pks), BATCH):
        rows = Value.objects.filter(**{f"{of}__in": pks[n : n + BATCH]})
        for pk, uid, value in rows.values_list(of, "variable__uid", "value"):
            groups[pk].append([str(uid), value])
    for pairs in groups.values():
        pairs.sort()
    return groups


def put(project: Project, of: Of, said: Mapping[int, Pairs]) -> None:
    """Replace what these, some thousands at most, answer. Raises KeyError for a field that the project does
    not have."""
    uids = {uid for pairs in said.values() for uid, _value in pairs}
    fields = project.variables.filter(uid__in=uids).values_list("uid", "pk") if uids else ()
    pks = {str(uid): pk for uid, pk in fields}
    Value.objects.filter(**{f"{of}__in": list(said)}).delete()
    rows = ((pk, pks[uid], value) for pk, pairs in said.items() for uid, value in pairs)
    bulk.insert(Value, (f"{of}_id", "variable_id", "value"), rows)


def of_speakers(speakers: QuerySet[Speaker], parts: Collection[str] = ("values",)) -> States:
    """The states of these speakers, as far as they are answers; the rows are locked."""
    if set(parts) != {"values"}:
        raise KeyError(*parts)
    rows = speakers.order_by("pk").select_for_update(of=("self",)).values_list("pk", "uid")
    uids: dict[int, uuid.UUID] = dict(rows)
    found = read("speaker", list(uids))
    return {uid: {"values": found.get(pk, [])} for pk, uid in uids.items()}


def put_speakers(project: Project, states: Mapping[uuid.UUID, State]) -> None:
    """Put speakers into such states. Raises KeyError for one that is not there, or a field."""
    uids = list(states)
    for n in range(0, len(uids), BATCH):
        batch = uids[n : n + BATCH]
        pks = dict(project.speakers.filter(uid__in=batch).values_list("uid", "pk"))
        put(project, "speaker", {pks[uid]: states[uid]["values"] for uid in batch})
