"""The forms in which a lead corrects articles."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from . import dates
from .corrections import words
from .corrections.blocks import Seen
from .corrections.detail import MEMBER, Detail, flat
from .corrections.details import Wish
from .importing.values import LIMITS, ValueProblem, checked
from .models import Article
from .typed import TypedField

DATES = {"published", "retrieved"}
NARROW = {"published", "genre", "language", "section", "page", "archive_id", "credit", "retrieved"}
SEEN = "seen-"  # before the key: the value that the page was drawn with


def _language() -> str:
    return get_language() or "en"


def shown(key: str, value: str) -> str:
    """A value as a person of the interface's language writes it into its field."""
    if key not in DATES or not value:
        return value
    written = dates.display(value, _language())
    return written if dates.find(written, _language()) == value else value


class DetailField(TypedField):
    """A value as it is stored: on one line, a date in EDTF."""

    def __init__(self, key: str, required: bool = False) -> None:
        self.key = key
        super().__init__(
            label=str(words.LABELS[key]),
            required=required,
            max_length=None if key in DATES else LIMITS[key],
            widget=forms.Textarea(attrs={"rows": 3}) if key == "lead" else forms.TextInput(_WIDGET.get(key)),
            help_text=_HELP.get(key, ""),
        )

    def clean(self, value: Any) -> str:
        try:
            return checked(self.key, super().clean(value), lenient=_language())
        except ValueProblem as problem:
            raise ValidationError(_SENTENCES[problem.code]) from problem


_SENTENCES = {
    "date": gettext_lazy("Write a date as 2017, March 2017 or 30 March 2017."),
    "language": gettext_lazy("Write a language as its code: de, en, fr."),
    "too_long": gettext_lazy("This is too long."),
    "text": gettext_lazy("This holds characters that are no text."),
}
_WIDGET = {
    "source": {"list": "sources", "autocomplete": "off"},
    "url": {"inputmode": "url"},
    "language": {"autocapitalize": "none"},
}
_HELP = {
    "published": gettext_lazy("2017, March 2017 or 30 March 2017"),
    "language": gettext_lazy("A code such as de or en. Sentences and search follow it."),
    "lead": gettext_lazy("The paragraph that sums the article up, below the headline."),
    "source": gettext_lazy("The outlet. One that is new is added to the project."),
}


@dataclass(frozen=True)
class Row:
    """A value on the page: its field, where it comes from, and what stood before a member set it."""

    key: str
    field: forms.BoundField
    seen: str
    origin: str
    back: str | None
    back_origin: str
    back_chosen: bool

    @property
    def narrow(self) -> bool:
        return self.key in NARROW


class DetailsForm(forms.Form):
    """All values of an article. Each goes along as it was when the page was drawn, so that what another
    member has changed meanwhile is told from what this one changes."""

    def __init__(
        self,
        details: Mapping[str, Detail],
        data: QueryDict | None = None,
        *,
        typed: Mapping[str, str] | None = None,
        ticked: Iterable[str] = (),
        names: Mapping[str, str] | None = None,
    ) -> None:
        """`typed` are values that take the place of the article's, `ticked` those to be taken back; `names`
        say who set which value."""
        initial = {key: shown(key, detail.value) for key, detail in details.items()}
        super().__init__(data, initial={**initial, **(typed or {})}, auto_id="detail-%s")
        self.details, self.names, self.ticked = details, names or {}, set(ticked)
        for key in details:
            self.fields[key] = _field(key)

    @property
    def back(self) -> dict[str, str]:
        """The values to take back to what stood before a member set them, as the page showed them."""
        asked = self.data.getlist("back") if isinstance(self.data, QueryDict) else self.ticked
        return {key: self._seen(key) for key in self.details if key in asked}

    def _seen(self, key: str) -> str:
        now = self.details[key].value
        return flat(self.data.get(SEEN + key, now)) if self.is_bound else now

    def wishes(self) -> dict[str, Wish]:
        """The values that the member changed."""
        wishes = {key: Wish(self.cleaned_data[key], self._seen(key)) for key in self.details}
        return {key: wish for key, wish in wishes.items() if wish.value != wish.seen}

    def clean(self) -> dict[str, Any]:
        for key in self.back:
            if key in self.cleaned_data and self.cleaned_data[key] != self._seen(key):
                self.add_error(key, _("Either write a value or take it back, not both."))
        return self.cleaned_data

    def rows(self) -> Iterator[Row]:
        for key, detail in self.details.items():
            origin = words.origin_words(detail.origin, self.names.get(key, ""))
            back, back_origin = detail.replaced or ("", "")
            member = detail.origin == MEMBER
            yield Row(
                key,
                self[key],
                self._seen(key),
                origin,
                words.value_words(key, back) if member else None,
                words.origin_words(back_origin),
                key in self.back,
            )


def _field(key: str, empty: str = "") -> forms.Field:
    """`empty` says what no genre means; the language of an article is always known."""
    if key != "genre":
        return DetailField(key, required=key == "language" and not empty)
    choices = [("", empty or _("not known")), *Article.Genre.choices]
    return forms.ChoiceField(label=str(words.LABELS["genre"]), choices=choices, required=False)


class ManyForm(forms.Form):
    """One value for several articles; an empty field leaves it as it is. `count` of the page that was sent
    must be the list's still, so that nothing is changed that nobody saw."""

    count = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, now: int, most: int, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="many-%s")
        self.now, self.most = now, most
        for key in ("source", "published", "genre", "language"):
            self.fields[key] = _field(key, empty=_("as it is"))

    def values(self) -> dict[str, str]:
        return {key: value for key, value in self.cleaned_data.items() if key != "count" and value}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("count") != self.now:
            raise ValidationError(_("The list has changed meanwhile. Look at it again, then send once more."))
        if not 0 < self.now <= self.most:
            raise ValidationError(_("Pick some articles first, but not too many."))
        if not self.errors and not self.values():
            raise ValidationError(_("Write at least one value."))
        return data


_SEEN = re.compile(r"(\d{1,7})-(\d{1,7})-([a-z]{1,20})")


class BlocksForm(forms.Form):
    """What to do with the blocks that were ticked."""

    DEEDS: tuple[tuple[str, str | Promise], ...] = (
        ("kind", gettext_lazy("Set")),
        ("join", gettext_lazy("Join")),
        ("split", gettext_lazy("Split at line ends")),
        ("release", gettext_lazy("Leave to the rules")),
    )
    do = forms.ChoiceField(choices=DEEDS)
    kind = forms.ChoiceField(choices=list(words.KINDS.items()), required=False)

    @property
    def chosen(self) -> list[str]:
        """The blocks that were ticked, as sent."""
        return self.data.getlist("block") if isinstance(self.data, QueryDict) else []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        found = [_SEEN.fullmatch(text) for text in self.chosen]
        blocks: list[Seen] = [(int(m[1]), int(m[2]), m[3]) for m in found if m]
        data["blocks"] = blocks
        if not blocks or None in found:
            raise ValidationError(_("Tick the blocks first that you mean."))
        if data.get("do") == "kind" and not data.get("kind"):
            self.add_error("kind", _("Choose a kind."))
        return data


class RulesForm(forms.Form):
    """Which articles newer rules are to read anew."""

    do = forms.ChoiceField(choices=[("all", ""), ("chosen", "")])
    onto = forms.UUIDField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = self.data.getlist("article") if isinstance(self.data, QueryDict) else []
        try:
            data["articles"] = [UUID(text) for text in chosen]
        except ValueError as error:
            raise ValidationError(_("Tick the articles first that you mean.")) from error
        if data.get("do") == "chosen" and not chosen:
            raise ValidationError(_("Tick the articles first that you mean."))
        return data


class RulesPageForm(forms.Form):
    """Where the page of differences begins, and the change set that a run goes on with; nonsense is none."""

    begin = forms.IntegerField(min_value=0, max_value=10_000_000, required=False)
    onto = forms.UUIDField(required=False)

    def start(self) -> int:
        self.is_valid()
        return self.cleaned_data.get("begin") or 0

    def earlier(self) -> UUID | None:
        self.is_valid()
        return self.cleaned_data.get("onto")
