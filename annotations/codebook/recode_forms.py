"""Which tag is merged into which, and which annotations go to another tag. Sent by GET they ask what would
come of it, by POST they do it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from newsreader.search.language import folded_key
from newsreader.typed import TypedField

from ..forms import UidsField, visible
from ..models import NAME_LIMIT, Speaker, Tag
from .recoding import Which
from .tree import tree


class OtherTagForm(forms.Form):
    """Another tag of the project, offered by its path."""

    to = forms.ModelChoiceField(
        label=_("To this tag"), queryset=Tag.objects.none(), to_field_name="uid", empty_label="–"
    )

    def __init__(self, tag: Tag, data: Any = None) -> None:
        super().__init__(data)
        self.tag = tag
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Tag.objects.of(tag.project)
        nodes = [n for n in tree(tag.project) if n.tag != tag and not n.tag.archived_at]
        field.widget.choices = [("", "–"), *((node.tag.uid, node.path) for node in nodes)]

    def clean_to(self) -> Tag | None:
        to: Tag | None = self.cleaned_data["to"]
        if to == self.tag:
            raise ValidationError(_("Choose another tag than this one."))
        if to and to.archived_at:
            raise ValidationError(_("This tag is archived."))
        return to


class MergeForm(OtherTagForm):
    pass


class RecodeForm(OtherTagForm):
    new = TypedField(label=_("Or to a new tag named"), max_length=NAME_LIMIT, required=False)
    which = forms.ChoiceField(
        label=_("Which passages"),
        choices=[
            ("all", _("all")),
            ("speaker", _("those of one speaker")),
            ("marks", _("those ticked below")),
        ],
    )
    speaker = forms.ModelChoiceField(
        label=_("Speaker"), queryset=Speaker.objects.none(), to_field_name="uid", required=False
    )
    mark = UidsField(required=False)

    def __init__(self, tag: Tag, data: Any = None) -> None:
        super().__init__(tag, data)
        self.fields["to"].required = False
        field = self.fields["speaker"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Speaker.objects.of(tag.project)
        quoted = speakers_of(tag)
        field.widget.choices = [("", "–"), *((s.uid, f"{s.name} ({s.used})") for s in quoted)]

    def clean_new(self) -> str:
        name: str = self.cleaned_data["new"]
        return visible(name) if name else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        to, new, which = data.get("to"), data.get("new"), data.get("which")
        if bool(to) == bool(new) and not self.errors:
            self.add_error("to", _("Choose a tag, or type the name of a new one."))
        beside = Tag.objects.of(self.tag.project).filter(parent=self.tag.parent)
        if new and beside.filter(key=folded_key(new)).exists():
            self.add_error("new", _("There is a tag of this name already, in the same place."))
        if which == "speaker" and not data.get("speaker"):
            self.add_error("speaker", _("Choose a speaker."))
        if which == "marks" and not data.get("mark"):
            self.add_error("which", _("Tick the passages that are meant."))
        return data

    def sent(self) -> list[tuple[str, Any]]:
        """What is to be sent again to do what was asked for, by the names of the fields."""
        data = self.cleaned_data
        one = [("to", data["to"] and data["to"].uid), ("new", data["new"]), ("which", data["which"])]
        one.append(("speaker", data["speaker"] and data["speaker"].uid))
        return [(name, value) for name, value in one if value] + [("mark", mark) for mark in data["mark"]]

    def chosen(self) -> Which:
        data = self.cleaned_data
        if data["which"] == "speaker":
            return Which(speaker=data["speaker"])
        return Which(marks=data["mark"]) if data["which"] == "marks" else Which()


def speakers_of(tag: Tag) -> QuerySet[Speaker, Any]:
    """Who is quoted with the tag, each with how often as `used`, the most quoted first."""
    rows = Speaker.objects.of(tag.project).filter(annotation_links__annotation__tag_links__tag=tag)
    return rows.annotate(used=Count("pk")).order_by("-used", "key", "pk")
