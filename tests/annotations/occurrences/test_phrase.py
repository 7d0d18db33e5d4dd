"""Where a phrase stands in a text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring import snap_to_words
from annotations.occurrences.phrase import occurrences, pattern_of


def found(phrase: str, text: str, *, any_case: bool = False) -> list[str]:
    return [text[start:end] for start, end in occurrences(pattern_of(phrase, any_case=any_case), text)]


@pytest.mark.parametrize(
    ("phrase", "text", "there"),
    [
        ("Nato", "Die Nato tagt, sagt die Nato.", ["Nato", "Nato"]),
        ("Nato", "Die NATO, der Nato-Gipfel und Natos Chef", []),
        ("Änne Groß", "Änne  Groß, Änne\nGroß und „Änne Groß“", ["Änne  Groß", "Änne\nGroß", "Änne Groß"]),
        ("Änne Groß", "Änne\n\nGroß", []),
        ("Donaudampf", "Donau\u00addampf 🚧", ["Donau\u00addampf"]),
        ("2,5", "2,5 Millionen, 12,5 und 2,55", ["2,5"]),
        ("a.b", "a.b axb", ["a.b"]),
        ("Änne", "A\u0308nne", []),
    ],
)
def test_whole_words_letter_by_letter(phrase: str, text: str, there: list[str]) -> None:
    assert found(phrase, text) == there


def test_capitals_do_not_matter_where_it_is_asked_for() -> None:
    assert found("nato", "NATO, Nato, nato-nah", any_case=True) == ["NATO", "Nato"]


LETTERS = st.sampled_from([*"aBß-.,' \n", "ä", "\u00ad", "🚧", "\u200d", "\u0301", "„"])


def seen(phrase: str) -> bool:
    return bool(phrase.replace("\u00ad", "").strip())


@given(st.text(LETTERS, min_size=1, max_size=8).filter(seen), st.text(LETTERS, max_size=60))
def test_what_is_found_is_the_phrase_and_no_word_is_cut(phrase: str, text: str) -> None:
    for start, end in occurrences(pattern_of(phrase), text):
        assert snap_to_words(text, start, end) == (start, end)
        words = text[start:end].replace("\u00ad", "")
        assert re.sub(r"\s", "", words) == re.sub(r"\s", "", phrase.replace("\u00ad", ""))
