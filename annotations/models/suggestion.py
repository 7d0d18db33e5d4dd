"""What a detector proposes in a text, and what members make of it."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, Max, OuterRef, Q, Sum
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsreader.models import Article, ArticleText, KeyField, Membership, Project

from .annotation import Annotation, Span
from .limits import NAME_LIMIT

DETECTOR_LIMIT = 40


class Detection(models.Model):
    """That a version of a detector has read a version of a text, whatever it found there. The newest of a
    text `is_current`: what others have found in it is superseded."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    text = models.ForeignKey(ArticleText, on_delete=models.CASCADE, related_name="detections")
    detector = models.CharField(max_length=DETECTOR_LIMIT)
    is_current = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "uid"], name="detection_uid"),
            models.UniqueConstraint(fields=["text", "detector"], name="detection_by_a_version"),
            models.UniqueConstraint(
                fields=["text"], condition=Q(is_current=True), name="one_current_detection"
            ),
        ]
        indexes = [models.Index(fields=["detector"], name="detections_by_version")]

    def __str__(self) -> str:
        return f"{self.text_id} {self.detector}"


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def of(self, project: Project) -> Self:
        return self.filter(article__project=project)

    def current(self) -> Self:
        """Of the newest detection on their article's text as it is now."""
        return self.filter(detection__is_current=True, text__version=F("article__text_version"))

    def open_for(self, member: Membership) -> Self:
        """Those for the member to decide. In a blind project everybody decides for themselves; in a shared
        one a decision or an annotation is everybody's. Nothing is open where half of it is marked, or where
        it, or most of it in an earlier form, was rejected."""
        return self.current().exclude(_settled(member)).exclude(_marked(member))


class Suggestion(models.Model):
    """A quote as a version of a detector proposes it: of a text, in code points. It never changes: a trigger
    on both databases refuses it.

    `spans` and `cue` list [start, end), `mention` and `addressee` are one of these or None; `start` and `end`
    are the first and the last of the spans, `length` what they hold, `quote` what stands there. `speaker` is
    who the mention is taken for within the article, `key` its folded name; both are empty where nobody is.
    `why` lists [reason, words], the reasons of quotes.Why.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    # The article first: while it is out of its project, so is this (backups/scope.py).
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="suggestions", db_index=False)
    text = models.ForeignKey(ArticleText, on_delete=models.CASCADE, related_name="suggestions")
    detection = models.ForeignKey(Detection, on_delete=models.CASCADE, related_name="suggestions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    length = models.PositiveIntegerField()
    quote = models.TextField()
    form = models.CharField(max_length=14, choices=Annotation.Form)
    spans = models.JSONField()
    mention = models.JSONField(null=True)
    cue = models.JSONField(default=list)
    addressee = models.JSONField(null=True)
    speaker = models.CharField(max_length=NAME_LIMIT, blank=True)
    key = KeyField(max_length=400, editable=False, blank=True)
    is_unnamed = models.BooleanField(default=False)
    quotes_words = models.BooleanField(default=False)
    confidence = models.FloatField()
    why = models.JSONField(default=list)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "uid"], name="suggestion_uid"),
            models.CheckConstraint(
                condition=Q(start__gte=0, end__gt=F("start"), length__gt=0), name="suggestion_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1), name="suggestion_confidence"
            ),
        ]
        indexes = [models.Index(fields=["-confidence", "id"], name="suggestions_by_confidence")]

    def __str__(self) -> str:
        return self.quote[:80]


class Decision(models.Model):
    """What one member made of a suggestion. One that was made `in_bulk` nobody has read."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        CORRECTED = "corrected", _("corrected")
        REJECTED = "rejected", _("rejected")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="decisions")
    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="decisions")
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="decisions")
    verdict = models.CharField(max_length=10, choices=Verdict)
    in_bulk = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "member"], name="one_decision_of_a_member")
        ]

    def __str__(self) -> str:
        return self.verdict


class Showing(models.Model):
    """What a member has chosen to see of suggestions: none, or those of at least this confidence (per cent),
    with or without reported speech. Without a row it is the defaults."""

    member = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="showing")
    is_hidden = models.BooleanField(default=False)
    least = models.PositiveSmallIntegerField(default=50)
    reported = models.BooleanField(default=False)

    def __str__(self) -> str:
        return "hidden" if self.is_hidden else f"{self.least} %"

    @classmethod
    def of(cls, member: Membership) -> "Showing":
        return cls.objects.filter(member=member).first() or cls(member=member)


def is_unread() -> Exists:
    """Of annotations: whose owner has accepted the suggestion with others, and not looked at it since."""
    about = Decision.objects.filter(suggestion=OuterRef("suggestion"), member=OuterRef("owner"))
    return Exists(about.filter(in_bulk=True).exclude(verdict=Decision.Verdict.REJECTED))


def decides_alone(member: Membership) -> bool:
    """Whether what others decide and mark means nothing to the member's suggestions."""
    return member.project.visibility == Project.Visibility.BLIND


def _settled(member: Membership) -> Exists:
    """It was decided, or one like it was rejected: with the same words, or with half of it in this text."""
    mine = Q(member=member) if decides_alone(member) else Q()
    about = Decision.objects.filter(mine, article=OuterRef("article"))
    about = about.alias(common=_common("suggestion__"))
    alike = Q(suggestion__quote=OuterRef("quote")) | Q(
        suggestion__text=OuterRef("text"), common__gte=OuterRef("length")
    )
    return Exists(
        about.filter(Q(suggestion=OuterRef("pk")) | Q(alike, verdict=Decision.Verdict.REJECTED)).order_by()
    )


def _marked(member: Membership) -> Exists:
    """Half of it is in one annotation."""
    marks: dict[str, Any] = {"annotation__owner": member} if decides_alone(member) else {}
    here = Span.objects.filter(**marks, annotation__text=OuterRef("text"), annotation__is_whole=False)
    near = here.filter(start__lt=OuterRef("end"), end__gt=OuterRef("start")).order_by()
    # With a column of its own in it the length can be compared in HAVING: SQLite groups by no outer column.
    length = ExpressionWrapper(F("start") * 0 + OuterRef("length"), output_field=models.IntegerField())
    covered = near.values("annotation").annotate(rest=Max(length) - Sum(_common()))
    return Exists(covered.filter(rest__lte=0))


def _common(path: str = "") -> Any:
    """Twice the code points that a stretch at `path` has in common with a suggestion; less than none where
    they are apart."""
    number = models.IntegerField()
    end = Least(F(f"{path}end"), OuterRef("end"), output_field=number)
    start = Greatest(F(f"{path}start"), OuterRef("start"), output_field=number)
    return ExpressionWrapper((end - start) * 2, output_field=number)
