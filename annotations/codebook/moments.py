"""The codebook as it was at a moment: today's, with everything that was done to it since taken back."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsreader import dates
from newsreader.changes import Change, ChangeSet, State
from newsreader.forms import EdtfField
from newsreader.models import Membership, Project
from newsreader.search.language import folded_key

from ..models import Tag
from ..recording import tag_state
from ..recording.tag import SAID
from .tree import Node, walk

States = dict[uuid.UUID, State]


class DayForm(forms.Form):
    """A day, or a month or year, whose end is meant."""

    on = EdtfField(
        label=_("As it was at the end of"),
        max_length=40,
        widget=forms.TextInput(attrs={"placeholder": "2017-03-30", "size": 12}),
    )

    def clean_on(self) -> date:
        last = dates.bounds(self.cleaned_data["on"])[1]
        if last == date.max:  # the day after it is none
            raise ValidationError(_("Write a date as 2017, 2017-03 or 2017-03-30."))
        return last


@dataclass(frozen=True)
class Was:
    """A tag as it was. `now` is what it is called today: the same, another name, or empty where it is gone;
    `differs` where anything of it has changed since."""

    node: Node
    now: str
    differs: bool


@dataclass(frozen=True)
class Moment:
    rows: list[Was]
    added: list[str]  # the names of what came since


def last_on(project: Project, day: date) -> ChangeSet | None:
    """The last action of that day or of one before it."""
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return project.change_sets.filter(created_at__lt=end).order_by("-id").first()


def moment(member: Membership, after: ChangeSet | None) -> Moment:
    """The codebook right after this action, or before the first one."""
    tags = Tag.objects.of(member.project).select_related("parent", "proposed_by")
    now = {tag.uid: tag_state(tag) for tag in tags}
    then = _taken_back(member.project, now, after.pk if after else 0)
    rows = [
        Was(node, now.get(node.tag.uid, {}).get("name", ""), then[node.tag.uid] != now.get(node.tag.uid))
        for node in _tree(then)
    ]
    added = [state["name"] for uid, state in now.items() if uid not in then]
    return Moment(rows, sorted(added, key=folded_key))


def _taken_back(project: Project, now: Mapping[uuid.UUID, State], after: int) -> States:
    """These states with every change since taken back, the latest first. A change may hold a part of a state
    only."""
    then = {uid: dict(state) for uid, state in now.items()}
    since = Change.objects.filter(kind="tag", change_set__project=project, change_set__gt=after)
    for uid, before in since.order_by("-id").values_list("object", "before"):
        if before is None:
            then.pop(uid, None)
        else:
            then[uid] = then.get(uid, {}) | before
    return then


def _tree(states: States) -> list[Node]:
    """As tags that are not stored. One whose parent is not known stands at the root."""
    keys = {uid: number for number, uid in enumerate(sorted(states, key=lambda uid: _order(states[uid])), 1)}
    tags = []
    for uid, pk in keys.items():
        state = states[uid]
        said = {name: state[name] for name in SAID if name in state}
        parent = state.get("parent")
        above = keys.get(uuid.UUID(parent)) if parent else None
        archived = timezone.now() if state.get("archived_at") else None
        tags.append(Tag(pk=pk, uid=uid, parent_id=above, archived_at=archived, **said))
    return list(walk(tags))


def _order(state: State) -> str:
    return folded_key(state.get("name", ""))
