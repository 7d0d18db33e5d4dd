"""The page that an invitation's link opens, for who has an account and who has none."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from newsreader import members, projects
from newsreader.models import Invitation, Membership, User
from tests.factories import client_of, make_member, make_project, make_user

pytestmark = pytest.mark.django_db
GOOD = {"username": "änne", "name": "Änne Groß"}
SECRET = "Brücke-über-die-Ahle"


@pytest.fixture
def lead() -> Membership:
    return make_member(make_project("bruecken", name="Brücken"), Membership.Role.LEAD)


@pytest.fixture
def path(lead: Membership) -> str:
    return members.invite(lead, "coder")[1]


@pytest.fixture
def nobody() -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="en")


def send(client: Client, path: str, **data: Any) -> Any:
    return client.post(reverse("join"), {"token": path.strip("/").rpartition("/")[2], **data})


def test_opening_the_link_changes_nothing(path: str, nobody: Client) -> None:
    for _time in range(2):
        response = nobody.get(path)
        assert response.status_code == 200
        assert "no-store" in response.headers["Cache-Control"]
    assert not User.objects.filter(username="änne").exists()
    assert nobody.post(path).status_code == 405
    assert nobody.get(reverse("join")).status_code == 405


def test_a_new_account_with_a_password(path: str, nobody: Client) -> None:
    response = send(nobody, path, **GOOD, new=SECRET, again=SECRET)
    assert response.headers["Location"] == reverse("project", args=["bruecken"])
    user = User.objects.get(username="änne")
    assert user.check_password(SECRET)
    member = user.memberships.get()
    assert (member.name, member.role) == ("Änne Groß", "coder")
    assert nobody.get(reverse("articles", args=["bruecken"])).status_code == 200


def test_a_new_account_without_a_password(path: str, nobody: Client) -> None:
    send(nobody, path, **GOOD)
    assert not User.objects.get(username="änne").has_usable_password()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"username": ""}, "This field is required"),
        ({"username": "x" * 151}, "at most 150"),
        ({"username": "Änne Groß"}, "A user name has no spaces."),
        ({"username": "vergeben"}, "This user name is taken."),
        ({"name": " "}, "This field is required"),
        ({"new": "1234", "again": "1234"}, "too short"),
        ({"new": SECRET, "again": SECRET + "x"}, "The two are not the same."),
        ({"new": "", "again": SECRET}, "The two are not the same."),
    ],
)
def test_what_cannot_be_is_said_and_the_link_stays_good(
    path: str, nobody: Client, data: dict[str, str], problem: str
) -> None:
    make_user("vergeben")
    response = send(nobody, path, **{**GOOD, **data})
    assert response.status_code == 422
    assert problem in response.text
    typed = {**GOOD, **data}["name"].strip()
    assert f'value="{typed}"' in response.text or not typed
    assert User.objects.count() == 2
    assert Invitation.objects.get().used_at is None
    assert send(nobody, path, **GOOD).status_code == 302


def test_who_is_signed_in_joins_with_the_account_they_have(path: str) -> None:
    stranger = make_member()
    client = client_of(stranger)
    assert stranger.name in client.get(path).text
    assert send(client, path).headers["Location"] == reverse("project", args=["bruecken"])
    assert stranger.user and stranger.user.memberships.count() == 2


def test_who_has_an_account_signs_in_and_is_back_on_the_page(path: str, nobody: Client) -> None:
    make_user("änne", password=SECRET)
    link = re.search(r'href="(/sign-in/\?next=[^"]+)"', nobody.get(path).text)
    assert link
    page = nobody.get(link.group(1))
    response = nobody.post(
        reverse("sign-in"),
        {"username": "änne", "password": SECRET, "next": page.context["form"]["next"].value()},
    )
    assert response.headers["Location"] == path
    assert send(nobody, path).status_code == 302


def test_a_member_is_told_so_and_keeps_their_role(lead: Membership, path: str) -> None:
    response = send(client_of(lead), path)
    assert response.status_code == 409
    assert "You are a member of this project already." in response.text
    lead.refresh_from_db()
    assert lead.role == "lead"


def test_a_used_link_is_gone(path: str, nobody: Client) -> None:
    send(nobody, path, **GOOD)
    later = Client(HTTP_ACCEPT_LANGUAGE="en")
    for response in (later.get(path), send(later, path, username="jörg", name="Jörg")):
        assert response.status_code == 410
        assert "This invitation no longer works" in response.text
    assert not User.objects.filter(username="jörg").exists()


@pytest.mark.parametrize("token", ["", "unbekannt", "x" * 200, "\x00"])
def test_a_link_that_nobody_made_is_gone_like_any_other(nobody: Client, token: str) -> None:
    response = nobody.post(reverse("join"), {"token": token, **GOOD})
    assert response.status_code in (400, 410)
    assert not User.objects.exists()


def test_an_archived_project_lets_nobody_in_and_says_why(lead: Membership, path: str, nobody: Client) -> None:
    projects.archive(lead)
    assert "This project is archived" in nobody.get(path).text
    response = send(nobody, path, **GOOD)
    assert response.status_code == 409 and "This project is archived" in response.text
    assert not User.objects.filter(username="änne").exists()


def test_the_log_never_holds_a_link_that_still_works(path: str, nobody: Client, caplog: Any) -> None:
    """Django's request log names the path of every answer from 400 on."""
    nobody.get(path)
    assert send(nobody, path, **{**GOOD, "name": ""}).status_code == 422
    assert path.strip("/").rpartition("/")[2] not in caplog.text
