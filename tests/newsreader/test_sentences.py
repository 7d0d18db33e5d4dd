from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.sentences import first_sentence, sentences


@dataclass(frozen=True)
class Block:
    kind: str
    start: int
    end: int


def cut(text: str, language: str = "de") -> list[str]:
    return [text[start:end] for start, end in sentences(text, language=language)]


@pytest.mark.parametrize(
    "parts",
    [
        ["Die Brücke ist gesperrt.", "Wann sie öffnet, ist offen."],
        ["Wirklich?!", "Niemand weiß es …", "Er schwieg."],
        ["„Das reicht nicht.“", "So steht es im Bericht."],
        ['"Das reicht nicht."', "So steht es im Bericht."],
        ["„Das reicht nicht“, sagte Dr. Ada Ölhafen.", "Sie ging."],
        ["„Wer kommt?“ fragte sie.", "Keiner."],
        ["„Halt!“, rief er.", "»Nein.«", "Dann war Ruhe."],
        ["Am 30. März tagt der Rat, am 14. Juni der Ausschuss.", "Mehr ist nicht bekannt."],
        ["Der TSV bleibt in der 2. Liga.", "Das 20. Jahrhundert ist vorbei."],
        [["Es waren 20.", " überraschte viele."][0], "Das überraschte viele."],
        ["Er kam 2014.", "Erst 2016 ging er."],
        ["Sie zahlten 3,5 Mio. Euro und 1.200 Franken.", "Es fehlten 2 Mrd. Kronen."],
        ["Das gilt z. B. Menschen mit Hund, d. h. Haltern, u. a. Pudeln.", "Gut."],
        ["Das gilt z.B. Menschen mit Hund.", "Gut."],
        ["Laut Nr. 5 Abs. 3 Art. 2 ist das ca. Mitte Mai fällig.", "Gut."],
        [["Es gab Brot, Käse usw.", " ging man."][0], "Danach ging man."],
        ["J. D. Muster traf Prof. K. Öztürk in St. Brehl.", "Beide schwiegen."],
        ["Er sagte: „Wir gehen.“", "Dann ging er."],
        ["Die Lage ist klar: Niemand zahlt.", "Alle warten."],
        [["Kaiser Otto II.", " er lange?"][0] + " regierte lange.", "Das war so."],
        ["Es endet so.[1]", "Danach folgt nichts."],
    ],
)
def test_german_sentences(parts: list[str]) -> None:
    assert cut(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["Mr. Vane met Gen. Holt at 5 p.m. on Monday.", "They left."],
        ["The U.S. Senate voted.", "It was close."],
        ["They won 5.", "Then it rained."],
        ["He took bus No. 7 home.", "She said no.", "He left."],
    ],
)
def test_english_sentences(parts: list[str]) -> None:
    assert cut(" ".join(parts), "en") == parts


def test_a_blank_line_ends_a_sentence_and_a_wrapped_line_does_not() -> None:
    assert cut("Ein Satz ohne\nEnde\n\nNoch einer: ja") == ["Ein Satz ohne\nEnde", "Noch einer: ja"]


def test_only_the_given_range_is_cut() -> None:
    text = "Eins. Zwei. Drei."
    assert sentences(text, 6, 12) == [(6, 11)]
    assert sentences(text, 5, 6) == []


@settings(max_examples=150)
@given(st.text(alphabet="aAbÄ1 .!?…:„“\"')[\n-🦊\u00ad", max_size=60), st.integers(0, 20), st.integers(0, 60))
def test_sentences_are_ordered_and_hold_every_visible_character(text: str, start: int, size: int) -> None:
    start = min(start, len(text))
    end = min(start + size, len(text))
    covered: set[int] = set()
    last = start
    for first, after in sentences(text, start, end):
        assert last <= first < after <= end
        assert text[first:after] == text[first:after].strip()
        covered.update(range(first, after))
        last = after
    assert {i for i in range(start, end) if not text[i].isspace()} <= covered


def test_the_label_is_the_first_body_sentence() -> None:
    text = "Foto: Öl\nDie Fähre fährt wieder. Sie ist neu."
    blocks = [Block("credit", 0, 8), Block("paragraph", 9, len(text))]
    assert first_sentence(text, blocks) == "Die Fähre fährt wieder."


def test_a_long_label_ends_at_a_word() -> None:
    text = "Die Fähre nach\nBrehlmünde fährt nach langer Pause wieder jeden Tag"
    label = first_sentence(text, [Block("paragraph", 0, len(text))], limit=30)
    assert label == "Die Fähre nach Brehlmünde …"
    assert len(first_sentence("x" * 200, [Block("paragraph", 0, 200)], limit=30)) <= 30


def test_there_is_a_label_without_body_and_none_without_text() -> None:
    assert first_sentence("Teilen", [Block("boilerplate", 0, 6)]) == "Teilen"
    assert first_sentence("", []) == ""


def test_a_long_run_of_marks_takes_no_time() -> None:
    # Tried from each of its marks again, this would take hours.
    assert sentences("." * 200_000) == [(0, 200_000)]
