"""A file's bytes to all that is stored of it: text, structure, values, words. Pure: any process can do it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..search.entries import Entries, entries
from .blocks import Value
from .decode import DecodeError
from .parse import Parsed, parse, unstructured
from .values import DEFAULT_LANGUAGE, merge


@dataclass(frozen=True, slots=True)
class Manner:
    """How a whole run reads: the caller's values by key, checked; `encoding` None leaves it to the ladder;
    `vendor` names the database that words are made ready for (search/entries.py), "" for none."""

    given: Mapping[str, str]
    encoding: str | None
    vendor: str


@dataclass(frozen=True, slots=True)
class Bytes:
    """A file's bytes, and its values from the CSV file; None where no row names it."""

    data: bytes
    row: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Read:
    parsed: Parsed
    values: dict[str, Value]
    entries: Entries | None


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a file is no article: a key of report.REASONS; `error` names what no rule should raise."""

    code: str
    error: str = ""


def read_all(files: Sequence[Bytes], manner: Manner) -> list[Read | Unread]:
    return [read_one(file, manner) for file in files]


def read_one(file: Bytes, manner: Manner) -> Read | Unread:
    row = file.row or {}
    language = row.get("language") or manner.given.get("language") or DEFAULT_LANGUAGE
    try:
        parsed = parse(file.data, language, manner.encoding)
        values = merge(row, manner.given, parsed.values)
        return Read(parsed, values, words(parsed, values, manner.vendor) if manner.vendor else None)
    except DecodeError as error:
        return Unread(error.code)
    except Exception as error:
        # Rules meet texts that nobody has foreseen; one of them must not end a run over thousands.
        return Unread("rules", type(error).__name__)


def glance(file: Bytes, manner: Manner) -> Read | Unread:
    """Only the text of the file, without what it states: enough to tell whether it is known."""
    try:
        parsed = unstructured(file.data, manner.encoding)
    except DecodeError as error:
        return Unread(error.code)
    return Read(parsed, merge(file.row or {}, manner.given, {}), None)


def words(parsed: Parsed, values: Mapping[str, Value], vendor: str) -> Entries:
    title = values["title"].value if "title" in values else ""
    language = values["language"].value if "language" in values else DEFAULT_LANGUAGE
    return entries(vendor, parsed.text, title, language)
