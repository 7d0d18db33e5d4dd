"""Bodies and interviews, the five files that acceptance names, and that no character is ever lost."""

import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.importing.decode import decode
from newsreader.importing.structure import structure
from tests.newsreader.importing.shapes import (
    BODY_1,
    BODY_2,
    BODY_3,
    article,
    assert_whole,
    kinds,
    shape,
    values,
)

SHARED = Path(__file__).resolve().parents[4] / "shared" / "articles"


def shared(name: str) -> str:
    path = next(SHARED.glob(f"{name}_*.txt"), None) if SHARED.is_dir() else None
    if path is None:
        pytest.skip("../shared/articles is not on this machine")
    return decode(path.read_bytes()).text


def test_000_has_no_headline_and_a_byline_with_a_credit_in_its_last_line() -> None:
    text = shared("000")
    assert "title" not in values(text)
    assert values(text) == {"author": "Alain Kniebs", "credit": "Archivbild: Philippe Huguen/AFP"}
    assert kinds(text) == ["paragraph"] * 6 + ["byline", "credit"]


def test_001_has_share_lines_a_repeating_caption_and_furniture_below() -> None:
    text = shared("001")
    found = values(text)
    assert found["title"] == "Ukraine-Krise Nato: Gibt signifikante Differenzen mit Russland"
    assert (found["source"], found["credit"]) == ("Handelsblatt", "AP")
    assert kinds(text) == (
        ["headline", "lead", "boilerplate", "boilerplate", "caption"]
        + ["paragraph"] * 6
        + ["boilerplate"] * 3
    )
    assert dict(shape(text))["caption"].endswith("Quelle: AP")


def test_002_begins_with_a_month() -> None:
    text = shared("002")
    assert values(text) == {"published": "2017-03"}
    assert shape(text)[0] == ("metadata", "date 2017-03")
    assert kinds(text)[1:] == ["paragraph"] * 9


def test_003_has_set_off_quotations_and_no_subheads() -> None:
    text = shared("003")
    assert kinds(text) == ["headline", "lead"] + ["paragraph"] * 12
    assert values(text)["title"].startswith("NATO-Generalsekretär: Allianz")


def test_004_has_its_caption_first_a_dateline_and_three_subheads() -> None:
    text = shared("004")
    assert values(text)["credit"] == "dpa/Virginia Mayo"
    assert kinds(text)[:4] == ["caption", "lead", "dateline", "paragraph"]
    assert dict(shape(text))["dateline"] == "Brüssel -"
    assert [part for kind, part in shape(text) if kind == "subhead"] == [
        "Die Nato ist bereit zur Verteidigung",
        "Nato unterstützt Ukraine seit vielen Jahren",
        "Russland will die Geschichte umschreiben",
    ]
    assert "title" not in values(text)


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n \n\n"])
def test_subheads(gap: str) -> None:
    text = article(
        "Brehlmünde erneuert seine Fähre", BODY_1, "Widerstand im Rat", BODY_2, "Was folgt?", BODY_3, gap=gap
    )
    assert [part for kind, part in shape(text) if kind == "subhead"] == ["Widerstand im Rat", "Was folgt?"]


@pytest.mark.parametrize(
    "line", ["Das ist alles.", "„Wir bleiben hier“", "Sie sagte:", '"Wir bleiben."', "und weiter"]
)
def test_short_paragraphs_that_are_no_subheads(line: str) -> None:
    assert "subhead" not in kinds(article(BODY_1, line, BODY_2))


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    paragraphs = [textwrap.fill(body, 68) for body in (BODY_1, BODY_2, BODY_3)]
    text = article("Brehlmünde erneuert seine Fähre", *paragraphs)
    assert [part for _, part in shape(text)] == ["Brehlmünde erneuert seine Fähre", *paragraphs]
    assert kinds(text)[0] == "headline"


def test_a_poem_has_no_heading() -> None:
    text = "Der Nebel steigt\nund alles schweigt,\nein Boot legt an\nund dann"
    assert set(kinds(text)) == {"paragraph"}


@pytest.mark.parametrize("text", ["Nur eine Zeile", BODY_1, "„Nein.“", "Ja"])
def test_one_line_is_a_paragraph(text: str) -> None:
    assert shape(text) == [("paragraph", text)]


def test_quotations_alone_are_paragraphs() -> None:
    text = "\n\n".join(f"„{line}“" for line in ("Wir zahlen nicht", BODY_3, "Nie wieder", BODY_3))
    assert set(kinds(text)) == {"paragraph"}


def test_an_english_article() -> None:
    text = article(
        "Council renews its ferry", "By Ada Miller", "Published January 12, 2022",
        "BRUSSELS (Reuters) - The council of Brehl has voted to renew its old ferry, which crosses the river "
        "twice an hour.",
        "The work begins in spring and ends, if all goes well, before the first snow falls.",
        "Advertisement", "© 2022 Brehl Observer Ltd. All rights reserved.",
    )  # fmt: skip
    assert kinds(text) == [
        "headline",
        "byline",
        "metadata",
        "dateline",
        "paragraph",
        "paragraph",
        "boilerplate",
        "boilerplate",
    ]
    found = values(text, "en")
    assert (found["published"], found["author"], found["source"]) == (
        "2022-01-12",
        "Ada Miller",
        "Brehl Observer",
    )


def test_an_interview_by_labels() -> None:
    text = article(
        "„Die Fähre bleibt“", BODY_1, "Bote: Frau Ölhafen, wer zahlt?", "Ölhafen: Das Land und wir.",
        "Davon war immer die Rede.", "Bote: Und wenn es teurer wird?", "Ölhafen: Dann reden wir neu.",
        "Bote: Wann ist es so weit?", "Ölhafen: Im Frühjahr.",
    )  # fmt: skip
    assert kinds(text)[2:] == ["question", "answer", "answer", "question", "answer", "question", "answer"]
    assert values(text)["genre"] == "interview"


def test_an_interview_whose_answers_have_no_label() -> None:
    text = article(
        *("SPIEGEL: Wer zahlt?", BODY_1, "SPIEGEL: Und dann?", BODY_2, "SPIEGEL: Wann?", BODY_3), gap="\n"
    )
    assert kinds(text) == ["question", "answer"] * 3


def test_an_interview_by_alternation() -> None:
    text = article(
        "Die Bürgermeisterin über ihre Fähre", BODY_1, "Frau Ölhafen, wer zahlt das alles?", BODY_2,
        "Und wenn es teurer wird?", BODY_3, BODY_1, "Wann ist es so weit?", BODY_2,
    )  # fmt: skip
    assert kinds(text)[2:] == ["question", "answer", "question", "answer", "answer", "question", "answer"]


def test_colons_and_one_question_are_no_interview() -> None:
    text = article(
        BODY_1,
        "Rat: Er stimmt zu, wenn auch mit Murren, und vertagt sich dann.",
        "Wer zahlt?",
        BODY_2,
        BODY_3,
    )
    assert not {"question", "answer"} & set(kinds(text))


_LINES = st.sampled_from(
    [BODY_1, BODY_2, "Widerstand im Rat", "Foto: dpa/Ina Lot", "Von Max Müller", "12.01.2022",
     "Titel: Öl", "Öl", "Berlin (dpa) - " + BODY_3, "SPIEGEL: Wer?", "Rat: So.", "Teilen",
     "date 2017-03 Neu", "Max Müller - Foto: AFP", "© Bote GmbH", "Mehr zum Thema", "dpa", "„Nein“",
     "", "  ", "🦊", "Was nun?", "und weiter ohne", "Kultur",
     "Öl - SPIEGEL ONLINE und so weiter - SPIEGEL ONLINE", BODY_2 + " (dpa)", "Lead: " + BODY_1]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(_LINES, min_size=1, max_size=12), st.sampled_from(["\n", "\n\n"]))
def test_no_character_is_lost_in_any_order_of_lines(lines: list[str], gap: str) -> None:
    text = gap.join(lines)
    assert_whole(text, structure(text))


@settings(max_examples=150)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=120))
def test_no_character_is_lost_in_any_text(text: str) -> None:
    assert_whole(text, structure(text))


def test_a_table_of_contents_is_no_interview() -> None:
    asked = ("Worum geht es?", "Was sagen die Gegner?", "Wie geht es weiter?")
    text = article(
        "Streit um die Fähre", BODY_1, "Inhalt", *asked, asked[0], BODY_2, asked[1], BODY_3, asked[2], BODY_2
    )
    assert kinds(text)[2:] == ["boilerplate"] * 4 + ["subhead", "paragraph"] * 3


def test_an_interview_with_full_names_first() -> None:
    text = article(
        "DIE ZEIT: Frau Ölhafen, wer zahlt?", "Ada Ölhafen: Das Land und wir.",
        "ZEIT: Und wenn es teurer wird?",
        "Ölhafen: Dann reden wir neu.", "ZEIT: Das klingt müde.", "Ölhafen: Nein.",
    )  # fmt: skip
    assert kinds(text) == ["question", "answer"] * 3
