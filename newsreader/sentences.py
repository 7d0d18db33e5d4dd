"""Sentences of German and English news, by rule: fast, and the same on every machine.

A full stop ends a sentence unless it belongs to an abbreviation, an initial, an ordinal or a number;
quotation marks and brackets that close behind it stay with it. A colon never ends one.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

# A run of marks is tried once and as a whole: a scroll bar of 100,000 dots would else take hours. The pattern
# begins with the characters that it can begin with, since only these are then looked at.
_STOP = re.compile(
    r"[.!?…\n](?:(?<=\n)[^\S\n]*\n"
    r"|(?<=[.!?…])(?<![.!?…][.!?…])[.!?…]*+(?P<close>[\"“”»«›‹’'‘)\]]*(?:\[\d{1,3}\])*)"
    r"(?=(?P<gap>\s+)(?P<open>[\"„“”»«›‹‚‘’'(\[–—•-]*\s?)(?P<next>\w)?))"
)
_WORD_BEFORE = re.compile(r"(?:[^\W_]\.\s?)*[\w’-]+$")
_ORDINAL = re.compile(r"\d{1,3}|[IVX]+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s?)*[^\W\d_]")
_NEXT_WORD = re.compile(r"[\w-]+")

# Always followed by what they abbreviate or qualify.
_LEADING = (
    "dr prof st hl ca nr nrn abs art bzw vgl evtl ggf inkl exkl bspw geb gest verh sog zzgl abzgl max min "
    "hrsg dipl ing med phil jur mag univ hon gen lt oblt col sgt capt maj adm mr mrs ms mx rev sen rep "
    "gov jan feb febr apr aug sept okt nov dez oct dec mo di mi do fr sa so tel str bd kap ziff lit fig "
    "vs approx gebr frl hr bes insb insbes allg dt engl frz ehem röm lat amtl bürgerl kath ev"
)
# May be the last word; the next word decides.
_EITHER = "usw etc mio mrd bio tsd co jr sr inc ltd corp ff s st std sek min chr jh jhd uvm ua u.a al no"
# Words that begin sentences and hardly ever follow an ordinal, an initial or "usw." inside one.
_STARTERS = (
    "der die das den dem des ein eine einer eines einem einen er sie es wir ich ihr man dies diese dieser "
    "dieses diesem diesen jene jeder jede alle viele einige kein keine doch aber und oder auch nur noch "
    "schon so dann danach dabei dafür dagegen damit daher darauf darum dazu denn deshalb deswegen "
    "trotzdem dennoch jedoch allerdings außerdem zudem zugleich gleichzeitig später zuvor jetzt nun heute "
    "gestern morgen seit seitdem nach vor bei mit von zu zum zur im in am an auf aus für gegen ohne um "
    "unter über während wegen wenn weil als ob obwohl wie was wer wo warum hier dort da nicht nie immer "
    "wieder insgesamt bereits bisher sein seine ihre the a he she it we they i you this that these those "
    "but and or on at for from with after before when while if as his her their our there here however"
)
_LEADING_SET, _EITHER_SET, _STARTER_SET = (frozenset(row.split()) for row in (_LEADING, _EITHER, _STARTERS))


class _Block(Protocol):
    """What `first_sentence` needs of a block."""

    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def sentences(
    text: str, start: int = 0, end: int | None = None, language: str = "de"
) -> list[tuple[int, int]]:
    """The sentences of text[start:end] in order: half-open ranges of code points, trimmed of white space.

    Together they hold every character that is not white space. A blank line always ends a sentence.
    """
    end = len(text) if end is None else end
    found = []
    at = start
    for cut in [*_cuts(text, start, end, language), end]:
        part = text[at:cut]
        if stripped := part.strip():
            first = at + part.index(stripped[0])
            found.append((first, first + len(stripped)))
        at = cut
    return found


def first_sentence(text: str, blocks: Sequence[_Block], limit: int = 90) -> str:
    """A label for an article without headline: its first sentence on one line, at most `limit` code points.

    A longer one is shortened at a word and ends with " …". Text that is only furniture gives its first words.
    """
    body = ("lead", "paragraph", "question", "answer")
    chosen = next((block for block in blocks if block.kind in body), blocks[0] if blocks else None)
    if chosen is None:
        return ""
    found = sentences(text, chosen.start, chosen.end)
    words = " ".join(text[found[0][0] : found[0][1]].split()) if found else ""
    if len(words) <= limit:
        return words
    kept = words[: limit - 1]
    kept = kept.rsplit(" ", 1)[0] if " " in kept else kept[:-1]
    return kept.rstrip(" ,;:–-") + " …"


def _cuts(text: str, start: int, end: int, language: str) -> Iterator[int]:
    german = not language.lower().startswith("en")
    for match in _STOP.finditer(text, start, end):
        if match["close"] is None or _ends(text, start, match, german=german):
            yield match.end()


def _ends(text: str, start: int, match: re.Match[str], *, german: bool) -> bool:
    """Whether the mark ends a sentence, told by the words on both sides."""
    following = match["next"]
    if following is None:
        return True
    if "\n" in match["gap"] and match["gap"].count("\n") > 1:
        return True
    if following.islower():
        return False
    if match[0] != ".":
        return True
    before = _WORD_BEFORE.search(text, max(start, match.start() - 24), match.start())
    if before is None:
        return True
    next_match = _NEXT_WORD.match(text, match.start("next"))
    next_word = next_match[0] if next_match else following
    return _word_ends(before[0], next_word, german=german)


def _word_ends(word: str, next_word: str, *, german: bool) -> bool:
    """Whether a full stop between `word` and `next_word` is the end of a sentence."""
    key = word.casefold()
    starts = next_word.casefold() in _STARTER_SET
    if key in _LEADING_SET or key.rpartition(".")[2].strip() in _LEADING_SET:  # "Prof. Dr."
        return False
    if key == "no":
        return not next_word[0].isdigit()
    if _ORDINAL.fullmatch(word):
        return starts or (not german and word.isdigit())
    if _INITIALS.fullmatch(word):
        return starts and not word[-1].islower()
    if key in _EITHER_SET:
        return starts
    return True
