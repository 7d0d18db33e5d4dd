"""Indirect speech in German by rules alone: clauses, sources, the Konjunktiv, and what goes on with it."""

import pytest

from annotations.quotes import Why

from .asked import ask, one

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "spans", "mention", "cue"),
    [
        ("Gerda Amsel sagte, dass der Turm läuft.", ["dass der Turm läuft"], "Gerda Amsel", ["sagte"]),
        ("Gerda Amsel sagte, der Turm laufe.", ["der Turm laufe"], "Gerda Amsel", ["sagte"]),
        ("Am Montag sagte Gerda Amsel, der Turm sei kalt.", ["der Turm sei kalt"], "Gerda Amsel", ["sagte"]),
        ("Der Turm sei kalt, sagte Gerda Amsel.", ["Der Turm sei kalt"], "Gerda Amsel", ["sagte"]),
        ("Der Turm sei kalt, so Gerda Amsel.", ["Der Turm sei kalt"], "Gerda Amsel", ["so"]),
        ("Amsel fragte, ob der Turm läuft.", ["ob der Turm läuft"], "Amsel", ["fragte"]),
        ("Der Turm ist laut Gerda Amsel kalt.", ["Der Turm ist", "kalt"], "Gerda Amsel", ["laut"]),
        ("Laut Gerda Amsel ist der Turm kalt.", ["ist der Turm kalt"], "Gerda Amsel", ["Laut"]),
        (
            "Nach Angaben der Feuerwehr ist der Turm kalt.",
            ["ist der Turm kalt"],
            "Angaben der Feuerwehr",
            ["Nach"],
        ),
        ("Der Feuerwehr zufolge ist der Turm kalt.", ["ist der Turm kalt"], "Der Feuerwehr", ["zufolge"]),
        (
            "Der Turm ist kalt, wie die Feuerwehr am Abend mitteilte.",
            ["Der Turm ist kalt"],
            "die Feuerwehr",
            ["wie"],
        ),
        (
            "Wie die Feuerwehr am Abend mitteilte, ist der Turm kalt.",
            ["ist der Turm kalt"],
            "die Feuerwehr",
            ["Wie"],
        ),
        (
            "Die Feuerwehr teilte am Abend mit, dass der Turm kalt sei.",
            ["dass der Turm kalt sei"],
            "Die Feuerwehr",
            ["teilte", "mit"],
        ),
        (
            "Amsel räumte am Abend ein, der Turm sei zu kalt.",
            ["der Turm sei zu kalt"],
            "Amsel",
            ["räumte", "ein"],
        ),
    ],
)
def test_indirect(text: str, spans: list[str], mention: str, cue: list[str]) -> None:
    found = one(text)
    assert (found.form, found.spans, found.mention, found.cue) == ("indirect", spans, mention, cue)


def test_why() -> None:
    found = one("Ministerin Gerda Amsel sagte, dass der Turm kalt sei.")
    assert found.why == [
        (Why.CUE, "sagte"),
        (Why.CLAUSE, "dass"),
        (Why.SUBJUNCTIVE, "sei"),
        (Why.BEFORE, "Ministerin Gerda Amsel"),
    ]
    assert one("Der Turm ist laut Gerda Amsel kalt.").why == [
        (Why.ACCORDING, "laut"),
        (Why.WITHIN, "Gerda Amsel"),
    ]


def test_free_indirect_speech_goes_on_with_what_was_said() -> None:
    first, second = ask(
        "Gerda Amsel sagte, der Turm sei kalt. Man müsse ihn heizen. Das gebe Ärger. Sie ging."
    )
    assert (second.form, second.spans) == ("indirect_free", ["Man müsse ihn heizen. Das gebe Ärger."])
    assert second.speaker == first.speaker == "Gerda Amsel"
    assert (second.cue, second.why[-1]) == ([], (Why.FOLLOWS, "Gerda Amsel"))


def test_a_konjunktiv_after_nothing_said_is_no_quote() -> None:
    assert ask("Der Turm steht seit Jahren. Man müsse ihn heizen.") == []


def test_quoted_words_belong_to_the_indirect_quote() -> None:
    found = one("Gerda Amsel sagte, der Turm sei „kalt und zugig“ und nicht zu retten.")
    assert found.form == "indirect" and found.quote.quoted
    assert found.spans == ["der Turm sei „kalt und zugig“ und nicht zu retten"]


def test_one_without_quoted_words_says_so() -> None:
    assert not one("Gerda Amsel sagte, der Turm sei kalt.").quote.quoted


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "…",
        "Gerda Amsel ging nach Hause, weil der Turm kalt war.",
        "Sie fuhr nach Wismar. Dort blieb sie.",
        "Gerda Amsel sprach lange.",
        "Der Turm, den alle kennen, ist kalt.",
        "sagte",
        "laut",
        "Wie?",
    ],
)
def test_no_speech(text: str) -> None:
    assert ask(text) == []


def test_a_konjunktiv_behind_a_verb_of_speech_without_a_subject() -> None:
    (found,) = ask("Kritisiert wurde viel. Der Turm sei viel zu kalt.")
    assert (found.form, found.speaker) == ("indirect_free", "")


def test_a_frame_that_nothing_stands_before_tells_nothing() -> None:
    assert ask("–sagte Gerda Amsel") == []
