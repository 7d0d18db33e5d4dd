"""Who is meant by a mention: names, roles, pronouns, appositions, descriptions of somebody unnamed."""

import pytest

from annotations.quotes import Why

from .asked import ask, one

pytestmark = pytest.mark.once


def speakers(text: str, language: str = "de") -> list[str]:
    return [each.speaker for each in ask(text, language)]


SAYS = "„Wir brauchen noch mehr Zeit“, sagte {}."


@pytest.mark.parametrize(
    ("named", "mention", "speaker"),
    [
        ("Generalsekretär Lars Holm kam.", "Holm", "Lars Holm"),
        ("Generalsekretär Lars Holm kam.", "der Generalsekretär", "Lars Holm"),
        ("Generalsekretär Lars Holm kam.", "der Sekretär", "Lars Holm"),
        ("Generalsekretär Lars Holm kam.", "er", "Lars Holm"),
        ("Der Liga-Generalsekretär Lars Holm kam.", "der Generalsekretär", "Lars Holm"),
        ("Der Generalsekretär, Lars Holm, kam.", "der Generalsekretär", "Lars Holm"),
        ("Der Generalsekretär der Liga, Lars Holm, kam.", "der Generalsekretär", "Lars Holm"),
        ("Lars Holm, Generalsekretär der Liga, kam.", "der Generalsekretär", "Lars Holm"),
        ("Lars Holm, der neue Generalsekretär, kam.", "der Generalsekretär", "Lars Holm"),
        ("Lars Holm, 54, Generalsekretär der Liga, kam.", "der Generalsekretär", "Lars Holm"),
        ("Der Sprecher der Liga Lars Holm kam.", "Holm", "Lars Holm"),
        ("Estlands Ministerin Petra Tamm kam.", "Estlands Ministerin Petra Tamm", "Petra Tamm"),
        ("Estlands Ministerin Petra Tamm kam.", "sie", "Petra Tamm"),
        ("Estlands Ministerin Petra Tamm kam.", "die Ministerin", "Petra Tamm"),
        ("Frau Dr. Petra Tamm kam.", "Tamm", "Petra Tamm"),
        ("Petra Tamms Haus brannte. Petra Tamm kam.", "Tamm", "Petra Tamm"),
        ("Lars Holm und Petra Tamm kamen.", "Tamm", "Petra Tamm"),
        ("Lars Holm und Petra Tamm kamen.", "Holm", "Lars Holm"),
        ("Lars Holm und Lena Holm kamen.", "Lars Holm", "Lars Holm"),
        ("Präsident Lars Holm und Kanzler Jan Tamm kamen.", "der Kanzler", "Jan Tamm"),
        ("Präsident Lars Holm und Kanzler Jan Tamm kamen.", "der Präsident", "Lars Holm"),
        ("Ministerin Petra Tamm und Minister Lars Holm kamen.", "die Ministerin", "Petra Tamm"),
        ("Petra van der Tamm kam.", "Tamm", "Petra van der Tamm"),
        ("Lars Holm von der Behörde kam.", "er", "Lars Holm"),
        ("Minister Lars Holm von der Kanzlei kam.", "Holm", "Lars Holm"),
    ],
)
def test_resolved(named: str, mention: str, speaker: str) -> None:
    found = one(f"{named} {SAYS.format(mention)}")
    assert (found.mention, found.speaker, found.quote.is_unnamed) == (mention, speaker, False)
    assert ((Why.SAME, speaker) in found.why) == (speaker not in mention)


def test_pronouns_go_by_gender() -> None:
    text = "Lars Holm traf Petra Tamm. " + " ".join(SAYS.format(who) for who in ("sie", "er", "sie"))
    assert speakers(text) == ["Petra Tamm", "Lars Holm", "Petra Tamm"]


def test_a_pronoun_stays_with_who_spoke() -> None:
    text = f"Lars Holm traf Jan Tamm. {SAYS.format('Holm')} Jan Tamm schwieg. {SAYS.format('er')}"
    assert speakers(text) == ["Lars Holm", "Lars Holm"]


@pytest.mark.parametrize("mention", ["er", "sie", "man", "wir"])
def test_a_pronoun_for_nobody_named_is_nobody(mention: str) -> None:
    found = one(SAYS.format(mention))
    assert (found.mention, found.speaker, found.quote.is_unnamed) == (mention, "", False)


def test_they_are_no_woman() -> None:
    assert speakers("Petra Tamm ging. „Wir brauchen noch mehr Zeit“, sagten sie.") == [""]


@pytest.mark.parametrize(
    "mention", ["ein Nato-Diplomat", "eine Sprecherin der Liga", "ein hoher Beamter", "mehrere Diplomaten"]
)
def test_the_unnamed_stay_unnamed(mention: str) -> None:
    found = one(f"Generalsekretär Lars Holm kam. {SAYS.format(mention)}")
    assert (found.mention, found.speaker, found.quote.is_unnamed) == (mention, mention, True)


def test_an_unnamed_speaker_goes_on() -> None:
    first, last = SAYS.format("ein Sprecher der Liga"), SAYS.format("der Sprecher")
    found = ask(f"{first} „Wir sind noch lange nicht so weit.“ {last}")
    assert [each.speaker for each in found] == ["ein Sprecher der Liga"] * 3
    assert all(each.quote.is_unnamed for each in found)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Nach Angaben der Feuerwehr ist der Turm kalt.", "Feuerwehr"),
        ("Nach Angaben des Innenministeriums ist der Turm kalt.", "Innenministerium"),
        ("Laut Nato-Angaben ist der Turm kalt.", "Nato"),
        ("Die Polizei teilte mit, der Turm sei kalt.", "Polizei"),
        ("Das Auswärtige Amt teilte mit, der Turm sei kalt.", "Auswärtige Amt"),
        ("Die Ministerin sagte, der Turm sei kalt.", "Ministerin"),
        ("„Der Turm ist wieder kalt“, sagte der Minister der Nordlande, Lars Holm, am Montag.", "Lars Holm"),
        ("„Der Turm ist wieder kalt“, sagte Lars Holm, der Minister der Nordlande, am Montag.", "Lars Holm"),
    ],
)
def test_organisations_and_descriptions(text: str, speaker: str) -> None:
    found = one(text)
    assert (found.speaker, found.quote.is_unnamed) == (speaker, False)


def test_what_stands_behind_an_unnamed_role_is_no_person() -> None:
    text = "Ein hoher General Norland traf sich. Norland sagte, es sei kalt."
    assert speakers(text)[-1] == "Norland"
    assert not any(each.why[-1][0] == Why.SAME for each in ask(text))


@pytest.mark.parametrize(
    ("named", "mention", "speaker"),
    [
        ("US-Präsident Lars Holm kam.", "der brasilianische Präsident", "brasilianische Präsident"),
        ("US-Präsident Lars Holm kam.", "der amerikanische Präsident", "Lars Holm"),
        ("Der brasilianische Präsident Jan Tamm traf US-Präsident Lars Holm.", "der brasilianische Präsident",
         "Jan Tamm"),
        ("Brasiliens Präsident Tamm traf US-Präsident Holm.", "der brasilianische Präsident", "Tamm"),
        ("Präsident Jan Tamm kam.", "der brasilianische Präsident", "Jan Tamm"),
    ],
)  # fmt: skip
def test_a_role_of_another_country(named: str, mention: str, speaker: str) -> None:
    assert one(f"{named} {SAYS.format(mention)}").speaker == speaker


def test_english() -> None:
    says = "“We need a little more time,” {} said."
    text = f"Ellen Ford met James Hill. {says.format('she')} {says.format('he')} {says.format('Hill')}"
    assert speakers(text, "en") == ["Ellen Ford", "James Hill", "James Hill"]


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("der deutschen Vertretung", "deutsche Vertretung"),
        ("der neuen deutschen Vertretung in Norddorf", "neue deutsche Vertretung in Norddorf"),
        ("der Polizei", "Polizei"),
        ("der sieben Richter", "sieben Richter"),
    ],
)
def test_a_description_is_named_in_the_nominative(source: str, speaker: str) -> None:
    assert speakers(f"Der Turm ist laut {source} seit Jahren kalt.") == [speaker]
