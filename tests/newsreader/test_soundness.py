"""Requests that no browser sends."""

import logging
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from newsreader.logs import DiscreetFormatter
from newsreader.soundness import utf_8_only


def status(charset: str) -> str:
    """What the server answers to a request that claims to be in this character set."""
    kind = f"text/plain; charset={charset}"
    environ = RequestFactory().generic("GET", "/", b"x").environ | {"CONTENT_TYPE": kind}
    answers = ["passed on"]
    start_response: Any = lambda status, *_: answers.append(status)  # noqa: E731 - its type is a protocol
    list(utf_8_only(lambda *_: [])(environ, start_response))
    return answers[-1]


CHARSETS = ["hex", "rot13", "idna", "undefined", "utf-7", "unicode_escape", "utf-16", "latin-1", "\0"]


@pytest.mark.parametrize("charset", CHARSETS)
def test_another_character_set_than_utf_8_is_refused(charset: str) -> None:
    assert status(charset) == "400 Bad Request"


@pytest.mark.parametrize("charset", ["UTF-8", "utf8", "klingon"])
def test_utf_8_by_any_name_is_read(charset: str) -> None:
    assert status(charset) == "passed on"


@pytest.mark.django_db
def test_nul_in_a_cookie_is_refused() -> None:
    answer = Client().get(reverse("home"), headers={"cookie": 'sessionid="abcdefghijk\\000"'})
    assert answer.status_code == 400


def test_the_log_says_where_and_not_what() -> None:
    names = ["Änne Groß", "Jörg Weiß"]
    try:
        try:
            raise ValueError(names[0])
        except ValueError as inner:
            raise RuntimeError(names[1]) from inner
    except RuntimeError as error:
        info = (type(error), error, error.__traceback__)
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", None, info)
    told = DiscreetFormatter("%(message)s").format(record)
    assert "RuntimeError" in told and "ValueError" in told and "test_soundness.py" in told
    assert "Groß" not in told and "Weiß" not in told
