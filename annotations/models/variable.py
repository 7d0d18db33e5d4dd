"""A project's own fields. The field's term is variable: "field" is taken by Django's models and forms."""

import uuid
from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsreader.models import KeyField, Project

from .annotation import Annotation
from .limits import NAME_LIMIT
from .speaker import Speaker


def in_order(path: str = "") -> tuple[models.Case | str, ...]:
    """How fields are ordered, and answers to them where `path` leads to the field: archived ones last."""
    archived = models.Case(models.When(**{f"{path}archived_at": None}, then=0), default=1)
    return archived, f"{path}position", f"{path}key"


class VariableQuerySet(models.QuerySet["Variable"]):
    def of(self, project: Project) -> Self:
        """In the order of pages: of articles, of speakers, of annotations; archived ones last."""
        about = models.Case(*(models.When(of=of, then=n) for n, of in enumerate(Variable.Of.values)))
        return self.filter(project=project).order_by(about, *in_order())

    def asked(self) -> Self:
        return self.filter(archived_at=None)

    def asked_of(self, project: Project, of: str) -> Self:
        """In the order of pages."""
        return self.of(project).asked().filter(of=of)

    def in_words(self, project: Project) -> Self:
        """Those that are answered in words, of annotations or whole articles; archived ones, too."""
        return self.filter(project=project, kind=Variable.Kind.TEXT).exclude(of=Variable.Of.SPEAKER)

    def counted(self) -> Self:
        """With `used`: how many answers there are."""
        return self.annotate(used=models.Count("values"))


class Variable(models.Model):
    """What is asked of every article, speaker or annotation of a project. What is asked of an article stands
    in a member's annotation of the whole article. `options` lists what can be chosen, in order. One that is
    archived is asked no longer; what was answered stays."""

    class Of(models.TextChoices):
        ARTICLE = "article", _("articles")
        SPEAKER = "speaker", _("speakers")
        ANNOTATION = "annotation", _("annotations")

    class Kind(models.TextChoices):
        CHOICE = "choice", _("choice")
        YES_NO = "yes_no", _("yes or no")
        NUMBER = "number", _("number")
        DATE = "date", _("date")
        TEXT = "text", _("text")

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="variables")
    of = models.CharField(max_length=10, choices=Of)
    name = models.CharField(max_length=NAME_LIMIT)
    key = KeyField(max_length=400, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    options = models.JSONField(default=list, blank=True)
    required = models.BooleanField(default=False)
    instruction = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = VariableQuerySet.as_manager()

    class Meta:
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["project", "uid"], name="variable_uid"),
            models.UniqueConstraint(fields=["project", "of", "key"], name="variable_key"),
        ]

    def __str__(self) -> str:
        return self.name

    def delete_unanswered(self) -> None:
        """Raises RestrictedError where it has been answered: only with its project do answers go."""
        answers: set[models.Model] = set(self.values.all()[:1])
        if answers:
            raise models.RestrictedError("the field has been answered", answers)
        self.delete()

    def chosen_without(self, options: Collection[str]) -> dict[str, int]:
        """What was answered that none of these options is, and how often, the most frequent first."""
        rows = self.values.exclude(value__in=options).values_list("value")
        return dict(rows.annotate(n=models.Count("pk")).order_by("-n", "value"))


class Value(models.Model):
    """What was answered, of an annotation or of a speaker, as text: an option, yes or no, a number with a
    decimal point, a date in EDTF, or words. No row means that nobody has answered."""

    variable = models.ForeignKey(Variable, on_delete=models.CASCADE, related_name="values", db_index=False)
    annotation = models.ForeignKey(Annotation, on_delete=models.CASCADE, null=True, related_name="values")
    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, null=True, related_name="values")
    value = models.CharField(max_length=1000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["variable", "annotation"], name="value_of_annotation"),
            models.UniqueConstraint(fields=["variable", "speaker"], name="value_of_speaker"),
            models.CheckConstraint(condition=Q(annotation=None) ^ Q(speaker=None), name="value_of_one_thing"),
        ]
        indexes = [models.Index(fields=["variable", "value"], name="values_of_variable")]

    def __str__(self) -> str:
        return self.value
