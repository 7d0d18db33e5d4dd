"""The forms of an import from the browser: files, or one text."""

from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .importing.decode import LIMIT
from .importing.metadata import MetadataError, read_table
from .importing.report import sentence
from .importing.run import UPDATE
from .importing.uploads import File
from .importing.values import DEFAULT_LANGUAGE, ValueProblem, checked
from .models import Article
from .typed import TypedField

LANGUAGES = [("de", _("German")), ("en", _("English"))]
ENCODINGS = [
    ("", _("found out for each file")),
    ("utf-8", "UTF-8"),
    ("windows-1252", "Windows-1252"),
    ("iso-8859-15", "ISO 8859-15"),
    ("utf-16", "UTF-16"),
    ("mac-roman", "Mac Roman"),
    ("cp850", "DOS (850)"),
]
TABLE_BYTES = 50_000_000


class ValueField(TypedField):
    """A metadata value of the import, checked as the command checks it; `key` is one of values.LIMITS."""

    def __init__(self, key: str, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.key = key

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        try:
            return checked(self.key, typed, lenient=DEFAULT_LANGUAGE) if typed else ""
        except ValueProblem as problem:
            raise ValidationError(sentence(problem), code=problem.code) from problem


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several; an empty one is taken, because the import says what is wrong with it."""

    def clean(self, data: Any, initial: Any = None) -> list[File]:
        return [super(FilesField, self).clean(file, initial) for file in data or [None]]


class ValuesForm(forms.Form):
    """What holds for everything that is imported at once."""

    source = ValueField(
        "source",
        label=_("Source"),
        help_text=_("The outlet that published it."),
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
    )
    published = ValueField("published", label=_("Date"), help_text=_("2022, 2022-01, 12.1.2022 or nothing."))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial=DEFAULT_LANGUAGE)
    genre = forms.ChoiceField(
        label=_("Genre"), choices=[("", _("not said")), *Article.Genre.choices], required=False
    )

    def given(self) -> dict[str, str]:
        """The values of the valid form that say something."""
        named = ("title", "author", "url", "source", "published", "language", "genre")
        return {key: value for key in named if (value := self.cleaned_data.get(key))}


class FilesForm(ValuesForm):
    uploads = FilesField(
        label=_("Files"),
        widget=FilesInput(attrs={"accept": ".txt,.zip,text/plain,application/zip"}),
        allow_empty_file=True,
        help_text=_("Plain text (.txt), as many as you like, or a .zip of them."),
    )
    encoding = forms.ChoiceField(label=_("Encoding"), choices=ENCODINGS, required=False)
    renews = forms.BooleanField(
        label=_("Take newer versions of articles that are here"),
        required=False,
        help_text=_(
            "A file that has the URL, or source and name, of an article that is here, and at least 70 % of "
            "its text: the text is updated, the old one stays, and annotations go along or wait for review."
        ),
    )
    table = forms.FileField(
        label=_("Metadata file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=_("A CSV with a column “filename”, and title, date, source, author, url as you have them."),
    )

    def clean_table(self) -> bytes:
        """The bytes of a table that can be read; b"" for none."""
        file = self.cleaned_data["table"]
        if not file:
            return b""
        if file.size > TABLE_BYTES:
            raise ValidationError(_("The metadata file is too large."))
        data: bytes = file.read()
        try:
            read_table(data, self.data.get("language") or DEFAULT_LANGUAGE)
        except MetadataError as error:
            raise ValidationError(sentence(error), code=error.code) from error
        return data

    def options(self) -> dict[str, str]:
        encoding = self.cleaned_data["encoding"]
        renews = {"on_change": UPDATE} if self.cleaned_data["renews"] else {}
        return {**self.given(), **({"encoding": encoding} if encoding else {}), **renews}


class Pasted:
    """A text that was pasted, as a file."""

    def __init__(self, name: str, text: str) -> None:
        self.name: str | None = f"{name[:80]}.txt"
        self.data = BytesIO(text.encode())

    def chunks(self) -> list[bytes]:
        return [self.data.getvalue()]


class TextForm(ValuesForm):
    text = TypedField(
        label=_("Text"),
        max_length=LIMIT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    title = ValueField(
        "title", label=_("Title"), help_text=_("Leave it empty when it is the first line of the text.")
    )
    author = ValueField("author", label=_("Author"))
    url = ValueField("url", label=_("Address (URL)"))

    field_order = ("text", "title", "source", "published", "author", "url", "language", "genre")

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise ValidationError(self.fields["text"].error_messages["required"], code="required")
        return text

    def file(self) -> Pasted:
        first = self.cleaned_data["text"].strip().partition("\n")[0]
        return Pasted(self.cleaned_data["title"] or first, self.cleaned_data["text"])
