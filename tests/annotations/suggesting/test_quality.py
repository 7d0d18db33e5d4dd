"""The Wilson interval, against published figures and by its properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.suggesting.quality import Share


# R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17,
# 1998, table I.
@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_as_published(hits: int, n: int, low: float, high: float) -> None:
    assert Share(hits, n).interval == pytest.approx((low, high), abs=0.00006)


@given(st.integers(1, 10_000), st.data())
def test_it_holds_the_share_and_stays_within_bounds(n: int, data: st.DataObject) -> None:
    share = Share(data.draw(st.integers(0, n)), n)
    low, high = share.interval
    assert 0 <= low <= share.share + 1e-12 and share.share - 1e-12 <= high <= 1


def test_of_nothing_all_is_possible() -> None:
    assert Share(0, 0).interval == (0.0, 1.0)
