"""Sessions end after two weeks, after twelve hours without a request, and when the password changes."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsreader.accounts import make_sign_in_link
from newsreader.sessions import SEEN
from tests.factories import make_user

pytestmark = pytest.mark.django_db

GOOD = "Ahle-Brücke 1907"
HOUR = 3600
Later = Callable[[float], None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Lets seconds pass for what asks the clock of the system."""
    passed = [0.0]
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + passed[0])

    def wait(seconds: float) -> None:
        passed[0] += seconds

    return wait


def signed_in(username: str = "anna") -> Client:
    make_user(username, password=GOOD)
    client = Client()
    assert client.post("/sign-in/", {"username": username, "password": GOOD}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/password/").status_code == 200


def test_twelve_hours_without_a_request_end_a_session(later: Later) -> None:
    client = signed_in()
    for _day in range(3):
        later(11.9 * HOUR)
        assert is_in(client), "each request begins the twelve hours again"
    kept = client.cookies.output()
    later(12.1 * HOUR)
    answer = client.get("/password/")
    assert answer.headers["Location"] == "/sign-in/?next=/password/"
    assert client.cookies[settings.SESSION_COOKIE_NAME].value == client.cookies[SEEN].value == ""
    client.cookies.load(kept.replace("Set-Cookie: ", ""))
    assert not is_in(client), "the old cookies are no way back"


def test_leaving_the_cookie_out_or_taking_another_s_does_not_help(later: Later) -> None:
    client, other = signed_in(), signed_in("jörg")
    del client.cookies[SEEN]
    later(11.9 * HOUR)
    assert is_in(client)
    del client.cookies[SEEN]
    later(0.2 * HOUR)
    assert other.get("/password/").status_code == 302
    other.post("/sign-in/", {"username": "jörg", "password": GOOD})
    for forged in ("", other.cookies[SEEN].value, "x:y", "\x7f"):
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
        thief.cookies[SEEN] = forged
        assert not is_in(thief), forged


def test_that_somebody_was_here_is_no_write_and_is_said_every_five_minutes_at_most(later: Later) -> None:
    client = signed_in()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert SEEN not in client.get("/password/").cookies
        later(301)
        assert SEEN in client.get("/password/").cookies
        assert SEEN not in client.get("/password/").cookies
        later(13 * HOUR)
        assert not is_in(client)
    verbs = {query["sql"].split()[0] for query in queries.captured_queries}
    assert verbs == {"SELECT"}


def test_two_weeks_after_signing_in_a_session_is_over_whatever_happens(later: Later) -> None:
    client = signed_in()
    end = Session.objects.get().expire_date
    assert timedelta(days=14, minutes=-1) < end - timezone.now() <= timedelta(days=14)
    later(10 * HOUR)
    session = client.session
    session["anything"] = "else"
    session.save()
    assert Session.objects.get().expire_date == end, "writing to it does not lengthen it"
    assert is_in(client)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_in(client)


def test_who_signs_in_gets_a_session_of_their_own_and_old_ones_are_swept_out() -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = "x" * 32
    user = make_user("anna", password=GOOD)
    client.post("/sign-in/", {"username": "anna", "password": GOOD})
    first = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert first != planted
    client.post(make_sign_in_link(user))
    second = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert [row.session_key for row in Session.objects.all()] == [second] != [first]
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    client.post("/sign-in/", {"username": "anna", "password": GOOD})
    assert Session.objects.count() == 1
    assert is_in(client)


def test_signing_out_leaves_nothing() -> None:
    client = signed_in()
    client.post("/sign-out/")
    assert not Session.objects.exists()
    assert client.cookies[SEEN].value == client.cookies[settings.SESSION_COOKIE_NAME].value == ""


def test_a_new_password_ends_the_sessions_of_links_too_and_begins_this_one_anew(later: Later) -> None:
    here = signed_in()
    user = make_user("jörg")
    by_link, other = Client(), Client()
    for client in (by_link, other):
        client.post(make_sign_in_link(user))
    before = by_link.cookies[settings.SESSION_COOKIE_NAME].value
    assert by_link.post("/password/", {"new": GOOD, "again": GOOD}).status_code == 302
    assert by_link.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert is_in(by_link) and is_in(here)
    assert not is_in(other)
