"""What a lead says of a field of the project's own."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from newsreader.changes import Refused
from newsreader.models import Project
from newsreader.search.language import folded_key
from newsreader.templatetags.figures import figure
from newsreader.typed import TypedField

from .forms import visible
from .models import NAME_LIMIT, NOTE_LIMIT, Variable
from .recording import variable_state
from .recording.variable import check_kind, check_options
from .sealing import LENGTH, seal
from .variables import typed

OPTIONS = 100


class VariableForm(forms.Form):
    of = forms.ChoiceField(label=_("Asked of"), choices=Variable.Of.choices)
    name = TypedField(label=_("Name"), max_length=NAME_LIMIT)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Variable.Kind.choices,
        help_text=_("Once it has been answered, its kind stays."),
    )
    options = TypedField(
        label=_("Choices"),
        help_text=_("One a line, in the order of the list. Only for a choice."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    instruction = TypedField(
        label=_("Instruction"),
        help_text=_("Stands below the field, for whoever answers."),
        max_length=NOTE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    required = forms.BooleanField(label=_("An answer is expected"), required=False)
    seen = forms.CharField(max_length=LENGTH, required=False, widget=forms.HiddenInput)

    def __init__(self, project: Project, variable: Variable, data: Any = None) -> None:
        self.project, self.variable = project, variable
        names = ("of", "name", "kind", "instruction", "required")
        initial = {name: getattr(variable, name) for name in names}
        initial |= {"options": "\n".join(variable.options)}
        super().__init__(data, initial={**initial, "seen": seal(typed(variable_state(variable)))})
        if variable.pk:  # what it is asked of stays
            self.fields["of"].disabled = True

    def clean_name(self) -> str:
        return visible(self.cleaned_data["name"])

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if self.variable.pk:
            try:
                check_kind(self.variable, kind)
            except Refused as refused:
                raise ValidationError(str(refused)) from None
        return kind

    def clean_options(self) -> list[str]:
        """Without those that stand there twice; none where nothing is to be chosen."""
        typed = (" ".join(line.split()) for line in self.cleaned_data["options"].splitlines())
        options = list(dict.fromkeys(option for option in typed if option))
        if len(options) > OPTIONS or any(len(option) > NAME_LIMIT for option in options):
            raise ValidationError(_("At most 100 choices of at most 200 characters are possible here."))
        if self.data.get("kind") != Variable.Kind.CHOICE:
            return []
        if not options:
            raise ValidationError(_("A choice needs something to choose from."))
        if self.variable.pk:
            try:
                check_options(self.variable, options)
            except Refused as refused:
                raise ValidationError(str(refused)) from None
        return options

    def values(self) -> dict[str, Any]:
        """What to save, once the form is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        others = Variable.objects.of(self.project).filter(of=data.get("of")).exclude(pk=self.variable.pk)
        if others.filter(key=folded_key(data.get("name", ""))).exists():
            self.add_error("name", _("There is a field of this name already."))
        return data


class RecodeForm(forms.Form):
    """From one choice to another: whatever has been chosen, with how often, to what can be chosen today."""

    old = forms.ChoiceField(label=_("Who has chosen"))
    new = forms.ChoiceField(label=_("has chosen from now on"))

    def __init__(self, variable: Variable, data: Any = None) -> None:
        super().__init__(data, auto_id="recode_%s")
        self.taken = variable.chosen_without(()) if variable.kind == Variable.Kind.CHOICE else {}
        self.options = variable.options
        old, new = self.fields["old"], self.fields["new"]
        assert isinstance(old, forms.ChoiceField) and isinstance(new, forms.ChoiceField)
        old.choices = [(option, f"{option} ({figure(n)})") for option, n in self.taken.items()]
        new.choices = [(option, option) for option in self.options]

    def is_possible(self) -> bool:
        """Whether anything has been chosen, and something else could be."""
        return bool(self.taken and self.options) and len({*self.taken, *self.options}) > 1

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("old") and data.get("old") == data.get("new"):
            self.add_error("new", _("These are the same."))
        return data


class PlaceForm(forms.Form):
    """One place up, or down."""

    to = forms.ChoiceField(choices=[("up", ""), ("down", "")])
