"""The filter: a value that says which annotations of a project are meant, and the queries that follow."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import In
from django.utils.translation import gettext_lazy as _

from newsreader import dates
from newsreader.models import Article, Membership, Project, Source

from ..answers import narrowed
from ..models import (
    Annotation,
    AnnotationQuerySet,
    AnnotationSpeaker,
    AnnotationTag,
    Comment,
    Span,
    Speaker,
    Tag,
    Variable,
    is_unread,
)
from . import words
from .belonging import belonging


class Kind(models.TextChoices):
    """What an annotation can be besides a passage like others."""

    WHOLE = "whole", _("on a whole article")
    NESTED = "nested", _("quoted inside another")
    WORDS = "words", _("quoting some words only")
    WAITING = "waiting", _("waiting on the review list")
    DISCUSSED = "discussed", _("with open comments")
    DERIVED = "derived", _("made from a suggestion")
    UNREAD = "unread", _("accepted in bulk, unread")


class Lack(models.TextChoices):
    """What somebody may still have to say."""

    SPEAKER = "speaker", _("the speaker")
    TAG = "tag", _("any tag")
    STANCE = "stance", _("the stance on a claim")
    FORM = "form", _("the form")


@dataclass(frozen=True)
class Filter:
    """Empty or None is "all". `words` are what a person types to search (newsreader/search/query.py). A tag
    means those below it too, unless it is meant `alone`; a stance is on that tag where one is asked for, else
    on any. `organisation` is what a speaker belonged to when it was said. Dates are EDTF: `first` and `last`
    of the article, `said_first` and `said_last` of the statement. `answers` are to the project's own fields,
    "" where nobody has said anything."""

    project: Project
    words: str = ""
    tag: Tag | None = None
    alone: bool = False
    stance: str = ""
    speaker: Speaker | None = None
    speaker_kind: str = ""
    organisation: Speaker | None = None
    addressee: Speaker | None = None
    form: str = ""
    certainty: str = ""
    kind: str = ""
    lacks: str = ""
    source: Source | None = None
    first: str = ""
    last: str = ""
    owner: Membership | None = None
    said_first: str = ""
    said_last: str = ""
    answers: tuple[tuple[Variable, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.asks_what_was_said and not (self.asks_for_articles or self.owner)

    @property
    def asks_what_was_said(self) -> bool:
        """Whether articles in which nothing is like this have no part in it."""
        said = (
            self.words,
            self.tag,
            self.stance,
            self.speaker,
            self.speaker_kind,
            self.addressee,
            self.form,
            self.certainty,
        )
        more = (self.organisation, self.said_first, self.said_last, self.answers)
        return any((*said, *more, self.kind, self.lacks))

    @property
    def asks_for_articles(self) -> bool:
        return any((self.source, self.first, self.last))

    def described(self) -> dict[str, Any]:
        """The filter as a file states it."""
        return {
            "words": self.words or None,
            "tag": _id(self.tag),
            "alone": self.alone,
            "stance": self.stance or None,
            "speaker": _id(self.speaker),
            "speaker_kind": self.speaker_kind or None,
            "organisation": _id(self.organisation),
            "addressee": _id(self.addressee),
            "form": self.form or None,
            "certainty": self.certainty or None,
            "kind": self.kind or None,
            "lacks": self.lacks or None,
            "source": self.source.name if self.source else None,
            "from": self.first or None,
            "to": self.last or None,
            "said_from": self.said_first or None,
            "said_to": self.said_last or None,
            "owner": _id(self.owner),
            "fields": {str(variable.uid): value or None for variable, value in self.answers},
        }

    def annotations(self, *, by_article: bool = False) -> AnnotationQuerySet:
        """In no order. `by_article` lets the database come to them by their articles, which is quick where an
        order by article is asked for, many annotations are meant, and few are wanted."""
        by_article = by_article or self.asks_for_articles
        return self.marks(by_article).filter(self.of_articles("article__"))

    def articles(self) -> QuerySet[Article]:
        """Those that such annotations can be in. Whose work is asked for leaves all: that somebody is done
        with an article and marked nothing is a result too."""
        rows = self.project.articles.filter(self.of_articles())
        if self.asks_what_was_said:
            rows = rows.filter(Exists(self.marks().filter(article=OuterRef("pk"))))
        return rows

    def marks(self, by_article: bool = False) -> AnnotationQuerySet:
        """As `annotations`, of any article."""
        own = {"article__project" if by_article else "project": self.project}
        rows = Annotation.objects.filter(**own)
        if self.words:
            rows = rows.alias(key=F("pk") + 0) if by_article else rows.alias(key=F("pk"))
            rows = rows.filter(words.matching(self.words, "key"))
        links: list[QuerySet[Any]] = [self._tagged(by_article)] if self.tag or self.stance else []
        if self.speaker:
            links.append(AnnotationSpeaker.objects.filter(speaker=self.speaker))
        if self.speaker_kind:
            links.append(AnnotationSpeaker.objects.filter(speaker__kind=self.speaker_kind))
        if self.organisation:
            links.append(AnnotationSpeaker.objects.filter(belonging(self.organisation)))
        for some in links:
            # From the links to the annotations, or for each annotation on the way a look at its links.
            found = some.filter(annotation=OuterRef("pk")) if by_article else some.values("annotation")
            rows = rows.filter(Exists(found.order_by()) if by_article else Q(pk__in=found.order_by()))
        plain = {name: said for name in ("addressee", "form", "certainty") if (said := getattr(self, name))}
        rows = rows.filter(**plain)
        if self.owner:
            whose = _as_it_is("owner_id", self.owner.pk) if by_article else Q(owner=self.owner)
            rows = rows.filter(whose)
        for chosen, queries in ((self.kind, KINDS), (self.lacks, LACKS)):
            rows = queries[chosen](rows) if chosen else rows
        for variable, value in self.answers:
            rows = narrowed(rows, variable, value)
        return rows.filter(self._said())

    def _said(self) -> Q:
        """By the statement's own date, or its article's where it has none."""
        said = Q()
        if self.said_first:
            day = dates.bounds(self.said_first)[0]
            said &= Q(date_to__gte=day) | Q(date_to=None, article__published_to__gte=day)
        if self.said_last:
            day = dates.bounds(self.said_last)[1]
            said &= Q(date_from__lte=day) | Q(date_from=None, article__published_from__lte=day)
        return said

    def of_articles(self, path: str = "") -> Q:
        """The conditions on an article, which `path` leads to. A partial date matches what it overlaps."""
        conditions: dict[str, Source | date] = {}
        if self.source:
            conditions[f"{path}source"] = self.source
        if self.first:
            conditions[f"{path}published_to__gte"] = dates.bounds(self.first)[0]
        if self.last:
            conditions[f"{path}published_from__lte"] = dates.bounds(self.last)[1]
        return Q(**conditions)

    def _tagged(self, by_article: bool) -> QuerySet[AnnotationTag]:
        links = AnnotationTag.objects.all()
        if self.tag:
            below = {self.tag.pk} if self.alone else self._tag_and_below
            links = links.filter(_as_it_is("tag_id", *below) if by_article else Q(tag__in=below))
        return links.filter(stance=self.stance) if self.stance else links

    @cached_property
    def _tag_and_below(self) -> set[int]:
        assert self.tag is not None
        parents = list(self.project.tags.values_list("pk", "parent"))
        found, grown = {self.tag.pk}, True
        while grown:
            below = {pk for pk, parent in parents if parent in found} - found
            found, grown = found | below, bool(below)
        return found


Narrow = Callable[[AnnotationQuerySet], AnnotationQuerySet]


def _as_it_is(column: str, *values: int) -> In:
    """One of the values, read from a row that is there already: after the plus SQLite does not take an index
    of the column, which would lead it away from the articles."""
    return In(F(column) + 0, values)


def _without(link: type[AnnotationTag] | type[AnnotationSpeaker]) -> Any:
    return ~Exists(link._default_manager.filter(annotation=OuterRef("pk")))


def _open_claims() -> QuerySet[AnnotationTag, Any]:
    links = AnnotationTag.objects.filter(stance="", tag__kind=Tag.Kind.CLAIM)
    return links.order_by().values("annotation")


def _discussed() -> QuerySet[Comment, Any]:
    threads = Comment.objects.open().filter(thread=None).exclude(annotation=None)
    return threads.order_by().values("annotation")


KINDS: dict[str, Narrow] = {
    Kind.WHOLE: lambda rows: rows.filter(is_whole=True),
    Kind.NESTED: lambda rows: rows.exclude(inside=None),
    Kind.WORDS: lambda rows: rows.filter(quotes_words=True),
    Kind.WAITING: lambda rows: rows.waiting(),
    Kind.DISCUSSED: lambda rows: rows.filter(pk__in=_discussed()),
    Kind.DERIVED: lambda rows: rows.exclude(suggestion=None),
    Kind.UNREAD: lambda rows: rows.filter(is_unread()),
}
LACKS: dict[str, Narrow] = {
    Lack.SPEAKER: lambda rows: rows.filter(_without(AnnotationSpeaker), no_speaker="", is_whole=False),
    Lack.TAG: lambda rows: rows.filter(_without(AnnotationTag)),
    Lack.STANCE: lambda rows: rows.filter(pk__in=_open_claims()),
    Lack.FORM: lambda rows: rows.filter(form="", is_whole=False),
}


def placed(rows: AnnotationQuerySet) -> AnnotationQuerySet:
    """With `start` and `stop`, the first and the last code point of the spans; None of a whole article."""
    spans = Span.objects.filter(annotation=OuterRef("pk"))
    return rows.annotate(
        start=Subquery(spans.order_by("start").values("start")[:1]),
        stop=Subquery(spans.order_by("-end").values("end")[:1]),
    )


def by_place() -> tuple[Any, ...]:
    """The order within one article, of `placed` annotations."""
    return F("start").asc(nulls_first=True), F("uid")


def _id(row: Tag | Speaker | Membership | None) -> str | None:
    return str(row.uid) if row else None
