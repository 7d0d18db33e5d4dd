"""What an export holds, as the page's query string has it: the filter, and how much of the texts goes out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .filtering.form import FilterForm
from .interchange.selection import Content, Selection


class ExportForm(FilterForm):
    prefix_of_ids = "export"

    content = forms.ChoiceField(
        required=False,
        label=_("Contents"),
        choices=[
            (Content.QUOTES.value, _("quotes with their surroundings")),
            (Content.TEXTS.value, _("whole texts too (JSON)")),
            (Content.BARE.value, _("nothing of any text, to pass on")),
        ],
    )
    suggestions = forms.BooleanField(required=False, label=_("suggestions and decisions too (JSON)"))

    def selection(self) -> Selection:
        """What the valid form asks for."""
        return Selection(self.filter(), suggestions=self.cleaned_data["suggestions"])

    def contents(self) -> Content:
        return Content(self.cleaned_data["content"] or Content.QUOTES)
