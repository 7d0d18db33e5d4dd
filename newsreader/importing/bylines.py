"""Bylines: who wrote the text, told at both ends of the article."""

import re

from newsreader.importing import headers
from newsreader.importing.blocks import Draft, Unit
from newsreader.importing.vocabulary import (
    AGENCIES,
    NAME_WORD,
    PEOPLE,
    has_first_name,
)

_LONGEST = 160
_GENRE = r"(?i:(?:eine? )?(?:kommentar|gastkommentar|leitartikel|kolumne|glosse|gastbeitrag|meinung))"
_ROLE = (
    rf"(?:(?:{_GENRE}|(?i:(?:eine? )?(?:analyse|interview|bericht|reportage|essay|rezension|porträt|protokoll"
    r"|text|recherche)|aufgezeichnet|fotos? und text|(?:text|interview) (?:und|&|\+|/) (?:fotos?|bilder)))"
    r"\s*(?:von|:)"
    r"|Von|VON|von|By|BY|Autor(?:in|en)?\s*:|(?:Es|Aus \w+) berichtet(?:en)?"
    r"|(?:Das (?:Gespräch|Interview) führten?|Die Fragen stellten?))"
)
_JOB = (
    r"(?:(?:unser(?:em|er|en)|dem|der|den) )?(?:[A-ZÄÖÜ][\w-]*-)?(?:Auslands|Politik|Wirtschafts)?"
    r"(?:[Kk]orrespondent(?:in|en)?|Redakteur(?:in|s)?|Redaktion|Mitarbeiter(?:in|n)?|Reporter(?:in|n)?)"
    r"(?: (?:in|aus) [A-ZÄÖÜ]\w+)?"
)
_PLACE = rf"{NAME_WORD}(?:[ /-](?:am |an der )?{NAME_WORD}){{0,2}}"
_BESIDE = (
    rf"\s*[,|/(–—-]\s*(?:aus |in |z\. ?Zt\. )?"
    rf"(?:{_PLACE}|{_JOB}|mit \w+|und Agenturen|dpa|AFP|AP|Reuters)\)?"
)
_BYLINE = re.compile(
    rf"{_ROLE}\s+(?:(?P<job>{_JOB})(?:,?\s+(?P<people1>{PEOPLE}))?|(?P<people2>{PEOPLE}))"
    rf"(?:{_BESIDE})*\s*[.:]?"
)
_STATED_GENRES = (
    ("commentary", re.compile(rf"{_GENRE}\b")),
    (
        "interview",
        re.compile(r"(?i)(?:ein )?interview\b|das (?:gespräch|interview) führte|die fragen stellte"),
    ),
)
_PICTURES_TOO = re.compile(r"(?i)[\w &+/]*\b(?:fotos?|bilder)\b[^:]*:")
_WIRE_BYLINE = re.compile(r"(?:Von|VON|von|By|BY)\s+(?P<wire>[\w/]+)")
_BARE = re.compile(rf"(?P<people>{PEOPLE})(?:{_BESIDE})?")


def mark(draft: Draft) -> None:
    """Claim bylines. A bare name below a headline is an author, above it a topic."""
    text_above = False
    head = {unit.start for unit in draft.head()}
    for unit in draft.open():
        if unit.start in head:
            _byline(draft, unit, bare=text_above)
        text_above = text_above or not unit.kind
    for unit in draft.tail():
        _byline(draft, unit, bare=True)
    for unit in draft.open()[-2:]:  # "Das Gespräch führte …" may be as long as a paragraph
        _byline(draft, unit, bare=False)


def _byline(draft: Draft, unit: Unit, *, bare: bool) -> None:
    """ "Von …", or a bare name whose first name is known; a date may stand before or behind it."""
    if unit.kind or len(unit.text) > _LONGEST:
        return
    said, dated = headers.without_date(unit.text)
    rule, author = _author(said.strip(), bare=bare)
    if not rule:
        return
    unit.mark("byline", rule)
    draft.note("author", author, rule)
    for genre, pattern in _STATED_GENRES:
        if pattern.match(said):
            draft.note("genre", genre, rule)
    if _PICTURES_TOO.match(said):
        draft.note("credit", author, rule)
    if dated:
        headers.note_dates(draft, dated, headers.BESIDE, "rule:byline-date/1")


def _author(text: str, *, bare: bool) -> tuple[str, str]:
    """The rule that sees a byline, and the names in it; both may be empty."""
    if match := _BYLINE.fullmatch(text):
        return "rule:byline/1", match["people1"] or match["people2"] or ""
    match = _WIRE_BYLINE.fullmatch(text)
    if match and match["wire"].split("/")[0].casefold() in AGENCIES:
        return "rule:byline/1", match["wire"]
    match = _BARE.fullmatch(text) if bare else None
    if match and has_first_name(match["people"]):
        return "rule:bare-name/1", match["people"]
    return "", ""
