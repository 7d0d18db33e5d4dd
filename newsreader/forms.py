"""The forms of accounts, coding states and history, and fields that more than one form has. What the list
asks for is in listing/, marks are in annotations."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.http import MAX_URL_REDIRECT_LENGTH, url_has_allowed_host_and_scheme
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext_lazy as _

from . import dates, guessing
from .models import CodingState, User
from .preferences import CHOICES
from .typed import TypedField


class EdtfField(forms.CharField):
    """A year, month or day; the clean value is its canonical form, or empty."""

    def clean(self, value: object) -> str:
        text = str(super().clean(value))
        try:
            return dates.parse(text) if text else ""
        except ValueError as error:
            raise ValidationError(_("Write a date as 2017, 2017-03 or 2017-03-30.")) from error


class NextForm(forms.Form):
    """Where to go afterwards. An address of another host counts as none, and so does one that is too long for
    a redirect: a long search must not keep anybody from signing in."""

    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def destination(self, otherwise: str = "home") -> str:
        """The path to go to: `next` when it is ours, else the page of this name. Needs no valid form."""
        asked: str = self.data.get("next", "") if self.is_bound else self.initial.get("next", "")
        hosts = {self.request.get_host()}
        too_long = len(iri_to_uri(asked)) > MAX_URL_REDIRECT_LENGTH
        if not too_long and url_has_allowed_host_and_scheme(
            asked, hosts, require_https=self.request.is_secure()
        ):
            return asked
        return reverse(otherwise)


class SignInForm(NextForm):
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    user: User
    retry_after = 0  # seconds, where too many passwords were wrong

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "username" in data and "password" in data:
            try:
                user = guessing.check_password(self.request, data["username"], data["password"])
            except guessing.LockedOut as locked:
                self.retry_after = locked.seconds
                raise ValidationError(_locked_out(-(-locked.seconds // 60)), code="locked") from locked
            if user is None:
                # It does not say which of the two: nobody shall find out who has an account.
                raise ValidationError(_("User name and password do not belong together."), code="wrong")
            self.user = user
        return data


def _locked_out(minutes: int) -> str:
    return ngettext(
        "Too many wrong passwords for this user name. Try again in %(minutes)d minute, "
        "or ask for a sign-in link.",
        "Too many wrong passwords for this user name. Try again in %(minutes)d minutes, "
        "or ask for a sign-in link.",
        minutes,
    ) % {"minutes": minutes}


class PasswordForm(forms.Form):
    """A new password. The old one is not asked for: who has forgotten it comes in by a link."""

    new = forms.CharField(
        label=_("New password"),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 8 characters, and not one that is easily guessed."),
    )
    again = forms.CharField(
        label=_("The new password again"),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        password_validation.validate_password(new, self.user)
        return new

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new", again):
            raise ValidationError(_("The two are not the same."), code="different")
        return again


WORDS = {
    "theme": {"auto": _("as the system"), "light": _("light"), "dark": _("dark")},
    "size": {
        "1": _("very small"),
        "2": _("small"),
        "3": _("normal"),
        "4": _("large"),
        "5": _("very large"),
    },
    "width": {"1": _("narrow"), "2": _("normal"), "3": _("wide")},
    "keys": {"on": _("on"), "off": _("off")},
}


def _preference(label: Any, name: str, **more: Any) -> forms.ChoiceField:
    """What is not sent stays as it is, so that a button in the menu can send one value alone."""
    choices = [(value, word) for value, word in WORDS[name].items() if value in CHOICES[name]]
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect, **more)


class PreferencesForm(NextForm):
    # Each by its own name, for whoever cannot read the others.
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES],
        required=False,
        widget=forms.RadioSelect,
    )
    theme = _preference(_("Appearance"), "theme")
    size = _preference(_("Size of the text"), "size")
    width = _preference(_("Width of the text"), "width")
    keys = _preference(
        _("Single keys"), "keys", help_text=_("Keys such as j, h or d act without Ctrl. Help lists them all.")
    )

    def chosen(self) -> dict[str, str]:
        """The values that were sent, the language apart."""
        return {name: self.cleaned_data[name] for name in CHOICES if self.cleaned_data[name]}


class StateForm(forms.Form):
    """How far a member is with an article, and whether to go on to the next one."""

    state = forms.ChoiceField(choices=CodingState.State.choices)
    reason = TypedField(max_length=500, required=False)
    next = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") == CodingState.State.IRRELEVANT and not data.get("reason"):
            self.add_error("reason", _("Please say why the article is not relevant."))
        return data


class UndoForm(forms.Form):
    """Which way: a second click on "Undo" must not bring the action back. `place` is the page of the article
    to go back to, `settle` what was answered when somebody else had changed it since (undo.Settle)."""

    redo = forms.BooleanField(required=False)
    place = forms.ChoiceField(
        choices=[("article", ""), ("blocks", ""), ("article-review", "")], required=False
    )
    settle = forms.ChoiceField(choices=[("mine", ""), ("leave", "")], required=False)


class PageForm(forms.Form):
    """Which page of a list; anything that is no page number counts as the first."""

    page = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)

    def number(self) -> int:
        return (self.cleaned_data.get("page") if self.is_valid() else None) or 1


class PickedForm(forms.Form):
    """What was picked in a list, by this parameter of the address."""

    def __init__(self, data: QueryDict, parameter: str) -> None:
        super().__init__(data)
        self.asked = data.getlist(parameter)

    def picked(self) -> list[UUID] | None:
        """None when all of the list is meant; a uid that is none picks nothing at all."""
        try:
            return [UUID(text) for text in self.asked] or None
        except ValueError:
            return []
