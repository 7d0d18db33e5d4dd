"""Datelines: the place, and perhaps the agency and day, before the first sentence."""

import re
from functools import lru_cache

from newsreader.importing import headers
from newsreader.importing.blocks import Draft, Unit
from newsreader.importing.vocabulary import NAME_WORD, PLACES, is_agency_credit

_JOIN = r"(?: (?:am|an der|an den|ob der|im|in|bei|auf|vor) |[ -])"
_PLACE = rf"(?:St\. )?{NAME_WORD}(?:{_JOIN}{NAME_WORD}){{0,2}}"
_DAY = r"(?:,? (?:den )?\d{1,2}\.(?: ?\w{3,9}\.?| ?\d{1,2}\.)(?: ?\d{4})?|,? \w{3,9}\.? \d{1,2}(?:, \d{4})?)"
_DASH = r"\s*(?:[-–—|]|--)\s+"
_DATELINE = re.compile(
    rf"(?P<places>{_PLACE}(?:\s?/\s?{_PLACE})*)(?P<day>{_DAY})?"
    rf"(?:,?\s*(?P<wire>[(\[][^()\[\]]{{2,40}}[)\]]|(?:dpa|afp|ap|taz|rtr|epd|kna|sid)(?:/\w+)*))?"
    rf"(?P<mark>{_DASH}|\s*[.:]\s+(?:[-–—]\s+)?|\s+)(?=(?P<next>[\"„“”»«‚'’(]?\w))"
)
_ALONE = re.compile(
    rf"{_PLACE}(?:\s?/\s?{_PLACE})*(?:{_DAY})?,?\s*[(\[](?P<wire>[^()\[\]]{{2,40}})[)\]]\s*[-–—]?"
)
_YEAR = re.compile(r"\d{4}")
_WIRE_FIRST = re.compile(
    rf"(?P<wire>[(\[][\w/, -]{{2,30}}[)\]]|(?:dpa|afp|ap|epd|kna)(?:/\w+)*)"
    rf"(?:\s+(?P<places>{_PLACE}(?:/{_PLACE})*)(?=\s*[-–—|.]))?(?P<mark>{_DASH}|\.\s+|\s+)(?=(?P<next>[\"„“”»«‚'’(]?\w))"
)
# A house's own mark; parties in brackets ("Muster (XYZ) – ") are set in capitals.
_HOUSE_MARK = re.compile(r"[(\[][a-zäöü]{2,6}(?:/[a-zäöü]{2,6})*[)\]]|taz")
# Endings of German place names; a common noun before a dash ("Entsetzen - ") has none of them.
_PLACE_LIKE = re.compile(
    r"(?:burg|berg|stadt|heim|ingen|dorf|hausen|furt|bach|feld|kirchen|stein|brücken?|hafen|münde|walde|rode"
    r"|leben|büttel|haven|münster|baden|weiler|hofen|städt|stedt|horst|thal|beck|beuren)$"
    r"|^(?:Bad|Sankt|St\.|San|Los|New|Port|Neu|Groß|Klein) "
)


def split(draft: Draft) -> None:
    """Cut datelines off: with an agency from any paragraph, others from the first two and from the lead."""
    paragraphs = 0
    for unit in list(draft.units):
        if not unit.kind and len(unit.text) <= 60 and _is_alone(unit.text):
            unit.mark("dateline", "rule:dateline-line/1")
        if unit.kind not in ("", "lead") or not unit.body_like:
            continue
        match = find(unit, draft.text, sure_only=paragraphs >= 2, first=paragraphs < 2)
        paragraphs += 1
        if match:
            rest = draft.split(unit, match.end())
            rest.kind, rest.origin = unit.kind, unit.origin
            unit.mark("dateline", "rule:dateline/1")
            if match.groupdict().get("day"):
                headers.note_dates(draft, match["day"], headers.BESIDE, "rule:dateline/1")


def find(unit: Unit, text: str, *, sure_only: bool = False, first: bool = False) -> re.Match[str] | None:
    """The dateline that a paragraph begins with; the article's `text` may tell that a word is a place."""
    start = unit.text[:120]
    if sure_only and "(" not in start and "[" not in start and "|" not in start:
        return None
    match = _dateline(start)
    if match and _believed(match, text, sure_only=sure_only, first=first):
        return match
    match = _WIRE_FIRST.match(start)
    if match and match["next"][-1].isupper() and is_agency_credit(match["wire"]):
        return match
    return None


@lru_cache(maxsize=16)
def _dateline(start: str) -> re.Match[str] | None:
    """Remembered because lead, headings and datelines ask the same of the same paragraphs."""
    return _DATELINE.match(start)


def _is_alone(text: str) -> bool:
    """ "Lüdtstadt (ots)" on a line of its own."""
    match = _ALONE.fullmatch(text)
    return match is not None and is_agency_credit(match["wire"])


def _believed(match: re.Match[str], text: str, *, sure_only: bool, first: bool) -> bool:
    mark, wire = match["mark"].strip(), match["wire"]
    if not (match["next"][-1].isupper() or match["next"][-1].isdigit()):
        return False
    if wire:
        return is_agency_credit(wire) or _HOUSE_MARK.fullmatch(wire) is not None
    if sure_only or not mark:
        return False
    if match["day"] and _YEAR.search(match["day"]):
        return True
    places = [place.strip() for place in match["places"].split("/")]
    known = [place.casefold() in PLACES for place in places]
    if mark in ".:" or mark.startswith((".", ":")):
        return mark != ":" and (all(known) or (first and _named_as_place(places[0], text)))
    if any(known):
        return True
    place = match["places"]
    if (place.isupper() and len(place) > 2) or _PLACE_LIKE.search(place):
        return True
    return re.search(rf"\b(?:in|aus|nach|bei|von) {re.escape(places[0])}\b", text) is not None


def _named_as_place(word: str, text: str) -> bool:
    """Whether the text uses a word as the name of a place: "in Lüdt", and never "der Lüdt"."""
    if not re.search(rf"\b(?:in|aus|nach) {re.escape(word)}\b", text):
        return False
    return not re.search(
        rf"\b(?:der|die|das|dem|den|des|eine?|eine[mnrs]|keine?|diese[mnrs]?|jede[mnrs]?)"
        rf" {re.escape(word)}\b",
        text,
    )
