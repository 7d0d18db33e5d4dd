"""What is to be said of many annotations instead."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from newsreader.models import Project

from .answer_fields import answer_field, name_of, options_of
from .changing import NONE, Changed
from .filtering.form import NamedField
from .interchange.named import find_speaker, find_tag
from .models import Annotation, AnnotationTag, Tag, Variable

TOGETHER = 10_000
"""Annotations in one go: two or three seconds, for which other writers wait."""


def _choice(label: Any, choices: list[tuple[str, Any]], none: Any) -> forms.ChoiceField:
    offered = [("", _("as it is")), *choices, (NONE, none)]
    return forms.ChoiceField(required=False, label=label, choices=offered)


def _answer(variable: Variable) -> forms.Field:
    options = options_of(variable)
    return _choice(variable.name, options, _("none")) if options else answer_field(variable)


class ChangeForm(forms.Form):
    """An empty field leaves things as they are. `count` of the page that was sent must be the number still,
    so that nothing is changed that nobody saw."""

    count = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, project: Project, now: int, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="change-%s")
        self.now = now
        asked = Variable.objects.of(project).asked().filter(of=Variable.Of.ANNOTATION)
        self.variables = {name_of(variable): variable for variable in asked}
        tag, speaker = (find_tag, "tag-options"), (find_speaker, "speaker-options")
        self.fields |= {
            "tag_out": NamedField(project, *tag, _("Take this tag away")),
            "tag_in": NamedField(project, *tag, _("Put this tag")),
            "stance": _choice(_("with the stance"), AnnotationTag.Stance.choices, _("none")),
            "speaker_out": NamedField(project, *speaker, _("Take this speaker away")),
            "speaker_in": NamedField(project, *speaker, _("Put this speaker")),
            "form": _choice(_("Form"), Annotation.Form.choices, _("none")),
            "certainty": _choice(_("Certainty"), Annotation.Certainty.choices, _("none")),
            **{name: _answer(variable) for name, variable in self.variables.items()},
        }

    def changed(self) -> Changed:
        said = {name: value for name, value in self.cleaned_data.items() if name != "count"}
        answers = {self.variables[name].uid: said.pop(name) for name in self.variables}
        given = tuple((field, value) for field, value in answers.items() if value)
        return Changed(**said, answers=given)

    def own(self) -> list[forms.BoundField]:
        """The project's own fields."""
        return [self[name] for name in self.variables]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        tag = data.get("tag_in")
        if data.get("stance") and not self.errors:
            if tag is None:
                self.add_error("stance", _("Say which claim the stance is on: put its tag."))
            elif tag.kind != Tag.Kind.CLAIM and data["stance"] != NONE:
                self.add_error("stance", _("A topic has no stance; only a claim has one."))
        if data.get("count") != self.now:
            raise ValidationError(_("Meanwhile it is another number. Look once more, then send again."))
        if not 0 < self.now <= TOGETHER:
            said = _g("At most %(most)d annotations can be changed at once, and one at least.")
            raise ValidationError(said % {"most": TOGETHER})
        if not self.errors and not any(said for name, said in data.items() if name != "count"):
            raise ValidationError(_("Say at least one thing that is to be otherwise."))
        return data


class PickedForm(forms.Form):
    """The annotations that were picked in the table."""

    def picked(self) -> list[str] | None:
        """Their uids; None when all that the filter finds is meant."""
        asked = self.data.getlist("annotation") if isinstance(self.data, QueryDict) else []
        field = forms.UUIDField()
        try:
            return [str(field.clean(text)) for text in asked] or None
        except ValidationError:
            return []  # what is no id picks nothing at all
