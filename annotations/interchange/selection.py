"""Which part of a project an export holds: one value object for every format, the page and the command.

Source and dates narrow the articles; what asks for something said leaves only articles where it was; owner
asks whose work it is, and leaves all articles (filtering/filter.py).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest, Substr

from newsreader.models import Article, CodingState, Membership, Project

from ..anchoring import CONTEXT
from ..filtering import Filter
from ..filtering.filter import by_place, placed
from ..models import (
    AnnotationQuerySet,
    AnnotationSpeaker,
    Comment,
    Decision,
    Memo,
    Role,
    Speaker,
    Tag,
    Variable,
    VariableQuerySet,
)


class Content(StrEnum):
    """How much of the texts goes along: whole texts, quotes with their context, or none of it."""

    TEXTS = "texts"
    QUOTES = "quotes"
    BARE = "bare"


@dataclass(frozen=True)
class Selection:
    """With `suggestions` those of its articles go along (suggestion_rows.py); they are no annotations."""

    filter: Filter
    suggestions: bool = False

    @property
    def project(self) -> Project:
        return self.filter.project

    def described(self) -> dict[str, Any]:
        """The filter as a file states it."""
        return {**self.filter.described(), "suggestions": self.suggestions}

    def articles(self) -> QuerySet[Article]:
        """In date order, undated last; the same order in every project that holds the same articles."""
        return self.filter.articles().order_by(F("published_from").asc(nulls_last=True), "uid")

    def annotations(self) -> AnnotationQuerySet:
        """In the order of their articles, then by place."""
        by_date = F("article__published_from").asc(nulls_last=True)
        return placed(self.filter.annotations()).order_by(by_date, F("article__uid"), *by_place())

    def states(self) -> QuerySet[CodingState]:
        """Without "open": no state means that."""
        rows = CodingState.objects.filter(article__project=self.project).exclude(state=CodingState.State.OPEN)
        return rows.filter(member=self.filter.owner) if self.filter.owner else rows

    def members(self) -> QuerySet[Membership]:
        """Those whose annotations, states or comments are in the export, or who are named in a comment."""
        busy = Q(pk__in=self.annotations().order_by().values("owner"))
        coded = Q(pk__in=self.states().filter(article__in=self.articles().order_by()).values("member"))
        said = self.comments().order_by()
        links = Comment.mentioned.through.objects.filter(comment__in=said.values("pk"))
        talking = Q(pk__in=said.values("author")) | Q(pk__in=links.values("membership"))
        return self.project.memberships.filter(busy | coded | talking | self._deciding()).order_by("uid")

    def _deciding(self) -> Q:
        """Those whose decisions on suggestions are in it."""
        if not self.suggestions:
            return Q(pk__in=())
        made = Decision.objects.filter(article__in=self.articles().order_by())
        made = made.filter(member=self.filter.owner) if self.filter.owner else made
        return Q(pk__in=made.values("member"))

    def comments(self) -> "QuerySet[Comment]":
        """The threads on the annotations and on the articles of the export; of those on articles, where it
        is asked whose work it is, only what that member said to themselves."""
        rows = Comment.objects.filter(project=self.project)
        if self.filter.is_empty:
            return rows
        marks = self.annotations().order_by().values("pk")
        on_article = Q(annotation=None, article__in=self.articles().order_by().values("pk"))
        if owner := self.filter.owner:
            on_article &= Q(author=owner) & (Q(thread=None) | Q(thread__author=owner))
        return rows.filter(Q(annotation__in=marks) | on_article)

    def memos(self) -> "QuerySet[Memo]":
        return Memo.objects.filter(article__in=self.articles().order_by().values("pk"))

    def speakers(self) -> QuerySet[Speaker]:
        """All of the project; of a filtered export those that its annotations name, and where they held a
        role."""
        rows = Speaker.objects.of(self.project)
        if not self.filter.is_empty:
            marks = self.annotations().order_by().values("pk")
            links = AnnotationSpeaker.objects.filter(annotation__in=marks)
            spoke = Q(pk__in=links.order_by().values("speaker"))
            heard = Q(pk__in=self.annotations().order_by().values("addressee"))
            there = rows.filter(spoke | heard).order_by().values("pk")
            where = Role.objects.filter(speaker__in=there).exclude(organisation=None)
            rows = rows.filter(spoke | heard | Q(pk__in=where.order_by().values("organisation")))
        return rows.order_by("key", "uid")

    def tags(self) -> QuerySet[Tag]:
        """The whole codebook, always: it is the instrument that everything was coded with."""
        return Tag.objects.of(self.project).order_by("key", "uid")

    def fields(self) -> VariableQuerySet:
        """All of the project's own, archived ones too, always."""
        return Variable.objects.of(self.project)


def with_context(annotations: AnnotationQuerySet) -> AnnotationQuerySet:
    """Add `context`: the text from CONTEXT code points before the first span to as many after the last. The
    database cuts it, once (it counts code points, as Python does): unpacking a text costs more than cutting.
    """
    start: Combinable = F("start")
    begin = Greatest(start - CONTEXT, Value(0))
    return annotations.annotate(
        context=Substr("text__text", begin + 1, F("stop") - begin + CONTEXT), before=start - begin
    )
