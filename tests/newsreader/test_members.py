"""Who is in a project: invitations that work once, roles, and who has left."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from newsreader import members, projects, undo
from newsreader.changes import ChangeSet, Refused
from newsreader.models import Invitation, Membership, User
from tests.factories import make_annotation, make_article, make_member, make_user

pytestmark = pytest.mark.django_db
LEAD, CODER, READER = Membership.Role.LEAD, Membership.Role.CODER, Membership.Role.READER


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def lead() -> Membership:
    return make_member(role=LEAD)


def invite(lead: Membership, role: str = CODER, place: Membership | None = None) -> tuple[Invitation, str]:
    """An invitation and its token."""
    invitation, path = members.invite(lead, role, place)
    return invitation, path.strip("/").rpartition("/")[2]


def actions(member: Membership) -> list[str]:
    return list(member.project.change_sets.order_by("id").values_list("action", flat=True))


def test_a_link_makes_one_person_a_member_once(lead: Membership) -> None:
    invitation, token = invite(lead, READER)
    found = members.invitation_of(token)
    assert found == invitation
    member = members.accept(found, make_user("änne", "Änne Groß"))
    assert (member.project, member.role, member.name) == (lead.project, READER, "Änne Groß")
    assert member.joined_at
    assert members.invitation_of(token) is None
    with pytest.raises(Refused, match="used"):
        members.accept(found, make_user())
    assert actions(lead) == ["invitation.create", "member.join"]


def test_the_token_is_stored_nowhere(lead: Membership) -> None:
    invitation, token = invite(lead)
    assert token not in str(vars(invitation))
    assert token not in str(list(ChangeSet.objects.values("changes__after")))


def test_a_link_is_good_for_seven_days(lead: Membership) -> None:
    invitation, token = invite(lead)
    assert timedelta(days=6.9) < invitation.expires_at - timezone.now() <= timedelta(days=7)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert members.invitation_of(token) is None
    with pytest.raises(Refused):
        members.accept(invitation, make_user())
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=2))
    invite(lead)
    assert Invitation.objects.count() == 1  # what is long over is swept out


def test_a_withdrawn_link_lets_nobody_in(lead: Membership) -> None:
    invitation, token = invite(lead)
    members.withdraw(lead, invitation)
    assert members.invitation_of(token) is None
    with pytest.raises(Refused):
        members.accept(invitation, make_user())
    with pytest.raises(Refused):
        members.withdraw(lead, invitation)
    assert actions(lead) == ["invitation.create", "invitation.withdraw"]


def test_who_is_a_member_already_does_not_use_the_link_up(lead: Membership) -> None:
    invitation, token = invite(lead, READER)
    assert lead.user
    with pytest.raises(Refused, match="member of this project already"):
        members.accept(invitation, lead.user)
    assert members.invitation_of(token) == invitation
    lead.refresh_from_db()
    assert lead.role == LEAD


def test_a_name_that_was_taken_a_moment_ago_does_not_use_the_link_up(lead: Membership) -> None:
    invitation, token = invite(lead)
    make_user("änne")
    with pytest.raises(Refused, match="user name is taken"):
        members.accept(invitation, User(username="änne", name="Änne"))
    assert members.invitation_of(token) == invitation


def test_nobody_joins_an_archive(lead: Membership) -> None:
    invitation, token = invite(lead)
    projects.archive(lead)
    with pytest.raises(Refused, match="archived"):
        members.accept(Invitation.objects.get(), make_user())
    projects.restore(lead)
    assert members.invitation_of(token) == invitation


def test_who_has_left_comes_back_to_what_was_theirs(lead: Membership) -> None:
    coder = make_member(lead.project, CODER)
    mark = make_annotation(make_article(lead.project), coder)
    members.remove(lead, coder)
    coder.refresh_from_db()
    assert coder.user is None
    invitation, _token = invite(lead, CODER, coder)
    user = make_user()
    assert members.accept(invitation, user) == coder
    mark.refresh_from_db()
    assert mark.owner.user == user


def test_a_place_that_somebody_has_taken_is_not_given_twice(lead: Membership) -> None:
    coder = make_member(lead.project, CODER)
    members.remove(lead, coder)
    first, second = invite(lead, CODER, coder)[0], invite(lead, CODER, coder)[0]
    members.accept(first, make_user())
    with pytest.raises(Refused, match="this place"):
        members.accept(second, make_user())


def test_annotations_of_who_leaves_stay_under_their_name(lead: Membership) -> None:
    coder = make_member(lead.project, CODER)
    name = coder.name
    mark = make_annotation(make_article(lead.project), coder)
    members.leave(coder)
    mark.refresh_from_db()
    assert (mark.owner.name, mark.owner.user) == (name, None)
    assert actions(lead) == ["member.leave"]


@pytest.mark.parametrize("part", [members.leave, lambda lead: members.set_role(lead, lead, CODER)])
def test_the_last_lead_stays(lead: Membership, part: Any) -> None:
    make_member(lead.project, CODER)
    with pytest.raises(Refused, match="needs a lead"):
        part(lead)
    lead.refresh_from_db()
    assert lead.role == LEAD and lead.user
    assert not ChangeSet.objects.exists()
    make_member(lead.project, LEAD)
    part(lead)


def test_a_lead_without_a_working_account_does_not_count(lead: Membership) -> None:
    other = make_member(lead.project, LEAD)
    User.objects.filter(memberships=other).update(is_active=False)
    with pytest.raises(Refused):
        members.leave(lead)


def test_a_role_is_changed_and_taken_back(lead: Membership) -> None:
    coder = make_member(lead.project, CODER)
    members.set_role(lead, coder, READER)
    undo.undo(lead, ChangeSet.objects.get())
    coder.refresh_from_db()
    assert coder.role == CODER


def test_taking_a_role_back_leaves_no_project_without_a_lead(lead: Membership) -> None:
    coder = make_member(lead.project, CODER)
    members.set_role(lead, coder, LEAD)
    promoted = ChangeSet.objects.get()
    members.leave(lead)
    coder.refresh_from_db()
    with pytest.raises(undo.Conflict) as conflict:
        undo.undo(coder, promoted)
    assert "needs a lead" in conflict.value.reason


def test_the_role_of_who_has_left_is_not_taken_back(lead: Membership) -> None:
    coder = make_member(lead.project, CODER)
    members.set_role(lead, coder, READER)
    changed = ChangeSet.objects.get()
    members.leave(coder)
    with pytest.raises(undo.Conflict):
        undo.undo(lead, changed)


def taken_back(lead: Membership, other: Membership) -> None:
    """Lead no longer because their promotion was undone."""
    members.set_role(lead, other, CODER)
    members.set_role(lead, other, LEAD)
    undo.undo(lead, ChangeSet.objects.latest("id"))


@pytest.mark.parametrize(
    "how", [members.remove, lambda lead, other: members.set_role(lead, other, CODER), taken_back]
)
def test_who_is_no_longer_lead_has_no_way_back_by_a_link_that_they_kept(lead: Membership, how: Any) -> None:
    other = make_member(lead.project, LEAD)
    theirs, token = invite(other, LEAD)
    _mine, kept = invite(lead)
    how(lead, other)
    assert members.invitation_of(token) is None
    with pytest.raises(Refused):
        members.accept(theirs, make_user())
    assert list(Invitation.objects.of(lead.project)) == [members.invitation_of(kept)]


@pytest.mark.parametrize("write", [members.remove, lambda lead, gone: members.set_role(lead, gone, READER)])
def test_who_left_a_moment_ago_is_said_to_have_left(lead: Membership, write: Any) -> None:
    coder = make_member(lead.project, CODER)
    members.leave(Membership.objects.get(pk=coder.pk))
    with pytest.raises(Refused, match="has left"):
        write(lead, coder)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_one_link_one_is_let_in() -> None:
    lead = make_member(role=LEAD)
    invitation, _token = invite(lead)
    users = [make_user() for _ in range(4)]

    def use(user: User) -> bool:
        try:
            return bool(members.accept(invitation, user))
        except Refused:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, users)) == [False, False, False, True]
    assert lead.project.memberships.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_leads_who_demote_each_other_at_once_leave_one() -> None:
    one = make_member(role=LEAD)
    other = make_member(one.project, LEAD)

    def demote(pair: tuple[Membership, Membership]) -> bool:
        try:
            members.set_role(*pair, CODER)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(demote, [(one, other), (other, one)]))
    assert sorted(done) == [False, True]
    assert one.project.memberships.leads().count() == 1
