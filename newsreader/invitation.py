"""The row behind an invitation to a project: a link that makes one person a member, once. See members.py."""

import hashlib
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise

if TYPE_CHECKING:
    from .models import Project


def digest_of(token: str) -> str:
    """What is stored of a link's token: enough to know it again, of no use to who reads the database."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def of(self, project: "Project") -> Self:
        """Those that still let somebody in, the newest first."""
        return self.good().filter(project=project).select_related("place", "invited_by").order_by("-id")

    def unused(self) -> Self:
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=timezone.now())

    def good(self) -> Self:
        """Those that let somebody in today: as long as who made them leads the project, so that nobody who no
        longer does comes back, or sends somebody, by a link that they have kept."""
        return self.unused().filter(invited_by__role="lead", invited_by__user__is_active=True)

    def with_token(self, token: str) -> Self:
        return self.good().filter(digest=digest_of(token)).select_related("project", "place", "invited_by")

    def long_over(self) -> Self:
        return self.filter(expires_at__lt=timezone.now() - timedelta(days=1))


class Invitation(models.Model):
    """`place` is the member without a user whose marks become those of the person who comes."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("newsreader.Project", on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=10)
    place = models.ForeignKey(
        "newsreader.Membership", on_delete=models.CASCADE, null=True, related_name="offers"
    )
    invited_by = models.ForeignKey(
        "newsreader.Membership", on_delete=models.SET_NULL, null=True, related_name="invitations"
    )
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"invitation to {self.project}"

    @property
    def role_words(self) -> Promise | str:
        from .models import Membership  # which imports this module

        return Membership.Role(self.role).label
