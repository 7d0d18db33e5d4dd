"""Lists of speakers: by name, the tree of organisations, and pairs that may be one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from newsreader import access
from newsreader.models import Membership, Project
from newsreader.search.language import folded_key

from ..models import (
    NAME_LIMIT,
    Alias,
    AnnotationSpeaker,
    Speaker,
    SpeakerQuerySet,
)
from .alike import alike

PER_PAGE = 100
ABOVE = (Speaker.Kind.ORGANISATION, Speaker.Kind.STATE)


class ListForm(forms.Form):
    """Which speakers: by a part of a name or alias, and by kind. What cannot be read narrows nothing."""

    q = forms.CharField(label=_("Find a speaker"), max_length=NAME_LIMIT, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("all kinds")), *Speaker.Kind.choices], required=False
    )

    def asked(self) -> tuple[str, str]:
        data = self.cleaned_data if self.is_valid() else {}
        return data.get("q", ""), data.get("kind", "")

    def kept(self) -> str:
        """The list as a query string, "?" first, without its page."""
        said = {name: value for name, value in zip(("q", "kind"), self.asked(), strict=True) if value}
        return f"?{urlencode(said)}" if said else ""


def found(project: Project, typed: str, kind: str) -> SpeakerQuerySet:
    """All those that are asked for."""
    rows = Speaker.objects.of(project)
    if key := folded_key(typed):
        matching = Alias.objects.filter(key__contains=key).values("speaker")
        rows = rows.filter(Q(key__contains=key) | Q(pk__in=matching))
    if kind:
        rows = rows.filter(kind=kind)
    return rows.order_by("key", "pk")


def listed(member: Membership, typed: str, kind: str, number: int) -> Page[Speaker]:
    page = Paginator(found(member.project, typed, kind), PER_PAGE).get_page(number)
    _count(member, page)
    return page


def _used(member: Membership, speakers: Iterable[int]) -> dict[int, int]:
    """How many annotations that the member may see name each; who is named by none is missing."""
    named = AnnotationSpeaker.objects.filter(speaker__in=list(speakers))
    links = access.visible(named, member, owner="annotation__owner").order_by()
    return dict(links.values_list("speaker").annotate(n=Count("pk")))


def _count(member: Membership, page: Page[Speaker]) -> None:
    """Give each `used`: how many annotations that the member may see name it."""
    used = _used(member, (speaker.pk for speaker in page))
    for speaker in page:
        speaker.used = used.get(speaker.pk, 0)  # type: ignore[attr-defined]  # for the template


@dataclass(frozen=True)
class Node:
    uid: Any
    name: str
    depth: int


def organisations(project: Project, number: int) -> Page[Node]:
    """Each below what it is part of; persons who are part of one are not among them."""
    rows = Speaker.objects.of(project).filter(kind__in=ABOVE).order_by("key", "pk")
    below: dict[int | None, list[tuple[int, Any, str]]] = defaultdict(list)
    known = list(rows.values_list("pk", "uid", "name", "part_of"))
    there = {pk for pk, *_rest in known}
    for pk, uid, name, part_of in known:
        below[part_of if part_of in there else None].append((pk, uid, name))
    nodes: list[Node] = []
    waiting = [(0, one) for one in reversed(below[None])]
    while waiting:
        depth, (pk, uid, name) = waiting.pop()
        nodes.append(Node(uid, name, depth))
        waiting += [(depth + 1, one) for one in reversed(below[pk])]
    return Paginator(nodes, PER_PAGE).get_page(number)


def _kept_apart(project: Project) -> Iterable[tuple[int, int]]:
    rows = Speaker.unlike.through.objects.filter(from_speaker__project=project)
    return rows.values_list("from_speaker", "to_speaker")


def proposals(member: Membership, number: int) -> Page[Any]:
    """Pairs of speakers who may be one, of the page as rows; not those of whom somebody has said that they
    are two. Unnamed sources are never among them: "ein Diplomat" here is not "ein Diplomat" there. A person
    is no organisation. The second of a pair, with more quotes or the fuller name, is the one to stay."""
    rows = Speaker.objects.of(member.project).named()
    kinds = dict(rows.values_list("pk", "kind"))
    names: dict[int, list[str]] = {pk: [key] for pk, key in rows.values_list("pk", "key")}
    for pk, key in Alias.objects.filter(speaker__in=rows).values_list("speaker", "key"):
        names[pk].append(key)
    persons = {pk: keys for pk, keys in names.items() if kinds[pk] == Speaker.Kind.PERSON}
    others = {pk: keys for pk, keys in names.items() if pk not in persons}
    apart = {frozenset(pair) for pair in _kept_apart(member.project)}
    found = [pair for pair in (*alike(persons), *alike(others)) if frozenset(pair[:2]) not in apart]
    pairs = sorted(found, key=lambda pair: -pair.rating)
    page: Page[Any] = Paginator(pairs, PER_PAGE).get_page(number)
    shown = rows.in_bulk({pk for pair in page for pk in pair[:2]})
    used = _used(member, shown)
    page.object_list = [
        sorted((shown[one], shown[other]), key=lambda each: (used.get(each.pk, 0), len(each.name)))
        for one, other, _rating in page
    ]
    return page
