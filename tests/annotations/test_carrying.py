"""Marks on the next version of a text: none is lost, none moves in silence to where it does not belong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.anchoring import Span, inside_word
from annotations.carrying import Carrier, Status, standing

WORDS = st.sampled_from(
    [
        "Nato",
        "größer",
        "er",
        "aber",
        "Straße",
        "😀",
        "👩\u200d👩\u200d👧",
        "„Wir",
        "zögern“,",
        "sagte",
        "und",
        "é",
        "\n",
        ".\n\n",
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)


@st.composite
def corrections(draw: st.DrawFn) -> tuple[str, str, list[Span]]:
    """A text, the text after random edits, and the ordered spans of one annotation of the first."""
    old = draw(TEXTS)
    new = old
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(new)))
        end = draw(st.integers(start, min(len(new), start + 12)))
        new = new[:start] + draw(st.one_of(st.just(""), TEXTS, st.text(max_size=3))) + new[end:]
    edges = sorted(draw(st.sets(st.integers(0, len(old)), min_size=2, max_size=6)))
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    return old, new, spans


@settings(max_examples=400)
@given(corrections())
def test_every_mark_is_moved_with_its_quote_or_reviewed(case: tuple[str, str, list[Span]]) -> None:
    old, new, spans = case
    carried = Carrier(old, new).carry(spans)
    assert len(carried.spans) == len(spans)
    for (start, end), fate in zip(spans, carried.spans, strict=True):
        quote = old[start:end]
        if fate.status is Status.MOVED:
            assert fate.place is not None
            assert new[slice(*fate.place)] == quote
        elif fate.status is Status.AMBIGUOUS:
            assert len(fate.candidates) > 1
            assert all(new[slice(*place)] == quote for place in fate.candidates)
        elif fate.status is Status.CHANGED:
            assert fate.place is not None
            assert new[slice(*fate.place)].strip()
            assert 0 <= fate.place[0] < fate.place[1] <= len(new)


def stands(old: str, new: str, span: Span) -> list[int]:
    """Where the quote stands with its edges, written without the module's own search."""
    quote = old[slice(*span)]
    whole = [not inside_word(old, edge) for edge in span]
    return [
        at
        for at in range(len(new) - len(quote) + 1)
        if new[at : at + len(quote)] == quote
        and not (whole[0] and inside_word(new, at))
        and not (whole[1] and inside_word(new, at + len(quote)))
    ]


@settings(max_examples=400)
@given(corrections())
def test_a_quote_that_still_stands_once_is_carried_to_it(case: tuple[str, str, list[Span]]) -> None:
    old, new, spans = case
    carrier = Carrier(old, new)
    for span in spans:
        places = stands(old, new, span)
        if len(places) == 1:
            fate = carrier.fate(span)
            assert (fate.status, fate.place) == (Status.MOVED, (places[0], places[0] + span[1] - span[0]))


@given(corrections())
def test_a_text_that_stays_keeps_every_mark_where_it_is(case: tuple[str, str, list[Span]]) -> None:
    old, _new, spans = case
    carried = Carrier(old, old).carry(spans)
    assert carried.is_settled
    assert carried.places == spans


TEXT = (
    "Der Minister sprach am Montag. „Wir zögern nicht“, sagte er.\n\n"
    "Der Sprecher schwieg. „Das prüfen wir“, sagte er. Dann ging er 😀."
)


def fate(old: str, new: str, quote: str, nth: int = 0) -> tuple[Status, str | None]:
    span = standing(old, quote)[nth]
    found = Carrier(old, new).fate(span)
    return found.status, new[slice(*found.place)] if found.place else None


def test_a_moved_paragraph_takes_its_mark_along() -> None:
    first, second = TEXT.split("\n\n")
    assert fate(TEXT, f"{second}\n\n{first}", "„Wir zögern nicht“") == (Status.MOVED, "„Wir zögern nicht“")


def test_a_changed_quote_is_proposed_and_not_moved() -> None:
    new = TEXT.replace("Wir zögern nicht", "Wir warten nicht länger")
    assert fate(TEXT, new, "Wir zögern nicht") == (Status.CHANGED, "Wir warten nicht")


def test_a_quote_that_is_deleted_is_gone() -> None:
    assert fate(TEXT, TEXT.replace(" Dann ging er 😀.", ""), "Dann ging er") == (Status.GONE, None)


def test_like_quotes_stay_with_their_own_sentences_when_others_change() -> None:
    new = TEXT.replace("am Montag", "am späten Dienstag").replace("Dann ging er 😀.", "Er ging.")
    for nth, at in enumerate(place for place, _ in standing(new, "sagte er")):
        found = Carrier(TEXT, new).fate(standing(TEXT, "sagte er")[nth])
        assert (found.status, found.place) == (Status.MOVED, (at, at + len("sagte er")))


def test_two_lookalikes_are_for_people_to_tell_apart() -> None:
    old = "Am Anfang. Er schwieg. Am Ende."
    new = "Am Anfang. Er schwieg. Er schwieg. Am Ende."
    found = Carrier(old, new).fate(standing(old, "Er schwieg.")[0])
    assert found.status is Status.AMBIGUOUS
    assert [new[slice(*place)] for place in found.candidates] == ["Er schwieg.", "Er schwieg."]


def test_one_of_several_like_quotes_that_is_gone_takes_no_other_place() -> None:
    old = "A sagte er. B sagte er. C sagte er. D sagte er. E."
    new = old.replace("B sagte er. ", "")
    assert fate(old, new, "sagte er", 1)[0] is not Status.MOVED


def test_a_word_is_not_found_inside_another() -> None:
    assert fate("Nun ging er los.", "Nun ging sie los, aber.", "er") == (Status.CHANGED, "sie")


def test_several_spans_and_parts_are_carried_or_reviewed_together() -> None:
    spans = [standing(TEXT, "Wir zögern nicht")[0], standing(TEXT, "Das prüfen wir")[0]]
    cue = {"cue": standing(TEXT, "sagte")[0]}
    longer = "Vorab.\n" + TEXT
    carried = Carrier(TEXT, longer).carry(spans, cue)
    assert carried.is_settled
    assert [longer[slice(*place)] for place in carried.places] == ["Wir zögern nicht", "Das prüfen wir"]
    changed = longer.replace("“, sagte er.\n", "“.\n")
    carried = Carrier(TEXT, changed).carry(spans, cue)
    assert not carried.is_settled
    assert [fate.status for fate in carried.spans] == [Status.MOVED, Status.MOVED]


def test_spans_that_would_come_to_stand_upon_each_other_are_reviewed() -> None:
    old, new = "ab cd. Und: cd ef.", "ab cd ef."
    spans = [standing(old, "ab cd")[0], standing(old, "cd ef")[0]]
    carried = Carrier(old, new).carry(spans)
    assert not carried.is_settled
    assert carried.status is Status.CHANGED


@pytest.mark.parametrize("size", [100, 4000])
def test_texts_of_any_length_and_a_quote_that_repeats_itself(size: int) -> None:
    old, new = "a" * size, "b" + "a" * size
    assert Carrier(old, new).fate((0, size // 2)).status in (Status.AMBIGUOUS, Status.CHANGED, Status.GONE)
