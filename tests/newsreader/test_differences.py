"""What differs, as it is read: nothing that differs is left out, and nothing else is marked."""

from hypothesis import given

from newsreader.differences import AROUND, LISTED, differences
from tests.annotations.test_carrying import TEXTS


@given(TEXTS, TEXTS)
def test_what_is_gone_and_new_is_what_the_texts_do_not_share(old: str, new: str) -> None:
    pieces = [piece for hunk in differences(old, new).hunks for piece in hunk]
    gone = sum(len(text) for kind, text in pieces if kind == "gone")
    came = sum(len(text) for kind, text in pieces if kind == "new")
    assert len(old) - gone == len(new) - came
    assert bool(gone or came) == (old != new)
    assert all(text in old for kind, text in pieces if kind == "gone")
    assert all(text in new for kind, text in pieces if kind == "new")


def test_some_words_around_a_difference_are_shown() -> None:
    old = "Anfang. " * 50 + "alt" + " Ende." * 50
    [hunk] = differences(old, old.replace("alt", "neu")).hunks
    kinds = [kind for kind, _text in hunk]
    assert kinds == ["same", "gone", "new", "same"]
    assert len(hunk[0].text) <= AROUND + 2
    assert hunk[0].text.startswith("… ")
    assert hunk[-1].text.endswith(" …")


def test_of_very_many_it_says_how_many_more_there_are() -> None:
    line = "x" * 200
    old = "".join(f"{line} {n}\n" for n in range(LISTED + 7))
    found = differences(old, old.replace(" ", " neu "))
    assert (len(found.hunks), found.more) == (LISTED, 7)
