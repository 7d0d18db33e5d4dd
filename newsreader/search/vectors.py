"""The literals of PostgreSQL's tsvectors, made here, never by a parser of the database.

A tsvector keeps positions up to 16,383, at most 256 of one word, and less than 1 MB in all. So that a phrase
is found in a long text too, an article has as many rows as those limits ask for (most have one), and
neighbouring rows share as many words as the longest phrase has, less one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from .query import MAX_WORDS

POSITIONS = 16_383  # of a tsvector
OCCURRENCES = 255  # of one word in a tsvector
BYTES = 800_000  # of the words of one row; with at most 5 more for each of 16,383 it stays below 1 MB

_PLACES = [str(n) for n in range(1, POSITIONS + 1)]


def vectors(keys: str, stems: str) -> Iterator[tuple[int, str, str]]:
    """(part, keys, stems) for each row that the two streams of words need."""
    both = keys.split(" "), stems.split(" ")
    if 4 * max(len(keys), len(stems)) <= BYTES and (whole := _whole(*both)):
        yield 0, *whole
        return
    for part, (some_keys, some_stems) in enumerate(parts(*both)):
        yield part, vector(some_keys), vector(some_stems)


def _whole(keys: list[str], stems: list[str]) -> tuple[str, str] | None:
    """Both literals for words that fit into one row, as nearly all texts do; None where they might not.

    Quick because the places of a stem are those of its keys. The database sorts them.
    """
    if len(keys) > POSITIONS:
        return None
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word, place in zip(keys, _PLACES, strict=False):
        found[word].append(place)
    stem_of = dict(zip(keys, stems, strict=True))
    if [*map(stem_of.__getitem__, keys)] != stems:
        return None  # English: one key of two words with different stems
    of_keys = {word: ",".join(places) for word, places in found.items()}
    of_stems: dict[str, str] = {}
    for word, stem in stem_of.items():
        places = of_keys[word]
        of_stems[stem] = f"{of_stems[stem]},{places}" if stem in of_stems else places
    if any(len(places) > 2 * OCCURRENCES - 2 for places in of_stems.values()):
        return None
    return _literal(of_keys), _literal(of_stems)


def vector(words: Sequence[str]) -> str:
    """A tsvector literal: each word with its positions, counted from 1. At most POSITIONS words."""
    places: dict[str, str] = {}
    for word, place in zip(words, _PLACES, strict=False):
        places[word] = f"{places[word]},{place}" if word in places else place
    return _literal(places)


def _literal(places: dict[str, str]) -> str:
    places.pop("", None)  # an empty text has one empty word
    words = "".join(places)
    if "'" not in words and "\\" not in words:  # as ever; asked once and not of each word
        return " ".join([f"'{word}':{found}" for word, found in places.items()])
    return " ".join([f"{quoted(word)}:{found}" for word, found in places.items()])


def parts(keys: list[str], stems: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """The two streams, cut at equal places so that each part stays within the limits of a tsvector."""
    start = 0
    while (end := min(_reach(keys, start), _reach(stems, start))) < len(keys):
        yield keys[start:end], stems[start:end]
        start = end - MAX_WORDS + 1
    yield keys[start:], stems[start:]


def _reach(words: list[str], start: int) -> int:
    """The end of the longest part that may begin at `start`."""
    if not start and _is_short(words):
        return len(words)
    counts: dict[str, int] = {}
    room = BYTES
    end = min(start + POSITIONS, len(words))
    for n in range(start, end):
        word = words[n]
        count = counts[word] = counts.get(word, 0) + 1
        room -= len(word.encode()) if count == 1 else 0
        if count > OCCURRENCES or room < 0:
            return n
    return end


def _is_short(words: list[str]) -> bool:
    """Whether all fit into one part; most texts do, and counting is quicker than walking."""
    if len(words) > POSITIONS or 4 * sum(map(len, words)) > BYTES:
        return False
    return max(Counter(words).values()) <= OCCURRENCES


def quoted(word: str) -> str:
    # Words hold neither; doubled all the same, so that this file is safe by itself.
    if "'" in word or "\\" in word:
        word = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{word}'"
