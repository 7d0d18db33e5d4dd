"""The codebook."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsreader.models import KeyField, Membership, Project
from newsreader.search.language import folded_key

from .counting import lately_first
from .limits import NAME_LIMIT
from .links import AnnotationTag

COLORS = range(1, 13)
SHORTCUTS = range(1, 10)


class TagQuerySet(models.QuerySet["Tag"]):
    def of(self, project: Project) -> Self:
        return self.filter(project=project)

    def suggested(self, typed: str, member: Membership) -> Self:
        """Those that what was typed is part of, but for archived ones; the member's latest first."""
        rows = self.filter(archived_at=None).select_related("parent")
        if key := folded_key(typed):
            rows = rows.filter(key__contains=key)
        found: Self = lately_first(rows, AnnotationTag, "tag", member)
        return found


class Tag(models.Model):
    """One entry of the codebook, a tree. Only a claim takes a stance.

    `inclusion` and `exclusion` say when it is to be used and when not, `examples` holds a quote a line,
    `memo` what analysts think about it. An archived tag is not offered for coding any more.

    While the lead keeps the codebook closed, coders propose tags, and code with them meanwhile: `proposed_by`
    for a `reason`. `proposal` says what came of it; a declined one is archived.
    """

    class Kind(models.TextChoices):
        TOPIC = "topic", _("topic")
        CLAIM = "claim", _("claim")

    class Proposal(models.TextChoices):
        OPEN = "open", _("proposed")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tags")
    parent = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(max_length=NAME_LIMIT)
    key = KeyField(max_length=400, editable=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TOPIC)
    color = models.PositiveSmallIntegerField(default=1)
    shortcut = models.PositiveSmallIntegerField(null=True, blank=True)
    description = models.TextField(blank=True)
    inclusion = models.TextField(blank=True)
    exclusion = models.TextField(blank=True)
    examples = models.TextField(blank=True)
    memo = models.TextField(blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    proposed_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposed_tags"
    )
    proposal = models.CharField(max_length=10, choices=Proposal, blank=True, editable=False)
    reason = models.TextField(blank=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "uid"], name="tag_uid"),
            models.UniqueConstraint(fields=["project", "parent", "key"], name="tag_key_below_parent"),
            models.UniqueConstraint(
                fields=["project", "key"], condition=Q(parent=None), name="tag_key_at_root"
            ),
            models.UniqueConstraint(fields=["project", "shortcut"], name="tag_shortcut"),
            models.CheckConstraint(condition=Q(color__range=(1, 12)), name="tag_color"),
            models.CheckConstraint(
                condition=Q(shortcut__range=(1, 9)) | Q(shortcut=None), name="tag_shortcut_range"
            ),
        ]

    def __str__(self) -> str:
        return self.name
