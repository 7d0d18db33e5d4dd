"""Who is quoted, under which names, and what they were when."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsreader.models import KeyField, Membership, Project
from newsreader.search.language import folded_key

from .counting import lately_first
from .limits import DATE_LIMIT, NAME_LIMIT
from .links import AnnotationSpeaker


class SpeakerQuerySet(models.QuerySet["Speaker"]):
    def of(self, project: Project) -> Self:
        return self.filter(project=project)

    def named(self) -> Self:
        return self.exclude(kind="unnamed")

    def found_by(self, key: str) -> Self:
        """Those whose name or alias has this folded key; the name comes first. An unnamed source is never
        found by its wording: "ein Diplomat" here is not "ein Diplomat" there."""
        hits = self.filter(Q(key=key) | Q(aliases__key=key)).exclude(kind="unnamed")
        return hits.order_by(models.Case(models.When(key=key, then=0), default=1), "pk")

    def suggested(self, typed: str, member: Membership) -> Self:
        """Those that what was typed is part of, by name or alias; the member's latest first."""
        rows = self
        if key := folded_key(typed):
            matching = Alias.objects.filter(key__contains=key).values("speaker")
            rows = rows.filter(Q(key__contains=key) | Q(pk__in=matching))
        found: Self = lately_first(rows, AnnotationSpeaker, "speaker", member)
        return found


class Speaker(models.Model):
    """Who is quoted. Unnamed sources may share a wording; all others have a name of their own.

    `part_of` is the organisation above it. `identifier` names it elsewhere, a Wikidata item as a rule (Q…).
    `unlike` are those of whom somebody has said that they are somebody else, however alike their names; one
    of the two holds it. One that a coder has proposed, while the lead adds speakers, has `proposed_by`.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")
        STATE = "state", _("state or institution")
        UNNAMED = "unnamed", _("unnamed source")

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(max_length=NAME_LIMIT)
    key = KeyField(max_length=400, editable=False)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PERSON)
    part_of = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="parts"
    )
    identifier = models.CharField(max_length=NAME_LIMIT, blank=True)
    memo = models.TextField(blank=True)
    unlike = models.ManyToManyField("self", symmetrical=False, related_name="+", blank=True)
    proposed_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposed_speakers"
    )

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "uid"], name="speaker_uid"),
            models.UniqueConstraint(
                fields=["project", "key"], condition=~Q(kind="unnamed"), name="speaker_key"
            ),
        ]
        indexes = [models.Index(fields=["project", "key"], name="speaker_by_key")]

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """Another name under which a speaker is found ("der Nato-Generalsekretär")."""

    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=NAME_LIMIT)
    key = KeyField(max_length=400, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["speaker", "key"], name="alias_key")]
        indexes = [models.Index(fields=["key"], name="alias_by_key")]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """What a speaker was from one day to another: an office, the membership of a party or of another
    organisation. `since` and `until` are EDTF, the last day included; empty means that the end is open."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("office or function")
        PARTY = "party", _("party")
        MEMBER = "member", _("other membership")

    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OFFICE)
    title = models.CharField(max_length=NAME_LIMIT, blank=True)
    organisation = models.ForeignKey(
        Speaker, on_delete=models.RESTRICT, null=True, blank=True, related_name="held"
    )
    since = models.CharField(max_length=DATE_LIMIT, blank=True)
    until = models.CharField(max_length=DATE_LIMIT, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") | Q(organisation__isnull=False), name="role_is_named"
            )
        ]

    def __str__(self) -> str:
        return self.title
