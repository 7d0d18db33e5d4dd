"""Direct speech in German by rules alone: what is found, who says it, and what is no speech."""

import pytest

from annotations.quotes import Why

from .asked import ask, one

pytestmark = pytest.mark.once

STYLES = ["„“", "»«", "«»", '""', "“”", "„”", '„"', "‚‘", "‚’", "›‹", "''", "«“"]


@pytest.mark.parametrize("style", STYLES)
def test_every_style(style: str) -> None:
    words = f"{style[0]}Der Kühlturm läuft wieder 🌫{style[1]}"
    found = one(f"{words}, betonte Gerda Amsel am Montag.")
    assert (found.form, found.spans, found.mention, found.cue) == (
        "direct",
        [words],
        "Gerda Amsel",
        ["betonte"],
    )
    assert found.why == [
        (Why.MARKS, f"{style[0]}…{style[1]}"),
        (Why.CUE, "betonte"),
        (Why.AFTER, "Gerda Amsel"),
    ]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("colon", [": ", ":\n\n"])
def test_behind_a_colon(style: str, colon: str) -> None:
    words = f"{style[0]}Der Kühlturm läuft wieder.{style[1]}"
    found = one(f"Gerda Amsel erklärte{colon}{words}")
    assert (found.spans, found.speaker, found.cue) == ([words], "Gerda Amsel", ["erklärte"])
    assert found.why[-1] == (Why.BEFORE, "Gerda Amsel")


@pytest.mark.parametrize("style", STYLES)
def test_interrupted_by_its_frame(style: str) -> None:
    a, b = style[0], style[1]
    first, second = f"{a}Der Kühlturm läuft wieder{b}", f"{a}und das Wasser ist kalt.{b}"
    found = ask(f"{first}, sagte Gerda Amsel, {second}")
    assert [each.spans for each in found] == [[first], [second]]
    assert [each.speaker for each in found] == ["Gerda Amsel"] * 2


def test_nested_is_one_quote() -> None:
    words = "„Mein Vater sagte: ‚Geh nie allein hinein.‘ Daran halte ich mich“"
    assert one(f"{words}, sagte Gerda Amsel.").spans == [words]


def test_over_several_paragraphs() -> None:
    words = "„Der Kühlturm läuft wieder.\n\n„Das Wasser ist kalt.\n\n„Wir fahren hoch.“"
    found = one(f"Gerda Amsel sagte: {words}")
    assert (found.spans, found.speaker) == ([words], "Gerda Amsel")


def test_never_closed_goes_to_the_end_of_the_paragraph() -> None:
    found = one(
        "Gerda Amsel sagte: „Der Kühlturm läuft wieder. Das Wasser ist kalt.\n\nDann ging das Licht aus."
    )
    assert found.spans == ["„Der Kühlturm läuft wieder. Das Wasser ist kalt."]


@pytest.mark.parametrize(
    "text",
    [
        "Sie las den Roman „Der lange Winter“ zweimal.",
        "Im Film »Die Nacht der Kühe« spielt er mit.",
        'Raketen vom Typ "Habicht" standen dort.',
        'Die "Habicht"-Rakete flog weit.',
        'Diese sogenannten "Night drils" sind verboten.',
        "Die „Retter“ kamen zu spät.",
        "Amsel nannte den Plan „halbherzig“.",
        "Das Schiff „Möwe“ liegt im Hafen von Wismar.",
        "Auf dem Schild stand „Betreten verboten“, darunter eine Uhr.",
        "Die Zeitschrift ‚Kraft und Werk‘ erscheint monatlich.",
        "Merkel's Katze mag d'Or, wie's geht’s.",
        "Der Schirm misst 27\", das Brett 6'.",
    ],
)
def test_titles_names_and_words_at_arms_length_are_no_speech(text: str) -> None:
    assert ask(text) == []


def test_an_apostrophe_or_an_inch_does_not_end_it() -> None:
    words = "„Hans’ 27\"-Schirm flackert seit den ’90er Jahren, so geht's nicht“"
    assert one(f"{words}, sagte Gerda Amsel.").spans == [words]


def test_who_goes_on_speaking() -> None:
    first, second = ask("„Der Turm läuft wieder“, sagte Gerda Amsel. „Das Wasser ist schon wieder kalt.“")
    assert second.speaker == first.speaker == "Gerda Amsel"
    assert second.cue == [] and second.why[1] == (Why.FOLLOWS, "Gerda Amsel")
    assert second.quote.confidence < first.quote.confidence


def test_without_anybody_named_it_is_less_sure() -> None:
    found = one("„Der Turm läuft wieder, und das Wasser ist kalt.“")
    assert (found.mention, found.speaker, found.quote.is_unnamed) == ("", "", False)
    assert found.quote.confidence < 0.6


@pytest.mark.parametrize(
    ("frame", "cue"),
    [
        ("teilte Gerda Amsel mit", ["teilte", "mit"]),
        ("fügte Gerda Amsel hinzu", ["fügte", "hinzu"]),
        ("räumte Gerda Amsel am Abend ein", ["räumte", "ein"]),
        ("sagte Gerda Amsel", ["sagte"]),
        ("so Gerda Amsel", ["so"]),
        ("wie Gerda Amsel mitteilte", ["wie"]),
    ],
)
def test_cues(frame: str, cue: list[str]) -> None:
    found = one(f"„Der Turm läuft seit gestern wieder“, {frame}.")
    assert (found.cue, found.mention) == (cue, "Gerda Amsel")
    assert found.why[1] in ((Why.CUE, " … ".join(cue)), (Why.ACCORDING, cue[0]))


@pytest.mark.parametrize(
    ("frame", "addressee"),
    [
        ("sagte Gerda Amsel gegenüber dem Blatt", "dem Blatt"),
        ("sagte Gerda Amsel zu Reuters", "Reuters"),
        ("sagte sie der „Turmpost“", "der „Turmpost“"),
        ("sagte Gerda Amsel zu einem Treffen", ""),
        ("sagte Gerda Amsel", ""),
    ],
)
def test_who_is_spoken_to(frame: str, addressee: str) -> None:
    found = one(f"„Der Turm läuft wieder“, {frame}.")
    assert found.addressee == addressee
    assert found.mention in ("Gerda Amsel", "sie")
