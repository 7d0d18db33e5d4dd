"""Headline, kicker, lead and subheads: told by length, by missing full stops and by what stands below."""

import re
from itertools import pairwise

from newsreader.importing import datelines
from newsreader.importing.blocks import Draft, Unit
from newsreader.importing.vocabulary import OUTLETS, words

_LONGEST_HEADLINE = 160
_LONGEST_SUBHEAD = 100
_LONGEST_LEAD = 480
_LONGEST_KICKER = 50
_MOST_HEADINGS = 5
"""More lines than this above the text are a list or a menu, and none of them is a headline for certain."""

_QUOTED = re.compile(r"(?s)[\"„“”»«‚'’‹›].*[\"“”»«‘’'›‹][.,]?")
_ITEM = re.compile(r"[•●▪*·–—>-]\s|\d{1,2}[.)]\s+(?=[a-zäöü])")
_SENTENCE_INSIDE = re.compile(r"\w\w[.]\s+[A-ZÄÖÜ„\"]")
_OUTLET_END = re.compile(r".{12,}?(?=\s+[|–—-]\s+(?P<outlet>[^|–—]{2,40})$)")
_SUMMARIES = words(
    "das wichtigste in kürze, das wichtigste im überblick, das wichtigste, auf einen blick, in kürze",
    "zusammenfassung, kurz und knapp, darum geht es, darum geht's, inhalt, key points, summary, at a glance",
)
_STAMPED = re.compile(r"\d{4},?\s+(?:um\s+)?\d{1,2}[:.]\d\d")
_UNDER_LEAD = ("byline", "metadata")


def mark_headline(draft: Draft) -> None:
    """Claim headline and kicker, and a deck without a full stop as the lead."""
    if "title" in draft.values:
        _mark_repeated_title(draft)
        return
    heads = _lines_above_body(draft)
    if heads and heads[0].text.strip(" :").casefold() in _SUMMARIES:
        heads[0].mark("subhead", "rule:summary/1")
        return
    if not heads or len(heads) > _MOST_HEADINGS:
        return
    if heads[0].text.startswith("+++") and sum(unit.text.startswith("+++") for unit in draft.open()) > 1:
        return  # the entries of a ticker
    has_kicker = len(heads) > 1 and _is_kicker(heads[0], heads[1]) and not _parted(draft, heads)
    if has_kicker:
        kicker = heads.pop(0)
        kicker.mark("kicker", "rule:kicker/1")
        draft.note("kicker", kicker.text.rstrip(":"), "rule:kicker/1")
    headline, *below = heads
    _cut_outlet(draft, headline)
    headline.mark("headline", "rule:headline/1")
    draft.note("title", headline.text, "rule:headline/1")
    if below and _is_deck(below[0].text, headline.text):
        below[0].mark("lead", "rule:deck/1")
        draft.note("lead", below[0].text, "rule:deck/1")
    _mark_repeated_title(draft)


def _parted(draft: Draft, heads: list[Unit]) -> bool:
    """Whether a byline or a date stands between the first two lines; a kicker is right above its headline."""
    first, second = draft.units.index(heads[0]), draft.units.index(heads[1])
    return any(unit.kind in _UNDER_LEAD for unit in draft.units[first + 1 : second])


def _is_deck(text: str, headline: str) -> bool:
    return len(text) >= max(50, len(headline) * 0.8) and text[-1] != "?"


def _mark_repeated_title(draft: Draft) -> None:
    title = draft.values["title"].value
    for unit in list(draft.head()):
        if " ".join(unit.text.split()) == title:
            unit.mark("boilerplate", "rule:repeated-title/1")


def _lines_above_body(draft: Draft) -> list[Unit]:
    """The heading-like lines that the article opens with, if running text follows."""
    heads: list[Unit] = []
    for unit in draft.units:
        if unit.kind in ("question", "answer"):
            return heads
        if unit.kind:
            continue
        if unit.text[0].islower() or unit.text[0] == "(":
            return []  # the line above goes on here
        if unit.body_like:
            return heads if len(heads) > 1 or not (heads and _both_quoted(heads[0], unit)) else []
        colon = not heads and len(unit.text) <= _LONGEST_KICKER and unit.text.endswith(":")
        if not colon and not heading_like(unit, _LONGEST_HEADLINE):
            return heads if any(other.body_like for other in draft.open()) else []
        heads.append(unit)
    return []


def _both_quoted(first: Unit, second: Unit) -> bool:
    return bool(_QUOTED.fullmatch(first.text) and _QUOTED.fullmatch(second.text))


def heading_like(unit: Unit, longest: int) -> bool:
    """A line that begins as a sentence, does not end as one and is no list item; `longest` in code points."""
    text = unit.text
    if not 3 <= len(text) <= longest or unit.full_stop or text[-1] in ",-–(/" or "\n\n" in text:
        return False
    if text[0].islower() or _ITEM.match(text) or not any(map(str.isalpha, text)):
        return False
    return not (len(text) > 80 and _SENTENCE_INSIDE.search(text))


def _is_kicker(first: Unit, second: Unit) -> bool:
    text = first.text
    if text.endswith(":"):
        return True
    if _QUOTED.fullmatch(text):
        return False
    number = len(text.split())
    longer = len(second.text) > len(text) * (1 if number <= 3 else 1.5)
    return len(text) <= _LONGEST_KICKER and number <= 5 and longer


def _cut_outlet(draft: Draft, headline: Unit) -> None:
    """ "Headline - SPIEGEL ONLINE": page titles end with the outlet's name."""
    match = _OUTLET_END.match(headline.text)
    if match and match["outlet"].strip().casefold() in OUTLETS:
        draft.split(headline, match.end()).mark("metadata", "rule:title-outlet/1")
        draft.note("source", match["outlet"].strip(), "rule:title-outlet/1")


def mark_lead(draft: Draft) -> None:
    """Claim the paragraph below the headline; without one only where a dateline or byline follows it."""
    if "lead" in draft.values:
        return
    found = draft.open()
    while len(found) > 1 and "title" in draft.values and heading_like(found[0], _LONGEST_SUBHEAD):
        found = found[1:]  # a line of the head that no rule knows
    if not found or not _may_be_lead(found[0], draft):
        return
    lead, *rest = found
    at = draft.units.index(lead)
    after = [unit for unit in draft.units[at + 1 :] if unit.kind not in ("caption", "credit", "boilerplate")]
    heading = [unit for unit in after if not unit.kind and heading_like(unit, _LONGEST_SUBHEAD)][:1]
    body = next((unit for unit in after if unit.kind not in _UNDER_LEAD and unit not in heading), None)
    if body is None or not (body.body_like or body.kind in ("question", "answer")):
        return
    if any(unit.kind == "headline" for unit in draft.units[:at]):
        sure = len(body.text) > len(lead.text) or sum(unit.body_like for unit in rest) > 1 or bool(body.kind)
    else:
        sure = after[0].kind in _UNDER_LEAD or datelines.find(body, draft.text) is not None
    if sure:
        lead.mark("lead", "rule:lead/1")
        draft.note("lead", lead.text, "rule:lead/1")


def _may_be_lead(unit: Unit, draft: Draft) -> bool:
    text = unit.text
    if len(text) > _LONGEST_LEAD or not unit.terminated or text[-1] in "?:;" or _ITEM.match(text):
        return False
    return not _QUOTED.fullmatch(text) and datelines.find(unit, draft.text) is None


def _captions_in_head(draft: Draft) -> None:
    """A line below the headline and above all text, with a picture's credit below it, is the caption."""
    headline = False
    for unit, below in pairwise(draft.units):
        headline = headline or unit.kind == "headline"
        if not unit.kind and unit.body_like:
            return
        if headline and not unit.kind and below.origin == "rule:credit-line/1":
            unit.mark("caption", "rule:caption-in-head/1")


def mark_subheads(draft: Draft) -> None:
    """Claim single short lines between paragraphs; quotations that are set off stay paragraphs."""
    flow = [unit for unit in draft.units if unit.kind not in ("boilerplate", "metadata", "credit", "caption")]
    _captions_in_head(draft)
    body_above = False
    for before, unit, after in zip(flow, flow[1:], flow[2:], strict=False):
        body_above = body_above or before.body_like or before.kind in ("lead", "question", "answer")
        if not body_above or unit.kind or not heading_like(unit, _LONGEST_SUBHEAD):
            continue
        if _QUOTED.fullmatch(unit.text) or _STAMPED.search(unit.text):
            continue
        ended = bool(before.kind) or before.terminated
        goes_on = (after.body_like or after.kind == "question") and not after.text[0].islower()
        if ended and goes_on and (not unit.terminated or len(unit.text.split()) <= 12):
            unit.mark("subhead", "rule:subhead/1")
