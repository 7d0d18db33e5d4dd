"""The form of a speaker."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from newsreader.models import Project
from newsreader.search.language import folded_key
from newsreader.typed import TypedField

from .answer_fields import AnswersForm
from .forms import visible
from .models import NAME_LIMIT, NOTE_LIMIT, Speaker
from .naming import typed
from .recording import speaker_state
from .recording.speaker import line_of
from .sealing import LENGTH, seal
from .speakers.role_forms import NO_SUCH, new_organisation, organisation_named

ALIASES = 100
NOT_OF_ITSELF = _("It cannot be part of itself.")


class SpeakerForm(AnswersForm):
    name = TypedField(label=_("Name"), max_length=NAME_LIMIT)
    kind = forms.ChoiceField(label=_("Kind"), choices=Speaker.Kind.choices)
    aliases = TypedField(
        label=_("Also named"),
        help_text=_("One name a line, as the articles have it: “the minister”."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    part_of = TypedField(
        label=_("Part of"),
        help_text=_("The organisation, state or institution above it."),
        max_length=NAME_LIMIT,
        required=False,
        widget=forms.TextInput(attrs={"list": "organisations"}),
    )
    identifier = TypedField(
        label=_("Identifier elsewhere"),
        help_text=_("Its Wikidata item, for example: Q1065."),
        max_length=NAME_LIMIT,
        required=False,
    )
    memo = TypedField(
        label=_("Memo"), max_length=NOTE_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    make = forms.BooleanField(required=False)

    seen = forms.CharField(max_length=LENGTH, required=False, widget=forms.HiddenInput)

    def __init__(self, project: Project, speaker: Speaker, data: Any = None) -> None:
        self.project, self.speaker, self.new = project, speaker, ""
        aliases = "\n".join(speaker.aliases.values_list("name", flat=True)) if speaker.pk else ""
        initial = {"name": speaker.name, "kind": speaker.kind, "aliases": aliases}
        initial |= {"identifier": speaker.identifier, "memo": speaker.memo}
        initial["part_of"] = speaker.part_of.name if speaker.part_of else ""
        initial["seen"] = seal(typed(speaker_state(speaker))) if speaker.pk else ""
        super().__init__(data, initial=initial)
        self.ask(speaker)

    def clean_name(self) -> str:
        return visible(self.cleaned_data["name"])

    def clean_aliases(self) -> list[str]:
        names = [" ".join(line.split()) for line in self.cleaned_data["aliases"].splitlines()]
        names = [name for name in names if folded_key(name)]
        if len(names) > ALIASES or any(len(name) > NAME_LIMIT for name in names):
            raise ValidationError(_("At most 100 names of at most 200 characters are possible here."))
        return names

    def clean_part_of(self) -> Speaker | None:
        """None, and `new` is its name, where it is to be made."""
        name: str = self.cleaned_data["part_of"]
        if not name:
            return None
        found = organisation_named(self.project, name)
        if not found:
            if folded_key(name) == folded_key(self.data.get("name", "")):
                raise ValidationError(NOT_OF_ITSELF)
            self.new = new_organisation(self.project, name, self.data.get("make"))
            return None
        if self.speaker.pk and self.speaker.uid in line_of(found):
            raise ValidationError(NOT_OF_ITSELF)
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        others = Speaker.objects.of(self.project).exclude(pk=self.speaker.pk).exclude(kind="unnamed")
        if data.get("kind") != "unnamed" and others.filter(key=folded_key(data.get("name", ""))).exists():
            self.add_error("name", _("There is a speaker of this name already."))
        return data

    @property
    def offers_to_make(self) -> bool:
        """The organisation that was typed is not there, and could be made along."""
        return bool(self.new) or self.has_error("part_of", NO_SUCH)

    def own(self) -> list[forms.BoundField]:
        """Without the box that stands below the organisation."""
        return [field for field in super().own() if field.name != "make"]

    def values(self) -> dict[str, Any]:
        """What to save, once the form is valid."""
        plain = {field.name: self.cleaned_data[field.name] for field in self.own()}
        return {
            **plain,
            "answers": self.answers(),
            "seen": self.cleaned_data["seen"],
            "new_part_of": self.new,
        }
