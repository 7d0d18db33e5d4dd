"""Captions and the credits of pictures and agencies."""

import re
from collections import Counter
from itertools import pairwise

from newsreader.importing.blocks import Draft, Unit
from newsreader.importing.vocabulary import (
    AGENCIES,
    NAME_WORD,
    OUTLETS,
    PEOPLE,
    is_agency_credit,
)

_LONGEST_CAPTION = 420
_LONGEST_CREDIT = 80

# "Archivbild" and "Symbolbild" say something about the picture and stay in the credit, others only label it.
_TELLING = r"(?:Archiv|Symbol|Beispiel)(?:bild|foto|aufnahme|abbildung)"
_LABEL = (
    rf"(?:{_TELLING}|(?:Bild|Foto)(?:quelle|nachweis|credit|rechte|s|er)?|Fotograf(?:in)?|Fotomontage|Grafik"
    r"|Illustration|Screenshot|Quelle|Photo(?:graph)?|Picture|Image|Credit|Video|©|Copyright)"
)
_MARKER = re.compile(
    rf"(?:^|(?P<before>[.!?…:\"“”»«›‹'’)|\]–—/·-])\s*|\s{{2,}}|(?P<loose>(?<=[\w)])\s+))"
    rf"[\[(]?(?P<label>{_LABEL})(?:\s*:\s*(?:©\s*)?|(?<=©)\s*|(?<=Copyright)\s+)"
    rf"(?P<credit>\S[^\n]{{0,{_LONGEST_CREDIT}}}?)[\])]?\s*$"
)
_CREDIT_NAME = re.compile(rf"(?:{NAME_WORD}|@\w|\d|[a-z]+\.(?:de|com|net|org))")
_SENTENCE_IN_CREDIT = re.compile(r"[.!?]\s+[A-ZÄÖÜ]\w+\s+\w+\s|[?!]$|(?<![A-Z])(?<!Inc)(?<!Co)\.$")
_TELLING_ONLY = re.compile(rf"[\[(]?{_TELLING}[\])]?\.?")
_THEN_CREDIT = re.compile(rf"(?P<people>{PEOPLE})\s*[-–—|,/]\s*(?={_LABEL}\s*:)")
_PICTURE_AGENCY = re.compile(r"(?i)[/,|]|imago|getty|picture")
_COMMON_WORDS = ("Quelle", "Video", "Image", "Picture", "Credit")
"""Labels that sentences use too: inside one only an agency behind them makes a credit."""
_SMALL_WORDS = (
    "von van der den de di da del la le du zu al el bin und and via by für for com de net org www picture "
    "alliance images photo press stock adobe privat archiv"
)
_SMALL_IN_CREDITS = frozenset(_SMALL_WORDS.split())

_WIRE = re.compile(
    r"(?i)[(\[]?(?:quellen?\s*:\s*|source\s*:\s*|mit\s+(?:material\s+(?:von|der)\s+)?(?:den\s+)?"
    r"|with\s+(?:material\s+from\s+)?)?(?P<wire>[^()\[\]]{2,60}?)[)\]]?\.?"
)
_WIRE_END = re.compile(r"(?<=[.!?“\"”»«])\s*(?P<wire>[(\[][\w/,&+ -]{2,40}[)\]]|[\w/,&+-]{2,24}(?: / \w+)?)$")
_DOMAIN = re.compile(r"[\w-]+\.(?:de|at|ch|com|net|org)")


def mark_pictures(draft: Draft) -> None:
    """Claim captions and picture credits wherever they stand."""
    for unit in draft.open():
        if unit.text[-1] not in "?!:;," and not unit.text.startswith("Text"):  # "Text und Fotos: …"
            _picture(draft, unit)
    _captions_above_credits(draft)


def mark_agencies(draft: Draft) -> None:
    """Claim the lines that name the agencies of the text, at both ends of the article."""
    first, _ = draft.body_span()
    for unit in [*(list(draft.head())[:8] if first else []), *draft.tail()]:
        _wire(draft, unit)
    _, last = draft.body_span()
    if last >= 0:
        _wire_at_end(draft, draft.units[last])


def _picture(draft: Draft, unit: Unit) -> None:
    """A line that ends with the credit of a picture, or is one."""
    text = unit.text
    if len(text) <= _LONGEST_CREDIT and (_TELLING_ONLY.fullmatch(text) or _is_picture_credit(text)):
        unit.mark("credit", "rule:credit-line/1")
        draft.note("credit", text.strip(" ()[]."), "rule:credit-line/1")
        return
    match = _find_marker(text)
    if not match:
        return
    credit = match["credit"].strip()
    above = text[: match.start("label")].rstrip(" ([|–—-/·")
    if not above and not _is_name(credit):
        if match["label"] not in _COMMON_WORDS:
            kind = "credit" if match["label"] in ("©", "Copyright") else "caption"
            unit.mark(kind, "rule:caption-label/1")
        return
    if _TELLING_ONLY.fullmatch(match["label"]):
        credit = text[match.start("label") :].strip(" ()[]")
    draft.note("credit", credit, "rule:caption-credit/1")
    if people := _THEN_CREDIT.match(text):
        draft.split(unit, people.end()).mark("credit", "rule:credit-line/1")
        unit.mark("byline", "rule:name-before-credit/1")
        draft.note("author", people["people"], "rule:name-before-credit/1")
    elif not above:
        unit.mark("credit", "rule:credit-line/1")
    elif len(above) <= _LONGEST_CAPTION:
        unit.mark("caption", "rule:caption-credit/1")
    else:
        draft.split(unit, match.start("label")).mark("credit", "rule:credit-end/1")


def _find_marker(text: str) -> re.Match[str] | None:
    """The last credit marker, if what follows it is the name of a photographer or an agency."""
    window = max(0, len(text) - _LONGEST_CREDIT - 40)
    if text.find(":", window) < 0 and text.find("©", window) < 0 and text.find("Copyright", window) < 0:
        return None
    match = _MARKER.search(text, window)
    if not match or (window and match.start() == window):
        return None
    credit = match["credit"].strip()
    if _SENTENCE_IN_CREDIT.search(credit) or len(credit.split()) > 9:
        return None
    known = re.split(r"[\s/,|]", credit)[0].casefold() in AGENCIES or is_agency_credit(credit)
    if known or (match["loose"] is None and match.start("label") == 0):
        return match
    if not _CREDIT_NAME.match(credit) or (match["before"] is None and not _is_name(credit)):
        return None
    return match if match["loose"] is None or match["label"] not in _COMMON_WORDS else None


def _is_name(credit: str) -> bool:
    """Whether a credit is made of names: a small word that is no particle makes it a sentence."""
    words = re.findall(r"[^\W\d_]{2,}", credit)
    return all(word[0].isupper() or word in _SMALL_IN_CREDITS or word in AGENCIES for word in words)


def _is_picture_credit(text: str) -> bool:
    """ "picture alliance / dpa", "Virginia Mayo/AP/dpa": an agency with a name and no label."""
    return "(" not in text and _PICTURE_AGENCY.search(text) is not None and is_agency_credit(text)


def _captions_above_credits(draft: Draft) -> None:
    """A line between blank lines, with a credit line below it and nothing else, is the caption."""
    sizes = Counter(unit.group for unit in draft.units)
    below = False
    for before, unit in pairwise(draft.units):
        pair = unit.kind == "credit" and before.group == unit.group and sizes[unit.group] == 2
        if pair and not before.kind and len(before.text) <= 300:
            if below or (before.terminated and before is not draft.units[0]):
                before.mark("caption", "rule:caption-above-credit/1")
        else:
            below = below or before.body_like


def _wire(draft: Draft, unit: Unit) -> None:
    """The agencies of the text: "(dpa/AFP)", "Mit Material von Reuters", "Quelle: ntv.de, jhe/dpa"."""
    if unit.kind or len(unit.text) > _LONGEST_CREDIT:
        return
    match = _WIRE.fullmatch(unit.text)
    if not match:
        return
    wire = match["wire"]
    outlet = re.split(r"[,/]", wire)[0].strip()
    if is_agency_credit(wire):
        unit.mark("credit", "rule:agency-line/1")
        draft.note("credit", wire, "rule:agency-line/1")
    elif outlet.casefold() in OUTLETS or (match.start("wire") > 3 and _DOMAIN.fullmatch(outlet)):
        unit.mark("metadata", "rule:outlet-line/1")
        draft.note("source", outlet, "rule:outlet-line/1")


def _wire_at_end(draft: Draft, unit: Unit) -> None:
    """ "… sagte er. (dpa)" at the end of the last paragraph."""
    match = _WIRE_END.search(unit.text, max(0, len(unit.text) - 60))
    if match and match.start() and is_agency_credit(match["wire"]):
        draft.split(unit, match.start("wire")).mark("credit", "rule:agency-end/1")
        draft.note("credit", match["wire"].strip("()[] "), "rule:agency-end/1")
