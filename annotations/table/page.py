"""One page of the table, with all that the template shows."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from newsreader import access
from newsreader.access import Action

from . import order, rows
from .columns import COLUMNS, Column, Drawing
from .form import TableForm
from .groups import Group

PAGE = 100
UID = "{uid}"


class Head(NamedTuple):
    """The head of a column: its words, the address of the table in its order, and whether that is it."""

    label: Promise | str
    query: str
    is_current: bool


@dataclass
class TablePage:
    """The filter leaves `found` annotations. Rows or groups `first` to `last` (from 1) of `listed`."""

    form: TableForm
    found: int = 0
    listed: int = 0
    first: int = 0
    number: int = 1
    heads: list[Head] = field(default_factory=list)
    groups: list[tuple[Group, str]] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)

    @property
    def has_stances(self) -> bool:
        return any(group.stances for group, _query in self.groups)

    @property
    def last(self) -> int:
        return self.first + len(self.rows or self.groups) - 1

    @property
    def previous(self) -> str:
        return self.form.kept(self.number - 1)

    @property
    def next(self) -> str:
        return self.form.kept(self.number + 1) if self.last < self.listed else ""


def read(form: TableForm) -> TablePage:
    """The page that the form asks for, or the nearest; of a form that is not valid an empty one. Six
    queries."""
    page = TablePage(form)
    if not form.is_valid():
        return page
    chosen = form.filter()
    page.found = chosen.annotations().count()
    if how := form.grouping():
        groups = how.groups(chosen)
        page.listed = len(groups)
        _turn(page)
        shown = groups[page.first - 1 : page.first - 1 + PAGE]
        page.groups = [(group, form.asking(group.asked) if group.asked else "") for group in shown]
        return page
    page.listed = page.found
    _turn(page)
    pks = order.page(chosen, form.sorted_by(), page.found, page.first - 1, PAGE) if page.found else []
    drawing, columns = Drawing(form.member.project), form.columns()
    page.heads = [_head(form, column) for column in columns.values()]
    tick = _tick() if access.may(form.member, Action.ANNOTATE) else ""
    for row in rows.read(pks, answers=not columns.keys() <= COLUMNS.keys()):
        uid = str(row.uid)
        cells = [
            f'<td class="of-{name}">{column.draw(drawing, row)}</td>' for name, column in columns.items()
        ]
        page.rows.append(
            SafeString(f'<tr id="t-{uid}" data-row>{tick.replace(UID, uid)}{"".join(cells)}</tr>')
        )
    return page


def _head(form: TableForm, column: Column) -> Head:
    """Whoever asks for the newest first a second time means the oldest."""
    now, sort = form.sorted_by(), column.sort
    current = bool(sort) and now in ((sort, "oldest") if sort == "newest" else (sort,))
    wanted = "oldest" if sort == now == "newest" else sort
    return Head(column.label, form.asking({"sort": wanted}) if wanted else "", current)


def _tick() -> str:
    """A box before each row that the member could change, of the form that leads to changing many."""
    box = f'<input type="checkbox" name="annotation" value="{UID}" form="pick"'
    return f'<td>{box} aria-label="{_("Tick")}"></td>'


def _turn(page: TablePage) -> None:
    pages = -(-page.listed // PAGE)
    page.number = max(min(page.form.cleaned_data["page"] or 1, pages), 1)
    page.first = PAGE * (page.number - 1) + 1
