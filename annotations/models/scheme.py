"""How a project cuts statements out of texts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsreader.models import Project

from ..fitting import Cut


class Scheme(models.Model):
    """What one annotation is, and where its edges lie; a project without a row has the defaults."""

    class Unit(models.TextChoices):
        QUOTATION = "quotation", _("a quotation")
        SENTENCE = "sentence", _("a sentence")
        CLAIM = "claim", _("a speaker and a claim, once per article")

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="scheme")
    unit = models.CharField(max_length=10, choices=Unit, default=Unit.QUOTATION)
    joins_interrupted = models.BooleanField(default=True)
    holds_marks = models.BooleanField(default=True)
    holds_final_mark = models.BooleanField(default=True)
    shows_suggestions = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.unit

    @classmethod
    def of(cls, project: Project) -> "Scheme":
        """Read as columns: every mark that is made asks for it."""
        columns = ("unit", "joins_interrupted", "holds_marks", "holds_final_mark", "shows_suggestions")
        row = next(iter(cls.objects.filter(project=project).values_list(*columns)), ())
        return cls(project=project, **dict(zip(columns, row, strict=False)))

    @property
    def cut(self) -> Cut:
        return Cut(self.unit == self.Unit.SENTENCE, self.holds_marks, self.holds_final_mark)
