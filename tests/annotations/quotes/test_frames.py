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
