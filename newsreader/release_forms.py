"""The forms of releases."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import Release
from .project_forms import NameField
from .typed import TypedField

NAME_LIMIT = 100


class ReleaseForm(forms.Form):
    name = NameField(
        limit=NAME_LIMIT, help_text=_("Such as “1.0” or “as submitted”; it stands for this release alone.")
    )
    note = TypedField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class RemovalForm(forms.Form):
    """The release's name, typed by somebody who means it."""

    name = NameField(limit=NAME_LIMIT)

    def __init__(self, release: Release, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.release = release
        self.fields["name"].label = _("Type the release’s name to confirm")
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name != self.release.name:
            raise ValidationError(_("This is not the release’s name. Nothing was deleted."), code="wrong")
        return name
