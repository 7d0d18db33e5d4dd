"""Guessing passwords is slowed down, for the pair of user name and address, and nothing else is."""

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessAttemptExpiration, AccessFailureLog, AccessLog
from django.conf import settings as django_settings
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from newsreader.accounts import make_sign_in_link
from newsreader.background.worker import JOBS
from newsreader.guessing import client_address, sweep
from newsreader.models import User
from newsreader.sessions import SessionStore
from tests.factories import client_of, make_member, make_user

pytestmark = pytest.mark.django_db

GOOD = "Ahle-Brücke 1907"
LIMIT = django_settings.AXES_FAILURE_LIMIT


@pytest.fixture
def anna() -> User:
    return make_user("änne", password=GOOD)


def attempt(username: str = "änne", password: str = "falsch 1907", address: str = "203.0.113.7") -> Any:
    client = Client(HTTP_ACCEPT_LANGUAGE="en", REMOTE_ADDR=address)
    return client.post(
        reverse("sign-in"),
        {"username": username, "password": password, "next": "/help/"},
        query_params={"q": "a"},
    )


def guess(times: int, **attempted: str) -> list[int]:
    return [attempt(**attempted).status_code for _ in range(times)]


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("username", ["änne", "nobody"])
def test_after_ten_wrong_passwords_the_form_says_how_long_to_wait(username: str) -> None:
    assert guess(LIMIT - 1, username=username) == [422] * (LIMIT - 1)
    for password in ("falsch 1907", GOOD):
        answer = attempt(username, password)
        assert answer.status_code == 429
        assert "Too many wrong passwords for this user name. Try again in 15 minutes" in answer.text
        assert 840 < int(answer.headers["Retry-After"]) <= 900
        assert answer.context["form"]["username"].value() == username
        assert answer.context["form"]["next"].value() == "/help/"
        assert password not in answer.text


@pytest.mark.usefixtures("anna")
def test_another_address_another_name_and_a_link_still_get_in() -> None:
    guess(LIMIT)
    assert attempt(password=GOOD, address="203.0.113.8").status_code == 302
    make_user("jörg", password=GOOD)
    assert attempt("jörg", GOOD).status_code == 302
    assert attempt(password=GOOD).status_code == 429
    link = make_sign_in_link(User.objects.get(username="änne"))
    assert Client(REMOTE_ADDR="203.0.113.7").post(link).status_code == 302
    assert attempt(password=GOOD).status_code == 302, "who came in by a link is not guessing"


@pytest.mark.usefixtures("anna")
def test_the_right_password_forgives_the_wrong_ones_before_it() -> None:
    for _round in range(2):
        assert guess(LIMIT - 1) == [422] * (LIMIT - 1)
        assert attempt(password=GOOD).status_code == 302
    assert not AccessAttempt.objects.exists()


@pytest.mark.usefixtures("anna")
def test_after_the_wait_it_is_open_again_and_old_rows_are_swept_out() -> None:
    guess(LIMIT)
    guess(2, username="other")
    older = django_settings.AXES_COOLOFF_TIME + timedelta(seconds=1)
    for row in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=row.attempt_time - older)
    assert attempt().status_code == 422
    assert AccessAttempt.objects.count() == 1
    assert attempt(password=GOOD).status_code == 302


@pytest.mark.usefixtures("anna")
def test_the_worker_sweeps_out_what_no_longer_counts() -> None:
    assert {sweep, SessionStore.clear_expired} <= set(JOBS)
    guess(1)
    sweep()
    assert AccessAttempt.objects.count() == 1
    AccessAttempt.objects.update(attempt_time=timezone.now() - django_settings.AXES_COOLOFF_TIME)
    sweep()
    assert not AccessAttempt.objects.exists()


@pytest.mark.usefixtures("anna")
def test_trying_on_while_locked_out_does_not_lengthen_the_wait() -> None:
    guess(LIMIT)
    AccessAttempt.objects.update(
        attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(minutes=14)
    )
    guess(3)
    assert int(attempt().headers["Retry-After"]) <= 60
    assert "in 1 minute," in attempt().text


@pytest.mark.usefixtures("anna")
def test_what_is_kept_of_an_attempt_names_nobody() -> None:
    guess(3)
    row = AccessAttempt.objects.get()
    kept = " ".join(str(value) for value in AccessAttempt.objects.values_list().get())
    assert "änne" not in kept and "falsch" not in kept and "help" not in kept and "q=a" not in kept
    assert (row.user_agent, row.path_info, row.http_accept) == ("<unknown>",) * 3
    assert (row.ip_address, row.failures_since_start, len(row.username or "")) == ("203.0.113.7", 3, 64)
    attempt(password=GOOD)
    for model in (AccessAttempt, AccessAttemptExpiration, AccessFailureLog, AccessLog):
        assert not model.objects.exists()


@pytest.mark.usefixtures("anna")
def test_the_log_says_from_where_and_not_who(caplog: pytest.LogCaptureFixture) -> None:
    guess(LIMIT)
    attempt(password=GOOD)
    told = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("axes"))
    assert "203.0.113.7" in told
    assert "änne" not in told and "falsch" not in told and GOOD not in told


def test_a_page_asks_no_more_of_the_database_for_it(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_of(make_member())
    with django_assert_num_queries(2):  # the session and its user
        assert client.get(reverse("password")).status_code == 200


@pytest.mark.parametrize(
    ("seen", "named", "proxy", "address"),
    [
        ("203.0.113.7", "", False, "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", False, "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1", True, "198.51.100.1"),
        ("127.0.0.1", "192.0.2.66, 198.51.100.1", True, "198.51.100.1"),
        ("127.0.0.1", "nonsense", True, "127.0.0.1"),
        ("127.0.0.1", "", True, "127.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "", False, "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", "", False, "203.0.113.7"),
        ("", "", False, None),
    ],
)
def test_whose_address_counts(settings: Any, seen: str, named: str, proxy: bool, address: str | None) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxy else None
    request = RequestFactory().get("/", headers={"X-Forwarded-For": named})
    request.META["REMOTE_ADDR"] = seen
    assert client_address(request) == address


@pytest.mark.usefixtures("anna")
def test_an_address_that_is_unknown_is_one_like_any_other() -> None:
    assert guess(LIMIT, address="")[-1] == 429
    assert attempt(password=GOOD, address="").status_code == 429
