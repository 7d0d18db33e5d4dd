"""Who may see and do what: the table of roles, and every address of both wings."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from newsreader import access
from newsreader.access import Action
from newsreader.changes import ChangeSet
from newsreader.models import CodingState, Membership, Project
from tests.everything import addresses
from tests.factories import client_of, make_article, make_member, make_project

pytestmark = pytest.mark.django_db
READER, CODER, LEAD = Membership.Role.READER, Membership.Role.CODER, Membership.Role.LEAD

ROLES = {
    Action.READ: {READER, CODER, LEAD},
    Action.EXPORT: {READER, CODER, LEAD},
    Action.ANNOTATE: {CODER, LEAD},
    Action.ADD_TAG: {CODER, LEAD},
    Action.PROPOSE_TAG: {CODER, LEAD},
    Action.ADD_SPEAKER: {CODER, LEAD},
    Action.EDIT_TAG: {LEAD},
    Action.EDIT_SPEAKER: {LEAD},
    Action.MERGE_SPEAKER: {CODER, LEAD},
    Action.EDIT_OTHERS: {LEAD},
    Action.MANAGE: {LEAD},
    Action.REMOVE_MEMBER: {LEAD},
    Action.ARCHIVE: {LEAD},
    Action.RELEASE: {LEAD},
    Action.BACKUP: {LEAD},
    Action.PURGE: {LEAD},
    Action.MARK_READ: {READER, CODER, LEAD},
    Action.LEAVE: {READER, CODER, LEAD},
}

# Reached without signing in: the ways in, help, and preferences that live in a cookie.
OPEN = {"sign-in", "sign-in-link", "invitation", "join", "help", "preferences"}
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/p/brücke/articles/?q=a"}


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("role", list(Membership.Role))
def test_the_table_of_roles(action: Action, role: str) -> None:
    assert access.may(make_member(role=role), action) is (role in ROLES[action])


@pytest.mark.parametrize(
    ("closed", "action"), [("codebook_open", Action.ADD_TAG), ("speakers_open", Action.ADD_SPEAKER)]
)
def test_what_the_lead_has_closed_only_the_lead_adds_to(closed: str, action: Action) -> None:
    project = make_project()
    setattr(project, closed, False)
    project.save()
    may = {role: access.may(make_member(project, role), action) for role in (READER, CODER, LEAD)}
    assert may == {READER: False, CODER: False, LEAD: True}
    other = Action.ADD_SPEAKER if action is Action.ADD_TAG else Action.ADD_TAG
    assert access.may(make_member(project, CODER), other)


@pytest.mark.parametrize(
    ("role", "own", "others"), [(READER, False, False), (CODER, True, False), (LEAD, True, True)]
)
def test_whose_marks_and_actions_a_role_may_change(role: str, own: bool, others: bool) -> None:
    project = make_project()
    member, other = make_member(project, role), make_member(project)
    assert access.may_edit(member, member.pk) is own
    assert access.may_edit(member, other.pk) is others
    assert access.may_undo(member, ChangeSet(project=project, member=member, action="state")) is own
    assert access.may_undo(member, ChangeSet(project=project, member=other, action="state")) is others


@pytest.mark.parametrize("action", ["tag.update", "tag.remove", "speaker.update", "speaker.remove"])
def test_who_is_no_longer_lead_cannot_take_back_what_only_leads_do(action: str) -> None:
    member = make_member(role=CODER)
    assert not access.may_undo(member, ChangeSet(project=member.project, member=member, action=action))


@pytest.mark.parametrize("action", sorted(access.FINAL))
def test_what_is_final_nobody_takes_back(action: str) -> None:
    lead = make_member(role=LEAD)
    assert not access.may_undo(lead, ChangeSet(project=lead.project, member=lead, action=action))


def test_only_coders_of_blind_projects_see_only_their_own() -> None:
    for visibility in Project.Visibility:
        project = make_project(visibility=visibility)
        members = {role: make_member(project, role) for role in (READER, CODER, LEAD)}
        states = [
            CodingState.objects.create(member=member, article=make_article(project))
            for member in members.values()
        ]
        rows = CodingState.objects.filter(article__project=project)
        for role, member in members.items():
            seen = set(access.visible(rows, member, owner="member"))
            alone = visibility == Project.Visibility.BLIND and role == CODER
            assert access.sees_only_own(member) is alone
            assert seen == ({s for s in states if s.member == member} if alone else set(states))


ALL = list(addresses())
OF_A_PROJECT = [(name, route, entry) for name, route, entry in ALL if "<slug:slug>" in route]
VALUES = {"uuid": str(uuid.uuid4()), "str": "json", "int": 1}


def path_of(name: str, route: str, slug: str = "nirgends") -> str:
    converters = re.findall(r"<(\w+):(\w+)>", route)
    return reverse(name, kwargs={key: VALUES.get(kind, slug) for kind, key in converters})


def answers(client: Client, path: str, **kwargs: Any) -> list[Any]:
    """What GET and POST give, without those that are refused as a wrong method."""
    found = [client.get(path, **kwargs), client.post(path, **kwargs)]
    return [response for response in found if response.status_code != 405]


def ids(entries: list[tuple[str, str, URLPattern]]) -> list[str]:
    return [name for name, _route, _entry in entries]


def test_the_addresses_are_found() -> None:
    names = set(ids(ALL))
    assert {
        "home",
        "password",
        "articles",
        "undo-here",
        "change-set",
        "annotation",
        "export-download",
    } <= names
    assert len(OF_A_PROJECT) > 20


@pytest.mark.parametrize(("name", "route", "entry"), ALL, ids=ids(ALL))
def test_who_is_not_signed_in_is_sent_to_sign_in(name: str, route: str, entry: URLPattern) -> None:
    path, client = path_of(name, route), Client()
    pages, fragments = answers(client, path), answers(client, path, headers=HTMX)
    assert pages and fragments
    if name in OPEN:
        assert {response.status_code for response in pages} <= {200, 302, 410, 422}
        return
    for response in pages:
        assert response.status_code == 302
        assert response.headers["Location"].startswith(reverse("sign-in") + "?next=")
    for response in fragments:
        assert response.status_code == 401
        assert response.headers["X-Sign-In"] == "/sign-in/?next=%2Fp%2Fbr%C3%BCcke%2Farticles%2F%3Fq%3Da"


def test_after_signing_in_one_is_back_on_the_page_that_sent_the_form() -> None:
    url = reverse("undo-here", args=["bruecken", uuid.uuid4()])
    response = Client().post(url, headers={"Referer": "http://testserver/p/bruecken/articles/?q=a"})
    assert response.headers["Location"] == "/sign-in/?next=/p/bruecken/articles/%3Fq%3Da"


@pytest.mark.parametrize(("name", "route", "entry"), OF_A_PROJECT, ids=ids(OF_A_PROJECT))
def test_who_is_no_member_finds_nothing(name: str, route: str, entry: URLPattern) -> None:
    project = make_project()
    client = client_of(make_member())
    for slug in (project.slug, "nirgends"):
        found = answers(client, path_of(name, route, slug))
        assert found
        assert {response.status_code for response in found} == {404}


@pytest.mark.parametrize(("name", "route", "entry"), OF_A_PROJECT, ids=ids(OF_A_PROJECT))
def test_a_role_that_may_not_is_refused(name: str, route: str, entry: URLPattern) -> None:
    """Every view of a project names its action; who may not take it gets 403 before anything is looked up."""
    action = getattr(entry.callback, "action", None)
    assert isinstance(action, Action), "not wrapped in member_view"
    refused = set(Membership.Role) - ROLES[action]
    for role in refused:
        member = make_member(role=role)
        found = answers(client_of(member), path_of(name, route, member.project.slug))
        assert {response.status_code for response in found} == {403}


# What goes on in an archive: reading, taking out, bringing back, and that nobody is kept in.
IN_ARCHIVE = {
    Action.READ,
    Action.EXPORT,
    Action.ARCHIVE,
    Action.REMOVE_MEMBER,
    Action.LEAVE,
    Action.BACKUP,
    Action.PURGE,
}


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("role", list(Membership.Role))
def test_in_an_archived_project_nothing_is_written(action: Action, role: str) -> None:
    member = make_member(make_project(archived_at=timezone.now()), role)
    assert access.may(member, action) is (role in ROLES[action] and action in IN_ARCHIVE)


@pytest.mark.parametrize(("name", "route", "entry"), OF_A_PROJECT, ids=ids(OF_A_PROJECT))
def test_an_archived_project_refuses_with_a_sentence(name: str, route: str, entry: URLPattern) -> None:
    lead = make_member(make_project(archived_at=timezone.now()), LEAD)
    found = answers(client_of(lead), path_of(name, route, lead.project.slug))
    if getattr(entry.callback, "action", None) in IN_ARCHIVE:
        assert {response.status_code for response in found} <= {200, 302, 404, 409, 422}
        return
    for response in found:
        assert response.status_code == 403
        assert "This project is archived" in response.text
