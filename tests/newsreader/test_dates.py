from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.dates import bounds, display, find, parse


@pytest.mark.parametrize("text", ["2017", "2017-03", "2017-03-30", "2020-02-29", "0800"])
def test_year_month_and_day_are_canonical(text: str) -> None:
    assert parse(f" {text}\n") == text


@pytest.mark.parametrize(
    "text",
    ["", "17", "2017-3", "2017-13", "2017-00", "2021-02-29", "2017-03-30T10:00", "0000", "2017?", "２０１７"],
)
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


def test_bounds_are_the_days_a_date_may_mean() -> None:
    assert bounds("2017") == (date(2017, 1, 1), date(2017, 12, 31))
    assert bounds("2020-02") == (date(2020, 2, 1), date(2020, 2, 29))
    assert bounds("2017-03-30") == (date(2017, 3, 30), date(2017, 3, 30))


@pytest.mark.parametrize(
    ("edtf", "language", "shown"),
    [
        ("2017-03-30", "de", "30. März 2017"),
        ("2017-03", "de-at", "März 2017"),
        ("2017", "de", "2017"),
        ("2017-03-03", "en", "3 March 2017"),
        ("2017-03", "en", "March 2017"),
        ("2017-03", "fr", "March 2017"),
    ],
)
def test_dates_are_shown_in_the_readers_language(edtf: str, language: str, shown: str) -> None:
    assert display(edtf, language) == shown


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("12.01.2022, 14:35 Uhr", "2022-01-12"),
        ("12. 1. 2022", "2022-01-12"),
        ("12.01.22", "2022-01-12"),
        ("3.9.98", "1998-09-03"),
        ("Mittwoch, 12. Januar 2022", "2022-01-12"),
        ("Stand: 3. März 2021", "2021-03-03"),
        ("7. Jänner 2019", "2019-01-07"),
        ("4. Dez. 2019", "2019-12-04"),
        ("Januar 2022", "2022-01"),
        ("2022-01-12T09:30:00+01:00", "2022-01-12"),
        ("2022/01/12", "2022-01-12"),
        ("2017-03", "2017-03"),
        ("2017", "2017"),
        ("January 12, 2022", "2022-01-12"),
        ("12th January 2022", "2022-01-12"),
        ("31.02.2021, berichtigt 01.03.2021", "2021-03-01"),
        ("25/12/2020", "2020-12-25"),
    ],
)
def test_dates_are_found_as_news_writes_them(text: str, edtf: str) -> None:
    assert find(text, "de") == edtf


@pytest.mark.parametrize(
    "text",
    ["", "heute", "im Jahr 2014", "14:35 Uhr", "31.02.2021", "2021-13", "2021-02-30", "Version 1.2.3.4",
     "März", "0.01.2022", "20171"],
)  # fmt: skip
def test_no_date_is_invented(text: str) -> None:
    assert find(text, "de") is None


def test_a_date_with_slashes_is_read_only_when_it_is_clear() -> None:
    assert find("03/04/2021", "de") == "2021-04-03"
    assert find("03/04/2021", "en") is None
    assert find("12/25/2020", "en") == "2020-12-25"


@given(st.dates(min_value=date(1500, 1, 1), max_value=date(2199, 12, 31)), st.sampled_from(["de", "en"]))
def test_what_is_shown_is_found_again(day: date, language: str) -> None:
    edtf = day.isoformat()
    for precision in (edtf, edtf[:7], edtf[:4]):
        assert find(display(precision, language), language) == precision
        first, last = bounds(precision)
        assert first <= day <= last


@given(st.text(max_size=40))
def test_find_answers_a_date_or_nothing(text: str) -> None:
    found = find(text, "de")
    assert found is None or parse(found) == found
