"""What holds of every answer, whatever the text, and that long texts take bounded time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.detecting import Stretch
from annotations.quotes import detect, load_weights

from .asked import Blocks, assert_sound

pytestmark = pytest.mark.once

PIECES = (
    *"„“”»«‚‘’'\"›‹!?…–() \n\t😀\u00ad",
    *(", ", ". ", ": ", "\n\n", ",,", "``", "''", '27"', "’90er", "d'Or", "Amsel:", "Petra van der Aa"),
    *("sagte Gerda Amsel", "dass es regnen werde", "er betonte", "es sei kalt", "Der Turm ist rot"),
    *("laut Polizei", "nach Angaben der Stadt", "so Amsel", "zufolge", "ihm zufolge", "demnach", "aus Sicht"),
    *("wie die Behörde mitteilte", "teilte sie mit", "Minister Jan Holm", "Herr Dr. K. Holm", "ein Sprecher"),
    *("gegenüber dem Blatt", "zu Reuters", "Wie", "nach", "Angaben", "von", "der"),
    *("said", "according to", "the spokesman", "He"),
)
TEXTS = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " "])), max_size=40).map(
    lambda pieces: "".join(piece + gap for piece, gap in pieces)
)
KINDS = [
    "paragraph",
    "lead",
    "headline",
    "subhead",
    "answer",
    "question",
    "caption",
    "boilerplate",
    "metadata",
]
CUTS = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 2), st.sampled_from(KINDS)), max_size=12)


def cut(text: str, cuts: list[tuple[int, int, str]]) -> Blocks:
    at, blocks = 0, []
    for size, gap, kind in cuts:
        if at < len(text):
            blocks.append(Stretch(kind, at, min(at + size, len(text))))
            at += size + gap
    return blocks


@settings(max_examples=400, deadline=None)
@given(TEXTS, CUTS, st.sampled_from(["de", "en"]), st.sampled_from(["", "guest"]))
def test_every_answer_is_sound(
    text: str, cuts: list[tuple[int, int, str]], language: str, genre: str
) -> None:
    found = detect(text, language, cut(text, cuts), genre=genre, author="Eva Blum")
    assert_sound(text, found, nested=genre == "guest")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["de", "en"]))
def test_any_text(text: str, language: str) -> None:
    assert_sound(text, detect(text, language, ()))


@settings(max_examples=100, deadline=None)
@given(TEXTS, CUTS)
def test_it_answers_the_same_every_time(text: str, cuts: list[tuple[int, int, str]]) -> None:
    blocks = cut(text, cuts)
    assert detect(text, "de", blocks) == detect(text, "de", blocks)


def test_no_text() -> None:
    assert detect("", "de", ()) == detect(" \n ", "en", ()) == []
    assert detect("", "de", [Stretch("paragraph", 0, 0)]) == []
    assert detect("Nur das hier.", "de", [Stretch("metadata", 0, 13)], genre="guest", author="Eva Blum") == []


def article(count: int) -> str:
    """Paragraphs that name somebody new each."""
    syllables = ["ba", "lo", "mi", "ra", "tu", "ke", "no", "se", "du", "fi"]
    rows = []
    for n in range(count):
        name = "".join(syllables[int(digit)] for digit in str(1000 + n)).capitalize()
        rows.append(
            f"„Das Wetter wird in diesem Jahr nicht besser werden“, sagte Minister Karl {name} am Montag. Er "
            f"betonte, dass es regnen werde. Man müsse warten. Laut {name} sei alles gut. „Wir sehen das "
            f"nicht so“, so die Sprecherin Anna {name}. Das sagte sie mehrmals. Sie sagte, es sei genug."
        )
    return "\n\n".join(rows)


LONG = {
    "an article": article(3500),
    "nested marks": "„a " * 160_000 + "b“ " * 160_000,
    "marks": "„a b c, ‚d" * 100_000,
    "strings": "„Das ist gut so“ und sagte " * 37_000,
    "parted": "„Das ist gut so“, gab und " * 38_000,
    "commas": "a, " * 333_333,
    "frames": "Er sagte, es sei, " * 55_000,
    "sources": "laut Polizei " * 76_000,
    "names": "Jan Holm Petra Amsel " * 47_000,
    "pronouns": "Anna Holm. Er sagte: „Das ist so.“ " * 27_000,
    "one word": "a" * 1_000_000,
    "apostrophes": "a'" * 500_000,
    "dots": "." * 1_000_000,
    "lines": "\n" * 1_000_000,
}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", LONG)
def test_a_million_characters_take_less_than_a_minute(name: str, language: str) -> None:
    text = LONG[name]
    assert len(text) > 900_000
    began = time.process_time()
    found = detect(text, language, ())
    assert time.process_time() - began < 60
    assert (name, language) != ("an article", "de") or len(found) > 12_000


HUNG = {
    "verbs": "sagte der Präsident, ",
    "names": "Karl, der Chef, ",
    "frames": "gab Karl bekannt, ",
    "commas": "a, ",
}


@pytest.mark.parametrize("name", HUNG)
def test_the_weights_take_an_endless_sentence(name: str) -> None:
    """What grows with the square of a sentence takes minutes for one of these."""
    weights = load_weights()
    assert weights
    began = time.process_time()
    detect(HUNG[name] * (60_000 // len(HUNG[name])), "de", (), weights=weights)
    assert time.process_time() - began < 20


def test_many_answers_and_a_long_caption() -> None:
    """What asks for each quote whether an answer holds it, and for each word of a caption where it stands."""
    row = "Amsel: „Ja“, sagte sie. "
    blocks = [Stretch("answer", at, at + len(row)) for at in range(0, len(row) * 20_000, len(row))]
    began = time.process_time()
    assert len(detect(row * 20_000, "de", blocks)) == 20_000
    caption = "".join(f"Wort{n} " for n in range(30_000))
    text = caption + caption[::-1]
    detect(text, "de", [Stretch("caption", 0, len(caption)), Stretch("paragraph", len(caption), len(text))])
    assert time.process_time() - began < 60
