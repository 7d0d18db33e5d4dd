"""What a facet is."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.db.models import Case, Count, Model, QuerySet, When
from django.utils.functional import Promise

from newsreader.models import Article, Membership

Cleaned = Mapping[str, Any]
Articles = QuerySet[Article]

OFFERED = 60  # values that a facet offers at most, those with the most articles


@dataclass
class Row:
    """An article of the list, and what the facets know of it for the member."""

    article: Article
    extras: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """One value that a facet offers, and how many articles it would leave; `color` is a tag's slot."""

    value: str
    label: str | Promise
    count: int
    color: int | None = None


class Facet:
    """One thing that articles are narrowed by. Every method may be left as it is.

    `names` are its parameters in the query string; its choices set the first and take the others back.
    """

    names: tuple[str, ...]
    legend: str | Promise = ""

    def fields(self, member: Membership) -> dict[str, forms.Field]:
        """A form field for each name."""
        return {}

    def check(self, form: forms.Form) -> None:
        """Add errors for values that do not go together."""

    def narrow(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Articles:
        return articles

    def choices(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Sequence[Choice]:
        """What can be chosen among `articles`, which all other facets have narrowed already: a count says
        how long the list will be. One query."""
        return ()

    def decorate(self, rows: Sequence[Row], cleaned: Cleaned, member: Membership) -> None:
        """Put into the rows' extras what the page shows of them. One query, however many rows."""

    def chosen(self, cleaned: Cleaned) -> str:
        """What the list is narrowed to, in words; empty when it is not."""
        return str(cleaned[self.names[0]] or "")


class OptionFacet(Facet):
    """A facet with one parameter and a fixed set of values, all of them always shown."""

    options: ClassVar[Mapping[str, str | Promise]]

    def fields(self, member: Membership) -> dict[str, forms.Field]:
        choices = [("", ""), *self.options.items()]
        return {self.names[0]: forms.ChoiceField(choices=choices, required=False)}

    def chosen(self, cleaned: Cleaned) -> str:
        return str(self.options.get(cleaned[self.names[0]], ""))

    def offered(self, counts: Mapping[Any, int]) -> list[Choice]:
        return [Choice(value, label, counts.get(value, 0)) for value, label in self.options.items()]


def grouped(articles: Articles, expression: Any) -> dict[Hashable, int]:
    """How many of the articles have which value, in one query."""
    valued = articles.order_by().annotate(_value=expression).values("_value")
    return dict(valued.annotate(_count=Count("pk")).values_list("_value", "_count"))


def offered(valued: QuerySet[Any], chosen: Model | None, path: str, counted: str, key: str) -> QuerySet[Any]:
    """Add to grouped rows how many articles (`counted`) each has as "n", the chosen one first, then the most.

    `path` leads to what is counted by, `key` to what ties stand by. No more than OFFERED rows.
    """
    chosen_first = [Case(When(**{path: chosen}, then=0), default=1)] if chosen else []
    rows: QuerySet[Any, Any] = valued.annotate(n=Count(counted, distinct=True))
    return rows.order_by(*chosen_first, "-n", key)[:OFFERED]
