"""One page of the list, with everything that the template shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from newsreader.models import Membership

from .facet import Articles, Choice, Cleaned, Facet, Row
from .form import ListForm, query_of, search_problems
from .order import SORTS, ordered
from .registry import facets, narrowed

PAGE = 50
SHOWN = 8  # choices of a facet; the others are behind "more"


@dataclass(frozen=True)
class Option:
    """A choice with its link; the link of a current one takes it back."""

    choice: Choice
    query: str
    current: bool


@dataclass(frozen=True)
class Group:
    """What a facet offers in the column beside the list."""

    name: str
    legend: str | Promise
    shown: list[Option]
    more: list[Option]


@dataclass(frozen=True)
class Chip:
    """What the list is narrowed by, with the link that takes it back."""

    name: str
    label: str
    query: str


@dataclass
class ListPage:
    """Rows `first` to `last` (from 1) of `found`, which are those of `total` that the filters leave."""

    form: ListForm
    total: int
    found: int = 0
    first: int = 0
    number: int = 1
    pages: int = 1
    rows: list[Row] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def query(self) -> str:
        return query_of(self.form.given())

    @property
    def address(self) -> str:
        """The query string of this very page, as short as it can be."""
        return self._turned_to(self.number)

    @property
    def previous(self) -> str:
        return self._turned_to(self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        return self._turned_to(self.number + 1) if self.number < self.pages else ""

    @property
    def sort(self) -> str:
        return str(self.form.cleaned_data.get("sort", ""))

    @property
    def sorts(self) -> list[tuple[str, str | Promise]]:
        return [(name, sort.label) for name, sort in SORTS.items()]

    @property
    def kept(self) -> dict[str, str]:
        """What the form of the dates carries along."""
        return {n: v for n, v in self.form.given().items() if n not in ("from", "to", "undated")}

    @property
    def kept_by_sort(self) -> dict[str, str]:
        return {name: value for name, value in self.form.given().items() if name != "sort"}

    def _turned_to(self, number: int) -> str:
        params = self.form.given()
        return query_of(params | {"page": str(number)} if number > 1 else params)


def page_of(member: Membership, params: Mapping[str, Any]) -> ListPage:
    """The page that the parameters (a request's GET) ask for; past the end, the last one.

    With parameters that make no sense it has no rows, and its form has the errors.
    """
    form = ListForm(params, member)
    page = ListPage(form, total=member.project.articles.count())
    if not form.is_valid():
        return page
    cleaned = form.cleaned_data
    articles = narrowed(member, cleaned)
    page.chips = _chips(form)
    page.found = articles.count() if page.chips else page.total
    page.pages = max(1, -(-page.found // PAGE))
    page.number = min(cleaned["page"] or 1, page.pages)
    page.first = (page.number - 1) * PAGE + 1
    page.rows = _rows(ordered(articles, cleaned["sort"]), page.first - 1, cleaned, member)
    page.groups = [group for facet in facets() if (group := _group(facet, form, member))]
    page.problems = search_problems(cleaned["q"])
    return page


def _rows(articles: Articles, start: int, cleaned: Cleaned, member: Membership) -> list[Row]:
    listed = articles.select_related("source").defer("lead", "origins", "replaced")[start : start + PAGE]
    rows = [Row(article) for article in listed]
    if rows:
        for facet in facets():
            facet.decorate(rows, cleaned, member)
    return rows


def _group(facet: Facet, form: ListForm, member: Membership) -> Group | None:
    cleaned = form.cleaned_data
    choices = facet.choices(narrowed(member, cleaned, without=facet), cleaned, member)
    if not choices:
        return None
    options = [_option(facet, choice, form.given()) for choice in choices]
    shown = [option for n, option in enumerate(options) if n < SHOWN or option.current]
    more = [option for n, option in enumerate(options) if n >= SHOWN and not option.current]
    return Group(facet.names[0], facet.legend, shown, more)


def _option(facet: Facet, choice: Choice, given: dict[str, str]) -> Option:
    name = facet.names[0]
    current = given.get(name) == choice.value
    others = {n: value for n, value in given.items() if n not in facet.names}
    return Option(choice, query_of(others if current else others | {name: choice.value}), current)


def _chips(form: ListForm) -> list[Chip]:
    chips = []
    for facet in facets():
        if label := facet.chosen(form.cleaned_data):
            others = {n: value for n, value in form.given().items() if n not in facet.names}
            chips.append(Chip(facet.names[0], label, query_of(others)))
    return chips
