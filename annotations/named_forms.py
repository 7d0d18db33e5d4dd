"""The forms of a speaker and of a tag."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from newsreader.models import Project
from newsreader.search.language import folded_key
from newsreader.typed import TypedField

from .forms import visible
from .models import COLORS, NAME_LIMIT, NOTE_LIMIT, SHORTCUTS, Speaker, Tag

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


class TagForm(forms.Form):
    name = TypedField(label=_("Name"), max_length=NAME_LIMIT)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Tag.Kind.choices,
        help_text=_("A claim is worded as a proposition, and a speaker is for or against it."),
    )
    parent = forms.ModelChoiceField(
        label=_("Below"), queryset=Tag.objects.none(), to_field_name="uid", required=False, empty_label="–"
    )
    color = forms.TypedChoiceField(
        label=_("Colour"), coerce=int, choices=[(n, n) for n in COLORS], widget=forms.RadioSelect
    )
    shortcut = forms.TypedChoiceField(
        label=_("Key"),
        coerce=int,
        empty_value=None,
        choices=[("", "–"), *((n, n) for n in SHORTCUTS)],
        required=False,
    )
    description = TypedField(
        label=_("Description"),
        max_length=NOTE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, project: Project, tag: Tag, data: Any = None) -> None:
        self.project, self.tag = project, tag
        initial = {name: getattr(tag, name) for name in ("name", "kind", "color", "shortcut", "description")}
        super().__init__(data, initial={**initial, "parent": tag.parent.uid if tag.parent else None})
        parents = self.fields["parent"]
        assert isinstance(parents, forms.ModelChoiceField)
        parents.queryset = Tag.objects.of(project).exclude(pk=tag.pk).order_by("key")

    def clean_name(self) -> str:
        return visible(self.cleaned_data["name"])

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if kind == Tag.Kind.TOPIC and self.tag.pk and self.tag.annotation_links.exclude(stance="").exists():
            raise ValidationError(_("Annotations hold a stance on this claim, and a topic has none."))
        return kind

    def clean_shortcut(self) -> int | None:
        shortcut: int | None = self.cleaned_data["shortcut"]
        others = Tag.objects.of(self.project).exclude(pk=self.tag.pk)
        if shortcut and (holder := others.filter(shortcut=shortcut).first()):
            raise ValidationError(_("“%(tag)s” holds this key."), params={"tag": holder.name})
        return shortcut

    def clean_parent(self) -> Tag | None:
        parent: Tag | None = self.cleaned_data["parent"]
        above = parent
        while above:
            if above.pk == self.tag.pk:
                raise ValidationError(_("A tag cannot stand below itself."))
            above = above.parent
        return parent

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        siblings = Tag.objects.of(self.project).filter(parent=data.get("parent")).exclude(pk=self.tag.pk)
        if siblings.filter(key=folded_key(data.get("name", ""))).exists():
            self.add_error("name", _("There is a tag of this name already, in the same place."))
        return data
