"""What a client may send of annotations, checked and turned into domain types."""

import uuid
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from newsreader import dates
from newsreader.search.language import folded_key
from newsreader.typed import TypedField, without_controls

from .answer_fields import AnswersForm
from .coding import Coding
from .models import NAME_LIMIT, NOTE_LIMIT, Annotation, AnnotationPart, AnnotationTag
from .spans import NewPlace

MOST = 50  # values of one kind in one annotation; a person stays far below, a broken client is stopped


def visible(name: str) -> str:
    """The name with single spaces. Raises ValidationError for one of which nothing can be seen."""
    if not folded_key(name):
        raise ValidationError(_("A name needs at least one letter or digit."))
    return " ".join(name.split())


class ManyField(forms.Field):
    """A field that is sent any number of times, empty values left out; subclasses turn one into its type."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: list[str] | None) -> Any:
        values = [v for v in value or [] if v.strip()]
        if len(values) > MOST:
            raise ValidationError(_("At most %(most)d values are possible here."), params={"most": MOST})
        return tuple(self.one(v) for v in values)

    def one(self, value: str) -> Any:
        raise NotImplementedError


class UidsField(ManyField):
    def one(self, value: str) -> uuid.UUID:
        return _uid(value)


class NamesField(ManyField):
    def one(self, value: str) -> str:
        ProhibitNullCharactersValidator()(value)
        name = visible(without_controls(value))
        if len(name) > NAME_LIMIT:
            raise ValidationError(_("A name has at most %(most)d characters."), params={"most": NAME_LIMIT})
        return name


class SpansField(ManyField):
    """START-END in code points."""

    def one(self, value: str) -> tuple[int, int]:
        return span_of(value)


class TagsField(ManyField):
    """A tag's uid, or UID:STANCE."""

    def one(self, value: str) -> tuple[uuid.UUID, str]:
        uid, _colon, stance = value.partition(":")
        return _uid(uid), _stance(stance)


class PlacesField(ManyField):
    """ROLE:START-END in code points, with "+" at the end where it is to grow to whole words."""

    def one(self, value: str) -> NewPlace:
        role, _colon, span = value.partition(":")
        if role not in AnnotationPart.Role.values:
            raise ValidationError(_("This is neither a mention nor a cue nor an addressee."))
        return NewPlace(role, *span_of(span.removesuffix("+")), grows=span.endswith("+"))


def span_of(value: str) -> tuple[int, int]:
    start, dash, end = value.partition("-")
    if not (dash and start.isdecimal() and end.isdecimal() and len(value) < 20):
        raise ValidationError(_("A span is two numbers, START-END."))
    return int(start), int(end)


def _uid(value: str) -> uuid.UUID:
    try:
        return uuid.UUID(value)
    except ValueError:
        raise ValidationError(_("This is not an identifier.")) from None


def _stance(value: str) -> str:
    if value and value not in AnnotationTag.Stance.values:
        raise ValidationError(_("This is not a stance."))
    return value


class TagsForm(forms.Form):
    """Tags with their stances, and names of tags that are not there yet."""

    tag = TagsField(required=False)
    new_tag = NamesField(required=False)
    new_claim = NamesField(required=False)

    def clean_tag(self) -> tuple[tuple[uuid.UUID, str], ...]:
        """Each tag with its stance, which a claim's select sends as stance-UID."""
        tags: tuple[tuple[uuid.UUID, str], ...] = self.cleaned_data["tag"]
        return tuple((uid, stance or _stance(self.data.get(f"stance-{uid}", ""))) for uid, stance in tags)

    def clean_new_claim(self) -> tuple[tuple[str, str], ...]:
        """As for tags, by stance-NAME."""
        names: tuple[str, ...] = self.cleaned_data["new_claim"]
        return tuple((name, _stance(self.data.get(f"stance-{name}", ""))) for name in names)


class CodingForm(TagsForm):
    """Everything that can be said of a passage."""

    form = forms.ChoiceField(
        label=_("Form"), choices=[("", _("not coded")), *Annotation.Form.choices], required=False
    )
    no_speaker = forms.ChoiceField(
        label=_("No speaker, because"),
        choices=[("", _("not coded")), *Annotation.NoSpeaker.choices],
        required=False,
    )
    quotes_words = forms.BooleanField(label=_("Quotes some of the words"), required=False)
    addressee = forms.UUIDField(
        label=_("To whom"), required=False, error_messages={"invalid": _("This is not an identifier.")}
    )
    new_addressee = TypedField(max_length=NAME_LIMIT, required=False)
    date = forms.CharField(label=_("Said on"), max_length=40, required=False)
    occasion = TypedField(label=_("Where, on what occasion"), max_length=NAME_LIMIT, required=False)
    certainty = forms.ChoiceField(
        label=_("How certain"), choices=[("", _("not coded")), *Annotation.Certainty.choices], required=False
    )
    inside = forms.UUIDField(
        label=_("Quoted inside"), required=False, error_messages={"invalid": _("This is not an identifier.")}
    )
    place = PlacesField(required=False)
    note = TypedField(
        label=_("Note"),
        max_length=NOTE_LIMIT,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    speaker = UidsField(required=False)
    new_speaker = NamesField(required=False)

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        return note.strip()

    def clean_new_addressee(self) -> str:
        name: str = self.cleaned_data["new_addressee"]
        return visible(name) if name else ""

    def clean_date(self) -> str:
        """As EDTF."""
        try:
            return dates.parse(self.cleaned_data["date"]) if self.cleaned_data["date"] else ""
        except ValueError:
            raise ValidationError(_("Write a year, a month or a day: 2017, 2017-03 or 2017-03-30.")) from None

    def clean_occasion(self) -> str:
        return " ".join(self.cleaned_data["occasion"].split())

    def coding(self) -> Coding:
        data = self.cleaned_data
        return Coding(
            form=data["form"],
            no_speaker=data["no_speaker"],
            quotes_words=data["quotes_words"],
            date=data["date"],
            occasion=data["occasion"],
            certainty=data["certainty"],
            note=data["note"],
            inside=data["inside"],
            addressee=data["addressee"],
            new_addressee=data["new_addressee"],
            places=data["place"],
            speakers=data["speaker"],
            new_speakers=data["new_speaker"],
            tags=data["tag"],
            new_tags=data["new_tag"],
            new_claims=data["new_claim"],
        )


STALE_PAGE = _("It is not clear which version of the text is meant. Please load the page again.")


class TextForm(forms.Form):
    """Which version of the article's text is meant."""

    text_version = forms.IntegerField(
        min_value=1, error_messages={"required": STALE_PAGE, "invalid": STALE_PAGE, "min_value": STALE_PAGE}
    )


class SelectionForm(TextForm):
    """What is selected, in code points of one version of the text; with `snap` it grows to whole words."""

    span = SpansField(error_messages={"required": _("There is no span.")})
    snap = forms.BooleanField(required=False)


class CreateForm(SelectionForm, CodingForm):
    uid = forms.UUIDField(required=False, error_messages={"invalid": _("This is not an identifier.")})


class UpdateForm(CodingForm, AnswersForm):
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    edit = forms.UUIDField(required=False, widget=forms.HiddenInput)
    close = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, annotation: Annotation, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.ask(annotation)

    def coding(self) -> Coding:
        return replace(super().coding(), answers=self.answers())


class WholeForm(UpdateForm):
    """`uid` is the one that the form's annotation gets, however often it is sent."""

    uid = forms.UUIDField()

    def says_something(self) -> bool:
        data = self.cleaned_data
        words = [data[name] for name in ("note", "tag", "new_tag", "new_claim")]
        return any([*words, *(answer for _uid, answer in self.answers())])


class OptionsForm(forms.Form):
    """What was typed into a combobox."""

    q = forms.CharField(max_length=NAME_LIMIT, required=False)
