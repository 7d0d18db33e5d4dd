"""What a lead sets of how statements are cut."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Scheme

MEANS = {
    Scheme.Unit.QUOTATION: _(
        "From the first to the last word that is said: a selection stays as long as it is."
    ),
    Scheme.Unit.SENTENCE: _("Always whole sentences: a selection grows to them."),
    Scheme.Unit.CLAIM: _("Who says the same again in an article is not coded again; you are told of it."),
}


class SchemeForm(forms.Form):
    unit = forms.ChoiceField(
        label=_("One annotation is"), choices=Scheme.Unit.choices, widget=forms.RadioSelect
    )
    joins_interrupted = forms.BooleanField(
        label=_("A quotation that its frame interrupts is one annotation"), required=False
    )
    holds_marks = forms.BooleanField(label=_("Quotation marks belong to it"), required=False)
    holds_final_mark = forms.BooleanField(label=_("The mark at its end belongs to it"), required=False)
    shows_suggestions = forms.BooleanField(label=_("Show what the quote detector suggests"), required=False)

    def units(self) -> list[tuple[Any, Any]]:
        """Each choice with the sentence that says what it means."""
        return [(choice, MEANS[choice.data["value"]]) for choice in self["unit"]]
