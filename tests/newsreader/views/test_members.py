"""The page of a project's members and invitations, for its leads, and leaving, for everybody."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from newsreader import members, projects, states
from newsreader.changes import ChangeSet
from newsreader.models import Invitation, Membership
from tests.factories import client_of, make_article, make_member, make_project

pytestmark = pytest.mark.django_db
LEAD, CODER, READER = Membership.Role.LEAD, Membership.Role.CODER, Membership.Role.READER


@pytest.fixture
def lead() -> Membership:
    return make_member(make_project("bruecken", name="Brücken"), LEAD)


def url(name: str, *args: Any) -> str:
    return reverse(name, args=["bruecken", *args])


def page(member: Membership, name: str = "members", *args: Any) -> str:
    response = client_of(member).get(url(name, *args))
    assert response.status_code == 200
    return response.text


def post(member: Membership, name: str, *args: Any, **data: Any) -> Any:
    return client_of(member).post(url(name, *args), data)


def invite(lead: Membership, **data: Any) -> str:
    """The link that the page shows."""
    response = post(lead, "invitations", **{"role": "coder", **data})
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    found = re.search(r'value="(http://testserver/invitation/[^"]+)"', response.text)
    assert found
    return found.group(1)


def test_the_page_lists_who_is_in_with_role_and_activity(lead: Membership) -> None:
    coder = make_member(lead.project, CODER)
    states.set_state(coder, make_article(lead.project), "done")
    elsewhere = make_member()
    shown = page(lead)
    assert coder.name in shown and "last change" in shown
    assert re.search(r'<option value="coder" selected>', shown)
    assert elsewhere.name not in shown


def test_the_list_asks_the_same_number_of_questions(lead: Membership, django_assert_num_queries: Any) -> None:
    client = client_of(lead)
    for wave in (1, 5):
        for _number in range(wave):
            gone = make_member(lead.project)
            make_member(lead.project)
            members.invite(lead, CODER)
            members.leave(gone)
        with django_assert_num_queries(7):  # session, user, membership; members, invitations, former twice
            assert client.get(url("members")).status_code == 200


def test_a_link_is_shown_once_and_lets_somebody_in(lead: Membership) -> None:
    link = invite(lead, role="reader")
    assert link not in page(lead)
    assert "Open invitations" in page(lead)
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    opened = client.get(link)
    assert "Brücken" in opened.text and "reader" in opened.text and lead.name in opened.text
    assert Invitation.objects.get().used_at is None
    response = client.post(
        reverse("join"),
        {"token": link.rstrip("/").rpartition("/")[2], "username": "änne", "name": "Änne Groß"},
    )
    assert response.headers["Location"] == url("project")
    assert client.get(url("articles")).status_code == 200
    assert "Open invitations" not in page(lead)
    assert "Änne Groß" in page(lead)
    assert "Member joined" in page(lead, "history") and "Invitation made" in page(lead, "history")


def test_the_link_has_the_address_that_people_type(lead: Membership, settings: Any) -> None:
    settings.URL = "https://wortlaut.example/"
    response = post(lead, "invitations", role="coder")
    assert 'value="https://wortlaut.example/invitation/' in response.text
    assert "this computer only" not in response.text


def test_a_link_for_this_computer_only_says_so(lead: Membership) -> None:
    response = client_of(lead).post(url("invitations"), {"role": "coder"}, headers={"Host": "localhost:8000"})
    assert 'value="http://localhost:8000/invitation/' in response.text
    assert "this computer only" in response.text


@pytest.mark.parametrize("data", [{}, {"role": "boss"}, {"role": "coder", "place": str(uuid.uuid4())}])
def test_an_invitation_that_cannot_be_is_refused(lead: Membership, data: dict[str, str]) -> None:
    response = post(lead, "invitations", **data)
    assert response.status_code == 422
    assert not Invitation.objects.exists()


def test_only_who_has_no_account_behind_them_can_be_taken_over(lead: Membership) -> None:
    coder = make_member(lead.project, CODER)
    assert post(lead, "invitations", role="coder", place=coder.uid).status_code == 422
    members.remove(lead, coder)
    assert coder.name in page(lead)
    link = invite(lead, place=coder.uid)
    opened = Client(HTTP_ACCEPT_LANGUAGE="en").get(link).text
    assert f"The annotations of {coder.name} become yours." in opened
    assert f'value="{coder.name}"' in opened


def test_an_invitation_is_withdrawn(lead: Membership) -> None:
    link = invite(lead)
    uid = Invitation.objects.get().uid
    assert post(lead, "invitation-withdrawal", uid).status_code == 302
    assert Client().get(link).status_code == 410
    again = post(lead, "invitation-withdrawal", uid)
    assert again.status_code == 409 and "used, withdrawn or over" in again.text


def test_a_role_is_changed(lead: Membership) -> None:
    coder = make_member(lead.project, CODER)
    assert post(lead, "member-role", coder.uid, role="reader").headers["Location"] == url("members")
    coder.refresh_from_db()
    assert coder.role == READER
    assert "Role changed" in page(lead, "history")
    shown = page(lead, "change-set", ChangeSet.objects.get().uid)
    assert "coder" in shown and "reader" in shown and "Undo" in shown
    assert post(lead, "member-role", coder.uid, role="boss").status_code == 422


def test_the_last_lead_is_told_to_make_another_one(lead: Membership) -> None:
    for response in (post(lead, "member-role", lead.uid, role="coder"), post(lead, "leaving")):
        assert response.status_code == 409
        assert "A project needs a lead. Make somebody else lead first." in response.text
    make_member(lead.project, LEAD)
    assert post(lead, "member-role", lead.uid, role="coder").headers["Location"] == url("settings")
    assert client_of(lead).get(url("members")).status_code == 403


def test_a_member_is_removed_after_a_question(lead: Membership) -> None:
    coder = make_member(lead.project, CODER)
    assert f"Remove {coder.name}?" in page(lead, "member-removal", coder.uid)
    assert lead.project.memberships.with_account().count() == 2
    client = client_of(coder)
    assert post(lead, "member-removal", coder.uid).headers["Location"] == url("members")
    assert client.get(url("articles")).status_code == 404
    assert "Member removed" in page(lead, "history")
    assert post(lead, "member-removal", coder.uid).status_code == 404


def test_who_wants_to_remove_themselves_is_asked_whether_to_leave(lead: Membership) -> None:
    assert post(lead, "member-removal", lead.uid).headers["Location"] == url("leaving")


@pytest.mark.parametrize("role", [READER, CODER])
def test_everybody_can_leave(lead: Membership, role: str) -> None:
    member = make_member(lead.project, role)
    client = client_of(member)
    assert "Leave “Brücken”?" in client.get(url("leaving")).text
    assert client.post(url("leaving")).headers["Location"] == reverse("projects")
    assert client.get(url("articles")).status_code == 404
    assert member.name in page(lead)  # among the names without an account


def test_in_an_archive_people_can_be_let_out_and_not_in(lead: Membership) -> None:
    coder = make_member(lead.project, CODER)
    link = invite(lead)
    projects.archive(lead)
    assert "Invite somebody" not in page(lead)
    assert post(lead, "invitations", role="coder").status_code == 403
    assert post(lead, "member-role", coder.uid, role="lead").status_code == 403
    assert post(lead, "member-removal", coder.uid).status_code == 302
    assert "archived" in Client(HTTP_ACCEPT_LANGUAGE="en").get(link).text
    assert post(lead, "invitation-withdrawal", Invitation.objects.get().uid).status_code == 302


@pytest.mark.parametrize("name", ["member-role", "member-removal", "invitation-withdrawal"])
def test_people_of_another_project_are_not_found(lead: Membership, name: str) -> None:
    other = make_member(role=LEAD)
    coder = make_member(other.project, CODER)
    invitation, _path = members.invite(other, CODER)
    uid = invitation.uid if name.startswith("invitation") else coder.uid
    assert post(lead, name, uid, role="reader").status_code == 404
    coder.refresh_from_db()
    assert (coder.role, coder.project) == (CODER, other.project)
