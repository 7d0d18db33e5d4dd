"""Where an annotation that waits is to stand."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsreader.models import ArticleText
from newsreader.typed import TypedField

from .anchoring import Span
from .carrying import standing
from .recording.annotation import Place
from .reviewing import Case, Choice

WORDS, NONE = "words", "none"
_PLACE = re.compile(r"(\d{1,7})-(\d{1,7})")


class SettleForm(forms.Form):
    """What is done with the case (`do`), as it was when the page was drawn: `version` of the annotation, and
    `text_version` of the article. Each of its places is a stretch of the text ("12-40"), words that stand in
    it once, or nothing, for a mention, cue or addressee."""

    DEEDS = (("place", ""), ("keep", ""), ("remove", ""))
    do = forms.ChoiceField(choices=DEEDS)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    text_version = forms.IntegerField(min_value=1, max_value=1_000_000)

    def __init__(self, case: Case, now: ArticleText, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.now = case, now
        for choice in case.choices:
            self.fields[f"place-{choice.key}"] = forms.CharField(max_length=20, required=False)
            self.fields[f"words-{choice.key}"] = TypedField(max_length=100_000, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("do") == "place" and not self.errors:
            placed = [(choice, self._place(choice)) for choice in self.case.choices]
            data["spans"] = [span for choice, span in placed if span and not choice.part]
            data["places"] = [(choice.part, *span) for choice, span in placed if span and choice.part]
        return data

    @property
    def spans(self) -> list[Span]:
        return list(self.cleaned_data["spans"])

    @property
    def places(self) -> list[Place]:
        return list(self.cleaned_data["places"])

    def _place(self, choice: Choice) -> Span | None:
        said = self.cleaned_data[f"place-{choice.key}"]
        if said == NONE and choice.part:
            return None
        if said == WORDS:
            return self._found(self.cleaned_data[f"words-{choice.key}"])
        if match := _PLACE.fullmatch(said):
            return int(match[1]), int(match[2])
        raise ValidationError(_("Choose a place for each passage, or write the words as they stand now."))

    def _found(self, words: str) -> Span:
        places = standing(self.now.text, words) if words else []
        if not places:
            raise ValidationError(_("These words do not stand in the text as it is now."))
        if len(places) > 1:
            said = ngettext(
                "These words stand in the text %(count)d time. Write more of them, or select them there.",
                "These words stand in the text %(count)d times. Write more of them, or select them there.",
                len(places),
            )
            raise ValidationError(said % {"count": len(places)})
        return places[0]
