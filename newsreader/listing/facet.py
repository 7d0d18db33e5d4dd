"""What a facet is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise

from newsreader.models import Article, Membership

from .tally import Counted, Pool, Sql

Cleaned = Mapping[str, Any]
Articles = QuerySet[Article]


class Listed(NamedTuple):
    """What a row shows of its article: columns, because fifty whole articles take as long as the query."""

    pk: int
    uid: UUID
    title: str
    label: str
    filename: str
    language: str
    published: str
    length: int
    genre: str
    copy_of: int | None
    source__name: str | None


@dataclass
class Row:
    """An article of the list, and what the facets know of it for the member."""

    article: Listed
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

    def tally(self, pool: Pool, cleaned: Cleaned, member: Membership) -> Sql | None:
        """Counts the articles of the pool by what can be chosen: rows (value, label, colour, articles). The
        counts say how long the list will be. None for a facet that offers nothing."""
        return None

    def choices(self, counted: Sequence[Counted], among: int) -> Sequence[Choice]:
        """What can be chosen, from what was counted among so many articles."""
        return [Choice(row.value, row.label, row.articles) for row in counted]

    def columns(self, member: Membership) -> dict[str, Any]:
        """Expressions for the query of the rows; `decorate` finds them in the extras, by these names."""
        return {}

    def decorate(self, rows: Sequence[Row], cleaned: Cleaned, member: Membership) -> None:
        """Put into the rows' extras what the page shows of them. One query at most, however many rows."""

    def drawer(self) -> Callable[[Row], str] | None:
        """Draws what the side of a row shows, as HTML, in the language of the moment. It escapes what people
        have typed."""
        return None

    def chosen(self, cleaned: Cleaned) -> str:
        """What the list is narrowed to, in words; empty when it is not."""
        return str(cleaned[self.names[0]] or "")


class NamedFacet(Facet):
    """A facet whose values are rows with uid and name (tally.named); one without articles is left out."""

    def choices(self, counted: Sequence[Counted], among: int) -> list[Choice]:
        return [
            Choice(str(UUID(row.value)), row.label, row.articles, row.color if row.color >= 0 else None)
            for row in counted
            if row.articles
        ]


class OptionFacet(Facet):
    """A facet with one parameter and a fixed set of values, all of them always shown. Only some are counted;
    all other articles have the value `rest`."""

    options: ClassVar[Mapping[str, str | Promise]]
    rest: ClassVar[str] = "no"

    def fields(self, member: Membership) -> dict[str, forms.Field]:
        choices = [("", ""), *self.options.items()]
        return {self.names[0]: forms.ChoiceField(choices=choices, required=False)}

    def chosen(self, cleaned: Cleaned) -> str:
        return str(self.options.get(cleaned[self.names[0]], ""))

    def choices(self, counted: Sequence[Counted], among: int) -> list[Choice]:
        counts = {row.value: row.articles for row in counted}
        counts[self.rest] = among - sum(counts.values())
        return [Choice(value, label, counts.get(value, 0)) for value, label in self.options.items()]
