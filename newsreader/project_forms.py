"""The forms of a new project and of a project's settings."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from .access import projects_of
from .models import Project, User
from .projects import SLUG_LIMIT, is_taken, parts, proposed_slug
from .typed import TypedField

VISIBILITY_HELP = {
    Project.Visibility.SHARED: _(
        "Everybody sees all annotations, coding states and the whole history. "
        "For working on one result together."
    ),
    Project.Visibility.BLIND: _(
        "Coders see only their own annotations, coding states and history; leads and readers see "
        "everybody’s. For coding twice without influence, to compare afterwards."
    ),
}


class NameField(TypedField):
    """A name, spaces put in order."""

    def __init__(self, limit: int = 200, **kwargs: Any) -> None:
        super().__init__(label=_("Name"), max_length=limit, **kwargs)

    def clean(self, value: Any) -> str:
        name = " ".join(str(super().clean(value)).split())
        if not name:
            raise ValidationError(self.error_messages["required"], code="required")
        return name


def visibility_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Who sees what"), choices=Project.Visibility.choices, widget=forms.RadioSelect
    )


class NameForm(forms.Form):
    name = NameField()


class VisibilityForm(forms.Form):
    visibility = visibility_field()

    def choices(self) -> list[tuple[Any, Any]]:
        """Each choice with the sentence that says what it means."""
        return [(choice, VISIBILITY_HELP[choice.data["value"]]) for choice in self["visibility"]]


class AdditionsForm(forms.Form):
    codebook_open = forms.BooleanField(label=_("Coders may add tags to the codebook"), required=False)
    speakers_open = forms.BooleanField(label=_("Coders may add speakers"), required=False)


class ArchiveForm(forms.Form):
    """Which way: a second click on "Archive" must not bring the project back."""

    restore = forms.BooleanField(required=False)


class PurgeForm(forms.Form):
    """The project's name, typed by somebody who means it."""

    name = NameField()

    def __init__(self, project: Project, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        self.fields["name"].label = _("Type the project’s name to confirm")
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name != " ".join(self.project.name.split()):
            raise ValidationError(_("This is not the project’s name. Nothing was deleted."), code="wrong")
        return name


class ProjectForm(VisibilityForm):
    """A new project. `proposed` is the address that the page proposed: as long as nobody has changed it, it
    follows the name."""

    name = NameField()
    slug = forms.CharField(
        label=_("Short name in addresses"),
        max_length=SLUG_LIMIT,
        required=False,
        validators=[RegexValidator(r"^[a-zA-Z0-9_-]+\Z", _("Letters a to z, digits, - and _ only."))],
        help_text=_(
            "Part of every link to the project; it stays when the name changes. "
            "Left empty, it is made from the name."
        ),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    proposed = forms.CharField(required=False, widget=forms.HiddenInput)
    source = forms.ModelChoiceField(
        label=_("Take over from"),
        queryset=Project.objects.none(),
        to_field_name="uid",
        required=False,
        empty_label=_("nothing: begin empty"),
    )
    take = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, user: User, data: Any = None) -> None:
        everything = [part.name for part in parts()]
        super().__init__(data, initial={"visibility": Project.Visibility.SHARED, "take": everything})
        source, take = self.fields["source"], self.fields["take"]
        assert isinstance(source, forms.ModelChoiceField) and isinstance(take, forms.MultipleChoiceField)
        source.queryset = projects_of(user)
        take.choices = [(part.name, part.label) for part in parts()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        slug = data.get("slug", "").lower()
        if "name" in data and "slug" in data and slug in ("", data.get("proposed")):
            slug = proposed_slug(data["name"])
        elif slug and is_taken(slug):
            self.add_error("slug", _("Another project has this address."))
        return {**data, "slug": slug}


def proposal(user: User, typed: Any) -> ProjectForm:
    """The form with the address that fits what is typed so far, unless somebody has chosen one."""
    name, slug = str(typed.get("name", "")).strip()[:200], str(typed.get("slug", ""))
    if slug in ("", typed.get("proposed", "")):
        slug = proposed_slug(name) if name else ""
        return ProjectForm(user, {"slug": slug, "proposed": slug})
    return ProjectForm(user, typed)
