"""The filter as a query string has it: one form for the table, its bulk edit and the exports."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from newsreader import access, dates
from newsreader.forms import EdtfField
from newsreader.models import Membership, Project, Source
from newsreader.typed import TypedField

from ..answer_fields import answer_field, name_of, options_of
from ..codebook.tree import path_of
from ..interchange.named import Unknown, find_speaker, find_tag
from ..models import Annotation, AnnotationTag, Speaker, Tag, Variable
from .filter import Filter, Kind, Lack

ALL = _("all")
NOT_SAID = "-"
"""Asks for what nobody has answered; no choice is called so."""


class NamedField(TypedField):
    """A tag or a speaker, by what a person types (named.py) or by the id that a link has."""

    def __init__(
        self, project: Project, find: Callable[[Project, str], Any], offers: str, label: Any
    ) -> None:
        super().__init__(required=False, max_length=1_000, label=label)
        self.project, self.find = project, find
        self.widget.attrs |= {"autocomplete": "off", "data-offers": reverse(offers, args=[project.slug])}

    def clean(self, value: object) -> Any:
        typed = super().clean(value)
        try:
            return self.find(self.project, typed) if typed else None
        except Unknown as problem:
            raise ValidationError(str(problem)) from problem

    def prepare_value(self, value: Any) -> Any:
        """The name in place of an id, as long as it means the same one."""
        try:
            found = self.find(self.project, str(uuid.UUID(str(value))))
            name = path_of(found) if isinstance(found, Tag) else found.name
            return name if self.find(self.project, name) == found else value
        except (ValueError, Unknown):
            return value


class FilterForm(forms.Form):
    """In a blind project a coder sees their own annotations, whatever is asked for."""

    prefix_of_ids = "filter"

    def __init__(self, member: Membership, data: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id=f"{self.prefix_of_ids}-%s")
        self.member = member
        project = member.project
        asked = Variable.objects.of(project).asked()
        self.variables = {name_of(variable): variable for variable in asked}
        owners = project.memberships.order_by("name", "uid")
        blind = access.sees_only_own(member)
        # "from" is no name that a class can have, and the fields stand in the order of the page.
        self.fields = {
            "words": TypedField(required=False, max_length=1_000, label=_("Words")),
            "tag": NamedField(project, find_tag, "tag-options", _("Tag")),
            "stance": _choice(_("Stance"), AnnotationTag.Stance.choices),
            "speaker": NamedField(project, find_speaker, "speaker-options", _("Speaker")),
            "addressee": NamedField(project, find_speaker, "speaker-options", _("Addressee")),
            "alone": forms.BooleanField(required=False, label=_("Without the tags below it")),
            "form": _choice(_("Form"), Annotation.Form.choices),
            "speaker_kind": _choice(_("Kind of speaker"), Speaker.Kind.choices),
            "organisation": NamedField(project, find_speaker, "speaker-options", _("Belongs to")),
            "said_from": EdtfField(required=False, max_length=10, label=_("Said from")),
            "said_to": EdtfField(required=False, max_length=10, label=_("Said until")),
            "certainty": _choice(_("Certainty"), Annotation.Certainty.choices),
            "kind": _choice(_("Only those"), Kind.choices),
            "lacks": _choice(_("Missing is"), Lack.choices),
            "source": _row(_("Source"), project.sources.order_by("key")),
            "from": EdtfField(required=False, max_length=10, label=_("From")),
            "to": EdtfField(required=False, max_length=10, label=pgettext_lazy("date", "To")),
            "owner": _row(_("Annotated by"), owners.filter(pk=member.pk) if blind else owners),
            **{name: _answer(variable) for name, variable in self.variables.items()},
            **self.fields,
        }

    def clean(self) -> None:
        for begin, end in (("from", "to"), ("said_from", "said_to")):
            first, last = self.cleaned_data.get(begin), self.cleaned_data.get(end)
            if first and last and dates.bounds(first)[0] > dates.bounds(last)[1]:
                self.add_error(end, _("The end lies before the beginning."))

    def filter(self) -> Filter:
        """What the valid form asks for."""
        said = {name: self.cleaned_data[name] for name in FIELDS}
        if access.sees_only_own(self.member):
            said["owner"] = self.member
        said["answers"] = tuple(
            (variable, "" if value == NOT_SAID else value)
            for name, variable in self.variables.items()
            if (value := self.cleaned_data[name])
        )
        said |= {"said_first": self.cleaned_data["said_from"], "said_last": self.cleaned_data["said_to"]}
        dated = {"first": self.cleaned_data["from"], "last": self.cleaned_data["to"]}
        return Filter(self.member.project, **said, **dated)

    def given(self) -> dict[str, str]:
        """The parameters that are set, for links."""
        return {name: value for name in self.fields if (value := str(self.data.get(name) or "").strip())}

    def query(self) -> str:
        """All of it as a query string, "?" first; empty when nothing is set."""
        given = self.given()
        return f"?{urlencode(given)}" if given else ""

    def query_of_filter(self) -> str:
        """The same of the filter alone, for pages that show it otherwise."""
        given = {name: value for name, value in self.given().items() if self._asks(name)}
        return f"?{urlencode(given)}" if given else ""

    def more(self) -> list[forms.BoundField]:
        """The fields that are asked for less often."""
        return [self[name] for name in (*MORE, *self.variables)]

    def uses_more(self) -> bool:
        return not self.given().keys().isdisjoint((*MORE, *self.variables))

    def _asks(self, name: str) -> bool:
        return name in (*FIELDS, "from", "to", "said_from", "said_to", *self.variables)


FIELDS = (
    "words", "tag", "alone", "stance", "speaker", "speaker_kind", "organisation", "addressee", "form",
    "certainty", "kind", "lacks", "source", "owner",
)  # fmt: skip
"""The fields that the filter calls as the form does."""
MORE = (
    "alone",
    "form",
    "speaker_kind",
    "organisation",
    "said_from",
    "said_to",
    "addressee",
    "certainty",
    "owner",
    "kind",
    "lacks",
)


def _choice(label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(required=False, label=label, choices=[("", ALL), *choices])


def _answer(variable: Variable) -> forms.Field:
    """Choices as they are, with one more for those of which nobody has said it; all else must be the same."""
    options = options_of(variable)
    return (
        _choice(variable.name, [*options, (NOT_SAID, _("not coded"))]) if options else answer_field(variable)
    )


def _row(label: Any, rows: Any) -> "forms.ModelChoiceField[Source | Membership | Speaker]":
    return forms.ModelChoiceField(rows, to_field_name="uid", required=False, label=label, empty_label=ALL)
