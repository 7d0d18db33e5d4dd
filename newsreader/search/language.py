"""When are two spellings the same word? Cutting, folding and stemming, for both search engines and for names.

A key is made for comparing, never for showing. Writing ä as "ae" or as "a" does not change it, nor ß as
"ss", case, accents, soft hyphens or the style of an apostrophe or dash. The rule drops the e of "ae", "oe"
and "ue" on both sides of a comparison, so a word that has such letters by nature ("Poet") meets its like, and
now and then a neighbour ("Pot"); ranking puts the exact spelling first.

"ue" stays after a vowel and after q, where it is no umlaut: Snowball's German stemmer draws the same line,
and "neuen" must not become "neun", nor "Bauer" "Baur". Before b it goes all the same, because "über" and
"üben" do follow vowels ("geuebt", "Kameraueberwachung"). The rule looks no further right than that b, so the
beginning of a word folds to the beginning of its key, and a search by prefix works.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Lock

import Stemmer

MAX_KEY = 200  # code points; PostgreSQL refuses a lexeme over 2,046 bytes, and no real word comes near
CACHED_WORDS = 1 << 16  # a language; about 20 MB when full

# German and English write these as letters of their own, Unicode does not take them apart.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
    | dict.fromkeys("’‘ʼ‛", "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
)
_UMLAUT_E = re.compile(r"(?<=[ao])e+|(?<=u)(?:(?<![aeiouyq]u)e+|e+(?=b))")


def _marks() -> str:
    """The combining marks of the basic plane as ranges for a character class; `re` has no class for them."""
    # Without the ideographs and Hangul in the middle, which hold none and take 10 ms at every start.
    codes = [*range(0x300, 0x3100), *range(0xA600, 0xAC00), *range(0xFB00, 0x10000)]
    marks = [code for code in codes if unicodedata.category(chr(code))[0] == "M"]
    firsts = [code for code, before in zip(marks, [0, *marks], strict=False) if code != before + 1]
    lasts = [code for code, after in zip(marks, [*marks[1:], 0], strict=True) if code != after - 1]
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in zip(firsts, lasts, strict=True))


# A date such as 2017-03 or 2017-03-30 is one word; else a run of letters and digits, with the marks, soft
# hyphens and zero-width joiners that text has inside its words. Everything else parts words, the hyphen too:
# whoever looks for "Rat" finds "Nato-Russland-Rat", and the whole is found as a phrase of its parts.
# Words that begin with a letter are tried first because most do: that halves the time.
_REST = rf"[^\W_]*(?:[\u00ad\u200c\u200d\u2060{_marks()}]+[^\W_]*)*"
_DATE = r"[0-9]{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?(?![^\W_])"
_DATES = re.compile("[0-9]{4}-[01]")
_WORD = re.compile(rf"[^\W\d_]{_REST}|{_DATE}|[^\W_]{_REST}")


# Nearly every German text is within Windows-1252, and cut several times as fast as bytes.
_SMALL = "cp1252"
_CHARACTERS = bytes(range(256)).decode(_SMALL, "replace")
_PARTED = bytes(n if char.isalnum() else 32 for n, char in enumerate(_CHARACTERS))


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text: its place in code points, half-open, and what it is compared by."""

    start: int
    end: int
    exact: str  # lower case as written, umlauts kept
    folded: str  # the key: spellings of one word share it
    stem: str  # the key without its ending


class _Stems:
    """One Snowball stemmer behind a lock: Snowball's documentation forbids sharing one between threads."""

    def __init__(self, algorithm: str) -> None:
        self._stemmer = Stemmer.Stemmer(algorithm, 0)  # 0: no cache of its own, _Keys is one
        self._lock = Lock()

    def __call__(self, word: str) -> str:
        with self._lock:
            return str(self._stemmer.stemWord(word))


def fold(text: str) -> str:
    """The key of any text, spaces and punctuation kept. Folding a key again changes nothing."""
    return _without_digraphs(_plain(text))


def _without_digraphs(plain: str) -> str:
    if "ae" in plain or "oe" in plain or "ue" in plain:
        return _UMLAUT_E.sub("", plain)
    return plain


def folded_key(name: str) -> str:
    """The key of a name or title, to sort, compare and complete by; white space counts as one space.

    May be empty, when nothing in `name` can be seen.
    """
    return " ".join(fold(name).split())


def tokens(text: str, language: str = "de") -> Iterator[Token]:
    """The words of `text` in order. A language other than German or English is not stemmed."""
    keys = _keys(language)
    for match in _WORD.finditer(text):
        yield Token(match.start(), match.end(), _spelling(match[0]), *keys[match[0].lower()])


def streams(text: str, language: str = "de") -> tuple[str, str]:
    """The keys and the stems of `tokens(text, language)`, each joined by one space.

    Both have the same number of words, so that a phrase is found by either. They hold letters and digits
    only, and the hyphens of dates; no word is longer than MAX_KEY.
    """
    # Lower case first leaves fewer words to remember; for known ones, map over the dict never leaves C.
    words = _words(text.lower())
    if not words:
        return "", ""
    folded, stems = zip(*map(_keys(language).__getitem__, words), strict=True)
    return " ".join(folded), " ".join(stems)


def word_keys(text: str) -> str:
    """The keys of a short text's words with a space before and after each, so that a space and the beginning
    of a word finds it."""
    return f" {keys} " if (keys := streams(text)[0]) else ""


def _words(text: str) -> list[str]:
    """What _WORD finds in a text in lower case."""
    try:
        data = text.encode(_SMALL)
    except UnicodeEncodeError:
        return _WORD.findall(text)
    if b"\xad" in data or ((b"-0" in data or b"-1" in data) and _DATES.search(text)):
        return _WORD.findall(text)  # soft hyphens and dates
    return data.translate(_PARTED).decode(_SMALL).split()


def _keys(language: str) -> "_Keys":
    return _KEYS.get(language[:3].rstrip("-_").lower(), _UNSTEMMED)


def _spelling(word: str) -> str:
    word = unicodedata.normalize("NFC", word).lower()
    return "".join(char for char in word if unicodedata.category(char) != "Cf")


# What _plain makes of the letters of Latin-1 and Latin Extended-A: few words need more than looking them up.
_COMMON: dict[int, str] = {}


def _plain(text: str) -> str:
    """Lower case without marks or what cannot be seen: all of folding but the digraphs."""
    text = text.translate(_COMMON)
    if text.isascii():
        return text.lower()
    # Taken apart twice: a sign may open into capitals (№), a small letter into a mark (ŉ).
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = (char for char in text if unicodedata.category(char) not in ("Mn", "Mc", "Me", "Cf"))
    return "".join(kept).translate(_LETTERS)


def _countable(word: str) -> str:
    if word.isalnum():
        return word
    return "".join(char for char in word if char.isalnum() or char == "-")


def _base(word: str) -> str:
    """The word in plain letters, never empty: the few that fold to nothing that counts stay as they are."""
    return (_countable(_plain(word)) or _countable(word))[:MAX_KEY]


class _Keys(dict[str, tuple[str, str]]):
    """(key, stem) of each lower-case word, worked out when first asked for, for one language.

    Threads share it: two may work out the same word, and both get the same answer. It starts anew when full,
    which costs less than knowing the oldest word at every look.
    """

    def __init__(self, pair: Callable[[str], tuple[str, str]]) -> None:
        super().__init__()
        self._pair = pair

    def __missing__(self, word: str) -> tuple[str, str]:
        if len(self) >= CACHED_WORDS:
            self.clear()
        pair = self[word] = self._pair(_base(word))
        return pair


_COMMON.update({code: _plain(chr(code)) for code in range(0xC0, 0x180)})

_german = _Stems("german")
_english = _Stems("english")


def _german_pair(base: str) -> tuple[str, str]:
    # Stemmed from the key, so that equal keys have equal stems; the stemmer drops umlauts itself.
    folded = _without_digraphs(base)
    return folded, _german(folded)


def _english_pair(base: str) -> tuple[str, str]:
    # Stemmed before the digraphs go, else "issues" ended in "us" and would not meet its singular.
    return _without_digraphs(base), _without_digraphs(_english(base))


def _unstemmed_pair(base: str) -> tuple[str, str]:
    folded = _without_digraphs(base)
    return folded, folded


_KEYS = {"de": _Keys(_german_pair), "en": _Keys(_english_pair)}
_UNSTEMMED = _Keys(_unstemmed_pair)
