"""Form fields for the answers to a project's own fields; the clean value is what is stored, "" for none."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from newsreader.forms import EdtfField
from newsreader.typed import TypedField

from .answers import shown
from .models import Annotation, Speaker, Variable

LIMIT = 1_000  # code points of an answer in words
DIGITS = 30

Kind = Variable.Kind
Asked = tuple[Variable, forms.BoundField]


def name_of(variable: Variable) -> str:
    """The field's name in forms."""
    return f"field-{variable.uid}"


def asked_of(thing: Annotation | Speaker, data: Mapping[str, Any] | None = None) -> list[Variable]:
    """The fields that are asked of a speaker, of an annotation, or of its article when it is about the whole
    of it. One that has been archived while somebody answered it is among them: what was typed is not lost."""
    if isinstance(thing, Speaker):
        of = Variable.Of.SPEAKER
    else:
        of = Variable.Of.ARTICLE if thing.is_whole else Variable.Of.ANNOTATION
    rows = Variable.objects.of(thing.project).filter(of=of)
    return [row for row in rows if not row.archived_at or name_of(row) in (data or ())]


def options_of(variable: Variable) -> list[tuple[str, Any]]:
    """What can be chosen, each with its words; nothing where an answer is written."""
    if variable.kind == Kind.YES_NO:
        return [("yes", _("yes")), ("no", _("no"))]
    return [(option, option) for option in variable.options] if variable.kind == Kind.CHOICE else []


class AnswersForm(forms.Form):
    """With the project's own fields that are asked of a thing; what is not sent of them stays as it is."""

    def ask(self, thing: Annotation | Speaker) -> None:
        """Called once the form is made."""
        stored = [] if thing._state.adding else thing.values.all()
        self.stored = {value.variable_id: value.value for value in stored}
        self.variables = asked_of(thing, self.data)
        for variable in self.variables:
            now = self.stored.get(variable.pk, "")
            self.fields[name_of(variable)] = answer_field(variable, now)
            self.initial[name_of(variable)] = initial(variable, now)

    def answers(self) -> tuple[tuple[UUID, str], ...]:
        """The fields that were sent with their answers, "" for none."""
        sent = {v.uid: name_of(v) for v in self.variables if name_of(v) in self.data}
        return tuple((uid, self.cleaned_data[name]) for uid, name in sent.items())

    def own(self) -> list[forms.BoundField]:
        """All other fields of the form that are seen."""
        asked = {name_of(variable) for variable in self.variables}
        return [field for field in self.visible_fields() if field.name not in asked]

    def asked(self) -> list[Asked]:
        """Those where an answer is expected."""
        return [(v, self[name_of(v)]) for v in self.variables if v.required]

    def optional(self) -> list[Asked]:
        return [(v, self[name_of(v)]) for v in self.variables if not v.required]

    def has_optional_errors(self) -> bool:
        return any(bound.errors for _variable, bound in self.optional())

    def missing(self) -> list[str]:
        """The fields where an answer is expected and none is stored."""
        return [v.name for v in self.variables if v.required and v.pk not in self.stored]


def answer_field(variable: Variable, now: str = "") -> forms.Field:
    """`now` is the answer that is there; it may be kept although it is no choice any longer."""
    if variable.kind == Kind.CHOICE:
        options = list(dict.fromkeys([*variable.options, *([now] if now else [])]))
        return _choice(variable, [(option, option) for option in options])
    if variable.kind == Kind.YES_NO:
        return _choice(variable, options_of(variable))
    if variable.kind == Kind.NUMBER:
        return NumberField(label=variable.name, required=False, max_length=2 * DIGITS)
    if variable.kind == Kind.DATE:
        return EdtfField(label=variable.name, required=False, max_length=40)
    return WordsField(label=variable.name, required=False, max_length=LIMIT)


def _choice(variable: Variable, choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=variable.name, choices=[("", _("not coded")), *choices], required=False)


def initial(variable: Variable, now: str) -> str:
    """The answer that is there, as a form shows it: a number in the reader's way of writing."""
    return shown(variable.kind, now) if now and variable.kind == Kind.NUMBER else now


class WordsField(TypedField):
    """On one line."""

    def clean(self, value: Any) -> str:
        return " ".join(str(super().clean(value)).split())


class NumberField(forms.CharField):
    """With a decimal point or a decimal comma; stored with a point and without zeros that say nothing."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        return canonical_number(text) if text else ""


def canonical_number(text: str) -> str:
    """Raises ValidationError for what is no number."""
    problem = ValidationError(_("Write a number, with a decimal point or comma if need be: 1200 or 0,5."))
    plain = text.strip().replace("−", "-").replace(",", ".")
    if not all(char in "0123456789.+-" for char in plain) or len(plain) > DIGITS:
        raise problem
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise problem from None
    return format(number.normalize() + 0, "f")
