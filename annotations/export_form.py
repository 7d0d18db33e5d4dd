"""The filter of an export, as the page's query string has it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from newsreader import access, dates
from newsreader.forms import EdtfField
from newsreader.models import Membership, Source

from .interchange.rows import TAG_JOINER, tags_in_order
from .interchange.selection import Content, Selection
from .models import Speaker, Tag


class ExportForm(forms.Form):
    """In a blind project a coder exports their own annotations, whatever is asked for."""

    tag = forms.ModelChoiceField(
        Tag.objects.none(), to_field_name="uid", required=False, label=_("Tag"), empty_label=_("all")
    )
    speaker = forms.ModelChoiceField(
        Speaker.objects.none(), to_field_name="uid", required=False, label=_("Speaker"), empty_label=_("all")
    )
    source = forms.ModelChoiceField(
        Source.objects.none(), to_field_name="uid", required=False, label=_("Source"), empty_label=_("all")
    )
    owner = forms.ModelChoiceField(
        Membership.objects.none(),
        to_field_name="uid",
        required=False,
        label=_("Annotated by"),
        empty_label=_("all"),
    )
    content = forms.ChoiceField(
        required=False,
        label=_("Contents"),
        choices=[
            (Content.QUOTES.value, _("quotes with their surroundings")),
            (Content.TEXTS.value, _("whole texts too (JSON)")),
            (Content.BARE.value, _("nothing of any text, to pass on")),
        ],
    )
    suggestions = forms.BooleanField(required=False)

    def __init__(self, member: Membership, data: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="export-%s")
        self.member = member
        project = member.project
        # "from" is no name that a class can have.
        self.fields["from"] = EdtfField(required=False, max_length=10, label=_("From"))
        self.fields["to"] = EdtfField(required=False, max_length=10, label=_("To"))
        owners = project.memberships.order_by("name", "uid")
        blind = access.sees_only_own(member)
        self._rows("owner", owners.filter(pk=member.pk) if blind else owners)
        self._rows("speaker", Speaker.objects.of(project).order_by("key", "uid"))
        self._rows("source", project.sources.order_by("key"))
        self._rows("tag", Tag.objects.of(project))
        tags, paths = tags_in_order(Tag.objects.of(project))
        labels = [(str(tag.uid), TAG_JOINER.join(paths[tag.pk])) for tag in tags]
        self.fields["tag"].widget.choices = [("", _("all")), *labels]

    def _rows(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean(self) -> None:
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and dates.bounds(first)[0] > dates.bounds(last)[1]:
            self.add_error("to", _("The end lies before the beginning."))

    def selection(self) -> Selection:
        """What the valid form asks for."""
        cleaned = self.cleaned_data
        return Selection(
            self.member.project,
            tag=cleaned["tag"],
            speaker=cleaned["speaker"],
            source=cleaned["source"],
            first=cleaned["from"],
            last=cleaned["to"],
            owner=self.member if access.sees_only_own(self.member) else cleaned["owner"],
            suggestions=cleaned["suggestions"],
        )

    def contents(self) -> Content:
        return Content(self.cleaned_data["content"] or Content.QUOTES)

    def given(self) -> dict[str, str]:
        """The parameters that are set, for the links to the files."""
        return {name: value for name in self.fields if (value := str(self.data.get(name) or ""))}
