"""What somebody was, from when to when: one form for each role."""

import uuid
from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.forms.renderers import get_default_renderer
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from newsreader import dates
from newsreader.forms import EdtfField
from newsreader.models import Project
from newsreader.search.language import folded_key
from newsreader.typed import TypedField

from ..models import NAME_LIMIT, Role, Speaker
from ..sealing import LENGTH

MOST = 100
NO_ORGANISATION_YET = _("There is no organisation of this name yet.")
NO_ORGANISATION_BUT = _("There is a speaker of this name, but it is no organisation. Change its kind first.")
NO_SUCH = "no_organisation"
NEW = 2  # empty rows below those that are there


class RoleForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Role.Kind.choices, initial=Role.Kind.OFFICE)
    title = TypedField(label=_("As what"), max_length=NAME_LIMIT, required=False)
    organisation = TypedField(label=_("Where"), max_length=NAME_LIMIT, required=False)
    since = EdtfField(label=pgettext_lazy("date", "From"), max_length=20, required=False)
    until = EdtfField(label=pgettext_lazy("date", "To"), max_length=20, required=False)
    make = forms.BooleanField(required=False)

    def __init__(self, *args: Any, speaker: Speaker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.speaker = speaker
        self.new = ""
        self.fields["organisation"].widget.attrs["list"] = "organisations"

    def clean_organisation(self) -> str | None:
        """The uid of the organisation of this name; None, and `new` is its name, where it is to be made."""
        name: str = self.cleaned_data["organisation"]
        if not name:
            return None
        found = organisation_named(self.speaker.project, name)
        if not found:
            self.new = new_organisation(self.speaker.project, name, self.data.get(self.add_prefix("make")))
            return None
        if found.pk == self.speaker.pk:
            raise forms.ValidationError(_("Nobody holds a role in themselves."))
        return str(found.uid)

    @property
    def offers_to_make(self) -> bool:
        """The organisation that was typed is not there, and could be made along with the role."""
        return bool(self.new) or self.has_error("organisation", NO_SUCH)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors or not self.has_changed():
            return data
        if not (data.get("title") or data.get("organisation") or self.new):
            self.add_error("title", _("A role needs a title, or where it is held."))
        since, until = data.get("since"), data.get("until")
        if since and until and dates.bounds(since)[0] > dates.bounds(until)[1]:
            self.add_error("until", _("It ends before it begins."))
        return data


def organisation_named(project: Project, name: str) -> Speaker | None:
    rows = Speaker.objects.of(project).filter(kind__in=("organisation", "state"))
    return rows.found_by(folded_key(name)).first()


def new_organisation(project: Project, name: str, make: object) -> str:
    """The name, if it is free and is to be made; else ValidationError, of code NO_SUCH where it could be."""
    if Speaker.objects.of(project).found_by(folded_key(name)).exists():
        raise forms.ValidationError(NO_ORGANISATION_BUT)
    if not make:
        raise forms.ValidationError(NO_ORGANISATION_YET, code=NO_SUCH)
    return name


class Roles(BaseFormSet[RoleForm]):
    """As `formset_factory` would make it, with a type of its own."""

    form = RoleForm
    renderer = get_default_renderer()
    can_order, can_delete, can_delete_extra = False, True, True
    edit_only = False
    extra, min_num, max_num, absolute_max = NEW, 0, MOST, MOST
    validate_min, validate_max = False, True

    def states(self) -> tuple[list[list[Any]], dict[uuid.UUID, str]]:
        """The roles that are left, as a state has them, and the names of the organisations to make."""
        uids: dict[str, uuid.UUID] = {}
        new: dict[uuid.UUID, str] = {}
        rows = []
        for form in self.forms:
            d = form.cleaned_data
            if not d or d.get("DELETE") or not (d["title"] or d["organisation"] or form.new):
                continue
            uid = d["organisation"]
            if form.new:
                made = uids.setdefault(folded_key(form.new), uuid.uuid4())
                new.setdefault(made, form.new)
                uid = str(made)
            rows.append([d["kind"], d["title"], d["since"], d["until"], uid])
        return rows, new


class SeenForm(forms.Form):
    """Which roles the page showed that was sent (holding.version_of)."""

    version = forms.CharField(max_length=LENGTH)
