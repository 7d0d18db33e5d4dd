"""Users, and the links that sign them in: once, and for 15 minutes."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .invitation import digest_of
from .models import Membership, Project, SignInLink, User

LIFETIME = timedelta(minutes=15)


def first_lead() -> User:
    """The user whom the installation belongs to, made when there is none."""
    user = User.objects.order_by("pk").first()
    return user or User.objects.create_user("lead", _("Lead"))


def join(project: Project, user: User, role: str, place: Membership | None = None) -> Membership:
    """Make the user a member with this role, or change the role they have. `place` is a member whom nobody
    stands behind: the user comes to stand there, and what was done under that name is theirs."""
    now = timezone.now()
    if place:
        place.user, place.role, place.joined_at = user, role, now
        place.save(update_fields=["user", "role", "joined_at"])
        return place
    new = {"role": role, "name": user.name, "joined_at": now}
    member, _created = Membership.objects.update_or_create(
        project=project, user=user, defaults={"role": role}, create_defaults=new
    )
    return member


def lead_of(project: Project) -> Membership | None:
    """Whom history names for what a command does: the installation's first user, where they lead the project.
    None where others lead it, who did not do this."""
    user = User.objects.order_by("pk").first()
    return project.memberships.filter(user=user, role=Membership.Role.LEAD).first() if user else None


def make_sign_in_link(user: User) -> str:
    """The path of a new link. Its token is stored as a digest only; links long over are swept out."""
    SignInLink.objects.filter(expires_at__lt=timezone.now() - timedelta(days=1)).delete()
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(user=user, digest=digest_of(token), expires_at=timezone.now() + LIFETIME)
    return reverse("sign-in-link", args=[token])


def link_user(token: str) -> User | None:
    """Whom the link would sign in, without using it; None for a link that is used, over or unknown."""
    link = _valid(token).select_related("user").first()
    return link.user if link else None


def use_link(token: str) -> User | None:
    """The link's user, once; None for a link that is used, over or unknown."""
    with transaction.atomic():
        link = _valid(token).select_related("user").first()
        # The update is the lock: of two requests with one link, one finds used_at still empty.
        if link is None or not SignInLink.objects.filter(pk=link.pk, used_at=None).update(
            used_at=timezone.now()
        ):
            return None
    return link.user


def _valid(token: str) -> QuerySet[SignInLink]:
    return SignInLink.objects.filter(
        digest=digest_of(token), used_at=None, expires_at__gt=timezone.now(), user__is_active=True
    )
