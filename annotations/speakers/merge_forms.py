"""Which speaker one is to be merged into, and what of one is to become another."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from newsreader.models import Project
from newsreader.search.language import folded_key
from newsreader.typed import TypedField

from ..forms import UidsField, visible
from ..models import NAME_LIMIT, Speaker
from .splitting import wordings

GONE = {"invalid_choice": _("This speaker is no longer here. Choose another one.")}


class IntoForm(forms.Form):
    """Words to look for a speaker by (`q`), or the one that is chosen (`into`)."""

    q = TypedField(label=_("Find by name"), max_length=NAME_LIMIT, required=False)
    into = forms.ModelChoiceField(
        queryset=Speaker.objects.none(),
        to_field_name="uid",
        required=False,
        widget=forms.HiddenInput,
        error_messages=GONE,
    )

    def __init__(self, speaker: Speaker, data: Any) -> None:
        super().__init__(data)
        into = self.fields["into"]
        assert isinstance(into, forms.ModelChoiceField)
        into.queryset = Speaker.objects.of(speaker.project).exclude(pk=speaker.pk).prefetch_related("aliases")


class PairForm(forms.Form):
    """Two speakers who are not the same."""

    one = forms.ModelChoiceField(queryset=Speaker.objects.none(), to_field_name="uid", error_messages=GONE)
    other = forms.ModelChoiceField(queryset=Speaker.objects.none(), to_field_name="uid", error_messages=GONE)

    def __init__(self, project: Project, data: Any) -> None:
        super().__init__(data)
        for field in self.fields.values():
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Speaker.objects.of(project).named()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("one") and data.get("one") == data.get("other"):
            raise forms.ValidationError(_("These are one speaker already."))
        return data


class SplitForm(forms.Form):
    """What goes to a new speaker: quotes one by one, and all quotes that mention the speaker in a wording."""

    name = TypedField(label=_("Name of the new speaker"), max_length=NAME_LIMIT)
    kind = forms.ChoiceField(label=_("Kind"), choices=Speaker.Kind.choices)
    wording = forms.MultipleChoiceField(required=False)
    quote = UidsField(required=False)

    def __init__(self, speaker: Speaker, data: Any = None) -> None:
        super().__init__(data, initial={"kind": speaker.kind})
        self.speaker = speaker
        self.wordings = wordings(speaker)
        field = self.fields["wording"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(wording.key, wording.text) for wording in self.wordings]

    def clean_name(self) -> str:
        return visible(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") != "unnamed" and is_taken(self.speaker, data.get("name", "")):
            self.add_error("name", _("There is a speaker of this name already."))
        return data

    @property
    def made(self) -> Speaker:
        name: str = self.cleaned_data["name"]
        kind: str = self.cleaned_data["kind"]
        return Speaker(project=self.speaker.project, name=name, key=folded_key(name), kind=kind)


def is_taken(speaker: Speaker, name: str) -> bool:
    return Speaker.objects.of(speaker.project).named().filter(key=folded_key(name)).exists()
