"""Which names may be of one speaker."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.speakers.alike import alike


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("jens stoltenberg", "stoltenberg", True),
        ("jens stoltenberg", "j. stoltenberg", True),
        ("jens stoltenberg", "jens stoltenberk", True),
        ("donald trump", "donald j. trump", True),
        ("donald trump", "melania trump", False),
        ("jens stoltenberg", "jens", False),
        ("angela merkel", "olaf scholz", False),
        ("ministerium fur wirtschaft", "ministerium fur verkehr", False),
    ],
)
def test_pairs(one: str, other: str, are: bool) -> None:
    assert [pair[:2] for pair in alike({1: [one], 2: [other]})] == ([(1, 2)] if are else [])


def test_an_alias_is_a_name_too_and_the_most_alike_come_first() -> None:
    named = {3: ["frau gross", "gross"], 1: ["anne gross"], 2: ["gross"]}
    assert [(pair.one, pair.other) for pair in alike(named)] == [(2, 3), (1, 2), (1, 3)]


names = st.lists(st.text("abcdef .", min_size=1, max_size=12), min_size=1, max_size=3)


@given(st.dictionaries(st.integers(1, 50), names, max_size=12))
def test_no_pair_twice_and_none_of_one(named: dict[int, list[str]]) -> None:
    pairs = [(pair.one, pair.other) for pair in alike(named)]
    assert len(set(pairs)) == len(pairs)
    assert all(one < other for one, other in pairs)


def test_five_thousand_take_no_minutes() -> None:
    firsts, lasts = [f"{a}{b}na" for a in "abcdefghij" for b in "aeiou"], [f"mül{n}er" for n in range(100)]
    named = {n: [f"{firsts[n % 50]} {lasts[n // 50]}"] for n in range(5000)}
    began = time.process_time()
    alike(named)
    assert time.process_time() - began < 5
