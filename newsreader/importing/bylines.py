"""Bylines: who wrote the text, told at both ends of the article."""

import re
from itertools import pairwise

from newsreader import dates
from newsreader.importing import headers
from newsreader.importing.blocks import Draft, Unit
from newsreader.importing.vocabulary import (
    AGENCIES,
    NAME_WORD,
    OUTLETS,
    PEOPLE,
    PERSON,
    PLACES,
    has_first_name,
)

_LONGEST = 160
_GENRE = r"(?i:(?:eine? )?(?:kommentar|gastkommentar|leitartikel|kolumne|glosse|gastbeitrag|meinung))"
_ROLE = (
    rf"(?:(?:{_GENRE}|(?i:(?:eine? )?(?:analyse|interview|bericht|reportage|essay|rezension|porträt|protokoll"
    r"|text|recherche)|aufgezeichnet|fotos? und text|(?:text|interview) (?:und|&|\+|/) (?:fotos?|bilder)))"
    r"\s*(?:von|:)"
    r"|(?:Von|VON|von|By|BY|[Mm]it Informationen von):?|Autor(?:in|en)?\s*:|Autor(?:in)?(?:/Autor(?:in)?)?"
    r"|(?:Es|Aus \w+) berichtet(?:en)?"
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
    rf"(?:{_PLACE}|{_JOB}|mit \w+|und Agenturen|dpa|AFP|AP|Reuters)\)?|\s*\|\s*[^|!?]{{2,40}}"
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
_ROLE_ALONE = re.compile(rf"{_ROLE}")
_NAMES = re.compile(PEOPLE)
_WITH_JOB = re.compile(
    rf"(?:[A-ZÄÖÜ][\w-]*-)?(?:Chef|Politik|Wirtschafts|Auslands)?"
    rf"(?:[Rr]edakteur|[Kk]orrespondent|[Rr]eporter|[Aa]utor)(?:in)?\s+(?P<people>{PEOPLE})"
)
_REPORTED = re.compile(
    rf"(?s)[(\[](?:Bericht|Geschrieben|Bearbeitet|Redigiert|Übersetzt|Reporting|Writing|Editing)\s+(?:von|by)\s+"
    rf"(?P<people>{PEOPLE})(?P<more>[;,.].{{0,160}})?[)\]]"
)
_POSTED = re.compile(
    rf"(?i)(?P<dated>(?:veröffentlicht|publiziert|geschrieben|erstellt|posted|published)\s+(?:am|on)?\s*"
    rf"{dates.DATE_PATTERN}(?:,?\s+(?:um\s+)?\d\d?[:.]\d\d(?:\s+uhr)?)?),?\s+(?:von|by)\s+(?P<who>\w[\w.-]*(?:\s\w[\w.-]*){{0,2}})"
)
_SIGNATURE = re.compile(r"\([a-zäöü]{2,4}\)|(?:/\w{2,4}){2,5}")
_PICTURES_TOO = re.compile(r"(?i)[\w &+/]*\b(?:fotos?|bilder)\b[^:]*:")
_WIRE_BYLINE = re.compile(r"(?:Von|VON|von|By|BY)\s+(?P<wire>[\w/]+)")
_BARE = re.compile(rf"(?P<people>{PEOPLE})(?:{_BESIDE}| in (?P<place>{_PLACE}))?")


def mark(draft: Draft) -> None:
    """Claim bylines. A bare name below a headline is an author, above it a topic."""
    text_above = False
    head = {unit.start for unit in draft.head()}
    _two_lines(draft, head)
    for unit in draft.open():
        if unit.start in head:
            _byline(draft, unit, bare=text_above)
            if not unit.kind:
                _name_alone(draft, unit, first=not text_above)
        text_above = text_above or not unit.kind
    for unit in draft.tail():
        _byline(draft, unit, bare=True)
    for unit in draft.open()[-3:]:
        _byline(draft, unit, bare=text_above and len(unit.text) <= 40)
        if unit.kind:
            continue
        if _SIGNATURE.fullmatch(unit.text) and unit.text.strip("()") not in AGENCIES:
            unit.mark("byline", "rule:signature/1")
        elif len(unit.text) <= 300 and (match := _REPORTED.fullmatch(unit.text)):
            unit.mark("byline", "rule:reported-by/1")
            if unit.text[1] in "BGRW" and match["more"] is not None:
                draft.note("author", match["people"], "rule:reported-by/1")
    for unit in draft.open()[-2:]:  # "Das Gespräch führte …" may be as long as a paragraph
        _byline(draft, unit, bare=False)


def _two_lines(draft: Draft, head: set[int]) -> None:
    """ "Ein Kommentar von" on one line, the name on the next."""
    for role, name in pairwise(draft.units):
        if role.kind or name.kind or role.start not in head or len(role.text) > _LONGEST:
            continue
        if _ROLE_ALONE.fullmatch(role.text) and len(name.text) <= _LONGEST and _NAMES.fullmatch(name.text):
            _byline(draft, role, bare=False)
            for unit in (role, name):
                unit.mark("byline", "rule:byline-two-lines/1")
            draft.note("author", name.text, "rule:byline-two-lines/1")
            if _STATED_GENRES[0][1].match(role.text):
                draft.note("genre", "commentary", "rule:byline-two-lines/1")


def _name_alone(draft: Draft, unit: Unit, *, first: bool) -> None:
    """A name that is no topic of the text: as the first line, or, if no list knows it, beside the date."""
    if len(unit.text) > 40 or not re.fullmatch(PERSON, unit.text):
        return
    at = draft.units.index(unit)
    beside = draft.units[max(0, at - 1) : at + 2]
    last = unit.text.split()[-1]
    alone = draft.text.count(last) == draft.text.count(unit.text) <= 2
    known = has_first_name(unit.text)
    if alone and (known if first else any(other.origin == "rule:date-line/1" for other in beside)):
        unit.mark("byline", "rule:name-beside-date/1")
        draft.note("author", unit.text, "rule:name-beside-date/1")


def _byline(draft: Draft, unit: Unit, *, bare: bool) -> None:
    """ "Von …", or a bare name whose first name is known; a date may stand before or behind it."""
    if unit.kind or len(unit.text) > _LONGEST:
        return
    if posted := _POSTED.fullmatch(unit.text):
        unit.mark("byline", "rule:posted-by/1")
        draft.note("author", posted["who"], "rule:posted-by/1")
        headers.note_dates(draft, posted["dated"], headers.LABELLED, "rule:posted-by/1")
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
        return "rule:byline/1", _persons(match["people1"] or match["people2"] or "")
    if match := _WITH_JOB.fullmatch(text):
        return "rule:byline/1", match["people"]
    match = _WIRE_BYLINE.fullmatch(text)
    if match and match["wire"].split("/")[0].casefold() in AGENCIES:
        return "rule:byline/1", match["wire"]
    match = _BARE.fullmatch(text) if bare else None
    if match and has_first_name(match["people"]) and (match["place"] or "berlin").casefold() in PLACES:
        return "rule:bare-name/1", match["people"]
    return "", ""


def _persons(people: str) -> str:
    """ "Max Müller, MDR AKTUELL" -> "Max Müller": outlets write as names do."""
    first, *others = people.split(",")
    kept = [name for name in others if re.split(r"[ -]", name.strip())[0].casefold() not in OUTLETS]
    return ",".join([first, *kept])
