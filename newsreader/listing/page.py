"""One page of the list, with everything that the template shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from newsreader.models import Membership

from .facet import Articles, Choice, Cleaned, Facet, Listed, Row
from .form import ListForm, query_of, search_problems
from .order import SORTS, ordered
from .registry import facets, narrowed
from .tally import Pool, Sql, one, tally

PAGE = 50
SHOWN_COLUMNS = len(Listed._fields)
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
    total: int = 0
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
    page = ListPage(form)
    if not form.is_valid():
        page.total = member.project.articles.count()
        return page
    cleaned = form.cleaned_data
    page.chips = _chips(form)
    page.groups, page.found, page.total = _counted(form, member)
    page.pages = max(1, -(-page.found // PAGE))
    page.number = min(cleaned["page"] or 1, page.pages)
    page.first = (page.number - 1) * PAGE + 1
    page.rows = _rows(ordered(narrowed(member, cleaned), cleaned["sort"]), page.first - 1, cleaned, member)
    page.problems = search_problems(cleaned["q"])
    return page


def listed(member: Membership, params: Mapping[str, Any]) -> Articles:
    """All articles of the list that the parameters ask for; none when they make no sense."""
    form = ListForm(params, member)
    return narrowed(member, form.cleaned_data) if form.is_valid() else member.project.articles.none()


def _rows(articles: Articles, start: int, cleaned: Cleaned, member: Membership) -> list[Row]:
    columns = {name: value for facet in facets() for name, value in facet.columns(member).items()}
    # Their own names may be those of the model's fields.
    shown = articles.annotate(**{f"row_{name}": value for name, value in columns.items()})
    fields = [*Listed._fields, *(f"row_{name}" for name in columns)]
    rows = [
        Row(Listed._make(values[:SHOWN_COLUMNS]), dict(zip(columns, values[SHOWN_COLUMNS:], strict=True)))
        for values in shown.values_list(*fields)[start : start + PAGE]
    ]
    if rows:
        for facet in facets():
            facet.decorate(rows, cleaned, member)
    return rows


def _counted(form: ListForm, member: Membership) -> tuple[list[Group], int, int]:
    """What the facets offer, how many articles the filters leave, and how many the project has."""
    cleaned, given = form.cleaned_data, form.given()
    narrowing = {facet.names[0] for facet in facets() if not given.keys().isdisjoint(facet.names)}

    def pool(name: str, facet: Facet | None) -> Pool:
        whole = not narrowing - {facet.names[0] if facet else ""}
        return Pool(name, narrowed(member, cleaned, without=facet), member.project_id, whole)

    base = pool("found", None)
    asked = {"found": (base, one(Sql(f"FROM {base.rows} pool")))}
    tallied = []
    for facet in facets():
        name = facet.names[0]
        among = pool(f"without_{name}", facet) if name in narrowing else base
        if select := facet.tally(among, cleaned, member):
            tallied.append((facet, among.name))
            asked[name] = (among, select)
            asked.setdefault(among.name, (among, one(Sql(f"FROM {among.rows} pool"))))
    total = Sql(f"FROM newsreader_article WHERE project_id = {member.project_id:d}")
    all_of_them, counted = tally(one(total), asked)
    found = {
        name: rows[0].articles
        for name, rows in counted.items()
        if name in {p.name for p, _ in asked.values()}
    }
    groups = [
        _group(facet, facet.choices(counted[facet.names[0]], found[name]), given) for facet, name in tallied
    ]
    return [group for group in groups if group], found["found"], all_of_them


def _group(facet: Facet, choices: Sequence[Choice], given: dict[str, str]) -> Group | None:
    if not choices:
        return None
    options = [_option(facet, choice, given) for choice in choices]
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
