"""What the page of a speaker shows beside the quotes: roles on a line of time, what stands above and below,
what was said how often, and who else is quoted there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from newsreader import access
from newsreader.models import Membership

from ..filtering.filter import placed
from ..interchange.selection import with_context
from ..models import (
    Annotation,
    AnnotationSpeaker,
    AnnotationTag,
    Role,
    Speaker,
)
from . import timeline
from .holding import roles_of
from .roles import in_order

SHOWN = 20  # tags, others who are quoted, those who belong to it


@dataclass
class TagCount:
    """How many of the speaker's statements have a tag; of a claim also by stance."""

    uid: Any
    name: str
    color: int
    count: int = 0
    stances: list[tuple[Any, int]] = field(default_factory=list)


@dataclass(frozen=True)
class About:
    line: timeline.Line | None
    roles: list[Any]
    above: list[Speaker]
    below: QuerySet[Speaker]
    members: QuerySet[Role]
    tags: list[TagCount]
    others: QuerySet[Speaker]


def about(member: Membership, speaker: Speaker, today: date) -> About:
    """A number of questions that does not grow, but for one for each organisation above."""
    roles = in_order(roles_of(speaker=speaker).get(speaker.pk, []))
    return About(
        line=timeline.line(roles, today),
        roles=roles,
        above=list(_above(speaker)),
        below=speaker.parts.order_by("key")[:SHOWN],
        members=speaker.held.select_related("speaker").order_by("since", "speaker__key")[:SHOWN],
        tags=_tags(member, speaker),
        others=_others(member, speaker),
    )


def _above(speaker: Speaker) -> Iterable[Speaker]:
    found: list[Speaker] = []
    above = speaker.part_of
    while above:
        found.insert(0, above)
        above = above.part_of
    return found


def _tags(member: Membership, speaker: Speaker) -> list[TagCount]:
    """Those most used first."""
    said = AnnotationTag.objects.filter(annotation__speaker_links__speaker=speaker)
    links = access.visible(said, member, owner="annotation__owner")
    rows = links.order_by().values_list("tag__uid", "tag__name", "tag__color", "tag__kind", "stance")
    counts: dict[Any, TagCount] = {}
    for uid, name, color, kind, stance, n in rows.annotate(n=Count("pk")):
        found = counts.setdefault(uid, TagCount(uid, name, color))
        found.count += n
        if kind == "claim" and stance:
            found.stances.append((AnnotationTag.Stance(stance).label, n))
    return sorted(counts.values(), key=lambda tag: (-tag.count, tag.name))[:SHOWN]


def _others(member: Membership, speaker: Speaker) -> QuerySet[Speaker]:
    """Who else is quoted in the same articles; `shared` of them."""
    links = access.visible(AnnotationSpeaker.objects.filter(speaker=speaker), member, "annotation__owner")
    mine = Q(annotation_links__annotation__owner=member) if access.sees_only_own(member) else Q()
    there = Q(annotation_links__article__in=links.values("article")) & mine
    rows = Speaker.objects.of(member.project).exclude(pk=speaker.pk).filter(there)
    shared = Count("annotation_links__article", filter=there, distinct=True)
    return rows.annotate(shared=shared).order_by("-shared", "key")[:SHOWN]


def with_surroundings(marks: Iterable[Annotation]) -> None:
    """Give each of these annotations `before` and `after`, the text around its passages. One question."""
    pks = [mark.pk for mark in marks]
    rows = placed(Annotation.objects.filter(pk__in=pks, is_whole=False))
    columns = ("pk", "context", "before", "start", "stop")
    found = {pk: values for pk, *values in with_context(rows).values_list(*columns)}
    for mark in marks:
        context, lead, start, stop = found.get(mark.pk, ("", 0, 0, 0))
        around = context[:lead], context[lead + stop - start :]
        mark.before, mark.after = around  # type: ignore[attr-defined]  # for the template
