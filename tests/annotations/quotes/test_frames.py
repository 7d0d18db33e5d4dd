"""Who speaks and what is said, where a frame is short, interrupts, or names somebody besides the speaker."""

import pytest

from .asked import ask, one

pytestmark = pytest.mark.once


def test_a_short_beginning_that_its_frame_interrupts() -> None:
    found = ask("„Der Turm“, sagte Lars Holm, „hält noch drei Tage.“")
    assert [each.spans for each in found] == [["„Der Turm“"], ["„hält noch drei Tage.“"]]


@pytest.mark.parametrize("words", ["„Nein!“", "„Halbherzig“"])
def test_one_word_is_said_when_a_verb_says_so(words: str) -> None:
    found = one(f"{words}, rief Lars Holm.")
    assert (found.form, found.spans, found.mention) == ("direct", [words], "Lars Holm")


@pytest.mark.parametrize("frame", ["so Gerda Amsel", "wie Gerda Amsel mitteilte"])
def test_a_source_behind_a_string(frame: str) -> None:
    found = one(f"„Der Turm läuft wieder“, {frame}.")
    assert (found.form, found.mention) == ("direct", "Gerda Amsel")


@pytest.mark.parametrize(
    "text",
    [
        "Holm sagte der „Turmpost“: „Wir schaffen das.“",
        "Holm sagte dem Sender NDR, man schaffe das.",
        "Holm teilte der Presse mit, dass er gehe.",
        "Holm wirft der Stadt vor, zu sparen.",
    ],
)
def test_who_is_spoken_to_is_not_the_speaker(text: str) -> None:
    assert one(text).mention == "Holm"


def test_the_sentence_before_is_told() -> None:
    found = one("Die Brücke bleibt noch drei Tage gesperrt. Dies teilte die Polizei am Montag mit.")
    assert (found.form, found.spans, found.mention) == (
        "indirect",
        ["Die Brücke bleibt noch drei Tage gesperrt"],
        "die Polizei",
    )


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Am Montag hat Lars Holm mitgeteilt, dass er gehe.", "Lars Holm"),
        ("Zuletzt erklärte die Polizei, dass sie gehe.", "die Polizei"),
        ("Am Abend meldete dann die Polizei, dass sie gehe.", "die Polizei"),
        ("Der Politik schlug er vor, zu sparen.", "er"),
        ("Die Frage beantwortete Minister Holm: „Das geht nicht.“", "Minister Holm"),
        (
            "Jetzt gab der Leiter des Turms, Lars Holm, bekannt, dass er gehe.",
            "der Leiter des Turms, Lars Holm",
        ),
        ("Lars Holm, der gestern kam, sagte, dass er gehe.", "Lars Holm"),
        ("Während Lars Holm ankündigte, dass er gehe, blieb sie.", "Lars Holm"),
        ("Die taz vermutet, dass der Turm kalt ist.", "Die taz"),
        ("Die Arbeit des Kanzlers lehnte Minister Holm ab: „Das geht so nicht.“", "Minister Holm"),
        ("Im Bericht heißt es, der Turm sei kalt.", "Bericht"),
        ("In dem Bericht wurde vermutet, dass der Turm kalt sei.", "dem Bericht"),
        ("„Turmpost“ meldete auch, dass der Turm kalt sei.", "„Turmpost“"),
        ("Lars Holm: „Wir bleiben noch drei Tage.“", "Lars Holm"),
        ("Von der Aa sagte, es sei kalt.", "Von der Aa"),
        ("Ein Bericht der Liga, wonach der Turm kalt ist, kam an.", "Ein Bericht der Liga"),
        ("Holm sagte, nach seiner Meinung sei der Turm kalt.", "Holm"),
        ("Wie von der Polizei mitgeteilt wurde, ist der Turm kalt.", "der Polizei"),
        ("Die Brücke bleibt gesperrt, teilte die Polizei mit.", "die Polizei"),
        ("„Das ist ein guter Tag“, freute sich Holm.", "Holm"),
    ],
)
def test_who_speaks(text: str, mention: str) -> None:
    assert one(text).mention == mention


@pytest.mark.parametrize(
    "text",
    [
        "Wie die Lage heute gesehen wird, ist unklar.",
        "Der Umbau sorgte für Ärger, die Lage sei schlecht.",
        "Holm stellte den Stuhl um, obwohl er müde war.",
        "Nach dem Urteil gingen alle nach Hause.",
        "Die Fahrt wird geplant, um Zeit zu sparen.",
        "Sie lud zu einem Fest ein, zu dem alle kamen.",
    ],
)
def test_nobody_speaks(text: str) -> None:
    assert ask(text) == []


def test_who_is_told_of_goes_on_in_the_next_sentence() -> None:
    (found,) = ask("Holm kritisierte den Plan der Stadt. Der Turm sei viel zu kalt.")
    assert (found.form, found.mention) == ("indirect_free", "Holm")


def test_what_is_told_may_tell_itself() -> None:
    _, found = ask("Holm sagte, er gehe. Er gehe davon aus, dass alle folgen.")
    assert (found.spans, found.speaker) == (["Er gehe davon aus, dass alle folgen."], "Holm")


def test_a_source_in_a_clause_tells_that_clause() -> None:
    found = one("Alle gingen, weil nach Angaben der Polizei ein Turm brannte, und kamen nicht wieder.")
    assert found.spans == ["weil", "ein Turm brannte"]
