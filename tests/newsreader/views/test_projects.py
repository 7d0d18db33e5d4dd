"""The way in: the list of projects, one project, help, and the pages that say what went wrong."""

import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from newsreader import projects
from newsreader.models import Membership, Project, User
from tests.factories import client_of, make_article, make_member, make_project, make_user

pytestmark = pytest.mark.django_db


def test_my_projects_with_my_role_and_the_number_of_articles() -> None:
    member = make_member(make_project(name="Brücken"), Membership.Role.LEAD)
    make_member(make_project(name="Häfen"), Membership.Role.READER, member.user)
    make_project(name="Fremdes")
    for number in range(3):
        make_article(member.project, title=f"Artikel {number}")
    page = client_of(member).get(reverse("home")).text
    assert page.index("Brücken") < page.index("Häfen")
    assert "Fremdes" not in page
    assert [word in page for word in ("lead", "reader", "3 articles", "0 articles")] == [True] * 4


def test_who_has_one_project_is_taken_to_its_articles() -> None:
    member = make_member()
    response = client_of(member).get(reverse("home"))
    assert response.headers["Location"] == reverse("project", args=[member.project.slug])
    response = client_of(member).get(response.headers["Location"])
    assert response.headers["Location"] == reverse("articles", args=[member.project.slug])


def test_who_has_no_project_is_told_what_to_do() -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(make_user("änne"))
    page = client.get(reverse("home")).text
    assert 'class="empty"' in page
    assert reverse("project-new") in page


def test_the_list_of_projects_asks_the_database_the_same_number_of_questions(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    user = make_user()
    client = Client()
    client.force_login(user)
    for wave in (2, 6):
        for _number in range(wave):
            make_article(make_member(user=user).project)
        with django_assert_num_queries(3):  # type: ignore[operator]  # session, user, projects
            assert client.get(reverse("home")).status_code == 200


@pytest.mark.parametrize("signed_in", [True, False])
def test_help_lists_the_keys_for_everybody(signed_in: bool) -> None:
    client = client_of(make_member()) if signed_in else Client(HTTP_ACCEPT_LANGUAGE="en")
    page = client.get(reverse("help"))
    assert page.status_code == 200
    assert "copy the quote with its citation" in page.text
    fragment = client.get(reverse("help"), headers={"HX-Request": "true"})
    assert "copy the quote with its citation" in fragment.text
    assert "<html" not in fragment.text


def test_a_page_that_is_not_there_says_so_within_the_frame() -> None:
    response = client_of(make_member()).get("/nirgendwo/")
    assert response.status_code == 404
    assert "There is no such page" in response.text
    assert 'class="wordmark"' in response.text


def test_a_form_from_an_old_page_is_refused_with_what_to_do() -> None:
    client = Client(enforce_csrf_checks=True, HTTP_ACCEPT_LANGUAGE="en")
    response = client.post(reverse("sign-in"), {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert "Go back, reload the page" in response.text


def test_a_host_that_is_not_ours_is_refused() -> None:
    response = Client(HTTP_HOST="elsewhere.example", HTTP_ACCEPT_LANGUAGE="en").get(reverse("help"))
    assert response.status_code == 400
    assert "The server could not make sense of this request." in response.text


@override_settings(
    STORAGES={"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
)
def test_the_page_of_a_failure_needs_nothing_that_could_fail() -> None:
    assert "/static/" not in render_to_string("500.html")


def new(user: User, **data: Any) -> Any:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user)
    return client.post(reverse("project-new"), {"visibility": "shared", **data})


def test_everybody_makes_projects_and_leads_them() -> None:
    user = make_user("änne")
    response = new(user, name="  Brücken &  Häfen ", visibility="blind")
    assert response.headers["Location"] == reverse("project", args=["bruecken-haefen"])
    member = Membership.objects.get(user=user)
    assert (member.role, member.project.name) == ("lead", "Brücken & Häfen")
    assert member.project.visibility == "blind"
    assert "Project made" in client_of(member).get(reverse("history", args=["bruecken-haefen"])).text


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Straßenbau in Łódź, Ærø und Århus 2024", "strassenbau-in-lodz-aero-und-arhus-2024"),
        ("Cafés – à la carte", "cafes-a-la-carte"),
        ("🚧", "projekt"),
        ("ß" * 200, "s" * 60),
    ],
)
def test_the_address_is_made_from_the_name(name: str, slug: str) -> None:
    assert projects.proposed_slug(name) == slug


def test_a_proposed_address_is_free() -> None:
    make_project("bruecken")
    make_project("bruecken-2")
    long = make_project("b" * 60).slug
    assert projects.proposed_slug("Brücken") == "bruecken-3"
    assert projects.proposed_slug("b" * 70) == f"{long[:55]}-2"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"name": " "}, "This field is required"),
        ({"name": "Brücken", "slug": "brücken"}, "Letters a to z"),
        ({"name": "Brücken", "slug": "Vergeben"}, "Another project has this address."),
        ({"name": "Brücken", "visibility": "halb"}, "halb"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(data: dict[str, str], problem: str) -> None:
    make_project("vergeben")
    response = new(make_user(), **data)
    assert response.status_code == 422
    assert problem in response.text
    assert f'value="{data["name"].strip()}"' in response.text or not data["name"].strip()
    assert Project.objects.count() == 1


def test_the_address_follows_the_name_until_somebody_chooses_one() -> None:
    client = client_of(make_member())

    def ask(**typed: str) -> str:
        response = client.get(reverse("project-new"), typed, headers={"HX-Request": "true"})
        assert "<html" not in response.text
        found = re.search(r'name="slug" value="([^"]*)"', response.text)
        return found.group(1) if found else ""

    assert ask(name="Brücken") == "bruecken"
    assert ask(name="Brücken neu", slug="bruecken", proposed="bruecken") == "bruecken-neu"
    assert ask(name="Brücken neu", slug="meins", proposed="bruecken") == "meins"
    assert ask(name="") == ""


def test_an_address_that_the_page_proposed_and_another_took_is_proposed_anew() -> None:
    make_project("bruecken")
    response = new(make_user(), name="Brücken", slug="bruecken", proposed="bruecken")
    assert response.headers["Location"] == reverse("project", args=["bruecken-2"])


def test_archived_projects_are_folded_away_and_can_be_opened() -> None:
    member = make_member(make_project(name="Brücken"))
    old = make_member(make_project(name="Häfen", archived_at=timezone.now()), user=member.user)
    client = client_of(member)
    # Only one goes on, so home is there; the list is one click away.
    assert client.get(reverse("home")).headers["Location"] == reverse("project", args=[member.project.slug])
    page = client.get(reverse("projects")).text
    assert page.index("Brücken") < page.index("1 archived project") < page.index("Häfen")
    assert client.get(reverse("articles", args=[old.project.slug])).status_code == 200
