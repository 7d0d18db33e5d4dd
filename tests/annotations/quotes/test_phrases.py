"""Phrases that can name who speaks: where they begin and end."""

import pytest

from annotations.quotes.phrases import mention_end, phrases
from annotations.quotes.tokens import read
from annotations.quotes.words import known


def of(text: str) -> list[str]:
    reading = read(text, [(0, len(text))])
    return [
        text[reading.starts[first] : reading.ends[last - 1]]
        for start, end in reading.sentences
        for first, last in phrases(reading.known, start, end)
    ]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("wie Lars Holm der Zeitung sagte", "Lars Holm"),
        ("laut Lars Holm in einer Rede", "Lars Holm"),
        ("laut Lars Holm von der Liga", "Lars Holm von der Liga"),
        ("nach Angaben der Polizei der neue Turm", "Angaben der Polizei"),
        ("laut der Liga der Präsident", "der Liga"),
        ("laut Polizei 40 Menschen", "Polizei"),
        ("sagte von der Aa", "von der Aa"),
        ("sagte Prof. Dr. Petra M. Amsel", "Prof. Dr. Petra M. Amsel"),
        ("sagte der 81-jährige Besitzer des Turms", "der 81-jährige Besitzer des Turms"),
        ("laut einer am Dienstag veröffentlichten Studie", "einer am Dienstag veröffentlichten Studie"),
        ("die staatlich geförderte Stiftung ging", "die staatlich geförderte Stiftung"),
        ("Vertreter der drei Ligen kamen", "Vertreter der drei Ligen"),
        ("einige der Fahrer kamen", "einige der Fahrer"),
        ("die beiden kamen", "die beiden"),
        ("sagte der 81-jährige am Montag", "der 81-jährige"),
        ("nach Meinung vieler Experten", "Meinung vieler Experten"),
        ("laut dem Magazin „Das Rad“", "dem Magazin „Das Rad“"),
        ("laut ver.di", "ver.di"),
        ("laut turmpost.de", "turmpost.de"),
        ("Bündnis 90/Die Grünen kamen", "Bündnis 90/Die Grünen"),
        ("sagte Lars Holm, ein Sprecher vom Turm.", "Lars Holm, ein Sprecher vom Turm"),
        ("sagte der Leiter der Liga im Landtag, Lars Holm", "der Leiter der Liga im Landtag, Lars Holm"),
    ],
)
def test_one(text: str, phrase: str) -> None:
    assert phrase in of(text)


def test_a_list_of_places_is_no_apposition() -> None:
    assert "Berlin, Paris" not in of("in Berlin, Paris und Rom")


@pytest.mark.parametrize(
    ("mention", "wanted"),
    [
        ("Stoltenberg eine Erklärung", "Stoltenberg"),
        ("ein ranghoher General Russland", "ein ranghoher General"),
        ("der Sprecher einer Partei", "der Sprecher einer Partei"),
        ("Der Bundestrainer Israel", "Der Bundestrainer Israel"),
        ("Die Initiative Eine Welt", "Die Initiative Eine Welt"),
        ("der Präsident Finnlands", "der Präsident Finnlands"),
        ("die Regierung Norwegen", "die Regierung Norwegen"),
        ("Russland", "Russland"),
        ("ein Sprecher", "ein Sprecher"),
    ],
)
def test_what_only_stands_beside_a_mention_is_none_of_it(mention: str, wanted: str) -> None:
    words = [known(word) for word in mention.split()]
    assert mention.split()[: mention_end(words, 0, len(words))] == wanted.split()
