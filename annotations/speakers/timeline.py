"""Where roles stand on a line of time. Pure: bars for a page to draw, in thousandths of the line's width."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from newsreader import dates

from .roles import Role

WIDTH = 1000
THINNEST = 6  # a day on a line of decades is still seen


class Bar(NamedTuple):
    """`open_start` and `open_end` say that it goes on beyond what is known."""

    role: Role
    x: int
    width: int
    open_start: bool
    open_end: bool


class Line(NamedTuple):
    """From the first of January of one year to the end of another; `bars` in the order of the roles."""

    first: int
    last: int
    bars: list[Bar]


def line(roles: Sequence[Role], today: date) -> Line | None:
    """None where no role has a date."""
    days = [day for role in roles for edge in (role.since, role.until) if edge for day in dates.bounds(edge)]
    if not days:
        return None
    open_ended = any(not role.until for role in roles)
    first, last = min(days).year, max([*days, today] if open_ended else days).year
    begin, end = date(first, 1, 1), date(last, 12, 31)
    return Line(first, last, [_bar(role, begin, end) for role in roles])


def _bar(role: Role, begin: date, end: date) -> Bar:
    start = dates.bounds(role.since)[0] if role.since else begin
    stop = dates.bounds(role.until)[1] if role.until else end
    whole = (end - begin).days + 1
    x = round((start - begin).days * WIDTH / whole)
    width = max(THINNEST, round(((stop - start).days + 1) * WIDTH / whole))
    return Bar(
        role, min(x, WIDTH - THINNEST), min(width, WIDTH - x) or THINNEST, not role.since, not role.until
    )
