"""Captions, credits of pictures and agencies, and bylines."""

import re

from newsreader.importing import headers
from newsreader.importing.blocks import Draft, Unit
from newsreader.importing.vocabulary import (
    AGENCIES,
    NAME_WORD,
    OUTLETS,
    PERSON,
    has_first_name,
    is_agency_credit,
)

_LONGEST_CAPTION = 420
_LONGEST_CREDIT = 80

# "Archivbild" and "Symbolbild" say something about the picture and stay in the credit; the others only label it.
_TELLING = r"(?:Archiv|Symbol|Beispiel)(?:bild|foto|aufnahme|abbildung)"
_LABEL = (
    rf"(?:{_TELLING}|(?:Bild|Foto)(?:quelle|nachweis|credit|rechte|s|er)?|Fotograf(?:in)?|Fotomontage|Grafik|Illustration"
    r"|Screenshot|Quelle|Photo(?:graph)?|Picture|Image|Credit|Video|©|Copyright)"
)
_MARKER = re.compile(
    rf"(?:^|(?P<before>[.!?…:\"“”»«›‹'’)|\]–—/·-])\s*|\s{{2,}}|(?P<loose>(?<=[\w)])\s+))"
    rf"[\[(]?(?P<label>{_LABEL})(?:\s*:\s*(?:©\s*)?|(?<=©)\s*|(?<=Copyright)\s+)"
    rf"(?P<credit>\S[^\n]{{0,{_LONGEST_CREDIT}}}?)[\])]?\s*$"
)
_CREDIT_NAME = re.compile(rf"(?:{NAME_WORD}|@\w|\d|[a-z]+\.(?:de|com|net|org))")
_SENTENCE_IN_CREDIT = re.compile(r"[.!?]\s+[A-ZÄÖÜ]\w+\s+\w+\s|[?!]$|(?<![A-Z])(?<!Inc)(?<!Co)\.$")
_TELLING_ONLY = re.compile(rf"[\[(]?{_TELLING}[\])]?\.?")

_ROLE = (
    r"(?:(?:ein(?:e|em|er)? )?(?:Kommentar|Analyse|Gastbeitrag|Interview|Bericht|Reportage|Essay|Kolumne|Glosse"
    r"|Gastkommentar|Leitartikel|Rezension|Porträt|Protokoll|Interview und Fotos|Text|Aufgezeichnet|Recherche)\s*"
    r"(?:von|:)|Von|VON|von|By|BY|Autor(?:in|en)?\s*:|Text\s*:|Fotos? und Text\s*:|(?:Es|Aus \w+) berichtet(?:en)?)"
)
_JOB = (
    r"(?:(?:unser(?:em|er|en)|dem|der|den) )?(?:[A-ZÄÖÜ][\w-]*-)?(?:Auslands|Politik|Wirtschafts)?"
    r"(?:[Kk]orrespondent(?:in|en)?|Redakteur(?:in|s)?|Redaktion|Mitarbeiter(?:in|n)?|Reporter(?:in|n)?)"
    r"(?: (?:in|aus) [A-ZÄÖÜ]\w+)?"
)
_AND = r"(?:\s*(?:,|/|&|\bund\b|\band\b)\s*)"
_PEOPLE = rf"{PERSON}(?:{_AND}{PERSON})*"
_PLACE = rf"{NAME_WORD}(?:[ /-](?:am |an der )?{NAME_WORD}){{0,2}}"
_BYLINE = re.compile(
    rf"{_ROLE}\s+(?:(?P<job>{_JOB})(?:,?\s+(?P<people1>{_PEOPLE}))?|(?P<people2>{_PEOPLE}))"
    rf"(?P<rest>(?:\s*[,|/(–—-]\s*(?:z\.\s?Zt\.\s*)?(?:aus |in )?(?:{_PLACE}|{_JOB}|mit \w+|und Agenturen|dpa|AFP|AP|Reuters)\)?)*)"
    r"\s*[.:]?"
)
_WIRE_BYLINE = re.compile(r"(?:Von|VON|von|By|BY)\s+(?P<wire>[\w/]+)")
_BARE = re.compile(
    rf"(?P<people>{_PEOPLE})(?P<rest>(?:\s*[,|/(–—-]\s*(?:aus |in )?(?:{_PLACE}|{_JOB}|dpa|AFP|AP|Reuters)\)?)?)"
)
_THEN_CREDIT = re.compile(rf"(?P<people>{_PEOPLE})\s*[-–—|,/]\s*(?={_LABEL}\s*:)")
_WIRE = re.compile(
    r"(?i)[(\[]?(?:quelle[n]?\s*:\s*|source\s*:\s*|mit\s+(?:material\s+(?:von|der)\s+)?(?:den\s+)?|with\s+(?:material\s+from\s+)?)?"
    r"(?P<wire>[^()\[\]]{2,60}?)[)\]]?\.?"
)
_WIRE_END = re.compile(r"(?<=[.!?“\"”»«])\s*(?P<wire>[(\[][\w/,&+ -]{2,40}[)\]]|[\w/,&+-]{2,24}(?: / \w+)?)$")


def mark(draft: Draft) -> None:
    """Claim captions and credits everywhere, bylines and agency lines at both ends of the article."""
    for unit in draft.open():
        if unit.text[-1] not in "?!:;,":
            _caption(draft, unit)
    _captions_above_credits(draft)
    first, _ = draft.body_span()
    above = [unit for unit in draft.head() if unit is not draft.units[0]]
    for unit in draft.head():
        _byline(draft, unit, bare=unit in above[:8] and _follows_heading(draft, unit))
    for unit in draft.tail():
        _byline(draft, unit, bare=True)
        _wire(draft, unit)
    for unit in list(draft.head())[:8] if first else []:
        _wire(draft, unit)
    _, last = draft.body_span()
    if last >= 0:
        _wire_at_end(draft, draft.units[last])


def _caption(draft: Draft, unit: Unit) -> None:
    """A line that ends with the credit of a picture."""
    text = unit.text
    if _TELLING_ONLY.fullmatch(text) or (len(text) <= _LONGEST_CREDIT and _is_picture_credit(text)):
        unit.mark("credit", "rule:credit-line/1")
        draft.note("credit", text.strip(" ()[]."), "rule:credit-line/1")
        return
    match = _find_marker(text)
    if not match:
        return
    credit = match["credit"].strip()
    if match["label"].endswith(("bild", "foto", "aufnahme", "abbildung")) and len(match["label"]) > 4:
        credit = text[match.start("label") :].strip(" ()[]")
    above = text[: match.start("label")].rstrip(" ([|–—-/·")
    if people := _THEN_CREDIT.match(text):
        rest = draft.split(unit, people.end())
        unit.mark("byline", "rule:name-before-credit/1")
        draft.note("author", people["people"], "rule:name-before-credit/1")
        rest.mark("credit", "rule:credit-line/1")
    elif not above:
        unit.mark("credit", "rule:credit-line/1")
    elif len(above) <= _LONGEST_CAPTION:
        unit.mark("caption", "rule:caption-credit/1")
    else:
        draft.split(unit, match.start("label")).mark("credit", "rule:credit-end/1")
    draft.note("credit", credit, "rule:caption-credit/1")


def _find_marker(text: str) -> re.Match[str] | None:
    """The last credit marker, if what follows it is the name of a photographer or an agency."""
    window = max(0, len(text) - _LONGEST_CREDIT - 40)
    match = _MARKER.search(text, window)
    if not match or (window and match.start() == window):
        return None
    credit = match["credit"].strip()
    if _SENTENCE_IN_CREDIT.search(credit) or len(credit.split()) > 9:
        return None
    first = re.split(r"[\s/,|]", credit)[0].casefold()
    known = first in AGENCIES or is_agency_credit(credit)
    if not known and not _CREDIT_NAME.match(credit):
        return None
    if (
        match["loose"] is not None
        and match["label"] in ("Quelle", "Video", "Image", "Picture", "Credit")
        and not known
    ):
        return None
    return match


def _is_picture_credit(text: str) -> bool:
    """ "picture alliance / dpa", "Virginia Mayo/AP/dpa": an agency with a name and no label."""
    return (
        is_agency_credit(text)
        and bool(re.search(r"[/,|]|(?i:imago|getty|picture)", text))
        and "(" not in text
    )


def _captions_above_credits(draft: Draft) -> None:
    """A line or two between blank lines that ends in a credit line: the first is the caption."""
    units = draft.units
    for before, unit in zip(units, units[1:], strict=False):
        if unit.kind != "credit" or before.kind or before.group != unit.group or len(before.text) > 300:
            continue
        alone = sum(other.group == unit.group for other in units) == 2
        if alone and before is not units[0] and before.terminated:
            before.mark("caption", "rule:caption-above-credit/1")


def _follows_heading(draft: Draft, unit: Unit) -> bool:
    """Whether open text stands above: a bare name below a headline is an author, above it a topic."""
    return any(not other.kind for other in draft.units[: draft.units.index(unit)])


def _byline(draft: Draft, unit: Unit, *, bare: bool) -> None:
    """ "Von …", or a bare name whose first name is known."""
    if unit.kind or len(unit.text) > 160:
        return
    text = headers.strip_dates(draft, unit.text).strip()
    if match := _BYLINE.fullmatch(text):
        people = match["people1"] or match["people2"] or ""
        unit.mark("byline", "rule:byline/1")
        draft.note("author", people, "rule:byline/1")
        if re.match(
            r"(?i)(?:ein(?:e|em|er)? )?(?:gast)?(?:kommentar|leitartikel|kolumne|glosse|gastbeitrag)", text
        ):
            draft.note("genre", "commentary", "rule:byline/1")
    elif (wire := _WIRE_BYLINE.fullmatch(text)) and wire["wire"].split("/")[0].casefold() in AGENCIES:
        unit.mark("byline", "rule:byline/1")
        draft.note("author", wire["wire"], "rule:byline/1")
    elif bare and (match := _BARE.fullmatch(text)) and has_first_name(match["people"]):
        unit.mark("byline", "rule:bare-name/1")
        draft.note("author", match["people"], "rule:bare-name/1")


def _wire(draft: Draft, unit: Unit) -> None:
    """The agencies that the text is from: "(dpa/AFP)", "Mit Material von Reuters", "Quelle: ntv.de, jhe/dpa"."""
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
    elif outlet.casefold() in OUTLETS or (
        match.start("wire") > 3 and re.fullmatch(r"[\w-]+\.(?:de|at|ch|com|net|org)", outlet)
    ):
        unit.mark("metadata", "rule:outlet-line/1")
        draft.note("source", outlet, "rule:outlet-line/1")


def _wire_at_end(draft: Draft, unit: Unit) -> None:
    """ "… sagte er. (dpa)" at the end of the last paragraph."""
    match = _WIRE_END.search(unit.text, max(0, len(unit.text) - 60))
    if match and match.start() and is_agency_credit(match["wire"]):
        draft.split(unit, match.start("wire")).mark("credit", "rule:agency-end/1")
        draft.note("credit", match["wire"].strip("()[] "), "rule:agency-end/1")
