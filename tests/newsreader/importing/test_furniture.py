"""Pictures with captions and credits, and what is no article: share lines, copyright, links."""

import pytest

from tests.newsreader.importing.shapes import (
    BODY_1,
    BODY_2,
    article,
    kinds,
    shape,
    values,
)


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
