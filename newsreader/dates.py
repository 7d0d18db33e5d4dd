"""Dates of articles: EDTF level 0 with the precision that a text gives (year, month or day).

Written "2017", "2017-03" or "2017-03-30" (Library of Congress, Extended Date/Time Format, level 0).
"""

import re
from calendar import monthrange
from datetime import date

_EDTF = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_MONTH_NAMES = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
}
_MONTHS = {language: names.split() for language, names in _MONTH_NAMES.items()}
# Austrian names and the abbreviations of German and English datelines; full names come from above.
_SHORT_MONTHS = {
    1: "jänner jan", 2: "feber febr feb", 3: "mär mrz mar maerz", 4: "apr", 6: "jun", 7: "jul", 8: "aug",
    9: "sept sep", 10: "okt oct", 11: "nov", 12: "dez dec",
}  # fmt: skip
_MONTH_NUMBERS = {
    **{word: number for number, words in _SHORT_MONTHS.items() for word in words.split()},
    **{word.lower(): number for words in _MONTHS.values() for number, word in enumerate(words, 1)},
}
_WORD = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))
_YEAR = r"(?P<y>1[5-9]\d\d|2[01]\d\d)(?!\d)"

DATE_PATTERN = (
    r"(?<![\d.])(?:"
    r"(?:1[5-9]|2[01])\d\d[-/](?:0[1-9]|1[0-2])(?:[-/](?:0[1-9]|[12]\d|3[01])(?!\d)|(?![-/\d]))"
    r"|\d{1,2}\. ?\d{1,2}\. ?(?:\d{4}|\d\d)(?!\d|\.\d)"
    rf"|(?:\d{{1,2}}(?:\.|st|nd|rd|th)?\s+)?(?:{_WORD})\b\.?,?\s+(?:1[5-9]|2[01])\d\d(?!\d)"
    rf"|(?:{_WORD})\b\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:1[5-9]|2[01])\d\d(?!\d)"
    r"|\d{1,2}/\d{1,2}/\d{4}(?!\d)"
    r")"
)
"""Case-insensitive pattern of anything that `find` may read; it does not check the calendar."""
_DATE = re.compile(DATE_PATTERN, re.IGNORECASE)
_FORMS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}[-/](?P<m>\d\d)(?:[-/](?P<d>\d\d))?",
        r"(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>\d{4}|\d\d)",
        rf"(?:(?P<d>\d{{1,2}})(?:\.|st|nd|rd|th)?\s+)?(?P<w>{_WORD})\.?,?\s+{_YEAR}",
        rf"(?P<w>{_WORD})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
    )
]
_YEAR_ALONE = re.compile(r"\s*(?:1[5-9]|2[01])[0-9]{2}\s*")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def parse(text: str) -> str:
    """The canonical form of a year, month or day in EDTF; ValueError for anything else."""
    match = _EDTF.fullmatch(text.strip())
    if not match:
        raise ValueError("A date is written 2017, 2017-03 or 2017-03-30.")
    year, month, day = match.groups()
    date(int(year), int(month or 1), int(day or 1))
    return match[0]


def bounds(edtf: str) -> tuple[date, date]:
    """The first and the last day that `edtf` may mean; ValueError as for `parse`."""
    year, month, day = _parts(edtf)
    last_month = month or 12
    return (
        date(year, month or 1, day or 1),
        date(year, last_month, day or monthrange(year, last_month)[1]),
    )


def display(edtf: str, language: str) -> str:
    """The date as a reader of `language` writes it; English for languages without month names here."""
    year, month, day = _parts(edtf)
    if not month:
        return f"{year:04}"
    german = language.lower().startswith("de")
    words = [_MONTHS["de" if german else "en"][month - 1], f"{year:04}"]
    if day:
        words.insert(0, f"{day}." if german else str(day))
    return " ".join(words)


def find(text: str, language: str) -> str | None:
    """The first date in a short string ("Mittwoch, 12.01.2022, 14:35 Uhr"), or None.

    A year counts only when it is all there is; "3/4/2021" is day first except in English, where it is
    read only if one of the numbers can be no month.
    """
    if _YEAR_ALONE.fullmatch(text):
        return text.strip()
    for match in _DATE.finditer(text):
        if found := _read(match[0], language):
            return found
    return None


def _read(text: str, language: str) -> str | None:
    if slashes := _SLASHES.fullmatch(text):
        day, month, year = map(int, slashes.groups())
        if language.lower().startswith("en"):
            if day <= 12 and month <= 12 and day != month:
                return None
            if month > 12:
                day, month = month, day
        return _checked(year, month, day)
    for form in _FORMS:
        if match := form.fullmatch(text):
            parts = match.groupdict()
            month = _MONTH_NUMBERS[parts["w"].lower()] if parts.get("w") else int(parts["m"])
            return _checked(_full_year(parts["y"]), month, int(parts["d"]) if parts["d"] else None)
    return None


def _full_year(digits: str) -> int:
    """Two digits as POSIX strptime reads them: 69 to 99 are the last century's."""
    year = int(digits)
    return year if len(digits) > 2 else year + (1900 if year >= 69 else 2000)


def _checked(year: int, month: int, day: int | None) -> str | None:
    try:
        date(year, month, 1 if day is None else day)
    except ValueError:
        return None
    return f"{year:04}-{month:02}" if day is None else f"{year:04}-{month:02}-{day:02}"


def _parts(edtf: str) -> tuple[int, int, int]:
    """Year, month and day; 0 for what is not given."""
    numbers = [int(part) for part in parse(edtf).split("-")]
    year, month, day = numbers + [0] * (3 - len(numbers))
    return year, month, day
