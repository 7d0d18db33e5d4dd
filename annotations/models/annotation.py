"""A mark on an article: its spans, what is said of them, and the spans that belong to it."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsreader import access
from newsreader.models import Article, ArticleText, Membership, Project

from ..anchoring import JOINER
from .limits import DATE_LIMIT, NAME_LIMIT
from .speaker import Speaker
from .tag import Tag

PROPOSED = ("quote", "spans", "cue", "mention", "addressee", "why")
"""Of a suggestion what only those read who decide on it."""


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
            self.select_related("article", "text", "owner", "addressee", "inside", "suggestion")
            .defer("text__text", "text__blocks", *(f"suggestion__{name}" for name in PROPOSED))
            .prefetch_related(
                "spans", "parts", "speaker_links__speaker", "tag_links__tag", "values__variable"
            )
        )

    def in_date_order(self) -> Self:
        """As a speaker's or a tag's page lists them: by their own date or else the article's, undated last,
        then by place."""
        rows = self.select_related("article__source").annotate(start=models.Min("spans__start"))
        return rows.order_by(
            Coalesce("date_from", "article__published_from").asc(nulls_last=True),
            "article",
            F("start").asc(nulls_first=True),
            "pk",
        )

    def on_earlier_texts(self) -> Self:
        """Those whose spans count the characters of a text that is no longer their article's."""
        corrected = self.filter(is_whole=False, article__text_version__gt=1)  # hardly any article is
        return corrected.exclude(text__version=F("article__text_version"))

    def waiting(self) -> Self:
        """Those for people to settle: a corrected text does not tell where they belong."""
        return self.on_earlier_texts().filter(is_kept=False)

    def touch(self) -> int:
        return self.update(version=F("version") + 1, modified_at=timezone.now())


class Annotation(models.Model):
    """A mark on one version of an article's text, owned by one member. `version` counts its edits, so that
    of two people who edit it at once the second is told.

    `is_whole` is about the article as a whole and has no spans; a member has one at most in an article.
    `inside` is the statement that this one is quoted in (A quotes B). `date` is EDTF, when it was said, where
    that is not the article's date; `date_from` and `date_to` are its first and last day. `occasion` is where
    it was said ("zu Reuters"). `quotes_words` says of an indirect statement that it quotes some words.
    `suggestion` is the one that it was made from; whoever made it `saw_suggestions` in the text, or did not.
    One that is not on its article's current text waits for review there; if it `is_kept`, somebody has said
    that it stays where it is.
    """

    class Form(models.TextChoices):
        DIRECT = "direct", _("direct speech")
        INDIRECT = "indirect", _("indirect speech")
        INDIRECT_FREE = "indirect_free", _("indirect speech without a frame")
        FREE_INDIRECT = "free_indirect", _("free indirect speech")
        REPORTED = "reported", _("reported speech")

    class NoSpeaker(models.TextChoices):
        NOT_NAMED = "not_named", _("not named")
        AUTHOR = "author", _("the author's own voice")

    class Certainty(models.TextChoices):
        CERTAIN = "certain", _("certain")
        PROBABLE = "probable", _("probable")
        UNCERTAIN = "uncertain", _("uncertain")

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="annotations")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="annotations")
    text = models.ForeignKey(ArticleText, on_delete=models.RESTRICT, related_name="annotations")
    owner = models.ForeignKey(Membership, on_delete=models.RESTRICT, related_name="annotations")
    form = models.CharField(max_length=14, choices=Form, blank=True)
    no_speaker = models.CharField(max_length=10, choices=NoSpeaker, blank=True)
    is_whole = models.BooleanField(default=False)
    quotes_words = models.BooleanField(default=False)
    is_kept = models.BooleanField(default=False)
    inside = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="nested"
    )
    addressee = models.ForeignKey(
        Speaker, on_delete=models.RESTRICT, null=True, blank=True, related_name="addressed"
    )
    date = models.CharField(max_length=DATE_LIMIT, blank=True)
    date_from = models.DateField(null=True, editable=False)
    date_to = models.DateField(null=True, editable=False)
    occasion = models.CharField(max_length=NAME_LIMIT, blank=True)
    certainty = models.CharField(max_length=10, choices=Certainty, blank=True)
    note = models.TextField(blank=True)
    saw_suggestions = models.BooleanField(default=False)
    suggestion = models.ForeignKey(
        "annotations.Suggestion", on_delete=models.SET_NULL, null=True, blank=True, related_name="derived"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)
    speakers = models.ManyToManyField(Speaker, through="AnnotationSpeaker", related_name="annotations")
    tags = models.ManyToManyField(Tag, through="AnnotationTag", related_name="annotations")

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "uid"], name="annotation_uid"),
            models.UniqueConstraint(
                fields=["article", "owner"], condition=Q(is_whole=True), name="one_of_a_whole_article"
            ),
        ]
        indexes = [
            models.Index(fields=["article", "owner"], name="annotations_of_article"),
            # Counting by any of these reads nothing but this index.
            models.Index(
                fields=["project", "form", "certainty", "owner", "is_whole", "quotes_words", "no_speaker"],
                name="annotations_by_what_is_said",
            ),
            models.Index(fields=["project", "-modified_at", "uid"], name="annotations_by_change"),
        ]

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


class AnnotationPart(models.Model):
    """Where the text names the speaker (mention) or the addressee, or says that it is speech (cue); code
    points [start, end) of the annotation's text, `quote` is what stands there."""

    class Role(models.TextChoices):
        MENTION = "mention", _("mention of the speaker")
        CUE = "cue", _("cue")
        ADDRESSEE = "addressee", _("mention of the addressee")

    annotation = models.ForeignKey(Annotation, on_delete=models.CASCADE, related_name="parts")
    role = models.CharField(max_length=10, choices=Role)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()

    class Meta:
        ordering = ["role"]
        constraints = [
            models.UniqueConstraint(fields=["annotation", "role"], name="annotation_part"),
            models.CheckConstraint(condition=Q(start__gte=0, end__gt=F("start")), name="part_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.start}–{self.end}"
