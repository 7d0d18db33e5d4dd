"""What happened in a project, newest first, as far as the member may see it, and in words."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext

from . import access
from .changes import REDO, UNDO, Change, ChangeSet, State, Words, kinds
from .corrections.words import origin_words
from .history_words import ACTIONS, KINDS, PARTS
from .models import Article, Membership, Project

NO_WORDS: Words = MappingProxyType({})
OF_ARTICLES = ("article", "details", "blocks", "text")  # the kinds whose objects are articles
# What the page says already, or what only the machine needs.
HIDDEN_PARTS = {
    "sha256", "article", "member", "owner", "text_version", "created_at", "label", "suggestion",
    "saw_suggestions",
}  # fmt: skip
_STRETCH = re.compile(r"\d+-\d+")


@dataclass(frozen=True)
class Entry:
    """One line of the history: a change set, how many objects it touched, and what can be done with it."""

    change_set: ChangeSet
    objects: int
    can_undo: bool
    can_redo: bool

    @property
    def is_import(self) -> bool:
        """Its page says first what would go and what has been worked on."""
        return self.change_set.action == "import"

    @property
    def action(self) -> Promise | str:
        return action_words(self.change_set)

    @property
    def about(self) -> Promise | str:
        """What an undo or redo took or brought back; empty for all else."""
        return action_words(self.change_set.undoes) if self.change_set.undoes else ""


def action_words(change_set: ChangeSet) -> Promise | str:
    return ACTIONS.get(change_set.action, change_set.action)


def change_sets(member: Membership) -> QuerySet[ChangeSet]:
    """The project's change sets that the member may see, newest first."""
    rows = member.project.change_sets.select_related("member", "article", "undoes").order_by("-id")
    return access.visible(rows, member, owner="member")


def about_of(member: Membership, change_set: ChangeSet) -> ChangeSet | None:
    """The action that an undo or redo is about, if the member may see it."""
    return change_sets(member).filter(undone_by=change_set.pk).first()


def entries(member: Membership, shown: list[ChangeSet]) -> list[Entry]:
    """The lines of these change sets, in one query. Only the shown ones are counted: an import may have
    touched thousands of objects."""
    foreign = Count("id", filter=~Q(kind__in=kinds()))
    rows = Change.objects.filter(change_set__in=shown).values_list("change_set")
    counts = {pk: (n, other) for pk, n, other in rows.annotate(n=Count("id"), other=foreign).order_by()}
    return [_entry(member, change_set, *counts.get(change_set.pk, (0, 0))) for change_set in shown]


def _entry(member: Membership, change_set: ChangeSet, objects: int, foreign: int) -> Entry:
    possible = objects > 0 and not foreign and may_turn(member, change_set)
    about_another = change_set.action in (UNDO, REDO)
    return Entry(
        change_set,
        objects,
        can_undo=possible and not change_set.undone,
        can_redo=possible and change_set.undone and not about_another,
    )


def may_turn(member: Membership, change_set: ChangeSet) -> bool:
    """Whether the member may take it back or bring it back: decided by the action that it is about."""
    if change_set.action in (UNDO, REDO):
        return change_set.undoes is not None and access.may_undo(member, change_set.undoes)
    return access.may_undo(member, change_set)


def history_of(member: Membership, kind: str, uid: uuid.UUID) -> QuerySet[ChangeSet]:
    """What became of one object, newest first, as far as the member may see it."""
    about = Change.objects.filter(kind=kind, object=uid).values("change_set")
    return change_sets(member).filter(pk__in=about)


def history_of_kind(member: Membership, kind: str) -> QuerySet[ChangeSet]:
    """What was done to all objects of a kind, newest first, as far as the member may see it."""
    return change_sets(member).filter(pk__in=Change.objects.filter(kind=kind).values("change_set"))


def history_in(member: Membership, article: Article) -> QuerySet[ChangeSet]:
    """The same of an article: what was done in it, and what actions over many articles did to it."""
    about = Q(kind__in=OF_ARTICLES, object=article.uid)
    for kind in kinds().values():
        if kind.in_article:
            about |= Q(kind=kind.name, object__in=kind.in_article(article))
    changed = Change.objects.filter(about).values("change_set")
    return change_sets(member).filter(Q(article=article) | Q(pk__in=changed))


@dataclass(frozen=True)
class Comparison:
    """One object in two states, part by part: (name, left, right, whether they differ)."""

    kind: Promise | str
    rows: list[tuple[Promise | str, str, str, bool]]

    @property
    def differs(self) -> bool:
        return any(differs for *_rest, differs in self.rows)


Object = tuple[str, State | None, State | None]


def comparisons(project: Project, objects: Sequence[Object]) -> list[Comparison]:
    """Objects, each of (kind, left, right), with the names of what they refer to looked up once a kind."""
    words = {}
    for name in kinds().keys() & {kind for kind, *_states in objects}:
        states = [state for kind, *both in objects if kind == name for state in both if state]
        words[name] = kinds()[name].words(project, states)
    return [compare(kind, left, right, words.get(kind, {})) for kind, left, right in objects]


def compare(kind: str, left: State | None, right: State | None, words: Words = NO_WORDS) -> Comparison:
    """Two states side by side as text; a state that is None, no object, has empty values."""
    keys = [key for key in dict.fromkeys([*(left or {}), *(right or {})]) if key not in HIDDEN_PARTS]
    pairs = [(key, (left or {}).get(key), (right or {}).get(key)) for key in keys]
    rows = [
        (_part_words(key), _words(key, one, words), _words(key, other, words), one != other)
        for key, one, other in pairs
    ]
    return Comparison(KINDS.get(kind, kind), rows)


def _part_words(key: str) -> Promise | str:
    if _STRETCH.fullmatch(key):
        return gettext("Characters %(stretch)s") % {"stretch": key.replace("-", "–")}
    return PARTS.get(key, key)


def _words(part: str, value: Any, words: Words) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, dict):  # a value of an article, or the kind of a block, with its origin
        return f"{_words(part, value['value'], words) or '–'} ({origin_words(value['origin'])})"
    if isinstance(value, list):
        return ", ".join(_range_or_words(part, item, words) for item in value)
    if isinstance(value, bool) and (part, str(value)) not in words:
        return gettext("yes") if value else gettext("no")
    return str(words.get((part, str(value)), value))


def _range_or_words(part: str, item: Any, words: Words) -> str:
    """A span is [start, end], a tag with its stance [uid, stance]; a role has words as a whole."""
    if known := words.get((part, str(item))):
        return str(known)
    if not isinstance(item, list):
        return _words(part, item, words)
    glue = "–" if all(isinstance(value, int) for value in item) else " · "
    return glue.join(filter(None, (_words(part, value, words) for value in item)))
