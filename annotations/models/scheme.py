"""How a project cuts statements out of texts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsreader.models import Project

from ..fitting import Cut

COLUMNS = (
    "unit", "joins_interrupted", "holds_marks", "holds_final_mark", "shows_suggestions", "own_weights",
)  # fmt: skip


class Scheme(models.Model):
    """What one annotation is, and where its edges lie; a project without a row has the defaults. With
    `own_weights` its quotes are found by the weights that were trained on its own texts."""

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
    own_weights = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.unit

    @classmethod
    def of(cls, project: Project) -> "Scheme":
        """Read as columns: every mark that is made asks for it."""
        row = next(iter(cls.objects.filter(project=project).values_list(*COLUMNS)), ())
        return cls(project=project, **dict(zip(COLUMNS, row, strict=False)))

    @property
    def cut(self) -> Cut:
        return Cut(self.unit == self.Unit.SENTENCE, self.holds_marks, self.holds_final_mark)
