"""Shapes of scraped news, each with sentences made up for it, and the five files that acceptance names."""

import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.importing.blocks import BLOCK_KINDS
from newsreader.importing.decode import decode
from newsreader.importing.structure import Structure, structure

SHARED = Path(__file__).resolve().parents[4] / "shared" / "articles"

BODY_1 = (
    "Der Gemeinderat von Brehlmünde hat am Dienstag beschlossen, die alte Fähre zu erneuern. Die Kosten von "
    "vier Millionen Euro trägt zur Hälfte das Land, wie Bürgermeisterin Ada Ölhafen mitteilte."
)
BODY_2 = (
    "Gegner des Vorhabens kündigten Widerstand an. „Wir werden jede Rechnung prüfen“, sagte der Sprecher der "
    "Initiative, Emil Sandt, nach der Sitzung im Rathaus."
)
BODY_3 = (
    "Im Frühjahr soll die Werft mit den Arbeiten beginnen. Bis dahin fährt ein kleineres Schiff, das nur "
    "Fußgänger und Räder mitnimmt, und zwar einmal in der Stunde."
)


def shape(text: str) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in structure(text).blocks]


def kinds(text: str) -> list[str]:
    return [kind for kind, _ in shape(text)]


def values(text: str, language: str = "de") -> dict[str, str]:
    return {key: value.value for key, value in structure(text, language).metadata.items()}


def article(*lines: str, gap: str = "\n\n") -> str:
    return gap.join(lines)


def assert_whole(text: str, found: Structure) -> None:
    """Nothing lost, nothing twice, no outer white space, and the headline is the title."""
    last = 0
    for block in found.blocks:
        assert block.kind in BLOCK_KINDS
        assert block.origin.startswith("rule:")
        assert last <= block.start < block.end <= len(text)
        assert not text[last : block.start].strip()
        inside = text[block.start : block.end]
        assert inside == inside.strip()
        if block.kind == "headline":
            assert " ".join(inside.split()) == found.metadata["title"].value
        last = block.end
    assert not text[last:].strip()
    assert sum(block.kind == "headline" for block in found.blocks) <= 1


# --- the five files of acceptance ---


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


# --- heads ---


def test_kicker_headline_lead_byline_and_date() -> None:
    text = article(
        "Fährstreit", "Brehlmünde erneuert seine Fähre", "Die Stadt zahlt die Hälfte, das Land den Rest.",
        "Von Ada Müller-Lüdt und Jon Vane, Brehlmünde", "12.01.2022, 14:35 Uhr", BODY_1, BODY_2,
    )  # fmt: skip
    assert kinds(text) == ["kicker", "headline", "lead", "byline", "metadata", "paragraph", "paragraph"]
    found = values(text)
    assert found["author"] == "Ada Müller-Lüdt und Jon Vane"
    assert (found["published"], found["kicker"]) == ("2022-01-12", "Fährstreit")


def test_a_headline_with_colon_and_quotes() -> None:
    text = article("Ölhafen zur Fähre: „Wir zahlen keinen Euro mehr“", BODY_1, BODY_2, gap="\n")
    assert kinds(text)[0] == "headline"


@pytest.mark.parametrize("headline", ["Wer zahlt die Fähre?", "Endlich eine neue Fähre!", "Was nun …"])
def test_a_headline_may_ask_or_call(headline: str) -> None:
    assert values(article(headline, BODY_1, BODY_2))["title"] == headline


def test_a_short_first_sentence_is_no_headline() -> None:
    text = article("Die Fähre kommt.", BODY_1, BODY_2, gap="\n")
    assert "title" not in values(text)
    assert set(kinds(text)) == {"paragraph"}


def test_a_page_title_ends_with_the_outlet() -> None:
    text = article("Brehlmünde erneuert die Fähre - SPIEGEL ONLINE", BODY_1, BODY_2, BODY_3)
    assert shape(text)[:2] == [
        ("headline", "Brehlmünde erneuert die Fähre"),
        ("metadata", "- SPIEGEL ONLINE"),
    ]
    assert values(text)["source"] == "SPIEGEL ONLINE"


def test_header_fields() -> None:
    text = article(
        "Titel: Neue Fähre für Brehlmünde", "Datum: 3. März 2021", "Autor: Ada Müller",
        "Quelle: Brehler Bote",
        "URL: https://bote.example/faehre", BODY_1, BODY_2, gap="\n",
    )  # fmt: skip
    assert values(text) == {
        "title": "Neue Fähre für Brehlmünde", "published": "2021-03-03", "author": "Ada Müller",
        "source": "Brehler Bote", "url": "https://bote.example/faehre",
    }  # fmt: skip
    assert kinds(text)[:3] == ["metadata", "headline", "metadata"]
    assert shape(text)[1][1] == "Neue Fähre für Brehlmünde"


@pytest.mark.parametrize(
    ("opening", "published"),
    [("date 2019-11-04", "2019-11-04"), ("Datum: 4.11.2019", "2019-11-04"), ("date: 2019", "2019"),
     ("[2019-11]", "2019-11"), ("Veröffentlicht am 4. November 2019:", "2019-11-04")],
)  # fmt: skip
def test_a_date_before_the_first_sentence(opening: str, published: str) -> None:
    text = f" {opening} {BODY_1}\n\n{BODY_2}"
    assert values(text) == {"published": published}
    assert kinds(text) == ["metadata", "paragraph", "paragraph"]
    assert shape(text)[1][1] == BODY_1


def test_the_update_is_not_the_day_of_publication() -> None:
    text = article(
        "Die Fähre kommt bald", "Aktualisiert am 5.2.2020 - 08:11", "Veröffentlicht: 4.2.2020", BODY_1, BODY_2
    )
    assert values(text)["published"] == "2020-02-04"


def test_a_year_inside_the_text_is_no_date() -> None:
    assert (
        values(article(BODY_1, "Schon 2014 hatte es im März 2015 geheißen, alles sei gut, sagte sie.")) == {}
    )


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Von Max Müller", "Max Müller"),
        ("VON MAX MÜLLER", "MAX MÜLLER"),
        ("Von Max Müller, Brüssel", "Max Müller"),
        ("Ein Kommentar von Max Müller", "Max Müller"),
        ("Von unserem Korrespondenten Max Müller", "Max Müller"),
        ("Max Müller, Berlin", "Max Müller"),
        ("Von Ursula von der Ley", "Ursula von der Ley"),
        ("By Max Miller", "Max Miller"),
        ("Von Max Müller | 12.01.2022", "Max Müller"),
        ("Text und Fotos: Max Müller", "Max Müller"),
        ("Das Gespräch führte Max Müller.", "Max Müller"),
    ],
)
def test_bylines(line: str, author: str) -> None:
    text = article("Brehlmünde erneuert seine Fähre", line, BODY_1, BODY_2)
    assert kinds(text)[1] == "byline"
    assert values(text)["author"] == author


@pytest.mark.parametrize("line", ["Von der Leyen sagte ab", "Von Brehl nach Lüdt", "Von Krieg und Frieden"])
def test_what_only_begins_like_a_byline(line: str) -> None:
    text = article(
        line, BODY_1, "Von der Ley sagte ihren Besuch an der Werft für die kommende Woche ab.", BODY_2
    )
    assert "author" not in values(text)
    assert "byline" not in kinds(text)


@pytest.mark.parametrize(
    "dateline",
    ["Berlin (dpa) -", "BERLIN (dpa/bb) –", "Moskau/Kiew.", "Washington/Berlin (AFP) –", "Bad Brehl -",
     "Lüdtstadt –", "BRÜSSEL taz |", "Frankfurt am Main (ots) -", "Brüssel, 12. Januar (Reuters) -", "(dpa)",
     "Brehlmünde (nan) –"],
)  # fmt: skip
def test_datelines(dateline: str) -> None:
    text = article("Brehlmünde erneuert seine Fähre", f"{dateline} {BODY_1}", BODY_2)
    assert shape(text)[1:] == [("dateline", dateline), ("paragraph", BODY_1), ("paragraph", BODY_2)]


@pytest.mark.parametrize("start", ["Stille. ", "Das Ziel – ", "Entsetzen - ", "Moskau – das heißt: "])
def test_what_only_begins_like_a_dateline(start: str) -> None:
    assert "dateline" not in kinds(article(start + BODY_1, BODY_2))


# --- pictures and furniture ---


@pytest.mark.parametrize(
    ("line", "kind", "credit"),
    [
        ("Die alte Fähre am Kai. Foto: dpa/Ina Lot", "caption", "dpa/Ina Lot"),
        ("Die alte Fähre am Kai (Foto: Ina Lot)", "caption", "Ina Lot"),
        ("Die alte Fähre am Kai. © Ina Lot/dpa", "caption", "Ina Lot/dpa"),
        ("Die alte Fähre am Kai Quelle: dpa", "caption", "dpa"),
        ("Bild: picture alliance / dpa", "credit", "picture alliance / dpa"),
        ("Foto: Ina Lot", "credit", "Ina Lot"),
        ("Ina Lot/AP/dpa", "credit", "Ina Lot/AP/dpa"),
        ("Symbolbild: Ina Lot", "credit", "Symbolbild: Ina Lot"),
    ],
)
def test_pictures(line: str, kind: str, credit: str) -> None:
    text = article(BODY_1, line, BODY_2)
    assert kinds(text) == ["paragraph", kind, "paragraph"]
    assert values(text)["credit"] == credit


def test_a_caption_stands_above_its_credit() -> None:
    text = article(BODY_1, "Emil Sandt, Sprecher der Initiative\nFoto: Ina Lot / dpa", BODY_2)
    assert kinds(text) == ["paragraph", "caption", "credit", "paragraph"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Auf der Wand hing ein Foto: Es zeigte die Fähre im Jahr ihrer ersten Fahrt über den Fluss.",
        "Die Zahlen stammen aus dem Amt, Quelle: der Bericht vom Mai, wie die Sprecherin am Abend sagte.",
        "Teilen Sie diese Ansicht? Das fragte die Bürgermeisterin den Saal und bekam keine Antwort.",
        "Anzeige gegen den Betreiber der Fähre haben bisher sieben Anwohner erstattet, so die Polizei.",
    ],
)
def test_sentences_that_hold_words_of_furniture(sentence: str) -> None:
    assert kinds(article(BODY_1, sentence, BODY_2)) == ["paragraph"] * 3


@pytest.mark.parametrize(
    "line",
    ["Teilen", "Facebook Twitter WhatsApp E-Mail", "• Drucken", "Anzeige",
    "Lesen Sie auch: Alle Fähren im Norden",
     "12 Kommentare", "Lesezeit: 3 Minuten", "Nach oben", "Jetzt kostenlos testen", "Link kopieren | Merken",
     "Wir verwenden Cookies, um die Seite zu verbessern.", "0% 1% 2% 3% 4% 5% 6%", "* * *",
     "Abonnieren Sie unseren Newsletter", "Share this article", "Bild 3 von 12"],
)  # fmt: skip
def test_furniture(line: str) -> None:
    assert kinds(article(BODY_1, line, BODY_2)) == ["paragraph", "boilerplate", "paragraph"]
    assert kinds(article(BODY_1, BODY_2, line, gap="\n")) == ["paragraph", "paragraph", "boilerplate"]


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("© Brehler Bote GmbH – Alle Rechte vorbehalten", "Brehler Bote"),
        ("Copyright 2020 Axel Springer SE. Alle Rechte vorbehalten.", "Axel Springer"),
        ("© SZ.de/dpa", "SZ.de"),
        ("© 2021 Brehler Zeitung AG", "Brehler Zeitung"),
        ("Quelle: ntv.de, jhe/dpa", "ntv.de"),
    ],
)
def test_the_source_of_a_last_line(line: str, source: str) -> None:
    assert values(article(BODY_1, BODY_2, line))["source"] == source


def test_links_below_the_text_are_furniture() -> None:
    text = article(
        BODY_1, BODY_2, "Mehr zum Thema", "Fähren im Norden", "Wer fährt wann über den Fluss", "Impressum"
    )
    assert kinds(text) == ["paragraph"] * 2 + ["boilerplate"] * 4


@pytest.mark.parametrize("end", ["(dpa)", "dpa/AFP", "Mit Material von Reuters"])
def test_agencies_at_the_end(end: str) -> None:
    assert kinds(article(BODY_1, BODY_2, end)) == ["paragraph", "paragraph", "credit"]


def test_an_agency_inside_the_last_paragraph_is_cut_off() -> None:
    assert shape(f"{BODY_1}\n{BODY_2} (dpa/AFP)")[-2:] == [("paragraph", BODY_2), ("credit", "(dpa/AFP)")]


# --- bodies ---


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


# --- interviews ---


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


# --- whatever comes ---

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


# --- what scrapers of other outlets leave ---


@pytest.mark.parametrize(
    "line",
    ["👉 Newsletter abonnieren", "0 % gelesen", "KommentareDrucken",
     "Dieser Artikel ist älter als ein Jahr",
     "Mehr zum Thema - Was die Fähre kostet", "Teilen Artikel versenden Facebook",
     "Artikel zum Hören • 9 Min",
     "Wir und unsere Partner verwenden Cookies und ähnliche Techniken, um Ihnen Anzeigen zu zeigen.",
     "Dieses Thema im Programm: Radio Brehl | Nachrichten | 12.01.2022 | 06:00 Uhr",
     "Alles über Fähren: Jetzt bestellen unter: www.example.org/plus",
     "Rund um den Fluss hat sich was getan. mehr"],
)  # fmt: skip
def test_more_furniture(line: str) -> None:
    assert kinds(article(BODY_1, line, BODY_2)) == ["paragraph", "boilerplate", "paragraph"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Wir setzen auf Cookies und Kuchen, sagte die Bäckerin, das sei für die Fähre das beste Geschäft.",
        "„Jetzt bestellen wir die Fähre“, rief der Bürgermeister in den Saal, und alle klatschten lange.",
        "Der Ausgabe vom 12. Januar lag die Fahrkarte bei, die 0,70 Euro kostet und ein Jahr lang gilt.",
        "Auf 100 % der Fahrten war das Schiff voll, hieß es beim Betreiber, der das selbst gezählt hat.",
        "Das Bild, das sich am Kai bot, sei trostlos gewesen, erzählte eine Frau (Name geändert).",
        "Hier geht es um viel Geld, und keiner im Rat will gewesen sein, wer den Auftrag erteilt hat.",
        "Die Sendung wurde am 12. Januar 2022 aufgezeichnet, doch gezeigt hat sie bis heute niemand.",
    ],
)
def test_more_sentences_that_hold_words_of_furniture(sentence: str) -> None:
    text = article(BODY_1, sentence, BODY_2)
    assert kinds(text) == ["paragraph"] * 3
    assert "published" not in values(text)


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Die Fähre am Kai (picture alliance / dpa / Ina Lot)", "picture alliance / dpa / Ina Lot"),
        ("Die Fähre am Kai, 11. Januar 2022. [EPA-EFE/INA LOT]", "EPA-EFE/INA LOT"),
        ("Foto: Ina Lot/dpa-Zentralbild/dpa | Die Fähre liegt am Kai.", "Ina Lot/dpa-Zentralbild/dpa"),
        ("dpa/Ina Lot Die Fähre liegt im Winter still am Kai.", "dpa/Ina Lot"),
    ],
)
def test_captions_whose_credit_has_no_label_behind_it(line: str, credit: str) -> None:
    text = article(BODY_1, line, BODY_2)
    assert kinds(text) == ["paragraph", "caption", "paragraph"]
    assert values(text)["credit"] == credit


@pytest.mark.parametrize(
    ("lines", "author"),
    [
        (("Von: Max Müller | BREHL.example | übersetzt von Jon Vane",), "Max Müller"),
        (("von Max Müller, MDR AKTUELL",), "Max Müller"),
        (("Ein Kommentar von", "Max Müller"), "Max Müller"),
        (("Brehl-Redakteurin Ada Müller",), "Ada Müller"),
        (("Xanthe Querl", "12.01.2022"), "Xanthe Querl"),
        (("Ada Müller in Berlin", "12 January 2022"), "Ada Müller"),
    ],
)
def test_more_bylines(lines: tuple[str, ...], author: str) -> None:
    text = article("Brehlmünde erneuert seine Fähre", *lines, BODY_1, BODY_2)
    assert kinds(text)[:2] == ["headline", "byline"]
    assert values(text)["author"] == author


def test_header_lines_above_each_other_are_not_wrapped_text() -> None:
    text = article(
        "title: Fähre erneuert",
        "date: 2022-01-12T14:35:00",
        "author: Ada Müller",
        f"text: {BODY_1}",
        gap="\n",
    )
    assert shape(text)[-1] == ("paragraph", BODY_1)
    assert values(text) == {"title": "Fähre erneuert", "published": "2022-01-12", "author": "Ada Müller"}


def test_fields_on_both_sides_of_a_date() -> None:
    text = f" title Fähre erneuert date 2022-01-12 author Ada Müller {BODY_1}"
    assert values(text) == {"title": "Fähre erneuert", "published": "2022-01-12", "author": "Ada Müller"}


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


def test_links_and_dates_above_the_headline() -> None:
    title = "Brehlmünde erneuert seine Fähre"
    text = article("https://bote.example/faehre", "Mi, 12.01.2022, 14:35", title, BODY_1, BODY_2)
    found = values(text)
    assert (found["url"], found["published"]) == ("https://bote.example/faehre", "2022-01-12")
    assert found["title"] == title


def test_a_summary_is_no_headline_and_a_press_contact_no_author() -> None:
    text = article(
        "Das Wichtigste in Kürze", BODY_1, BODY_2, "Pressekontakt:", "Ada Müller", "Telefon: 0400 1234"
    )
    assert not {"title", "author"} & set(values(text))
    assert kinds(text)[-3:] == ["boilerplate"] * 3
