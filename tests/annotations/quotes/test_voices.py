"""Interviews, guest articles, and the blocks from which nothing comes."""

import pytest

from annotations.detecting import Stretch
from annotations.quotes import Why, detect

from .asked import article, ask, assert_sound

pytestmark = pytest.mark.once

SAID = "„Der Turm läuft seit gestern wieder“, sagte Gerda Amsel."


def test_an_answer_is_speech_without_a_mark() -> None:
    text, blocks = article(
        ("lead", "Gerda Amsel leitet das Kraftwerk."),
        ("question", "Frau Amsel, läuft der Turm?"),
        ("answer", "Ja, seit gestern."),
        ("answer", "Mein Vater sagte immer, er laufe ewig."),
        ("question", "Und morgen?"),
        ("answer", "„Morgen“, sagte mein Vater, „ist weit.“"),
    )
    first, second = ask(text, blocks=blocks)
    assert first.spans == ["Ja, seit gestern.", "Mein Vater sagte immer, er laufe ewig."]
    assert second.spans == ["„Morgen“, sagte mein Vater, „ist weit.“"]
    for each in (first, second):
        assert (each.form, each.speaker, each.mention) == ("direct", "Gerda Amsel", "")
        assert each.why == [(Why.ANSWER, "Gerda Amsel")]


def test_names_before_the_answers() -> None:
    text, blocks = article(
        ("lead", "Gerda Amsel und Jan Holm leiten das Kraftwerk."),
        ("question", "Läuft der Turm?"),
        ("answer", "Amsel: Ja, seit gestern."),
        ("answer", "Seit vier Uhr früh."),
        ("answer", "**Holm:** Nein."),
        ("question", "Was nun?"),
        ("answer", "Das weiß keiner."),
    )
    found = ask(text, blocks=blocks)
    assert [(each.spans, each.mention, each.speaker) for each in found] == [
        (["Ja, seit gestern.", "Seit vier Uhr früh."], "Amsel", "Gerda Amsel"),
        (["Nein."], "Holm", "Jan Holm"),
        (["Das weiß keiner."], "", "Jan Holm"),
    ]


def test_an_interview_that_names_nobody() -> None:
    text, blocks = article(("question", "Läuft der Turm?"), ("answer", "Ja."), ("answer", " "))
    (found,) = ask(text, blocks=blocks)
    assert (found.spans, found.speaker) == (["Ja."], "")


def test_nothing_lies_over_an_answer() -> None:
    text = "Der Turm sei kalt, so Gerda Amsel: Ja, laut Jan Holm"
    for cut in range(1, len(text)):
        blocks = [Stretch("answer", 0, cut), Stretch("paragraph", cut, len(text))]
        assert_sound(text, detect(text, "de", blocks))
        blocks = [Stretch("paragraph", 0, cut), Stretch("answer", cut, len(text))]
        assert_sound(text, detect(text, "de", blocks))


def test_a_guest_is_the_speaker_of_each_paragraph() -> None:
    text, blocks = article(
        ("headline", "Heizt die Türme"),
        ("lead", "Wir frieren."),
        ("subhead", "Warum"),
        ("paragraph", "Weil keiner heizt."),
        ("boilerplate", "Alle Rechte vorbehalten."),
    )
    found = ask(text, blocks=blocks, genre="guest", author="Gerda Amsel")
    assert [(each.spans, each.speaker) for each in found] == [
        (["Wir frieren."], "Gerda Amsel"),
        (["Weil keiner heizt."], "Gerda Amsel"),
    ]
    assert all(each.why == [(Why.AUTHOR, "Gerda Amsel")] for each in found)
    assert ask(text, blocks=blocks, genre="guest") == []
    assert ask(text, blocks=blocks, author="Gerda Amsel") == []


def test_what_a_guest_quotes_is_found_besides() -> None:
    text, blocks = article(("paragraph", SAID))
    found = ask(text, blocks=blocks, genre="guest", author="Jan Holm")
    assert sorted(each.speaker for each in found) == ["Gerda Amsel", "Jan Holm"]


@pytest.mark.parametrize("kind", ["boilerplate", "metadata", "byline", "credit", "dateline", "question"])
def test_nothing_comes_from_furniture(kind: str) -> None:
    text, blocks = article((kind, SAID), ("paragraph", "Der Turm steht am Fluss."))
    assert ask(text, blocks=blocks) == []


@pytest.mark.parametrize("kind", ["headline", "lead", "paragraph", "subhead", "caption"])
def test_it_comes_from_running_text(kind: str) -> None:
    text, blocks = article((kind, SAID), ("paragraph", "Der Turm steht am Fluss."))
    assert [each.speaker for each in ask(text, blocks=blocks)] == ["Gerda Amsel"]


def test_a_caption_that_repeats_the_body_is_not_read() -> None:
    text, blocks = article(("caption", SAID + " Foto: Holm"), ("paragraph", SAID + " Dann ging sie."))
    (found,) = ask(text, blocks=blocks)
    assert found.quote.spans[0].start > blocks[0].end
