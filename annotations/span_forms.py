"""What a client may send of an annotation's edges."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .cutting import SPLIT_PLACE, Edge
from .forms import SelectionForm, SpansField, TextForm


class SpansForm(SelectionForm):
    """`open`: the annotation is being edited meanwhile, and its form stays."""

    open = forms.BooleanField(required=False)


class EdgeForm(TextForm):
    """One edge (start or end; of several spans the one at `at`), and where it is to lie: at `to`, or so many
    words (`step`: 1 or -1) from where it is. `edit` groups the steps of one movement."""

    edge = forms.ChoiceField(choices=[("start", "start"), ("end", "end")])
    at = forms.IntegerField(min_value=0, required=False)
    to = forms.IntegerField(min_value=0, required=False)
    step = forms.ChoiceField(choices=[("1", "1"), ("-1", "-1")], required=False)
    snap = forms.BooleanField(required=False)
    edit = forms.UUIDField(required=False)
    open = forms.BooleanField(required=False)

    def moved(self) -> Edge:
        data = self.cleaned_data
        step = int(data["step"] or 1)
        return Edge(data["edge"] == "end", data["at"], data["to"], step, data["snap"])


class PassageForm(EdgeForm):
    """The same of spans that are in a form, and nowhere else yet. With `grow` they are still to grow to whole
    words, as with the form's own `snap`."""

    text_version = forms.IntegerField(required=False)
    grow = forms.BooleanField(required=False)
    span = SpansField(error_messages={"required": _("There is no span.")})


class SplitForm(TextForm):
    at = forms.IntegerField(min_value=0, error_messages={"required": SPLIT_PLACE})


class JoinForm(forms.Form):
    other = forms.UUIDField(
        error_messages={
            "required": _("Choose the annotation that it is to be joined with."),
            "invalid": _("This is not an identifier."),
        }
    )
