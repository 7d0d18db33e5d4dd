"""Which part of a project an export holds: one value object for every format, the page and the command.

Source and dates narrow the articles; tag and speaker ask what was said, and leave only articles where it was;
owner asks whose work it is, and leaves all articles: that somebody is done with one and marked nothing is a
result too.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest, Substr

from newsreader import dates
from newsreader.models import Article, CodingState, Membership, Project, Source

from ..anchoring import CONTEXT
from ..models import (
    Annotation,
    AnnotationQuerySet,
    AnnotationSpeaker,
    AnnotationTag,
    Span,
    Speaker,
    Tag,
)


class Content(StrEnum):
    """How much of the texts goes along: whole texts, quotes with their context, or none of it."""

    TEXTS = "texts"
    QUOTES = "quotes"
    BARE = "bare"


@dataclass(frozen=True)
class Selection:
    """`first` and `last` are EDTF; empty or None is "all". Suggestions are accepted as a wish: no detector
    makes any yet, so it adds none."""

    project: Project
    tag: Tag | None = None
    speaker: Speaker | None = None
    source: Source | None = None
    first: str = ""
    last: str = ""
    owner: Membership | None = None
    suggestions: bool = False

    @property
    def is_whole(self) -> bool:
        return not any((self.tag, self.speaker, self.source, self.first, self.last, self.owner))

    def described(self) -> dict[str, Any]:
        """The filter as a file states it."""
        return {
            "tag": str(self.tag.uid) if self.tag else None,
            "speaker": str(self.speaker.uid) if self.speaker else None,
            "source": self.source.name if self.source else None,
            "from": self.first or None,
            "to": self.last or None,
            "owner": str(self.owner.uid) if self.owner else None,
            "suggestions": self.suggestions,
        }

    def articles(self) -> QuerySet[Article]:
        """In date order, undated last; the same order in every project that holds the same articles."""
        rows = self.project.articles.filter(self._within())
        if self.tag or self.speaker:
            rows = rows.filter(Exists(self._marks().filter(article=OuterRef("pk"))))
        return rows.order_by(F("published_from").asc(nulls_last=True), "uid")

    def annotations(self) -> AnnotationQuerySet:
        """In the order of their articles, then by place."""
        spans = Span.objects.filter(annotation=OuterRef("pk"))
        rows = self._marks().filter(self._within("article__"))
        rows = rows.annotate(
            start=Subquery(spans.order_by("start").values("start")[:1]),
            stop=Subquery(spans.order_by("-end").values("end")[:1]),
        )
        by_date = F("article__published_from").asc(nulls_last=True)
        return rows.order_by(by_date, F("article__uid"), F("start").asc(nulls_first=True), F("uid"))

    def states(self) -> QuerySet[CodingState]:
        """Without "open": no state means that."""
        rows = CodingState.objects.filter(article__project=self.project).exclude(state=CodingState.State.OPEN)
        return rows.filter(member=self.owner) if self.owner else rows

    def members(self) -> QuerySet[Membership]:
        """Those whose annotations or states are in the export, and nobody else."""
        busy = Q(pk__in=self.annotations().order_by().values("owner"))
        coded = Q(pk__in=self.states().filter(article__in=self.articles().order_by()).values("member"))
        return self.project.memberships.filter(busy | coded).order_by("uid")

    def speakers(self) -> QuerySet[Speaker]:
        """All of the project; of a filtered export those that its annotations name."""
        rows = Speaker.objects.of(self.project)
        if not self.is_whole:
            marks = self.annotations().order_by().values("pk")
            links = AnnotationSpeaker.objects.filter(annotation__in=marks)
            spoke = Q(pk__in=links.order_by().values("speaker"))
            heard = Q(pk__in=self.annotations().order_by().values("addressee"))
            rows = rows.filter(spoke | heard)
        return rows.order_by("key", "uid")

    def tags(self) -> QuerySet[Tag]:
        """The whole codebook, always: it is the instrument that everything was coded with."""
        return Tag.objects.of(self.project).order_by("key", "uid")

    def _marks(self) -> AnnotationQuerySet:
        rows = Annotation.objects.filter(project=self.project)
        if self.tag:
            links = AnnotationTag.objects.filter(tag__in=self._tag_and_below)
            rows = rows.filter(pk__in=links.order_by().values("annotation"))
        if self.speaker:
            said = AnnotationSpeaker.objects.filter(speaker=self.speaker)
            rows = rows.filter(pk__in=said.order_by().values("annotation"))
        return rows.filter(owner=self.owner) if self.owner else rows

    def _within(self, path: str = "") -> Q:
        """The conditions on an article, which `path` leads to. A partial date matches what it overlaps."""
        conditions: dict[str, Source | date] = {}
        if self.source:
            conditions[f"{path}source"] = self.source
        if self.first:
            conditions[f"{path}published_to__gte"] = dates.bounds(self.first)[0]
        if self.last:
            conditions[f"{path}published_from__lte"] = dates.bounds(self.last)[1]
        return Q(**conditions)

    @cached_property
    def _tag_and_below(self) -> set[int]:
        assert self.tag is not None
        parents = list(self.project.tags.values_list("pk", "parent"))
        found, grown = {self.tag.pk}, True
        while grown:
            below = {pk for pk, parent in parents if parent in found} - found
            found, grown = found | below, bool(below)
        return found


def with_context(annotations: AnnotationQuerySet) -> AnnotationQuerySet:
    """Add `context`: the text from CONTEXT code points before the first span to as many after the last. The
    database cuts it, once (it counts code points, as Python does): unpacking a text costs more than cutting.
    """
    start: Combinable = F("start")
    begin = Greatest(start - CONTEXT, Value(0))
    return annotations.annotate(
        context=Substr("text__text", begin + 1, F("stop") - begin + CONTEXT), before=start - begin
    )
