from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from analytics.errors import EmptyBase
from analytics.stats.comparison import share_difference

from .strategies import counts, levels


def wilson_as_roots(count: int, n: int, level: float) -> tuple[float, float]:
    """The shares whose score test just does not reject: roots of (p - share)^2 = z^2 p(1 - p) / n."""
    z = norm.ppf((1 + level) / 2)
    low, high = np.sort(np.roots([n + z * z, -(2 * count + z * z), count * count / n]).real)
    return float(low), float(high)


@given(counts(), counts(), levels)
def test_roots_of_the_score_equation_give_the_same(
    one: tuple[int, int], other: tuple[int, int], level: float
) -> None:
    found = share_difference(*one, *other, level)

    (low, high), (other_low, other_high) = (wilson_as_roots(*it, level) for it in (one, other))
    share, other_share = one[0] / one[1], other[0] / other[1]
    below = sqrt((share - low) ** 2 + (other_high - other_share) ** 2)
    above = sqrt((high - share) ** 2 + (other_share - other_low) ** 2)
    assert found.low == pytest.approx(share - other_share - below, abs=1e-7)
    assert found.high == pytest.approx(share - other_share + above, abs=1e-7)


@given(counts(), counts(), levels)
def test_the_difference_lies_inside_and_the_bounds_are_differences(
    one: tuple[int, int], other: tuple[int, int], level: float
) -> None:
    found = share_difference(*one, *other, level)

    assert -1 - 1e-12 <= found.low < found.value + 1e-12
    assert found.value - 1e-12 < found.high <= 1 + 1e-12
    assert found.low < found.high


@given(counts(), counts())
def test_the_other_way_round_it_has_the_other_sign(one: tuple[int, int], other: tuple[int, int]) -> None:
    found, turned = share_difference(*one, *other), share_difference(*other, *one)

    assert turned.low == pytest.approx(-found.high)
    assert turned.high == pytest.approx(-found.low)
    assert turned.excludes_zero == found.excludes_zero


@given(counts(), levels)
def test_equal_shares_never_differ(share: tuple[int, int], level: float) -> None:
    assert not share_difference(*share, *share, level).excludes_zero


def test_a_clear_difference_excludes_zero_on_either_side() -> None:
    assert share_difference(95, 100, 70, 100).excludes_zero
    assert share_difference(70, 100, 95, 100).excludes_zero


def test_it_covers_the_truth_about_as_often_as_its_level_says() -> None:
    random = np.random.default_rng(20261122)
    trials = 4000
    one, other = random.binomial(40, 0.92, trials), random.binomial(60, 0.85, trials)
    pairs = zip(one.tolist(), other.tolist(), strict=True)
    found = [share_difference(first, 40, second, 60) for first, second in pairs]

    covered = sum(it.low <= 0.07 <= it.high for it in found) / trials

    assert covered == pytest.approx(0.95, abs=0.015)


@pytest.mark.parametrize("numbers", [(0, 0, 1, 2), (1, 2, 0, 0)])
def test_a_share_of_nothing_has_no_difference(numbers: tuple[int, int, int, int]) -> None:
    with pytest.raises(EmptyBase):
        share_difference(*numbers)


@pytest.mark.parametrize("numbers", [(3, 2, 1, 2), (1, 2, -1, 2)])
def test_impossible_counts_are_refused(numbers: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="impossible"):
        share_difference(*numbers)


@given(st.integers(1, 500), st.integers(1, 500))
def test_all_against_none_ends_at_exactly_one(n: int, other_n: int) -> None:
    found = share_difference(n, n, 0, other_n)

    assert (found.value, found.high) == (1, 1)
    assert found.low < 1
