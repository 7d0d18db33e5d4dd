from hypothesis import given
from hypothesis import strategies as st

from annotations.segments import cut

TEXT = "Die Außenministerin betonte 🇩🇪: „Wir ängstigen uns nicht.“"

span_lists = st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70), st.integers(1, 6)), max_size=12)


def test_a_text_without_annotations_is_one_segment() -> None:
    assert cut(0, len(TEXT), []) == [(0, len(TEXT), ())]


def test_an_empty_stretch_has_no_segment() -> None:
    assert cut(7, 7, [(0, 20, 1)]) == []


def test_crossing_annotations_share_the_middle() -> None:
    assert cut(0, 12, [(2, 8, 1), (5, 10, 2)]) == [
        (0, 2, ()),
        (2, 5, (1,)),
        (5, 8, (1, 2)),
        (8, 10, (2,)),
        (10, 12, ()),
    ]


def test_an_annotation_that_spans_blocks_is_clipped_to_the_block() -> None:
    assert cut(10, 20, [(0, 30, 7)]) == [(10, 20, (7,))]


def test_keys_stand_in_the_order_given_not_in_text_order() -> None:
    assert cut(0, 4, [(1, 4, 9), (0, 4, 3)]) == [(0, 1, (3,)), (1, 4, (9, 3))]


def test_two_spans_of_one_annotation_count_once() -> None:
    assert cut(0, 4, [(0, 4, 5), (0, 4, 5)]) == [(0, 4, (5,))]


@given(st.integers(0, 30), st.integers(0, 30), span_lists)
def test_segments_rejoin_to_the_text(start: int, length: int, spans: list[tuple[int, int, int]]) -> None:
    end = min(len(TEXT), start + length)
    segments = cut(start, end, spans)
    assert "".join(TEXT[first:last] for first, last, _ in segments) == TEXT[start:end]
    assert all(first < last for first, last, _ in segments)


@given(span_lists)
def test_every_character_has_the_keys_of_the_spans_over_it(spans: list[tuple[int, int, int]]) -> None:
    for first, last, keys in cut(0, len(TEXT), spans):
        for at in range(first, last):
            naive = [key for start, end, key in spans if start <= at < end]
            assert list(keys) == list(dict.fromkeys(naive))
