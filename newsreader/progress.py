"""How far each member is with an article: the state that they set, and that they have read it."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CodingState(models.Model):
    """How far one member is with one article. No row means open."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        PROGRESS = "progress", _("in progress")
        DONE = "done", _("done")
        IRRELEVANT = "irrelevant", _("not relevant")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey("Membership", on_delete=models.CASCADE, related_name="states")
    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "article"], name="coding_state")]
        indexes = [models.Index(fields=["member", "state", "article"], name="coding_state_of_member")]

    def __str__(self) -> str:
        return self.state


class Reading(models.Model):
    """That a member has had an article open for long enough to have read it."""

    # The article first: while it is out of its project, so is this (backups/scope.py).
    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="readings")
    member = models.ForeignKey("Membership", on_delete=models.CASCADE, related_name="readings")
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "article"], name="reading")]

    def __str__(self) -> str:
        return f"{self.member_id} read {self.article_id}"
