"""What stands above a text: headline, lead, byline, date, fields, dateline."""

import pytest

from tests.newsreader.importing.shapes import (
    BODY_1,
    BODY_2,
    BODY_3,
    article,
    kinds,
    shape,
    values,
)


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
