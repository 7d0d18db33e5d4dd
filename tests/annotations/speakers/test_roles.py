"""Which role somebody held when, and the line of time that shows it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.speakers.roles import (
    Answer,
    Role,
    held,
    in_order,
)
from annotations.speakers.timeline import WIDTH, line
from newsreader import dates

CHIEF = Role("office", "Generalsekretär", "Nato", "2014-10-01", "2024-09-30")
NEXT = Role("office", "Ministerpräsident a. D.", "", "2024-10")
PARTY = Role("party", "", "Arbeiterpartei")


@pytest.mark.parametrize(
    ("when", "answer", "roles"),
    [
        ("2014-09-30", Answer.NONE, ()),
        ("2014-10-01", Answer.HELD, (CHIEF,)),
        ("2017", Answer.HELD, (CHIEF,)),
        ("2024-09-30", Answer.HELD, (CHIEF,)),
        ("2024-09", Answer.HELD, (CHIEF,)),
        ("2014", Answer.AMBIGUOUS, (CHIEF,)),
        ("2024", Answer.AMBIGUOUS, (CHIEF, NEXT)),
        ("2024-10-05", Answer.AMBIGUOUS, (NEXT,)),
        ("2024-11", Answer.HELD, (NEXT,)),
        ("", Answer.AMBIGUOUS, (CHIEF, NEXT)),
    ],
)
def test_what_was_held_when(when: str, answer: Answer, roles: tuple[Role, ...]) -> None:
    found = held([CHIEF, NEXT, PARTY], when)
    assert found["office"] == (answer, roles)
    assert found["party"] == (Answer.HELD, (PARTY,))
    assert found["member"] == (Answer.NONE, ())


def test_two_offices_at_once_are_both_held() -> None:
    other = Role("office", "Vorsitzender", "Rat", "2016", "2020")
    assert held([CHIEF, other], "2018-03")["office"] == (Answer.HELD, (CHIEF, other))


days = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@st.composite
def edtf(draw: st.DrawFn) -> str:
    return str(draw(days))[: draw(st.sampled_from([0, 4, 7, 10]))]


@st.composite
def roles(draw: st.DrawFn) -> Role:
    return Role("office", "x", "", draw(edtf()), draw(edtf()))


def meant(text: str, otherwise: date) -> tuple[date, date]:
    return dates.bounds(text) if text else (otherwise, otherwise)


@given(roles(), days)
def test_a_day_gets_what_every_reading_of_the_dates_agrees_on(role: Role, day: date) -> None:
    """Whatever days the dates mean: held if so, not if not, and where readings differ it is ambiguous."""
    readings = {
        begin <= day <= end for begin in meant(role.since, date.min) for end in meant(role.until, date.max)
    }
    answer, found = held([role], str(day))["office"]
    sure = Answer.HELD if True in readings else Answer.NONE
    assert answer == (sure if len(readings) == 1 else Answer.AMBIGUOUS)
    assert found == ((role,) if True in readings else ())


@given(st.lists(roles()), days, st.integers(0, 400))
def test_a_longer_time_never_makes_sure_what_was_not(some: list[Role], day: date, more: int) -> None:
    month, exact = held(some, str(day)[:7])["office"], held(some, str(day))["office"]
    if month.answer is Answer.HELD:
        assert exact == month
    assert set(exact.roles) <= set(month.roles)


@given(st.lists(roles(), max_size=8), days)
def test_every_bar_is_on_the_line(some: list[Role], today: date) -> None:
    drawn = line(in_order(some), today)
    if drawn is None:
        assert not any(role.since or role.until for role in some)
        return
    assert drawn.first <= drawn.last
    assert [bar.role for bar in drawn.bars] == in_order(some)
    for bar in drawn.bars:
        assert 0 <= bar.x < WIDTH
        assert 0 < bar.width <= WIDTH - bar.x


def test_bars_stand_where_the_days_are() -> None:
    drawn = line(
        [Role("office", "a", "", "2000", "2000"), Role("office", "b", "", "2001", "")], date(2003, 5, 1)
    )
    assert drawn is not None
    assert (drawn.first, drawn.last) == (2000, 2003)
    assert [(bar.x, bar.width) for bar in drawn.bars] == [(0, 251), (251, 749)]
    assert [bar.open_end for bar in drawn.bars] == [False, True]
