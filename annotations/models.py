"""Marks on articles: annotations with their spans, and the speakers and tags that they name."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsreader import access
from newsreader.models import Article, ArticleText, KeyField, Membership, Project
from newsreader.search.language import folded_key

from .anchoring import JOINER
from .links import AnnotationSpeaker, AnnotationTag

__all__ = ["AnnotationSpeaker", "AnnotationTag"]

COLORS = range(1, 13)
SHORTCUTS = range(1, 10)
NAME_LIMIT = 200  # code points
NOTE_LIMIT = 10_000


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

    def counted(self, member: Membership) -> Self:
        rows: Self = _counted(self, member)
        return rows

    def suggested(self, typed: str, member: Membership) -> Self:
        """Those that what was typed is part of, by name or alias; the member's latest first."""
        rows = self
        if key := folded_key(typed):
            matching = Alias.objects.filter(key__contains=key).values("speaker")
            rows = rows.filter(Q(key__contains=key) | Q(pk__in=matching))
        links = AnnotationSpeaker.objects.filter(speaker=OuterRef("pk"), annotation__owner=member)
        return rows.annotate(latest=_latest(links)).order_by(F("latest").desc(nulls_last=True), "key")


def _latest(links: "models.QuerySet[Any]") -> Subquery:
    """The newest annotation that such a link belongs to."""
    return Subquery(links.order_by("-annotation").values("annotation")[:1])


def _counted(rows: Any, member: Membership) -> Any:
    """With `used`: how many annotations that the member may see name it."""
    mine = {"annotations__owner": member} if access.sees_only_own(member) else {}
    return rows.annotate(used=models.Count("annotations", filter=Q(**mine), distinct=True)).order_by(
        "key", "pk"
    )


class Speaker(models.Model):
    """Who is quoted. Unnamed sources may share a wording; all others have a name of their own."""

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


class TagQuerySet(models.QuerySet["Tag"]):
    def of(self, project: Project) -> Self:
        return self.filter(project=project)

    def counted(self, member: Membership) -> Self:
        rows: Self = _counted(self.select_related("parent"), member)
        return rows

    def suggested(self, typed: str, member: Membership) -> Self:
        """Those that what was typed is part of; the member's latest first."""
        rows = self.select_related("parent")
        if key := folded_key(typed):
            rows = rows.filter(key__contains=key)
        links = AnnotationTag.objects.filter(tag=OuterRef("pk"), annotation__owner=member)
        return rows.annotate(latest=_latest(links)).order_by(F("latest").desc(nulls_last=True), "key")


class Tag(models.Model):
    """One entry of the codebook, a tree. Only a claim takes a stance."""

    class Kind(models.TextChoices):
        TOPIC = "topic", _("topic")
        CLAIM = "claim", _("claim")

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


class AnnotationQuerySet(models.QuerySet["Annotation"]):
    def seen_by(self, member: Membership) -> Self:
        """Those of the member's project that the member may see."""
        rows: Self = self.filter(project=member.project)
        return rows.filter(owner=member) if access.sees_only_own(member) else rows

    def with_uid(self, uid: uuid.UUID) -> "Annotation | None":
        return self.filter(uid=uid).first()

    def with_parts(self) -> Self:
        """Everything that a card, an export or a change set shows, in a fixed number of queries."""
        return (
            self.select_related("article", "text", "owner")
            .defer("text__text", "text__blocks")
            .prefetch_related("spans", "speaker_links__speaker", "tag_links__tag")
        )

    def in_date_order(self) -> Self:
        """As a speaker's or a tag's page lists them: by the article's date, undated last, then by place."""
        rows = self.select_related("article__source").annotate(start=models.Min("spans__start"))
        return rows.order_by(F("article__published_from").asc(nulls_last=True), "article", "start", "pk")

    def touch(self) -> int:
        return self.update(version=F("version") + 1, modified_at=timezone.now())


class Annotation(models.Model):
    """A mark on one version of an article's text, owned by one member. `version` counts its edits, so that
    of two people who edit it at once the second is told."""

    class Form(models.TextChoices):
        DIRECT = "direct", _("direct speech")
        INDIRECT = "indirect", _("indirect speech")
        INDIRECT_FREE = "indirect_free", _("indirect speech without a frame")
        FREE_INDIRECT = "free_indirect", _("free indirect speech")
        REPORTED = "reported", _("reported speech")

    class NoSpeaker(models.TextChoices):
        NOT_NAMED = "not_named", _("not named")
        AUTHOR = "author", _("the author's own voice")

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="annotations")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="annotations")
    text = models.ForeignKey(ArticleText, on_delete=models.RESTRICT, related_name="annotations")
    owner = models.ForeignKey(Membership, on_delete=models.RESTRICT, related_name="annotations")
    form = models.CharField(max_length=14, choices=Form, blank=True)
    no_speaker = models.CharField(max_length=10, choices=NoSpeaker, blank=True)
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)
    speakers = models.ManyToManyField(Speaker, through="AnnotationSpeaker", related_name="annotations")
    tags = models.ManyToManyField(Tag, through="AnnotationTag", related_name="annotations")

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "uid"], name="annotation_uid")]
        indexes = [models.Index(fields=["article", "owner"], name="annotations_of_article")]

    def __str__(self) -> str:
        return str(self.uid)

    @property
    def color(self) -> int:
        """The slot of its first tag, 0 without one."""
        first = next(iter(self.tag_links.all()), None)
        return first.tag.color if first else 0

    @property
    def quote(self) -> str:
        return JOINER.join(span.quote for span in self.spans.all())


class Span(models.Model):
    """A half-open range of code points [start, end) of the text; `quote` is what stands there."""

    annotation = models.ForeignKey(Annotation, on_delete=models.CASCADE, related_name="spans")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()

    class Meta:
        ordering = ["start", "end"]
        constraints = [
            models.UniqueConstraint(fields=["annotation", "start"], name="span_start"),
            models.CheckConstraint(condition=Q(start__gte=0, end__gt=F("start")), name="span_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.start}–{self.end}"
