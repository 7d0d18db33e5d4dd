"""The map between two versions of a text, by its properties."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.textmap import alike, compare

TEXTS = st.text(alphabet="aäb ß\n.😀👩‍👩‍👧é", max_size=60)
OLD = "Der Minister sprach am Montag. Er sagte: „Wir zögern nicht 😀.“\n\nDann schwieg er."


@given(TEXTS, TEXTS)
def test_what_is_the_same_is_the_same(old: str, new: str) -> None:
    last = (0, 0)
    for piece in compare(old, new).same:
        assert piece.length > 0
        assert (piece.old, piece.new) >= last
        assert old[piece.old : piece.old + piece.length] == new[piece.new : piece.new + piece.length]
        last = (piece.old + piece.length, piece.new + piece.length)


@given(TEXTS, TEXTS)
def test_the_changes_make_the_one_text_the_other(old: str, new: str) -> None:
    at, made = 0, ""
    for change in compare(old, new).changes():
        made += old[at : change.old] + new[change.new : change.new_end]
        at = change.old_end
    assert made + old[at:] == new


@given(TEXTS, TEXTS, st.data())
def test_places_stay_inside_and_in_order(old: str, new: str, data: st.DataObject) -> None:
    text_map = compare(old, new)
    first = data.draw(st.integers(0, len(old)))
    second = data.draw(st.integers(first, len(old)))
    assert 0 <= text_map.start(first) <= text_map.start(second) <= len(new)
    assert 0 <= text_map.end(first) <= text_map.end(second) <= len(new)


@settings(max_examples=50)
@given(TEXTS, TEXTS, TEXTS)
def test_what_stands_between_edits_is_found(before: str, after: str, between: str) -> None:
    old = f"{before}¶{between}¶"
    new = f"{after}¶{between}¶"
    text_map = compare(old, new)
    start = len(before) + 1
    assert text_map.end(len(old)) - text_map.start(start) == len(between) + 1


@pytest.mark.parametrize(
    ("new", "stretch", "wanted"),
    [
        (OLD.replace("am Montag", "am späten Dienstag"), "Er sagte", "Er sagte"),
        (OLD.replace("Er sagte", "Sie meinte"), "Er", "Sie"),
        (OLD.replace("zögern", "warten"), "Wir zögern nicht", "Wir warten nicht"),
        (OLD.replace("Der Minister sprach am Montag. ", ""), "Minister", ""),
        ("Vorab: 👩‍👩‍👧\n" + OLD, "😀", "😀"),
    ],
)
def test_a_stretch_is_mapped(new: str, stretch: str, wanted: str) -> None:
    text_map = compare(OLD, new)
    start = OLD.index(stretch)
    assert new[text_map.start(start) : text_map.end(start + len(stretch))] == wanted


def test_how_much_of_a_stretch_is_kept() -> None:
    text_map = compare("eins zwei drei", "eins vier drei")
    assert text_map.kept(0, 14) == 10
    assert text_map.kept(5, 9) == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ab" * 200_000, "c" + "ab" * 180_000 + "c"),
        ("\n" * 300_000, "x" + "\n" * 280_000 + "y"),
        ("a. " * 100_000, "b" + "a. " * 90_000 + "c"),
    ],
)
def test_no_text_takes_forever(old: str, new: str) -> None:
    """Without its budget each of these would look at some hundred thousand million pairs of pieces."""
    assert compare(old, new).new_length == len(new)


def test_alike() -> None:
    assert alike(OLD, OLD) == 1.0
    assert alike(OLD, OLD.replace("\n\n", " ")) == 1.0
    assert alike("eins zwei drei vier", "eins zwei drei fünf") == 0.75
    assert alike("Der Bundestag debattierte", "Im Fußball siegte Köln") == 0.0
