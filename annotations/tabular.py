"""Tables of CSV that people keep in a spreadsheet, as they come in: a file or what was pasted, by columns.
And what a table would change, part by part."""

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsreader.changes import State, States, Words
from newsreader.history import compare
from newsreader.importing import decode

from .sealing import LENGTH, seal

MOST = 5_000  # rows: few enough to look at at once


Part = tuple[Promise | str, str, str]  # a part's name, before, after


class Unreadable(Exception):
    """What is there is no such table; its text is the sentence for the person who sent it."""


@dataclass(frozen=True)
class Entry:
    """One row: its number in the table, the header being the first, and its cells by column."""

    row: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """The rows, and the names of the columns that mean nothing here."""

    entries: list[Entry]
    unknown: list[str]


class TableForm(forms.Form):
    """A file, or what is in the field. `seen` is the seal of what the table was compared with."""

    columns: Collection[str] = ()

    file = forms.FileField(label=_("CSV file"), required=False, allow_empty_file=True)
    text = forms.CharField(
        label=_("Or the table itself"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    seen = forms.CharField(max_length=LENGTH, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """With `sheet`, what was read."""
        data = super().clean() or {}
        try:
            data["text"] = _text(data)
            data["sheet"] = read(data["text"], self.columns)
        except decode.DecodeError as error:
            raise ValidationError(gettext(decode.REASONS[error.code])) from error
        except Unreadable as error:
            raise ValidationError(str(error)) from error
        return data


def _text(data: dict[str, Any]) -> str:
    if file := data.get("file"):
        return decode.decode(file.read()).text
    if not data.get("text"):
        raise ValidationError(_("Choose a file, or paste a table."))
    return decode.written(data["text"])[0]


def read(text: str, columns: Collection[str]) -> Sheet:
    """Raises Unreadable."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, columns))
    try:
        names = [name.strip().casefold() for name in next(lines, [])]
        if "name" not in names:
            raise Unreadable(gettext("The first line must name the columns, and one of them is “name”."))
        entries = [
            Entry(number, {name: cell for name, cell in zip(names, cells, strict=False) if name in columns})
            for number, cells in enumerate(lines, 2)
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:  # a cell of more than 131,072 characters: a quotation mark was not closed
        raise Unreadable(gettext("A quotation mark is not closed.")) from error
    if len(entries) > MOST:
        raise Unreadable(gettext("At most %(most)d rows are possible here.") % {"most": MOST})
    return Sheet(entries, [name for name in names if name and name not in columns])


def _delimiter(text: str, columns: Collection[str]) -> str:
    """The one that finds most known columns in the first line."""
    first = text.lstrip().partition("\n")[0].casefold()
    return max(",;\t", key=lambda mark: sum(name.strip(' "') in columns for name in first.split(mark)))


def differing(kind: str, before: State, after: State, words: Words) -> list[Part]:
    """What the table says otherwise of an object that is there."""
    rows = compare(kind, before, after, words).rows
    return [(part, one, other) for part, one, other, differs in rows if differs]


def seal_of(now: States) -> str:
    return seal({str(uid): state for uid, state in now.items()})
