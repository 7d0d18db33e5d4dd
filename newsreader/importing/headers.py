"""What files say about themselves: "Datum: …" lines, lines of date and time, sections, dated openings."""

import re
from itertools import pairwise

from newsreader import dates
from newsreader.importing.blocks import Draft, Unit
from newsreader.importing.vocabulary import NAME_WORD, OUTLETS, PARTICLE, SECTIONS, is_agency_credit, words

# The word of a header line and the metadata key that it fills; "" is kept as metadata without a value.
_FIELDS = {
    "title": "title, titel, headline, überschrift, schlagzeile",
    "kicker": "kicker, dachzeile, oberzeile, spitzmarke",
    "lead": "lead, vorspann, teaser, unterzeile, untertitel, subtitle, summary",
    "author": "author, authors, autor, autoren, autorin, verfasser, byline",
    "source": "source, quelle, medium, zeitung, outlet, publication, publisher",
    "url": "url, link, permalink, web, internet",
    "section": "section, ressort, rubrik, kategorie, category",
    "published": "date, datum, published, veröffentlicht, erschienen, erscheinungsdatum, pubdate, "
    "publication date, publikationsdatum, veröffentlicht am, erschienen am",
    "language": "language, sprache, lang",
    "text": "text, inhalt, content, body, artikeltext, volltext",
    "": "tags, schlagworte, schlagwörter, stichworte, stichwörter, themen, topics, keywords, seite, page, "
    "id, abgerufen, abgerufen am, retrieved, accessed, genre, textsorte, ausgabe, issue, wörter, words, doi",
}
_KEYS = {word: key for key, row in _FIELDS.items() for word in words(row)}
_WORDS = "|".join(sorted(map(re.escape, _KEYS), key=len, reverse=True))
_FIELD = re.compile(rf"(?is)(?P<key>{_WORDS})\s*(?::|=|\t)\s*(?P<value>.+)")
_SELF_NAMED = ("title", "kicker", "lead")
_TEXT = re.compile(r"(?i)(?:text|inhalt|content|body|artikeltext|volltext)\s*[:=]\s*(?=\S)")
_ADDRESS = re.compile(
    r"(?i)(?:permalink|link|url|quelle|source)?:?\s*(?P<url>https?://\S+|www\.[\w-]+\.\w+/\S+)"
)
_TAGS = re.compile(
    r"(?:Schlagw[oö]rter?|Schlagworte|Stichw[oö]rter?|Tags|Themen|Keywords)\s+(?=[A-ZÄÖÜ#])[^.!?]{2,200}"
)
_ISSUE = re.compile(
    r"(?i)(?:aus:?\s*(?:der\s+)?)?ausgabe\s+(?:vom\s+|nr\.?\s*)?(?=\d)[\d./ ]{3,12}"
    r"(?:,?\s*(?:seite|s\.)\s*\d+.{0,40})?"
)
_SENT = re.compile(
    r"(?i)(?:diese[rs]?|die)\s+(?:nachricht|beitrag|sendung|interview|text|artikel)\b[^.]{0,40}\b(?:am)\s+"
    r"(?:\w+tag,?\s+(?:dem\s+)?)?(?P<date>\d[^:]{5,20}?\d{4})\b.{0,80}\b(?:gesendet|veröffentlicht|erschienen|ausgestrahlt)\.?"
)
_OPENING_DATE = re.compile(
    rf"(?i)(?P<label>(?:date|datum|published|veröffentlicht(?:\s+am)?|erschienen(?:\s+am)?)\s*[:=]?\s*)?"
    rf"[\[(]?(?P<date>{dates.DATE_PATTERN}|(?:1[5-9]|2[01])\d\d(?!\d))(?:T[\d:.+Z-]+)?[\])]?[\s|:,;–—-]*(?=\S)"
)
_PAIR_WORDS = r"(?:title|source|author|url|section|lang|language|id)"
_PAIRS = re.compile(rf"(?is)(?P<pairs>(?:{_PAIR_WORDS}\s+\S.{{0,200}}?\s+)+?)(?=date\s)")
_PAIR = re.compile(rf"(?is)\b(title|source|author|url|section)\s+(.+?)(?=\s+{_PAIR_WORDS}\s|\s*$)")

_AUTHOR_NEXT = re.compile(rf"(?:author|autor)\s+(?P<author>{NAME_WORD} (?:{PARTICLE} )?{NAME_WORD})\s+(?=\S)")
_DATE = re.compile(rf"(?i)(?:{dates.DATE_PATTERN})(?:T[\d:.+Z-]+)?")
_HAS_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|2[01])\d\d(?!\d)|\d{1,2}\.\s?\d{1,2}\.\s?\d\d(?!\d)")
# What stands around a date in a line of its own.
_AROUND = re.compile(
    r"""(?ix)
    \b(?:\d{1,2}[:.]\d\d(?::\d\d)?|\d{1,2})\s*(?:uhr|h\b|a\.?m\.?|p\.?m\.?|cest|cet|gmt|mez|mesz|utc|et)\b\.?
    | (?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d) | \b(?:mez|mesz|cet|cest|gmt|utc)\b
    | \b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)s?\b
    | \b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b
    | \b(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun)\b\.?
    | \b(?:zuletzt|letzte|last)\b | \b(?:zum\ )?kurzlink\b
    | \baus\ [\w\ ]{3,20}?\ \d{1,2}/\d{4}
    | \b(?:aktualisier(?:t|ung)|updated?|geändert|änderung|bearbeitet|modified)\b
    | \b(?:veröffentlicht|veröffentlichung|publiziert|published|erschienen|erstellt|posted|online\ seit)\b
    | \b(?:stand|datum|date)\b
    | \b(?:lesezeit|lesedauer|reading\ time)\b\s*:?\s*(?:ca\.?\s*)?\d+\s*(?:min\w*\.?)
    | \b\d+\s*(?:min\w*\.?)\s*(?:lesezeit|lesedauer|read)\b
    | \b(?:am|um|vom|seit|den|der|on|at|as\ of|of|the|uhr)\b | [\W_]
    """
)
_BEFORE_DATE = re.compile(r"(?i)[\s,|•·–—-]*(?:\b(?:am|vom|den|\w+tag)\b,?\s*)?$")
_AFTER_DATE = re.compile(r"(?i)^(?:[\s,|•·–—-]|\d{1,2}[:.]\d\d(?:\s*Uhr)?)+")
_UPDATED = re.compile(r"(?i)aktualisi|update|geändert|änderung|bearbeitet|modified|\bstand\b")
_PUBLISHED = re.compile(r"(?i)veröffentlich|publi[sz]|erschienen|erstellt|posted|online seit|datum|date\b")
_LABEL_ALONE = re.compile(
    r"(?i)(?:published|posted|veröffentlicht|publiziert|erschienen|stand|datum|aktualisiert)(?:\s+am)?:?"
)
_LABELLED_TIME = re.compile(r"(?i)(?:stand|aktualisiert|veröffentlicht|erstellt|update[d]?|published)\b.*\d")
_SHORT = 120
_LONGEST_FIELD = 800
_CRUMBS = re.compile(r"\s*(?:[>»›]|/|\|)\s*")

# The order in which dates are believed.
NAMED, LABELLED, BARE, BESIDE, UPDATED = range(5)


def mark(draft: Draft) -> None:
    """Claim header lines; date lines count at both ends of the article, elsewhere they are headings."""
    if draft.units:
        _opening(draft, draft.units[0])
    paragraphs = 0
    fields = False
    for unit in draft.open():
        if _field(draft, unit):
            fields = True
        elif unit.body_like:
            if fields and (label := _TEXT.match(unit.text)):
                draft.split(unit, label.end())
                unit.mark("metadata", "rule:header-field/1")
            paragraphs += 1
            if paragraphs == 2:
                break
    _addresses(draft)
    # More than published and updated is a chronicle, whose days are its headings.
    dated = [unit for unit in draft.open() if _is_date_line(unit)]
    head, tail, last = list(draft.head()), draft.tail(), draft.units[-5:]
    for unit in dated if len(dated) < 3 else []:
        if unit in head or unit in tail or unit in last:
            note_dates(draft, unit.text, BARE, "rule:date-line/1")
            unit.mark("metadata", "rule:date-line/1")
    for unit in head:
        _section(draft, unit)
        if not unit.kind and len(unit.text) <= _SHORT and _is_stamp(unit.text):
            unit.mark("metadata", "rule:date-line/1")
    for above, unit in pairwise(draft.units):
        if unit.origin == "rule:date-line/1" and not above.kind and _LABEL_ALONE.fullmatch(above.text):
            above.mark("metadata", "rule:date-line/1")
    for unit in [*head, *tail, *draft.units[-3:]]:
        _issue(draft, unit)


def settle_date(draft: Draft) -> None:
    """Keep the date that is believed most; of equal ones the first."""
    if draft.dates:
        _, edtf, origin = min(draft.dates, key=lambda found: found[0])
        draft.note("published", edtf, origin)


def _opening(draft: Draft, unit: Unit) -> None:
    """ "date 2017-03 Die Nato …": fields at the beginning of the line, the text goes on behind them."""
    start = 0
    if pairs := _PAIRS.match(unit.text):
        for key, value in _PAIR.findall(pairs["pairs"]):
            draft.note(key.lower(), value, "rule:opening-fields/1")
        start = pairs.end()
    match = _OPENING_DATE.match(unit.text, start)
    if not match:
        return
    edtf = dates.find(match["date"], draft.language)
    rest = unit.text[match.end() :]
    bare = not match["label"]
    if not edtf or (bare and not (len(edtf) > 4 and (rest[0].isupper() or rest[0] in '"„“»«'))):
        return
    if len(rest) <= _SHORT and not _AROUND.sub("", _DATE.sub(" ", rest)):
        return  # a date line, which is looked at later
    end = match.end()
    if author := _AUTHOR_NEXT.match(unit.text, end):
        draft.note("author", author["author"], "rule:opening-fields/1")
        end = author.end()
    draft.split(unit, end)
    unit.mark("metadata", "rule:opening-fields/1")
    draft.dates.append((NAMED, edtf, "rule:opening-fields/1"))


def _field(draft: Draft, unit: Unit) -> bool:
    """Claim "Titel: …"; title, kicker and lead are blocks of their own behind the word."""
    text = unit.text
    marked = len(text) <= _LONGEST_FIELD and (":" in text or "=" in text or "\t" in text)
    match = _FIELD.fullmatch(text) if marked else None
    if not match:
        return False
    key, value = _KEYS[match["key"].lower()], match["value"]
    origin = "rule:header-field/1"
    if key in _SELF_NAMED:
        if key in draft.values:
            return False
        draft.note(key, value, origin)
        draft.split(unit, match.start("value")).mark("headline" if key == "title" else key, origin)
    elif key == "published":
        edtf = dates.find(value, draft.language)
        if not edtf:
            return False
        draft.dates.append((NAMED, edtf, origin))
    elif not _fits(key, value):
        return False
    elif key:
        draft.note(key, value.lower() if key == "language" else value, origin)
    unit.mark("byline" if key == "author" else "metadata", origin)
    return True


def _fits(key: str, value: str) -> bool:
    """Whether a field's value is one, and not a sentence that happens to begin like a field."""
    if key == "language":
        return re.fullmatch(r"[A-Za-z]{2}(?:-[A-Za-z]{2})?", value) is not None
    if key == "url":
        return re.match(r"(?i)https?://|www\.", value) is not None
    if key == "source" and (is_agency_credit(value) or "©" in value or "/" in value):
        return False  # a picture's or a wire's, which captions look after
    if key == "text":
        return False  # the whole article, or who wrote it
    return len(value) <= 200 and (not key or not value.endswith((".", ":", "?", "!")))


def _is_date_line(unit: Unit) -> bool:
    """A line of nothing but dates, times, weekdays and the words that label them."""
    text = unit.text
    if len(text) > _SHORT or text[-1] == ":" or not _HAS_YEAR.search(text) or not _DATE.search(text):
        return False
    return not _AROUND.sub("", _DATE.sub(" ", text))


def _is_stamp(text: str) -> bool:
    """ "Stand: 17:04 Uhr | Lesedauer: 2 Minuten": a label with a time and no day."""
    return bool(_LABELLED_TIME.match(text)) and not _AROUND.sub("", text)


def _addresses(draft: Draft) -> None:
    """Lines that are a web address; the first one above the text or a named one below is the article's."""
    head = {unit.start for unit in draft.head()}
    for unit in draft.open():
        if len(unit.text) > 400 or "/" not in unit.text or not (match := _ADDRESS.fullmatch(unit.text)):
            continue
        unit.mark("metadata", "rule:address-line/1")
        if unit.start in head or match.start("url"):
            draft.note("url", match["url"], "rule:address-line/1")


def _issue(draft: Draft, unit: Unit) -> None:
    """The issue of a paper, the day of a broadcast or the tags, as the article states them itself."""
    if unit.kind or len(unit.text) > 2 * _SHORT:
        return
    sent = _SENT.fullmatch(unit.text)
    if sent and (edtf := dates.find(sent["date"], draft.language)):
        draft.dates.append((LABELLED, edtf, "rule:broadcast/1"))
        unit.mark("metadata", "rule:broadcast/1")
    elif _ISSUE.fullmatch(unit.text):
        note_dates(draft, unit.text, BARE, "rule:issue-line/1")
        unit.mark("metadata", "rule:issue-line/1")
    elif _TAGS.fullmatch(unit.text) and "," in unit.text:
        unit.mark("metadata", "rule:tags-line/1")


def note_dates(draft: Draft, text: str, rank: int, origin: str) -> None:
    """Note every date of a header line, ranked by the label before it."""
    before = 0
    for match in _DATE.finditer(text):
        label = text[before : match.start()]
        before = match.end()
        found = rank
        if _PUBLISHED.search(label):
            found = LABELLED
        elif _UPDATED.search(label):
            found = UPDATED
        if edtf := dates.find(match[0], draft.language):
            draft.dates.append((found, edtf, origin))


def without_date(text: str) -> tuple[str, str]:
    """A header line cut into what it says and the date, time and labels at its beginning or end."""
    match = _DATE.search(text) if _HAS_YEAR.search(text) else None
    if not match:
        return text, ""
    before, after = text[: match.start()], text[match.end() :]
    if before.strip() and not _AROUND.sub("", after):
        kept = _BEFORE_DATE.sub("", before)
        return kept, text[len(kept) :]
    if not _AROUND.sub("", before):
        kept = _AFTER_DATE.sub("", after)
        return kept, text[: len(text) - len(kept)]
    return text, ""


def _section(draft: Draft, unit: Unit) -> None:
    """ "Politik", "Politik > Ausland", or the outlet's name, on a line of its own."""
    text = unit.text
    if unit.kind or len(text) > 60 or unit.terminated:
        return
    parts = [part for part in _CRUMBS.split(text) if part]
    known = [part.casefold() for part in parts]
    if len(parts) == 1 and known[0] in OUTLETS and known[0] not in SECTIONS:
        draft.note("source", parts[0], "rule:outlet-line/1")
        unit.mark("metadata", "rule:outlet-line/1")
    elif parts and all(
        part in SECTIONS or part in ("startseite", "home") or part in OUTLETS for part in known
    ):
        named = [part for part, key in zip(parts, known, strict=True) if key in SECTIONS]
        if named:
            draft.note("section", named[-1], "rule:section-line/1")
        unit.mark("metadata", "rule:section-line/1")
