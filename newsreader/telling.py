"""What actions did, in words: of each object what was before and what came after. The words themselves are in
history.py."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .changes import Change, ChangeSet, State, kinds
from .history import OF_ARTICLES, Comparison, Entry, comparisons, entries
from .models import Membership, Project
from .taking_out import KIND as ARTICLE

PLACES = {"spans", "places"}
AT_MOST = 3  # objects told of in a line; an action on more of them says how many
AT_MOST_OF_A_KIND = 20  # the same on a page that is about one kind of object

Row = tuple[Promise | str, str, str]  # a part's name, before, after
About = tuple[str, uuid.UUID | None]  # kind and uid of what a page is about; no uid: all of that kind
Named = tuple[str, uuid.UUID]


@dataclass(frozen=True)
class Told:
    """One object in one action: what it is and is called, what became of it, and the parts that changed."""

    kind: Promise | str
    name: str
    verb: Promise | str
    rows: list[Row]


@dataclass(frozen=True)
class Line:
    entry: Entry
    told: list[Told]


def lines(member: Membership, shown: Sequence[ChangeSet], about: About | None = None) -> list[Line]:
    """The change sets with what they did to their objects; with `about`, to that only. The number of
    questions depends on the kinds of objects alone."""
    found = entries(member, list(shown))
    changes = _changes(found, about)
    words = comparisons(member.project, [(c.kind, *_sides(c)) for c in changes])
    names = names_of(member.project, changes)
    told: dict[int, list[Told]] = {}
    articles = {entry.change_set.pk for entry in found if entry.change_set.article_id}
    for change, comparison in zip(changes, words, strict=True):
        # The line names the action's article already.
        named = change.kind in OF_ARTICLES and change.change_set_id in articles
        name = "" if (about and about[1]) or named else names.get((change.kind, change.object), "")
        told.setdefault(change.change_set_id, []).append(_told(change, comparison, name))
    return [Line(entry, told.get(entry.change_set.pk, [])) for entry in found]


def _changes(found: list[Entry], about: About | None) -> list[Change]:
    sets = [entry.change_set.pk for entry in found if about or entry.objects <= AT_MOST]
    rows = Change.objects.filter(change_set__in=sets).order_by("id")
    if about and about[1]:
        return list(rows.filter(kind=about[0], object=about[1]))
    if about:
        rows = rows.filter(kind=about[0])
        counts = rows.order_by().values_list("change_set").annotate(n=Count("pk"))
        rows = rows.filter(change_set__in=[pk for pk, n in counts if n <= AT_MOST_OF_A_KIND])
    return list(rows)


def _sides(change: Change) -> tuple[State | None, State | None]:
    """Of what was made or deleted only what was said of it: where it stands means nothing in numbers."""
    if change.before is not None and change.after is not None:
        return change.before, change.after
    return _said(change.before), _said(change.after)


def _said(state: State | None) -> State | None:
    return state and {part: value for part, value in state.items() if value and part not in PLACES}


def names_of(project: Project, changes: Sequence[Change]) -> dict[Named, str]:
    """What the objects are called today, and those that are gone as they were called."""
    names: dict[Named, str] = {}
    for change in changes:
        state = change.after or change.before or {}
        names[change.kind, change.object] = str(state.get("name") or state.get("title") or "")
    for kind in sorted({change.kind for change in changes} & kinds().keys()):
        uids = {change.object for change in changes if change.kind == kind}
        names |= {(kind, uid): name for uid, name in kinds()[kind].names(project, uids).items()}
    return names


def _told(change: Change, comparison: Comparison, name: str) -> Told:
    moves = change.kind == ARTICLE  # nothing of it is deleted when its import is undone
    if change.before is None:
        verb = _("brought in") if moves else _("made")
    elif change.after is None:
        verb = _("taken out") if moves else _("deleted")
    else:
        verb = _("changed")
    rows = [(part, one, other) for part, one, other, differs in comparison.rows if differs]
    return Told(comparison.kind, name, verb, rows)
