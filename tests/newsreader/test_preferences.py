"""The cookie that remembers how a reader likes the page."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from newsreader import preferences
from newsreader.preferences import CHOICES, COOKIE, Preferences

pytestmark = pytest.mark.once


def read(cookie: str) -> Preferences:
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = cookie
    return preferences.read(request)


@given(st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CHOICES.items()}))
def test_what_is_written_is_read(values: dict[str, str]) -> None:
    response = HttpResponse()
    preferences.write(response, Preferences(**values))
    assert read(response.cookies[COOKIE].value) == Preferences(**values)


@given(st.text())
def test_any_cookie_gives_preferences_that_exist(cookie: str) -> None:
    found = read(cookie)
    assert all(getattr(found, name) in values for name, values in CHOICES.items())


def test_nonsense_in_the_cookie_counts_as_not_set() -> None:
    assert read("theme=dark&size=99&colour=red&keys") == Preferences(theme="dark")


def test_the_first_choice_is_what_holds_without_a_cookie() -> None:
    assert read("") == Preferences(**{name: values[0] for name, values in CHOICES.items()})
