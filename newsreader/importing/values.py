"""The metadata values of an article: which ones there are, what they may hold, and whose value counts.

A value of the CSV wins over an option of the caller, which wins over what a rule read in the text: the row
names one article, the option a whole run, and a rule may err. What a member set is not decided here: it wins
over all of them, always.
"""

import re
import unicodedata
from collections.abc import Mapping

from .. import dates
from ..translatable import gettext_noop
from .blocks import Value

LIMITS = {
    "title": 500, "kicker": 500, "lead": 1_000_000, "author": 300, "source": 200, "published": 10,
    "section": 200, "page": 50, "url": 2000, "archive_id": 200, "retrieved": 10, "credit": 300,
    "genre": 20, "language": 10,
}  # fmt: skip
"""The longest value of each key, in code points; what newsreader.models.Article can hold."""
GENRES = ("news", "analysis", "commentary", "interview", "reportage", "guest", "agency", "other")
DEFAULT_LANGUAGE = "de"

PROBLEMS = {
    "date": gettext_noop("A date is written 2017, 2017-03 or 2017-03-30; “%(value)s” is none."),
    "genre": gettext_noop("“%(value)s” is no genre; there are: %(known)s."),
    "language": gettext_noop("“%(value)s” is no language code such as de or en."),
    "too_long": gettext_noop("The value of “%(key)s” has more than %(limit)d characters."),
    "text": gettext_noop("The value of “%(key)s” holds characters that are no text."),
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


class ValueProblem(ValueError):
    """Why a value is not taken; `code` is a key of PROBLEMS, `parts` fill its sentence."""

    def __init__(self, code: str, parts: dict[str, str | int]) -> None:
        super().__init__(PROBLEMS[code] % parts)
        self.code = code
        self.parts = parts


def checked(key: str, value: str, *, lenient: str = "") -> str:
    """The value as it is stored: NFC, one space where there was white space. Raises ValueProblem.

    Dates are EDTF; with `lenient`, a language, also as people of that language write them.
    """
    value = " ".join(_CONTROLS.sub(" ", unicodedata.normalize("NFC", value)).split())
    if not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
        raise ValueProblem("text", {"key": key})
    if key in ("published", "retrieved") and value:
        return _date(value, lenient)
    if key == "genre" and value and value.lower() not in GENRES:
        raise ValueProblem("genre", {"value": value, "known": ", ".join(GENRES)})
    if key == "language" and value and not _LANGUAGE.fullmatch(value):
        raise ValueProblem("language", {"value": value})
    if len(value) > LIMITS[key]:
        raise ValueProblem("too_long", {"key": key, "limit": LIMITS[key]})
    return value.lower() if key == "genre" else value


def _date(value: str, lenient: str) -> str:
    try:
        return dates.parse(value)
    except ValueError:
        if lenient and (found := dates.find(value, lenient)):
            return found
    raise ValueProblem("date", {"value": value[:80]})


def merge(row: Mapping[str, str], given: Mapping[str, str], read: Mapping[str, Value]) -> dict[str, Value]:
    """The values of one article with their origins; keys without a value are left out."""
    values = {key: value for key, value in map(_read, read.items()) if value.value}
    values |= {key: Value(value, "caller") for key, value in given.items() if value}
    return values | {key: Value(value, "csv") for key, value in row.items() if value}


def _read(item: tuple[str, Value]) -> tuple[str, Value]:
    """A rule's value; an empty one where it does not fit: a title of 600 characters is no title."""
    key, value = item
    try:
        return key, Value(checked(key, value.value) if key in LIMITS else "", value.origin)
    except ValueProblem:
        return key, Value("", value.origin)
