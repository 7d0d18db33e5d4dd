"""What the project counts to a passage: sentences, quotation marks, the mark at the end. Strings only."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotations.fitting import PAIRS, Cut, fit, interrupts, next_sentence

ALL, NONE = Cut(), Cut(holds_marks=False, holds_final_mark=False)
STYLES = ["„ “", "‚ ‘", "» «", "› ‹", "« »", "‹ ›", "“ ”", "‘ ’", '" "', "' '", "„ ”"]


def fitted(text: str, words: str, cut: Cut, language: str = "de") -> str:
    start = text.index(words)
    first, last = fit(text, (start, start + len(words)), cut, language)
    return text[first:last]


@pytest.mark.parametrize("style", STYLES)
def test_marks_of_every_style_are_in_or_out(style: str) -> None:
    opens, closes = style.split()
    quoted = f"{opens}Das reicht nicht{closes}"
    text = f"Anna: {quoted}, sagte sie."
    for words in ("Das reicht nicht", quoted, quoted[1:], quoted[:-1]):
        assert fitted(text, words, ALL) == quoted
        assert fitted(text, words, NONE) == "Das reicht nicht"


@pytest.mark.parametrize("style", STYLES)
def test_the_final_mark_inside_of_the_marks(style: str) -> None:
    opens, closes = style.split()
    text = f"Er sagt: {opens}Das reicht.{closes} Dann geht er."
    assert fitted(text, "Das reicht", ALL) == f"{opens}Das reicht.{closes}"
    assert fitted(text, f"{opens}Das reicht.{closes}", NONE) == "Das reicht"
    assert fitted(text, "Das reicht", Cut(holds_marks=False)) == "Das reicht."


@pytest.mark.parametrize(
    ("text", "words", "cut", "expected"),
    [
        ("Die Kosten seien offen. Mehr nicht.", "Die Kosten seien offen", ALL, "Die Kosten seien offen."),
        ("Die Kosten seien offen. Mehr nicht.", "Die Kosten seien offen.", NONE, "Die Kosten seien offen"),
        ("Er fragt: Wirklich?! Ja.", "Wirklich", ALL, "Wirklich?!"),
        ("Sie kam mit Dr. Weiß. Er nicht.", "mit Dr", ALL, "mit Dr"),  # no end of a sentence
        ("Sie kam mit Dr. Weiß. Er nicht.", "mit Dr.", NONE, "mit Dr."),
        ("„Ja“ und „Nein“ sagte er.", "„Ja“ und „Nein“", NONE, "„Ja“ und „Nein“"),  # no pair around it
        ("Er sprach vom „Wunder“ von Bern.", "vom „Wunder“", NONE, "vom „Wunder“"),
        ("Er sprach vom „Wunder“ von Bern.", "vom „Wunder", ALL, "vom „Wunder"),
        ("„Wir öffnen erst, wenn es hält“, sagte sie.", "öffnen erst", ALL, "öffnen erst"),
        ("»Er sagt ›nein‹«, sagte sie.", "Er sagt ›nein‹", ALL, "»Er sagt ›nein‹«"),
        ("»Er sagt ›nein‹«, sagte sie.", "»Er sagt ›nein‹«", NONE, "Er sagt ›nein‹"),
        ("‘That’s it’, she said.", "That’s it", ALL, "‘That’s it’"),
        ("‘That’s it’, she said.", "‘That’s it’", NONE, "That’s it"),
        ("Eins zwei. Drei vier. Fünf.", "zwei. Drei", Cut(True), "Eins zwei. Drei vier."),
        ("Eins zwei. Drei vier.", "zwei", Cut(True, holds_final_mark=False), "Eins zwei"),
        ("Eins zwei.\n\nDrei vier.", "Drei", Cut(True), "Drei vier."),
        ("„“", "„“", NONE, "„“"),  # never empty
        ("...", "...", NONE, "..."),
    ],
)
def test_cases(text: str, words: str, cut: Cut, expected: str) -> None:
    assert fitted(text, words, cut) == expected


PIECES = [*"aäÄ 1,.!?…\n", "\n\n", " Wort ", ". Und", *PAIRS, *"“”‘’«»"]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join)
CUTS = st.builds(Cut, st.booleans(), st.booleans(), st.booleans())


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, tuple[int, int]]:
    text = draw(TEXTS)
    start = draw(st.integers(0, len(text) - 1))
    return text, (start, draw(st.integers(start + 1, len(text))))


@pytest.mark.once
@settings(max_examples=300)
@given(spans(), CUTS)
@example(("«aaa.\n»Ä", (0, 6)), Cut(whole_sentences=True, holds_final_mark=False))
@example(("\n\n…’", (0, 2)), Cut(whole_sentences=True))
def test_what_is_fitted_is_in_the_text_not_empty_and_stays_as_it_is(
    case: tuple[str, tuple[int, int]], cut: Cut
) -> None:
    text, span = case
    start, end = fit(text, span, cut)
    assert 0 <= start < end <= len(text)
    assert fit(text, (start, end), cut) == (start, end)


@pytest.mark.once
@settings(max_examples=300)
@given(spans(), st.booleans())
def test_what_belongs_is_only_ever_added_and_what_does_not_only_taken_away(
    case: tuple[str, tuple[int, int]], whole: bool
) -> None:
    text, (start, end) = case
    first, last = fit(text, (start, end), Cut(whole))
    assert first <= start
    assert end <= last
    first, last = fit(text, (start, end), NONE)
    assert start <= first
    assert last <= end
    taken = text[start:first] + text[last:end]
    assert set(taken) <= set("".join([*PAIRS, *PAIRS.values(), ".!?…"]))


@pytest.mark.parametrize(
    ("text", "first", "second", "expected"),
    [
        ("„Wir öffnen“, sagte Groß, „wenn alles hält.“", "„Wir öffnen“", "„wenn alles hält.“", True),
        ("„Wir öffnen“, sagte Groß, „wenn alles hält.“", "Wir öffnen", "wenn alles hält", True),
        ("»Wir öffnen nicht«, sagte Groß, »wir prüfen.«", "»Wir öffnen nicht«", "»wir prüfen.«", True),
        ("Wir öffnen, so Groß, erst im Mai. Weiß nicht.", "Wir öffnen", "erst im Mai", True),
        ("„Ja.“ Dann ging er. Später: „Nein.“", "„Ja.“", "„Nein.“", False),
        ("„Ja“, sagte er.\n\n„Nein“, sagte sie.", "„Ja“", "„Nein“", False),
        ("Eins zwei drei.", "Eins", "zwei", False),  # no frame
        ("Eins sagt er. Zwei sagt sie.", "Eins", "Zwei", False),
    ],
)
def test_what_interrupts_a_quotation(text: str, first: str, second: str, expected: bool) -> None:
    assert interrupts(text, text.index(first) + len(first), text.index(second)) is expected


@pytest.mark.parametrize("final", [True, False])
def test_edges_go_from_sentence_to_sentence(final: bool) -> None:
    cut = Cut(whole_sentences=True, holds_final_mark=final)
    text = "Eins zwei. „Drei vier.“ Fünf sechs!\n\nSieben."
    span = fit(text, (text.index("zwei"), text.index("zwei") + 1), cut)
    seen = [text[slice(*span)]]
    for step, is_end in ((1, True), (1, True), (1, True), (1, False), (-1, True)):
        span = next_sentence(text, span, step, cut, is_end=is_end)
        seen.append(text[slice(*span)])
    dot, mark = (".", "!") if final else ("", "")
    assert seen[0] == f"Eins zwei{dot}"
    assert seen[2] == f"Eins zwei. „Drei vier.“ Fünf sechs{mark}"
    assert seen[3] == seen[2] + ("!" if not final else "") + f"\n\nSieben{dot}"
    assert seen[4].startswith("„Drei vier.“ Fünf")
    assert seen[5] == f"„Drei vier.“ Fünf sechs{mark}"
