"""What the project's own fields hold, of many annotations or many speakers, in a few statements."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from newsreader import bulk
from newsreader.changes import State, States, Words
from newsreader.models import Project

from ..models import Speaker, Value, Variable
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


def words(project: Project, states: Iterable[State]) -> Words:
    """The names of the fields that were answered, and of yes and no where one asks for that."""
    uids = {uid for state in states for uid, _value in state.get("values", ())}
    if not uids:
        return {}
    rows = list(project.variables.filter(uid__in=uids).values_list("uid", "name", "kind"))
    asks = any(kind == Variable.Kind.YES_NO for _uid, _name, kind in rows)
    return {
        **{("values", str(uid)): name for uid, name, _kind in rows},
        **({("values", "yes"): _("yes"), ("values", "no"): _("no")} if asks else {}),
    }
