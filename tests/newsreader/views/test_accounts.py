"""Signing in by link and by password, signing out, setting a password, preferences."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsreader.accounts import make_sign_in_link
from newsreader.models import SignInLink
from tests.factories import client_of, make_member, make_user

pytestmark = pytest.mark.django_db

GOOD = "Ahle-Brücke 1907"


@pytest.fixture
def client() -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="en")


def signed_in(client: Client) -> bool:
    return client.get(reverse("password")).status_code == 200


def test_looking_at_a_link_does_not_use_it(client: Client) -> None:
    link = make_sign_in_link(make_user(name="Änne Groß"))
    for _time in range(2):
        response = client.get(link)
        assert response.status_code == 200
        assert "Änne Groß" in response.text
    assert not signed_in(client)
    assert not SignInLink.objects.exclude(used_at=None).exists()


def test_a_link_signs_in_once(client: Client) -> None:
    link = make_sign_in_link(make_user())
    assert client.post(link).headers["Location"] == reverse("home")
    assert signed_in(client)
    other = Client(HTTP_ACCEPT_LANGUAGE="en")
    for response in (other.post(link), other.get(link)):
        assert response.status_code == 410
        assert "sign_in_link" in response.text
    assert not signed_in(other)


def test_a_link_ends_after_15_minutes(client: Client) -> None:
    link = make_sign_in_link(make_user())
    remaining = SignInLink.objects.get().expires_at - timezone.now()
    assert timedelta(minutes=14) < remaining <= timedelta(minutes=15)
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410
    assert not signed_in(client)


def test_an_unknown_link_or_one_of_a_closed_account_is_refused(client: Client) -> None:
    assert client.post(reverse("sign-in-link", args=["nothing"])).status_code == 410
    user = make_user()
    link = make_sign_in_link(user)
    user.is_active = False
    user.save()
    assert client.post(link).status_code == 410


def test_the_token_is_not_kept() -> None:
    link = make_sign_in_link(make_user())
    assert SignInLink.objects.get().digest not in link
    assert link.strip("/").rpartition("/")[2] not in str(SignInLink.objects.values_list("digest"))


def test_user_name_and_password_sign_in(client: Client) -> None:
    make_user("anna", password=GOOD)
    response = client.post(reverse("sign-in"), {"username": "anna", "password": GOOD})
    assert (response.status_code, response.headers["Location"]) == (302, reverse("home"))
    assert signed_in(client)


@pytest.mark.parametrize(
    ("username", "password"),
    [("anna", "wrong"), ("nobody", GOOD), ("anna", ""), ("", GOOD), ("an\0na", GOOD), ("linkonly", "")],
)
def test_what_is_wrong_is_422_and_does_not_say_who_exists(
    client: Client, username: str, password: str
) -> None:
    make_user("anna", password=GOOD)
    make_user("linkonly")
    response = client.post(reverse("sign-in"), {"username": username, "password": password})
    assert response.status_code == 422
    assert not signed_in(client)


def test_a_wrong_password_and_a_wrong_name_get_the_same_answer(client: Client) -> None:
    make_user("anna", password=GOOD)
    answers = [
        client.post(reverse("sign-in"), {"username": name, "password": "wrong"}).context["form"].errors
        for name in ("anna", "nobody")
    ]
    assert answers[0] == answers[1] == {"__all__": ["User name and password do not belong together."]}


@pytest.mark.parametrize(
    ("asked", "goes_to"),
    [
        ("/p/brücke/", "/p/br%C3%BCcke/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("http://testserver/help/", "http://testserver/help/"),
        ("", "/"),
        ("/p/?q=" + "ä" * 2_000, "/p/?q=" + "%C3%A4" * 2_000),
        ("/p/?q=" + "ä" * 4_000, "/"),
    ],
)
def test_next_leads_only_to_this_server(client: Client, asked: str, goes_to: str) -> None:
    make_user("anna", password=GOOD)
    page = client.get(reverse("sign-in"), {"next": asked})
    assert page.context["form"]["next"].value() == asked
    response = client.post(reverse("sign-in"), {"username": "anna", "password": GOOD, "next": asked})
    assert response.headers["Location"] == goes_to


def test_who_is_signed_in_is_sent_on_from_the_sign_in_page() -> None:
    client = client_of(make_member())
    assert client.get(reverse("sign-in"), {"next": "/help/"}).headers["Location"] == "/help/"


def test_signing_out_ends_the_session_and_needs_a_post() -> None:
    client = client_of(make_member())
    assert client.get(reverse("sign-out")).status_code == 405
    assert signed_in(client)
    assert client.post(reverse("sign-out")).headers["Location"] == reverse("sign-in")
    assert not signed_in(client)


def test_a_new_password_keeps_this_session_and_ends_all_others() -> None:
    member = make_member()
    assert member.user is not None
    here, elsewhere = client_of(member), client_of(member)
    response = here.post(reverse("password"), {"new": GOOD, "again": GOOD}, follow=True)
    assert "The password is set" in response.text
    member.user.refresh_from_db()
    assert member.user.check_password(GOOD)
    assert signed_in(here)
    assert not signed_in(elsewhere)


@pytest.mark.parametrize(
    ("new", "again", "sentence"),
    [
        ("kurz€77", "kurz€77", "at least 8 characters"),
        ("password1", "password1", "too common"),
        (GOOD, GOOD + "!", "not the same"),
        ("", "", "This field is required"),
    ],
)
def test_a_poor_password_is_refused_with_the_reason(new: str, again: str, sentence: str) -> None:
    member = make_member()
    response = client_of(member).post(reverse("password"), {"new": new, "again": again})
    assert response.status_code == 422
    assert sentence in response.text
    assert member.user is not None
    member.user.refresh_from_db()
    assert not member.user.has_usable_password()


def test_preferences_are_remembered_and_show_on_the_page() -> None:
    client = client_of(make_member())
    chosen = {"theme": "dark", "size": "5", "width": "3", "keys": "off", "language": "en"}
    response = client.post(reverse("preferences"), chosen, follow=True)
    assert 'data-theme="dark" data-size="5" data-width="3"' in response.text
    assert 'data-keys="off"' in response.text
    assert "Saved." in response.text


def test_one_preference_alone_leaves_the_others_and_comes_back() -> None:
    client = client_of(make_member())
    client.post(reverse("preferences"), {"size": "4", "keys": "off"})
    response = client.post(reverse("preferences"), {"theme": "dark", "next": "/help/"})
    assert response.headers["Location"] == "/help/"
    page = client.get("/help/").text
    assert 'data-theme="dark" data-size="4"' in page
    assert 'data-keys="off"' in page


def test_the_language_is_kept_for_the_next_page() -> None:
    client = client_of(make_member())
    response = client.post(reverse("preferences"), {"language": "de"})
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "de"
    assert '<html lang="de"' in client.get("/help/").text
    client.post(reverse("preferences"), {"language": "en"})
    assert '<html lang="en"' in client.get("/help/").text


@pytest.mark.parametrize("wrong", [{"theme": "pink"}, {"size": "9"}, {"language": "xx"}, {"keys": "\0"}])
def test_a_preference_that_does_not_exist_is_422(wrong: dict[str, str]) -> None:
    response = client_of(make_member()).post(reverse("preferences"), wrong)
    assert response.status_code == 422
    assert "wortlaut" not in response.cookies


def test_preferences_do_not_lead_to_another_host() -> None:
    client = client_of(make_member())
    response = client.post(reverse("preferences"), {"theme": "dark", "next": "https://elsewhere.example/"})
    assert response.headers["Location"] == reverse("preferences")
