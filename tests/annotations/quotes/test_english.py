"""English by rules: direct speech and who said it."""

import pytest

from annotations.quotes import Why

from .asked import ask, one

pytestmark = pytest.mark.once


@pytest.mark.parametrize("style", ["“”", "‘’", '""', "''"])
@pytest.mark.parametrize(
    ("frame", "mention", "cue"),
    [
        ("{a}The tower is running again,{b} said Ellen Ford.", "Ellen Ford", "said"),
        ("{a}The tower is running again,{b} Ellen Ford said on Monday.", "Ellen Ford", "said"),
        ("{a}The tower is running again,{b} she said.", "she", "said"),
        (
            "{a}The tower is running again,{b} said a spokesman for the plant.",
            "a spokesman for the plant",
            "said",
        ),
        ("Ellen Ford said: {a}The tower is running again.{b}", "Ellen Ford", "said"),
        ("Ellen Ford told reporters: {a}The tower is running again.{b}", "Ellen Ford", "told"),
        ("According to Ellen Ford, {a}the tower is running again.{b}", "Ellen Ford", "According to"),
        ("{a}Is the tower running again?{b} asked Ellen Ford.", "Ellen Ford", "asked"),
        ("{a}The tower is running again,{b} Ellen Ford has also said.", "Ellen Ford", "said"),
    ],
)
def test_direct(style: str, frame: str, mention: str, cue: str) -> None:
    text = frame.format(a=style[0], b=style[1])
    found = one(text, "en")
    assert (found.form, found.mention, found.cue) == ("direct", mention, [cue])
    assert found.spans == [text[text.index(style[0]) : text.rindex(style[1]) + 1]]
    assert found.why[:2] == [(Why.MARKS, f"{style[0]}…{style[1]}"), (Why.CUE, cue)]


def test_who_goes_on_speaking() -> None:
    first, second = ask("“The tower runs again,” said Ellen Ford. “It will not stop for years.”", "en")
    assert first.speaker == second.speaker == "Ellen Ford"
    assert second.why[1] == (Why.FOLLOWS, "Ellen Ford")


def test_interrupted_by_its_frame() -> None:
    found = ask("“The tower,” said Ellen Ford, “is running again and will not stop.”", "en")
    assert [each.spans for each in found][-1] == ["“is running again and will not stop.”"]
    assert {each.speaker for each in found} == {"Ellen Ford"}


def test_a_name_before_its_description() -> None:
    assert one("Ford, the mayor, said: “We are running out of time.”", "en").speaker == "Ford"


@pytest.mark.parametrize(
    "text",
    [
        "She read “The Long Winter” twice.",
        "The ship “Sea Gull” lies in port.",
        "The so-called “helpers” came late.",
        "It’s Hans’ tower and the boys’ yard.",
        "",
        "said",
    ],
)
def test_no_speech(text: str) -> None:
    assert ask(text, "en") == []
