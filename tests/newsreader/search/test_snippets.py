import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.search.query import parse
from newsreader.search.snippets import snippet

TEXT = "Museum am Markt\n\nDas alte Dach hält noch zehn Jahre, sagte sie.\nDie Dächer 🏠 der Stadt."


def marked(text: str, query: str, width: int = 160) -> str:
    parts = snippet(text, parse(query).tree, width)
    return "".join(f"[{part}]" if hit else part for part, hit in parts)


def test_marks_the_hits_of_the_first_line_that_has_one() -> None:
    assert marked(TEXT, "dach") == "Das alte [Dach] hält noch zehn Jahre, sagte sie."
    assert marked(TEXT, "stadt") == "Die Dächer 🏠 der [Stadt]."


def test_marks_endings_phrases_and_beginnings() -> None:
    assert marked(TEXT, "jahr") == "Das alte Dach hält noch zehn [Jahre], sagte sie."
    assert marked(TEXT, '"noch zehn jahre"') == "Das alte Dach hält [noch zehn Jahre], sagte sie."
    assert marked(TEXT, "muse*") == "[Museum] am Markt"


def test_does_not_mark_what_is_ruled_out() -> None:
    assert marked(TEXT, "markt -dach") == "Museum am [Markt]"
    assert marked(TEXT, "-dach") == ""


def test_is_short_and_ends_at_words() -> None:
    text = "vorher " * 50 + "Dach " + "nachher " * 50
    shown = marked(text, "dach", 60)
    assert shown.startswith("… vorher ") and shown.endswith(" nachher …")
    assert "[Dach]" in shown and len(shown) < 70


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("Die Brücken, die Bruecke", "brucke", "Die [Brücken], die [Bruecke]"),
        ("An der Straße, an der Strasse", "strasse", "An der [Straße], an der [Strasse]"),
        ("Caf\u00e9 und Cafe\u0301s", "cafe", "[Café] und [Cafe\u0301s]"),
        ("Ein Soft\u00adhyphen", "softhyphen", "Ein [Soft\u00adhyphen]"),
        ("Der Donau\u00addampf ist kein Dampf", "dampf", "Der Donau\u00addampf ist kein [Dampf]"),
        ("Happy people, happier people", "happy", "[Happy] people, happier people"),
        ("Oberbürgermeister und Bürgermeister", "bürgermeister", "Oberbürgermeister und [Bürgermeister]"),
        ("Über İstanbul: das Dach", "dach", "Über İstanbul: das [Dach]"),
        ("Am 2017-03-30 das Dach", "2017-03-30", "Am [2017-03-30] das Dach"),
    ],
)
def test_marks_every_spelling_of_a_word(text: str, query: str, shown: str) -> None:
    language = "en" if "people" in text else "de"
    parts = snippet(text, parse(query).tree, language=language)
    assert "".join(f"[{part}]" if hit else part for part, hit in parts) == shown


def test_nothing_to_show() -> None:
    assert snippet(TEXT, None) == []
    assert marked(TEXT, "turm") == ""
    assert marked(TEXT, '"markt das alte"') == ""


@settings(max_examples=60, deadline=None)
@given(st.text("aäß 🏠\nDach-", max_size=80), st.integers(1, 40))
def test_a_snippet_stands_in_the_text(text: str, width: int) -> None:
    parts = snippet(f"{text} Dach {text}", parse("dach").tree, width)
    assert any(hit for _, hit in parts)
    shown = "".join(part for part, _ in parts).removeprefix("… ").removesuffix(" …")
    assert shown in f"{text} Dach {text}"


def test_finds_its_place_in_a_line_without_end() -> None:
    text = "Wort " * 20_000 + "das alte Dach hält " + "Wort " * 20_000
    assert "Wort das [alte Dach] hält Wort" in marked(text, '"alte dach"')
    assert marked("x" * 5_000 + " Dach", "dach").endswith(" [Dach]")
