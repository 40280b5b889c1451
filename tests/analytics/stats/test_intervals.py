import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from analytics.errors import EmptyBase
from analytics.stats.intervals import Interval, wilson_interval

bases = st.integers(1, 10**6)
levels = st.floats(0.5, 0.999)


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(bases)
    return draw(st.integers(0, n)), n


@given(shares(), levels)
def test_scipy_gives_the_same_interval(share: tuple[int, int], level: float) -> None:
    satisfied, n = share
    interval = wilson_interval(satisfied, n, level)

    other = binomtest(satisfied, n).proportion_ci(confidence_level=level, method="wilson")

    assert interval.low == pytest.approx(other.low, abs=1e-9)
    assert interval.high == pytest.approx(other.high, abs=1e-9)


@given(shares(), levels)
def test_the_share_lies_inside_and_the_bounds_are_shares(share: tuple[int, int], level: float) -> None:
    satisfied, n = share
    interval = wilson_interval(satisfied, n, level)

    assert 0 <= interval.low <= satisfied / n <= interval.high <= 1
    assert interval.low < interval.high


@given(shares())
def test_swapping_the_answers_mirrors_the_interval(share: tuple[int, int]) -> None:
    satisfied, n = share
    interval, mirrored = wilson_interval(satisfied, n), wilson_interval(n - satisfied, n)

    assert mirrored.low == pytest.approx(1 - interval.high, abs=1e-12)
    assert mirrored.high == pytest.approx(1 - interval.low, abs=1e-12)


@given(shares())
def test_twice_the_answers_narrow_the_interval(share: tuple[int, int]) -> None:
    satisfied, n = share
    once, twice = wilson_interval(satisfied, n), wilson_interval(2 * satisfied, 2 * n)

    assert twice.high - twice.low < once.high - once.low


@given(shares())
def test_more_certainty_widens_the_interval(share: tuple[int, int]) -> None:
    narrow, wide = wilson_interval(*share, 0.9), wilson_interval(*share, 0.99)

    assert wide.low <= narrow.low
    assert narrow.high <= wide.high


def test_the_ends_are_exact() -> None:
    assert wilson_interval(0, 7).low == 0.0
    assert wilson_interval(7, 7).high == 1.0


def test_no_ratings_have_no_interval() -> None:
    with pytest.raises(EmptyBase):
        wilson_interval(0, 0)


@pytest.mark.parametrize(("satisfied", "n"), [(-1, 5), (6, 5), (0, -1)])
def test_impossible_counts_are_refused(satisfied: int, n: int) -> None:
    with pytest.raises(ValueError, match="impossible"):
        wilson_interval(satisfied, n)


@pytest.mark.parametrize("level", [0.0, 1.0, -0.1, 95.0])
def test_a_level_is_a_share_not_a_percentage(level: float) -> None:
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        wilson_interval(1, 2, level)


def test_intervals_that_touch_overlap() -> None:
    assert Interval(0.1, 0.2).overlaps(Interval(0.2, 0.3))
    assert Interval(0.1, 0.5).overlaps(Interval(0.2, 0.3))
    assert not Interval(0.1, 0.19).overlaps(Interval(0.2, 0.3))
    assert not Interval(0.2, 0.3).overlaps(Interval(0.1, 0.19))
