"""The forms in which a lead corrects an article's text, and compares its versions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .correction import Correction
from .importing.decode import REASONS, DecodeError, written
from .models import Article
from .typed import TypedField


class ArticleTextField(forms.CharField):
    """A text as an import would store it."""

    def clean(self, value: Any) -> str:
        try:
            return written(str(super().clean(value)))[0]
        except DecodeError as error:
            raise ValidationError(gettext(REASONS[error.code]), code=error.code) from error


class TextForm(forms.Form):
    """A corrected text and why. `version` is that of the text on the page that was sent; `do` is what the
    button says: show what would become of it, do it, or go back to writing."""

    DEEDS = (("preview", ""), ("apply", ""), ("edit", ""))
    version = forms.IntegerField(min_value=1, max_value=1_000_000, widget=forms.HiddenInput)
    text = ArticleTextField(
        label=_("Text"), strip=False, widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"})
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=Correction.Reason.choices, widget=forms.RadioSelect)
    remark = TypedField(
        label=_("In your words"),
        max_length=500,
        required=False,
        help_text=_("What was wrong, or where the new text comes from. It stands in the history."),
    )
    do = forms.ChoiceField(choices=DEEDS)

    def __init__(self, now: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if text == self.now and self.data.get("do") != "edit":
            raise ValidationError(_("This is the text as it stands: nothing has been changed in it."))
        return text


class VersionsForm(forms.Form):
    """Which two versions to compare; nonsense compares the last two."""

    one = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)
    other = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)

    def chosen(self, article: Article) -> tuple[int, int]:
        self.is_valid()
        other = self.cleaned_data.get("other") or article.text_version
        return self.cleaned_data.get("one") or max(other - 1, 1), other
