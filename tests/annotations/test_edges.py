"""Edges that move by words, and spans that are cut or lose a stretch: properties of the pure functions."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring import Span, check, halves, inside_word, without, word_edge
from tests.annotations.test_anchoring import texts


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(texts)
    edges = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    return text, list(zip(edges[::2], edges[1::2], strict=False))


def covered(text: str, spans: list[Span]) -> set[int]:
    """The places that are marked and can be seen."""
    return {at for start, end in spans for at in range(start, end) if not text[at].isspace()}


@given(texts, st.data(), st.sampled_from([1, -1]), st.booleans())
def test_an_edge_goes_to_the_edge_of_a_word_in_its_direction_or_stays(
    text: str, data: st.DataObject, step: int, is_end: bool
) -> None:
    at = data.draw(st.integers(0, len(text)))
    to = word_edge(text, at, step, is_end=is_end)
    assert 0 <= to <= len(text)
    assert (to - at) * step >= 0
    assert to == at or not inside_word(text, to)


@given(marked(), st.data())
def test_two_halves_are_the_whole(case: tuple[str, list[Span]], data: st.DataObject) -> None:
    text, spans = case
    at = data.draw(st.integers(0, len(text)))
    first, second = halves(text, spans, at)
    for part in (first, second):
        if part:
            check(part, len(text))
    assert covered(text, first) | covered(text, second) == covered(text, spans)
    assert not covered(text, first) & covered(text, second)
    assert not first or not second or first[-1][1] <= second[0][0]


@given(marked(), st.data())
def test_what_is_taken_away_is_gone_and_nothing_else(
    case: tuple[str, list[Span]], data: st.DataObject
) -> None:
    text, spans = case
    start, end = data.draw(st.sampled_from(spans))
    first = data.draw(st.integers(start, end - 1))
    taken = [(first, data.draw(st.integers(first + 1, end)))]
    left = without(text, spans, taken)
    assert left is not None
    assert covered(text, left) == covered(text, spans) - covered(text, taken)
    outside = next((at for at in range(len(text)) if not any(s <= at < e for s, e in spans)), None)
    if outside is not None:
        assert without(text, spans, [(outside, outside + 1)]) is None
