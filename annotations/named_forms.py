"""The form of a speaker."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from newsreader.models import Project
from newsreader.search.language import folded_key
from newsreader.typed import TypedField

from .forms import visible
from .models import NAME_LIMIT, Speaker

ALIASES = 100


class SpeakerForm(forms.Form):
    name = TypedField(label=_("Name"), max_length=NAME_LIMIT)
    kind = forms.ChoiceField(label=_("Kind"), choices=Speaker.Kind.choices)
    aliases = TypedField(
        label=_("Also named"),
        help_text=_("One name a line, as the articles have it: “the minister”."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, project: Project, speaker: Speaker, data: Any = None) -> None:
        self.project, self.speaker = project, speaker
        aliases = "\n".join(speaker.aliases.values_list("name", flat=True)) if speaker.pk else ""
        initial = {"name": speaker.name, "kind": speaker.kind, "aliases": aliases}
        super().__init__(data, initial=initial)

    def clean_name(self) -> str:
        return visible(self.cleaned_data["name"])

    def clean_aliases(self) -> list[str]:
        names = [" ".join(line.split()) for line in self.cleaned_data["aliases"].splitlines()]
        names = [name for name in names if folded_key(name)]
        if len(names) > ALIASES or any(len(name) > NAME_LIMIT for name in names):
            raise ValidationError(_("At most 100 names of at most 200 characters are possible here."))
        return names

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        others = Speaker.objects.of(self.project).exclude(pk=self.speaker.pk).exclude(kind="unnamed")
        if data.get("kind") != "unnamed" and others.filter(key=folded_key(data.get("name", ""))).exists():
            self.add_error("name", _("There is a speaker of this name already."))
        return data
