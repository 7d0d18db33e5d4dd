"""Quotation marks in pairs: every style, nested, over paragraphs, unclosed, and what only looks like one."""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.quotes.marks import MARKS, Pair, pairs

pytestmark = pytest.mark.once

STYLES = ["„“", "»«", "«»", '""', "“”", "„”", '„"', "‚‘", "‚’", "›‹", "‹›", "''", "‘’", "«“", "„»"]
LETTERS = "abÄö9 .,:!?–-(\n"


def found(text: str) -> list[Pair]:
    return pairs(text, [(0, len(text))])


def quoted(text: str) -> list[str]:
    """The words of the outermost pairs."""
    return [text[pair.start : pair.end] for pair in found(text) if not pair.depth]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "frame", ["{}", "{}, rief sie.", "Sie rief: {}", "Ob {} stimmt?", "({})", "Da –{}– war", "\n{}\n"]
)
def test_styles(style: str, frame: str) -> None:
    words = f"{style[0]}Überall blüht der Mohn 🌺{style[1]}"
    text = frame.format(words)
    assert quoted(text) == [words]
    (pair,) = found(text)
    assert (pair.opener, pair.closer, pair.closed) == (style[0], style[1], True)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("inner", ["Mohn.", "Mohn!", "Mohn …", "(Mohn)", "12 %", "…Mohn", "5"])
def test_what_stands_beside_the_marks_within(style: str, inner: str) -> None:
    words = f"{style[0]}{inner}{style[1]}"
    assert quoted(f"Er schrieb {words} an die Wand") == [words]


@pytest.mark.parametrize("style", STYLES)
def test_interrupted_by_its_frame(style: str) -> None:
    a, b = style[0], style[1]
    text = f"{a}Der Mohn blüht{b}, rief sie, {a}bald ist er fort.{b}"
    assert quoted(text) == [f"{a}Der Mohn blüht{b}", f"{a}bald ist er fort.{b}"]


@pytest.mark.parametrize("outer", ["„“", "»«", "«»", '""', "“”", "„”", '„"'])
@pytest.mark.parametrize("inner", ["‚‘", "›‹", "‹›", "''", "‘’"])
def test_nested(outer: str, inner: str) -> None:
    text = f"{outer[0]}Sie sagt: {inner[0]}Komm heim{inner[1]}, und er geht{outer[1]}, hieß es."
    first, second = found(text)
    assert (first.start, first.end, first.depth) == (0, text.index(", hieß"), 0)
    assert text[second.start : second.end] == f"{inner[0]}Komm heim{inner[1]}"
    assert second.depth == 1


def test_nested_at_the_edges() -> None:
    text = "„‚Komm heim‘, sagt sie ‚bald‘“"
    assert [(pair.start, pair.end, pair.depth) for pair in found(text)] == [
        (0, len(text), 0),
        (1, 12, 1),
        (23, 29, 1),
    ]


def test_double_marks_within_double_ones() -> None:
    text = "„Das Buch „Roter Mohn“ liegt hier“, sagte er."
    outer, inner = found(text)
    assert text[outer.start : outer.end] == "„Das Buch „Roter Mohn“ liegt hier“"
    assert text[inner.start : inner.end] == "„Roter Mohn“" and inner.depth == 1


@pytest.mark.parametrize(("opener", "closer"), [("„", "“"), ("»", "«"), ('"', '"'), ("“", "”")])
def test_an_opener_at_each_paragraph_and_one_closer(opener: str, closer: str) -> None:
    rows = [
        f"{opener}Erst kam der Mohn.",
        f"{opener}Dann kam der Klee.",
        f"{opener}Dann nichts mehr.{closer}",
    ]
    text = "\n\n".join(rows) + " So endet es."
    (pair,) = found(text)
    assert (pair.start, pair.closed) == (0, True)
    assert [text[start:end] for start, end in pair.parts] == rows
    assert pair.end == pair.parts[-1][1]


def test_paragraphs_as_stretches_of_their_own() -> None:
    text = "„Erst Mohn. | „Dann Klee.“ Ende"
    (pair,) = pairs(text, [(0, 11), (14, len(text))])
    assert [text[start:end] for start, end in pair.parts] == ["„Erst Mohn.", "„Dann Klee.“"]


def test_one_that_is_never_closed_ends_with_its_paragraph() -> None:
    text = "Er rief: „Der Mohn blüht.\n\nNiemand kam. „Schade“, sagte er."
    first, second = found(text)
    assert (text[first.start : first.end], first.closed, first.closer) == ("„Der Mohn blüht.", False, "")
    assert text[second.start : second.end] == "„Schade“" and second.closed


def test_a_single_mark_that_is_never_closed_is_none() -> None:
    assert found("Er rief ‚Mohn und ging") == []


def test_an_open_single_mark_hides_no_quotation() -> None:
    assert quoted("Die ‚Rote. „Wir gehen heim“, sagte sie.") == ["„Wir gehen heim“"]


@pytest.mark.parametrize(
    "text",
    [
        "Merkel's Mohn und Hans’ Klee",
        "So geht's, so ging’s",
        "Der Coup d’Or und d'Or",
        "In den ’90er Jahren, in den '90ern",
        "Hast du 'ne Idee für Hans’ Garten?",
        "Rock 'n' Roll",
        "Er ist 6' groß, das Brett 12\" breit",
        "20.000' hoch",
        "„",
        "“",
        "''",
        "Er kam.“",
        "“ ",
    ],
)
def test_what_is_no_quotation(text: str) -> None:
    assert [pair for pair in found(text) if pair.end - pair.start > 2] == []


@pytest.mark.parametrize(
    "words",
    [
        "„Merkel's Mohn blüht“",
        "„Das ist Hans’ Klee, nicht meiner“",
        "„Es geht's keiner an, geht’s?“",
        "„In den ’90er Jahren war Hans’ Garten leer“",
        "„Hast du 'ne Idee?“",
        "„Ein Film: ‚d’Or‘ und ‚geht's‘“",
        '„Der 27"-Schirm ist kaputt“',
        "„Ein Brett von 12\" und eins von 6' Länge“",
        '»Ein 12" Brett«',
    ],
)
def test_apostrophes_and_inches_close_nothing(words: str) -> None:
    assert quoted(f"Gut. {words}, sagte er. Hans’ Klee wächst. „Ja“") == [words, "„Ja“"]


def test_a_word_that_begins_with_an_apostrophe_opens_nothing() -> None:
    assert quoted("In den ’90er Jahren. „Das war Hans’ Haus“, sagte sie.") == ["„Das war Hans’ Haus“"]


def test_a_short_name_before_an_inch_like_mark_is_closed_by_it() -> None:
    assert quoted('Das Schiff "Mohn 5" und das Schiff "Klee 6"') == ['"Mohn 5"', '"Klee 6"']


def test_several_stretches_are_apart() -> None:
    text = "„offen| und zu“"
    assert [pair.closed for pair in pairs(text, [(0, 6), (7, len(text))])] == [False]


TEXTS = st.text(st.sampled_from([*sorted(MARKS), *LETTERS]), max_size=60)
PIECES = st.lists(
    st.sampled_from([*sorted(MARKS), ",,", "``", "''", "Mohn", " ", "’90er", "12", ". ", "\n\n", "\n", "'s"]),
    max_size=40,
).map("".join)


@given(TEXTS | PIECES, st.lists(st.integers(0, 60), max_size=6))
def test_pairs_never_cross(text: str, cuts: list[int]) -> None:
    edges = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    stretches = list(pairwise(edges))
    around: list[Pair] = []
    past = 0
    for pair in pairs(text, stretches):
        assert past <= pair.start < pair.end <= len(text)
        past = pair.start
        assert text.startswith(pair.opener, pair.start)
        assert pair.closed == bool(pair.closer) and text[: pair.end].endswith(pair.closer)
        ends = [place for part in pair.parts for place in part]
        assert ends == sorted(ends) and (ends[0], ends[-1]) == (pair.start, pair.end)
        around = [each for each in around if each.end > pair.start]
        assert all(pair.end <= each.end for each in around)
        assert pair.depth == len(around)
        around.append(pair)


HOSTILE = {
    "openers": "„" * 100_000,
    "openers of words": "„a " * 100_000,
    "single openers": "‚a " * 100_000,
    "straight": '"' * 100_000,
    "single after single": "'a " * 100_000,
    "opened, then closed": "„a " * 50_000 + "b“ " * 50_000,
    "singles, then doubles": "‚a " * 50_000 + "b“ " * 50_000,
    "alternating": "„a ‚b " * 50_000,
    "a paragraph each": "„a\n\n" * 100_000,
    "measures": "„" + '5" ' * 100_000,
    "blank": "\n " * 300_000,
    "any": "".join(random.Random(5).choices([*sorted(MARKS), "a", " ", "\n"], k=250_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hundred_thousand_marks_take_less_than_two_seconds(name: str) -> None:
    text = HOSTILE[name]
    began = time.process_time()
    found(text)
    assert time.process_time() - began < 2
