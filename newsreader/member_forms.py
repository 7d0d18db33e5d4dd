"""The forms of members, of invitations, and of the person who comes in by one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .forms import PasswordForm
from .models import Membership, Project, User
from .typed import TypedField

ROLE_HELP = {
    Membership.Role.READER: _("reads everything and exports"),
    Membership.Role.CODER: _("also annotates, and adds tags and speakers where you have not closed that"),
    Membership.Role.LEAD: _("also imports, corrects, changes others’ annotations, settings and members"),
}


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)


class InviteForm(forms.Form):
    """`place` is the member whom nobody stands behind and whose annotations the invited person takes over."""

    role = forms.ChoiceField(
        label=_("Role"), choices=Membership.Role.choices, widget=forms.RadioSelect, initial="coder"
    )
    place = forms.ModelChoiceField(
        label=_("Takes over the annotations of"),
        queryset=Membership.objects.none(),
        to_field_name="uid",
        required=False,
        empty_label=_("nobody: a new member"),
        help_text=_("For somebody who had left, or whose annotations were imported: they become their own."),
    )

    def __init__(self, project: Project, data: Any = None) -> None:
        super().__init__(data)
        place = self.fields["place"]
        assert isinstance(place, forms.ModelChoiceField)
        place.queryset = project.memberships.names_only()

    def choices(self) -> list[tuple[Any, Any]]:
        """Each role with the sentence that says what it may."""
        return [(choice, ROLE_HELP[choice.data["value"]]) for choice in self["role"]]


class TokenForm(forms.Form):
    """The token of an invitation's link. It is sent in the form, because addresses are logged."""

    token = forms.CharField(max_length=100)

    def value(self) -> str:
        """The token, empty for something that is none."""
        return str(self.cleaned_data["token"]) if self.is_valid() else ""


class NewUserForm(PasswordForm):
    """Who comes in by an invitation and has no account yet. The password may be left out."""

    username = TypedField(
        label=_("User name"),
        max_length=150,
        help_text=_("For signing in. Letters, digits, no spaces."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    name = TypedField(
        label=_("Your name"),
        max_length=150,
        help_text=_("As the others in the project see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("username", "name", "new", "again")

    def __init__(self, data: Any = None, initial: Any = None) -> None:
        super().__init__(User(), data, initial=initial)
        new, again = self.fields["new"], self.fields["again"]
        new.required = again.required = False
        new.label, again.label = _("Password"), _("The password again")
        new.help_text = _(
            "At least 8 characters, and not one that is easily guessed. Without one you come back "
            "only by a link from whoever runs the installation."
        )

    def clean_username(self) -> str:
        username: str = User.normalize_username(self.cleaned_data["username"])
        if any(not char.isprintable() or char.isspace() for char in username):
            raise ValidationError(_("A user name has no spaces."))
        if User.objects.filter(username=username).exists():
            raise ValidationError(_("This user name is taken. Please choose another one."))
        self.user.username = username
        return username

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        self.user.name = name
        return name

    def clean_new(self) -> str:
        return super().clean_new() if self.cleaned_data["new"] else ""

    def unsaved_user(self) -> User:
        self.user.set_password(self.cleaned_data["new"] or None)
        return self.user
