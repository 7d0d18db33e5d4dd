"""What members send about suggestions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from newsreader.forms import EdtfField
from newsreader.models import Project, Source
from newsreader.typed import TypedField

from .forms import SpansField, UpdateForm, visible
from .models import NAME_LIMIT
from .suggesting.overview import CERTAIN
from .suggesting.proposing import Choice
from .suggesting.queue import Order

NO_ID = {"invalid": _("This is not an identifier.")}


class AcceptForm(forms.Form):
    """`uid` is the one that the annotation gets, however often it is sent."""

    uid = forms.UUIDField(required=False, error_messages=NO_ID)
    speaker = forms.UUIDField(required=False, error_messages=NO_ID)
    new_speaker = TypedField(label=_("Speaker"), max_length=NAME_LIMIT, required=False)

    def clean_new_speaker(self) -> str:
        name: str = self.cleaned_data["new_speaker"]
        return visible(name) if name else ""

    def choice(self) -> Choice:
        return Choice(self.cleaned_data["speaker"], self.cleaned_data["new_speaker"])


class EditForm(UpdateForm):
    """A suggestion as the member would have it. `uid` is the one that the annotation gets, however often it
    is sent. With `snap` the spans grow to whole words, and to what the project counts to them."""

    span = SpansField(error_messages={"required": _("There is no span.")})
    snap = forms.BooleanField(required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    uid = forms.UUIDField(required=False, error_messages=NO_ID)


class QueueForm(forms.Form):
    order = forms.ChoiceField(choices=Order.choices, required=False)

    def clean_order(self) -> str:
        return self.cleaned_data["order"] or Order.CONFIDENCE


class RunForm(forms.Form):
    """Which articles the detector is to read, as its command asks it."""

    source = forms.ModelChoiceField(
        label=_("Source"),
        queryset=Source.objects.none(),
        to_field_name="uid",
        required=False,
        empty_label=_("all sources"),
        error_messages={"invalid_choice": _("This source is not in the project any more.")},
    )
    since = EdtfField(label=_("Published since"), max_length=40, required=False)
    redo = forms.BooleanField(label=_("Also what this version of the detector has read"), required=False)

    def __init__(self, project: Project, data: Any = None) -> None:
        super().__init__(data)
        source: Any = self.fields["source"]
        source.queryset = project.sources.order_by("key")

    def options(self) -> dict[str, Any]:
        """As a run keeps them: what is asked for, and nothing else."""
        source, data = self.cleaned_data["source"], self.cleaned_data
        said = {"source": str(source.uid) if source else "", "since": data["since"], "redo": data["redo"]}
        return {name: value for name, value in said.items() if value}


class WeightsForm(forms.Form):
    """Whether the project's own weights are to be used."""

    own = forms.ChoiceField(choices=[("1", "1")], required=False)


class BulkForm(forms.Form):
    least = forms.IntegerField(min_value=50, max_value=99, required=False)

    def clean_least(self) -> int:
        return self.cleaned_data["least"] or CERTAIN


class ShowingForm(forms.Form):
    """`show` is sent by the box that says so, which is not ticked when it is missing."""

    show = forms.BooleanField(label=_("Show suggestions"), required=False)
    least = forms.IntegerField(label=_("From a confidence of"), min_value=0, max_value=95)
    reported = forms.BooleanField(label=_("Reported speech too"), required=False)

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"hidden": not data["show"], "least": data["least"], "reported": data["reported"]}
