from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring import REASONS, SpanError, check, quote, snap_to_words

# What a reader sees as one character each, though most are several code points.
CHARACTERS = [
    *"aÄß9א ع\n-’.,!„",
    "\u00a0",
    "e\u0301",
    "g\u0308\u0323",
    "\u0644\u0651\u064e",  # an Arabic letter with two vowel signs
    "\u05e9\u05c1\u05b8",  # a Hebrew letter with its points
    "한",
    "\u1112\u1161\u11ab",  # the same, taken apart
    "👩‍👩‍👧‍👦",
    "🏳️‍🌈",
    "👍🏽",
    "❤️",
    "1️⃣",
    "🇩🇪",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    " \u0308",  # a space that carries a mark
]

characters = st.lists(st.sampled_from(CHARACTERS), min_size=1, max_size=14)
texts = st.one_of(characters.map("".join), st.text(min_size=1, max_size=40))


@st.composite
def selections(draw: st.DrawFn, source: st.SearchStrategy[str] = texts) -> tuple[str, int, int]:
    text = draw(source)
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


def snapped(text: str, part: str) -> str:
    start = text.index(part)
    first, last = snap_to_words(text, start, start + len(part))
    return text[first:last]


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("Die Außenministerin betonte", "ministerin bet", "Außenministerin betonte"),
        ("Er sagte: „Nein.“", " sagte: ", "sagte:"),
        ("im Nato-Russland-Rat heute", "Russ", "Nato-Russland-Rat"),
        ("im Nato-Russland-Rat heute", "-", "Nato-Russland-Rat"),
        ("Nord- und Südkorea", "Nor", "Nord"),
        ("Wie geht’s dir", "geht", "geht’s"),
        ("‚Nein‘ – ja", "ein", "Nein"),
        ("rund 3,5 Prozent, sagte er", "5 Proz", "3,5 Prozent"),
        ("Ende 2017. Danach", "201", "2017"),
        ("der Ver\u00adteidi\u00adgungs\u00adetat", "gungs", "Ver\u00adteidi\u00adgungs\u00adetat"),
        ("A\u0308rger gross", "rg", "A\u0308rger"),
        ("Danke👩‍👩‍👧‍👦!", "👧", "👩‍👩‍👧‍👦"),
        ("❤️Liebe", "Lie", "Liebe"),
        ("🇩🇪🇫🇷", "🇫", "🇫🇷"),
        ("🇩🇪🇫🇷", "🇩", "🇩🇪"),
        ("قال الوزير اليوم", "وز", "الوزير"),
        ("אמר השׁר היום", "ש", "השׁר"),
    ],
)
def test_a_selection_grows_to_whole_words(text: str, part: str, expected: str) -> None:
    assert snapped(text, part) == expected


def test_a_selection_of_white_space_stays() -> None:
    assert snap_to_words("a \n b", 1, 4) == (1, 4)
    assert snap_to_words("Danke\u200d bis", 6, 7) == (6, 7)


def test_a_mark_does_not_hold_on_to_the_line_before() -> None:
    assert snap_to_words("Nein\n\u0308ja", 0, 5) == (0, 4)


def test_a_long_run_of_marks_or_flags_is_quick() -> None:
    text = "a" + "\u0301" * 50_000 + "🇩" * 50_000
    assert snap_to_words(text, 20_000, 20_001) == (0, 50_001)
    assert snap_to_words(text, 99_999, 100_000) == (99_999, 100_001)


@given(selections())
def test_snapping_again_changes_nothing(selection: tuple[str, int, int]) -> None:
    text, start, end = selection
    once = snap_to_words(text, start, end)
    assert snap_to_words(text, *once) == once


@given(selections())
def test_snapping_loses_white_space_only_and_is_never_empty(selection: tuple[str, int, int]) -> None:
    text, start, end = selection
    first, last = snap_to_words(text, start, end)
    assert 0 <= first < last <= len(text)
    assert text[start : max(start, first)].strip() == ""
    assert text[min(last, end) : end].strip() == ""


@given(characters, st.data())
def test_no_edge_halves_what_is_seen_as_one_character(pieces: list[str], data: st.DataObject) -> None:
    text, start, end = data.draw(selections(st.just("".join(pieces))))
    first, last = snap_to_words(text, start, end)
    edges = {0, *accumulate(map(len, pieces))}
    assert {first, last} <= edges


def test_spans_are_joined_where_something_is_left_out() -> None:
    text = "„Wir ängstigen uns“, sagte sie, „nicht.“ 😀"
    assert quote(text, [(1, 18), (33, 39)]) == "Wir ängstigen uns […] nicht."


def test_good_spans_pass() -> None:
    check([(0, 3), (3, 4), (9, 10)], 10)


@pytest.mark.parametrize(
    ("spans", "code"),
    [
        ([], "none"),
        ([(at, at + 1) for at in range(101)], "too_many"),
        ([(4, 4)], "empty"),
        ([(5, 4)], "empty"),
        ([(-1, 4)], "outside"),
        ([(0, 1), (100, 201)], "outside"),
        ([(5, 8), (0, 3)], "unordered"),
        ([(0, 5), (4, 8)], "unordered"),
    ],
)
def test_impossible_spans_are_refused_with_a_reason(spans: list[tuple[int, int]], code: str) -> None:
    with pytest.raises(SpanError) as caught:
        check(spans, 200)
    assert caught.value.code == code
    assert str(caught.value) == REASONS[code]
