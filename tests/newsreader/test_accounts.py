"""Users, their membership, and the commands that make them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from newsreader.accounts import first_lead, join, link_user, make_sign_in_link, use_link
from newsreader.models import Membership, SignInLink, User
from tests.factories import make_member, make_project, make_user

pytestmark = pytest.mark.django_db


def token(link: str) -> str:
    return link.strip("/").rpartition("/")[2]


def add(*arguments: str) -> str:
    out = StringIO()
    call_command("add_member", *arguments, stdout=out)
    return out.getvalue()


def test_the_first_lead_is_made_once() -> None:
    lead = first_lead()
    make_user()
    assert first_lead() == lead
    assert not lead.has_usable_password()


def test_links_long_over_are_swept_out() -> None:
    user = make_user()
    make_sign_in_link(user)
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(days=2))
    make_sign_in_link(user)
    assert SignInLink.objects.count() == 1


def test_a_new_link_leaves_an_older_one_good() -> None:
    user = make_user()
    first, second = make_sign_in_link(user), make_sign_in_link(user)
    assert link_user(token(first)) == user
    assert use_link(token(first)) == user
    assert use_link(token(second)) == user


@pytest.mark.django_db(transaction=True)
def test_of_two_requests_with_one_link_one_is_signed_in() -> None:
    user = make_user()
    link = token(make_sign_in_link(user))

    def use(_number: int) -> User | None:
        try:
            return use_link(link)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(use, range(4)))
    assert sorted(found, key=bool) == [None, None, None, user]


def test_joining_again_changes_the_role_and_keeps_the_member() -> None:
    member = make_member(role=Membership.Role.CODER)
    assert member.user is not None
    again = join(member.project, member.user, Membership.Role.LEAD)
    assert (again.pk, again.role) == (member.pk, Membership.Role.LEAD)


def test_add_member_makes_the_user_and_prints_a_link(settings: Any) -> None:
    settings.URL = "https://wortlaut.example"
    project = make_project(name="Brücken")
    said = add("änne", "--project", project.slug, "--role", "coder", "--name", "Änne Groß")
    member = project.memberships.get()
    assert (member.name, member.role) == ("Änne Groß", "coder")
    assert "Änne Groß" in said and "Brücken" in said
    assert "https://wortlaut.example/sign-in/" in said
    user = use_link(token(said.split()[-1]))
    assert user is not None and user.username == "änne"


def test_add_member_of_a_known_user_changes_the_role_and_prints_no_link() -> None:
    member = make_member(role=Membership.Role.READER)
    assert member.user is not None
    said = add(member.user.username, "--project", member.project.slug, "--role", "lead")
    member.refresh_from_db()
    assert member.role == Membership.Role.LEAD
    assert "/sign-in/" not in said


@pytest.mark.parametrize("username", ["", "x" * 151])
def test_add_member_refuses_a_name_that_cannot_be_stored(username: str) -> None:
    project = make_project()
    with pytest.raises(CommandError):
        add(username, "--project", project.slug, "--role", "coder")
    assert not User.objects.exists()


def test_add_member_says_that_there_is_no_such_project() -> None:
    with pytest.raises(CommandError, match="nirgends"):
        add("anna", "--project", "nirgends", "--role", "coder")
    assert not User.objects.exists()


def test_add_member_of_an_archived_project_is_refused() -> None:
    with pytest.raises(SystemExit):
        add("anna", "--project", make_project(archived_at=timezone.now()).slug, "--role", "coder")
    assert not User.objects.exists()


def test_add_member_is_told_in_the_history() -> None:
    lead = make_member(role="lead")
    for role in ("coder", "reader", "reader"):
        add("änne", "--project", lead.project.slug, "--role", role)
    told = list(lead.project.change_sets.order_by("id").values_list("action", flat=True))
    assert told == ["member.add", "member.role"]


def test_add_member_leaves_a_project_with_a_lead() -> None:
    lead = make_member(role="lead")
    assert lead.user
    with pytest.raises(CommandError):
        add(lead.user.username, "--project", lead.project.slug, "--role", "coder")


def test_add_member_knows_three_roles() -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        add("anna", "--project", make_project().slug, "--role", "boss")
