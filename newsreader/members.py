"""Who is in a project: inviting by a link that works once, roles, leaving. One change set each.

A link makes a person a member; it never signs anybody in to an account that is there. Why leads make no
sign-in links for their members is in docs/adr/0011-invitations.md.
"""

import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .access import ARCHIVED
from .accounts import join
from .changes import ChangeSet, Refused, State, recording
from .invitation import Invitation, digest_of
from .models import Membership, Project, User
from .recording import keep_a_lead, lock_members, member_state
from .releases.readers import follow

LIFETIME = timedelta(days=7)
OVER = gettext_lazy("This invitation is used, withdrawn or over.")


def invite(lead: Membership, role: str, place: Membership | None = None) -> tuple[Invitation, str]:
    """A new invitation and the path of its link, which is told this once: only its digest is kept."""
    token = secrets.token_urlsafe(32)
    with recording(lead, "invitation.create") as record:
        Invitation.objects.long_over().delete()
        invitation = Invitation.objects.create(
            project_id=lead.project_id,
            role=role,
            place=place,
            invited_by=lead,
            digest=digest_of(token),
            expires_at=timezone.now() + LIFETIME,
        )
        record("invitation", invitation.uid, None, _state(invitation))
    return invitation, reverse("invitation", args=[token])


def invitation_of(token: str) -> Invitation | None:
    """The invitation that this link stands for, as long as it lets somebody in."""
    return Invitation.objects.with_token(token).first()


def _state(invitation: Invitation) -> State:
    name = {"name": invitation.place.name} if invitation.place else {}
    return {**name, "role": invitation.role}


def withdraw(lead: Membership, invitation: Invitation) -> None:
    """The link works no more. Raises Refused when it had come to its end already."""
    with recording(lead, "invitation.withdraw") as record:
        if not Invitation.objects.unused().filter(pk=invitation.pk).update(withdrawn_at=timezone.now()):
            raise Refused(OVER)
        record("invitation", invitation.uid, _state(invitation), None)


def accept(invitation: Invitation, user: User) -> Membership:
    """The user becomes a member; an unsaved user is made. Raises Refused when the link has come to its end in
    the meantime, when the user is a member already, when the user name is taken, or in an archive."""
    with transaction.atomic():
        # The update, of one table alone, is the lock: of two who open one link, one finds it used.
        mine = Invitation.objects.filter(pk=invitation.pk)
        if not mine.good().exists() or not mine.unused().update(used_at=timezone.now()):
            raise Refused(OVER)
        if invitation.project.archived_at:
            raise Refused(ARCHIVED)
        _save_new(user)
        _refuse_member(invitation.project, user)
        member = join(invitation.project, user, invitation.role, _free_place(invitation))
        with recording(member, "member.join") as record:
            record("member", member.uid, None, member_state(member))
        follow(invitation.project)
    return member


def _save_new(user: User) -> None:
    try:
        with transaction.atomic():
            if user._state.adding:
                user.save()
    except IntegrityError as error:
        raise Refused(_("This user name is taken. Please choose another one.")) from error


def _free_place(invitation: Invitation) -> Membership | None:
    """The place that is offered, unless somebody has come to stand there by another link."""
    if invitation.place_id is None:
        return None
    place = lock_members(invitation.project).select_related("project").get(pk=invitation.place_id)
    if place.user_id is not None:
        raise Refused(_("Somebody has this place in the project by now. Ask the lead for a new invitation."))
    return place


def _refuse_member(project: Project, user: User) -> None:
    if project.memberships.filter(user=user).exists():
        raise Refused(_("You are a member of this project already. Its lead can change your role."))


def add(project: Project, user: User, role: str, by: Membership | None) -> Membership:
    """Make the user a member or change their role, without an invitation: the installation's own command.
    Raises Refused when the project would be left without a lead."""
    member = project.memberships.filter(user=user).first()
    if member:
        set_role(by or member, member, role)
        return project.memberships.get(user=user)
    with transaction.atomic():
        member = join(project, user, role)
        with recording(by or member, "member.add") as record:
            record("member", member.uid, None, member_state(member))
        follow(project)
    return member


def set_role(lead: Membership, member: Membership, role: str) -> ChangeSet | None:
    """Raises Refused when the project would be left without a lead."""
    with recording(lead, "member.role") as record:
        row = _locked(member)
        before = member_state(row)
        row.role = role
        row.save(update_fields=["role"])
        record("member", row.uid, before, member_state(row))
        if before["role"] == Membership.Role.LEAD:
            keep_a_lead(row.project)
    return record.change_set


def remove(lead: Membership, member: Membership) -> None:
    """The user is no longer in the project; what they did stays, under their name. Raises Refused."""
    _part(lead, member, "member.remove")


def leave(member: Membership) -> None:
    """As `remove`, by the member."""
    _part(member, member, "member.leave")


def _part(who: Membership, member: Membership, action: str) -> None:
    with recording(who, action) as record:
        row = _locked(member)
        record("member", row.uid, member_state(row), None)
        row.user = None
        row.save(update_fields=["user"])
        follow(row.project)
        if row.role == Membership.Role.LEAD:
            keep_a_lead(row.project)


def _locked(member: Membership) -> Membership:
    """The member as they are now. Raises Refused for one who has left a moment ago."""
    row = lock_members(member.project).select_related("project").get(pk=member.pk)
    if row.user_id is None:
        raise Refused(_("This member has left the project."))
    return row
