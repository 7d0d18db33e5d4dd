"""What is to be said of many annotations instead, or answered of many articles or speakers."""

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsreader.models import Project
from newsreader.templatetags.figures import figure

from .answer_fields import answer_field, name_of, options_of
from .changing import NONE, Changed
from .filtering.form import NamedField
from .interchange.named import find_speaker, find_tag
from .models import Annotation, AnnotationTag, Tag, Variable

TOGETHER = 10_000
"""Things in one go: two or three seconds, for which other writers wait."""
NO_ANSWER = " "
"""Takes an answer away that is chosen; no choice of a project's own is called so."""
TAKEN = "-none"  # the box that takes away an answer which is written is called as its field and this


class Asked(NamedTuple):
    """A field of the project's own in the form; `taken` is the box that takes away what was written."""

    field: forms.BoundField
    taken: forms.BoundField | None


def _choice(label: Any, choices: list[tuple[str, Any]], none: str = NONE) -> forms.ChoiceField:
    offered = [("", _("as it is")), *choices, (none, _("none"))]
    return forms.ChoiceField(required=False, label=label, choices=offered)


class AnswersForm(forms.Form):
    """The project's own fields that are asked of a kind of thing. An empty field leaves things as they are.
    `count` of the page that was sent must be the number still, so that nothing is changed that nobody saw;
    `answered` says by primary key of a field how many of them have an answer now."""

    count = forms.IntegerField(widget=forms.HiddenInput)
    of: ClassVar[str]
    too_many: ClassVar[str | Promise]

    def __init__(
        self,
        project: Project,
        now: int,
        data: QueryDict | None = None,
        answered: Mapping[int, int] | None = None,
    ) -> None:
        super().__init__(data, auto_id="change-%s")
        self.now = now
        asked = Variable.objects.asked_of(project, self.of)
        self.variables = {name_of(variable): variable for variable in asked}
        for name, variable in self.variables.items():
            self._ask(name, variable, answered)

    def _ask(self, name: str, variable: Variable, answered: Mapping[int, int] | None) -> None:
        if options := options_of(variable):
            self.fields[name] = _choice(variable.name, options, NO_ANSWER)
        else:
            self.fields[name] = answer_field(variable)
            self.fields[name + TAKEN] = forms.BooleanField(required=False, label=_("Take the answers away"))
        told = ""
        if answered is not None:
            so_far = gettext("Answered so far: %(n)s of %(all)s.")
            told = so_far % {"n": figure(answered.get(variable.pk, 0)), "all": figure(self.now)}
        self.fields[name].help_text = " ".join(filter(None, (variable.instruction, told)))

    def asks_nothing(self) -> bool:
        return not self.visible_fields()

    def own(self) -> list[Asked]:
        return [
            Asked(self[name], self[name + TAKEN] if name + TAKEN in self.fields else None)
            for name in self.variables
        ]

    def answers(self) -> tuple[tuple[UUID, str], ...]:
        """What is to be answered, "" for nothing any longer."""
        data = self.cleaned_data
        said = {v.uid: NO_ANSWER if data.get(n + TAKEN) else data[n] for n, v in self.variables.items()}
        return tuple((uid, "" if value == NO_ANSWER else value) for uid, value in said.items() if value)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in self.variables:
            if data.get(name) and data.get(name + TAKEN):
                self.add_error(name, _("Either answer it or take the answers away."))
        if data.get("count") != self.now:
            raise ValidationError(_("Meanwhile it is another number. Look once more, then send again."))
        if not 0 < self.now <= TOGETHER:
            raise ValidationError(self.too_many % {"most": TOGETHER})
        if not self.errors and not any(said for name, said in data.items() if name != "count"):
            raise ValidationError(_("Say at least one thing that is to be otherwise."))
        return data


class ArticlesForm(AnswersForm):
    of = Variable.Of.ARTICLE
    too_many = _("At most %(most)d articles can be changed at once, and one at least.")


class SpeakersForm(AnswersForm):
    of = Variable.Of.SPEAKER
    too_many = _("At most %(most)d speakers can be changed at once, and one at least.")


class ChangeForm(AnswersForm):
    """Of annotations everything that can be said of many."""

    of = Variable.Of.ANNOTATION
    too_many = _("At most %(most)d annotations can be changed at once, and one at least.")

    def __init__(self, project: Project, now: int, data: QueryDict | None = None) -> None:
        super().__init__(project, now, data)
        tag, speaker = (find_tag, "tag-options"), (find_speaker, "speaker-options")
        self.fields |= {
            "tag_out": NamedField(project, *tag, _("Take this tag away")),
            "tag_in": NamedField(project, *tag, _("Put this tag")),
            "stance": _choice(_("with the stance"), AnnotationTag.Stance.choices),
            "speaker_out": NamedField(project, *speaker, _("Take this speaker away")),
            "speaker_in": NamedField(project, *speaker, _("Put this speaker")),
            "form": _choice(_("Form"), Annotation.Form.choices),
            "certainty": _choice(_("Certainty"), Annotation.Certainty.choices),
        }

    def changed(self) -> Changed:
        own = {"count", *self.variables, *(name + TAKEN for name in self.variables)}
        said = {name: value for name, value in self.cleaned_data.items() if name not in own}
        return Changed(**said, answers=self.answers())

    def clean(self) -> dict[str, Any]:
        tag, stance = self.cleaned_data.get("tag_in"), self.cleaned_data.get("stance")
        if stance and not self.errors:
            if tag is None:
                self.add_error("stance", _("Say which claim the stance is on: put its tag."))
            elif tag.kind != Tag.Kind.CLAIM and stance != NONE:
                self.add_error("stance", _("A topic has no stance; only a claim has one."))
        return super().clean()
