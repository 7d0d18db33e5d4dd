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
    rf"(?:{_TELLING}|(?:Rubriklisten|Titel|Teaser|Aufmacher|Beitrags|Vorschau)bild|(?:Presse|Agentur)foto|Icon|(?:Bild|Foto)(?:quelle|nachweis|credit|rechte|s|er)?|Fotograf(?:in)?|Fotomontage|Grafik"
    r"|Illustration|Screenshot|Quelle|Photo(?:graph)?|Picture|Image|Credit|Video|©|Copyright)"
)
_MARKER = re.compile(
    rf"(?:^|(?P<before>[.!?…:\"“”»«›‹'’)|\]–—/·-])\s*|\s{{2,}}|(?P<loose>(?<=[\w)])\s+))"
    rf"[\[(]?(?P<label>{_LABEL})(?:\s*:\s*(?:©\s*)?|(?<=©)\s*|(?<=Copyright)\s+)"
    rf"(?P<credit>\S[^\n]{{0,{_LONGEST_CREDIT}}}?)[\])]?\s*$"
)
_CREDIT_NAME = re.compile(rf"(?:{NAME_WORD}|@\w|\d|[a-z]+\.(?:de|com|net|org))")
_SENTENCE_IN_CREDIT = re.compile(r"[.!?]\s+[A-ZÄÖÜ]\w+\s+\w+\s|[?!]$|(?<![A-Z])(?<!Inc)(?<!Co)\.$")
_ENDS_TELLING = re.compile(rf"(?s).{{3,200}}\s[(\[]{_TELLING}[)\]]\.?")
_BRACKETED = re.compile(r"(?s)(?P<above>.{8,300}?)\s*(?P<open>[(\[])(?P<credit>[^()\[\]]{3,80})[)\]]")
_PICTURE_WORDS = re.compile(r"(?i)imago|getty|picture|\bepa\b|images|photo")
_CREDIT_FIRST = re.compile(rf"{_LABEL}\s*:\s*(?P<credit>[^|:]{{3,80}}?)\s*\|\s*\S.+")
_AGENCY_FIRST = re.compile(
    rf"(?P<credit>(?P<agency>[A-Za-z][\w ]{{1,16}})/{NAME_WORD} {NAME_WORD})\s+[A-ZÄÖÜ„\"].{{10,300}}"
)
_IMAGE_LABEL = re.compile(r"Image (?P<what>source|copyright|caption)(?:,\s*|:\s*|$)(?P<said>.*)")
_SIGNED_WIRE = re.compile(r"[a-zäöü]{2,4}(?:/[a-zäöü]{2,4})*\s*\((?P<wire>[^()]{2,40})\)")
_TELLING_ONLY = re.compile(rf"[\[(]?{_TELLING}[\])]?\.?")
_THEN_CREDIT = re.compile(rf"(?P<people>{PEOPLE})\s*[-–—|,/]\s*(?={_LABEL}\s*:)")
_PICTURE_AGENCY = ("/", ",", "|", "imago", "getty", "picture")
_COMMON_WORDS = ("Quelle", "Video", "Image", "Picture", "Credit")
"""Labels that sentences use too: inside one only an agency behind them makes a credit."""
_SMALL_WORDS = (
    "von van der den de di da del la le du zu al el bin und and via by für for com de net org www picture "
    "alliance images photo press stock adobe privat archiv"
)
_SMALL_IN_CREDITS = frozenset(_SMALL_WORDS.split())

_WIRE = re.compile(
    r"(?i)[(\[]?(?:quellen?\s*:\s*|source\s*:\s*|mit\s+(?:(?:material|informationen)\s+(?:von|der)\s+)?(?:den\s+)?"
    r"|with\s+(?:material\s+from\s+)?)?(?P<wire>[^()\[\]]{2,60}?)[)\]]?\.?"
)
_WIRE_END = re.compile(r"(?<=[.!?“\"”»«])\s*(?P<wire>[(\[][\w/,&+ -]{2,40}[)\]]|[\w/,&+-]{2,24}(?: / \w+)?)$")
_DOMAIN = re.compile(r"[\w-]+\.(?:de|at|ch|com|net|org)")


def mark_pictures(draft: Draft) -> None:
    """Claim captions and picture credits wherever they stand."""
    tail = {unit.start for unit in draft.tail()}
    for unit in draft.open():
        if _caption_by_shape(draft, unit) or (unit.start in tail and _names_outlet(unit.text)):
            continue
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


def _caption_by_shape(draft: Draft, unit: Unit) -> bool:
    """Captions whose credit has no label behind them: in brackets, in front, or on a line of its own."""
    text = unit.text
    if unit.kind or len(text) > _LONGEST_CAPTION:
        return bool(unit.kind)
    credit = ""
    if text[-1] in ")]" and (match := _BRACKETED.fullmatch(text)) and _is_bracketed_credit(match):
        credit = match["credit"]
    elif text.removesuffix(".")[-1:] in (")", "]") and _ENDS_TELLING.fullmatch(text):
        unit.mark("caption", "rule:caption-telling/1")
        return True
    elif "|" in text and (match := _CREDIT_FIRST.fullmatch(text)):
        credit = match["credit"] if is_agency_credit(match["credit"]) else ""
    elif "/" in text[:20] and (match := _AGENCY_FIRST.fullmatch(text)):
        credit = match["credit"] if match["agency"].casefold() in AGENCIES else ""
    elif text.startswith("Image ") and (match := _IMAGE_LABEL.fullmatch(text)):
        return _labelled_image(draft, unit, match)
    if not credit:
        return False
    unit.mark("caption", "rule:caption-shape/1")
    draft.note("credit", credit.strip(), "rule:caption-shape/1")
    return True


def _is_bracketed_credit(match: re.Match[str]) -> bool:
    """Whether brackets at the end hold a picture's credit; "(dpa/AFP)" there is the text's."""
    credit = match["credit"]
    if not is_agency_credit(credit):
        return False
    if match["open"] == "[" or _PICTURE_WORDS.search(credit):
        return True
    return match["above"][-1] not in '.!?“”"»«' and re.search(rf"{NAME_WORD} {NAME_WORD}", credit) is not None


def _labelled_image(draft: Draft, unit: Unit, match: re.Match[str]) -> bool:
    """ "Image caption, …": the words stand behind the label or on the next line."""
    kind = "caption" if match["what"] == "caption" else "credit"
    unit.mark(kind, "rule:image-label/1")
    said = match["said"]
    below = draft.units.index(unit) + 1
    if not said and below < len(draft.units) and len(draft.units[below].text) <= 120:
        said = draft.units[below].text
        draft.units[below].mark(kind, "rule:image-label/1")
    if kind == "credit":
        draft.note("credit", said, "rule:image-label/1")
    return True


def _names_outlet(text: str) -> bool:
    """ "Quelle: F.A.Z." below the text names where it appeared."""
    match = _WIRE.fullmatch(text) if text.startswith("Quelle") else None
    return match is not None and _outlet(match["wire"]) is not None


def _outlet(wire: str) -> str | None:
    """The outlet that a list of sources begins with, as it is written."""
    first = re.split(r"[,/]", wire)[0].strip()
    return next((name for name in (first, first + ".") if name.casefold() in OUTLETS), None)


def _picture(draft: Draft, unit: Unit) -> None:
    """A line that ends with the credit of a picture, or is one."""
    text = unit.text
    if len(text) <= _LONGEST_CREDIT and (_TELLING_ONLY.fullmatch(text) or _is_picture_credit(text)):
        unit.mark("credit", "rule:credit-line/1")
        if not _TELLING_ONLY.fullmatch(text):
            draft.note("credit", text.strip(" ()[]."), "rule:credit-line/1")
        return
    match = _find_marker(text)
    if not match:
        return
    credit = match["credit"].strip()
    above = text[: match.start("label")].rstrip(" ([|–—-/·")
    if not above and not _is_name(credit):
        if "©" in credit and _is_name(owner := credit.split("©")[-1].strip()):
            unit.mark("credit", "rule:credit-line/1")
            draft.note("credit", owner, "rule:credit-line/1")
        elif match["label"] not in _COMMON_WORDS:
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
    if "(" in text:
        return False
    lower = text.lower()
    return any(sign in lower for sign in _PICTURE_AGENCY) and is_agency_credit(text)


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
    match = _SIGNED_WIRE.fullmatch(unit.text)
    if not match or not is_agency_credit(match["wire"]):
        match = _WIRE.fullmatch(unit.text)
    if not match:
        return
    wire = match["wire"]
    outlet = _outlet(wire) or re.split(r"[,/]", wire)[0].strip()
    labelled = match.start("wire") > 3 and _outlet(wire)
    if is_agency_credit(wire) and not labelled:
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
