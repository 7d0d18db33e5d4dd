"""Which speaker one is to be merged into, and what of one is to become another."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from newsreader.typed import TypedField

from .models import NAME_LIMIT, Speaker


class IntoForm(forms.Form):
    """Words to look for a speaker by (`q`), or the one that is chosen (`into`)."""

    q = TypedField(label=_("Find by name"), max_length=NAME_LIMIT, required=False)
    into = forms.ModelChoiceField(
        queryset=Speaker.objects.none(),
        to_field_name="uid",
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("This speaker is no longer here. Choose another one.")},
    )

    def __init__(self, speaker: Speaker, data: Any) -> None:
        super().__init__(data)
        into = self.fields["into"]
        assert isinstance(into, forms.ModelChoiceField)
        into.queryset = Speaker.objects.of(speaker.project).exclude(pk=speaker.pk).prefetch_related("aliases")
