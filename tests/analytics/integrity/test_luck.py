"""What the other answers of a month say of its luck."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.integrity.luck import by_others, told_by
from analytics.integrity.spread import Counted, Expected, Spread, expect, spread_of

VARIATIONS = st.floats(0.001, 2)


def test_a_published_kind_of_example() -> None:
    """Gamma(40, 40) and 60 where 40 were expected: Gamma(100, 80), of mean 1.25 [Gelman, 2.6]."""
    assert told_by(Expected(40.0, 1 / 40), 60) == Counted(60, 100 / 80, 1 / 100)


@given(st.floats(0.5, 500), VARIATIONS, st.integers(0, 1_000))
def test_luck_lies_between_none_and_what_was_counted(mean: float, variation: float, count: int) -> None:
    factor = told_by(Expected(mean, variation), count).exposure
    low, high = sorted([1.0, count / mean])
    assert low - 1e-9 <= factor <= high + 1e-9


@given(st.floats(0.5, 500), VARIATIONS, st.integers(0, 500))
def test_the_more_are_counted_the_surer_it_is(mean: float, variation: float, count: int) -> None:
    less, more = (told_by(Expected(mean, variation), n).blur for n in (count, count + 1))
    assert more < less <= variation * (1 + 1e-9)


@pytest.mark.parametrize("expected", [Expected(0.0, 0.1), Expected(30.0, 0.0)])
def test_where_nothing_varies_there_is_no_luck(expected: Expected) -> None:
    assert told_by(expected, 45) == Counted(45, 1.0, 0.0)


def test_it_is_the_mean_of_luck_given_the_count() -> None:
    """By trying out: among many months those with forty answers had this luck, so varied."""
    rng = np.random.default_rng(1)
    luck = rng.gamma(1 / 0.05, 0.05, 400_000)
    chosen = luck[rng.poisson(30 * luck) == 40]
    found = told_by(Expected(30.0, 0.05), 40)
    assert found.exposure == pytest.approx(chosen.mean(), rel=0.01)
    assert found.blur == pytest.approx((chosen.std() / chosen.mean()) ** 2, rel=0.05)


def test_a_month_keeps_its_count_and_its_services_gain_the_luck() -> None:
    own = [(Counted(10, 200.0), 50.0)] * 6
    month = by_others(Counted(30, 200.0), 80.0, Spread(0.25, 0.1, 0.05), own)
    assert month.number == 30
    assert 200 < month.exposure < 320
    assert 0 < month.blur < 0.05


def test_blur_that_is_known_is_not_taken_for_a_spread() -> None:
    rng = np.random.default_rng(2)
    keys = [
        [Counted(float(rng.poisson(60 * luck)), 200.0, 0.04) for luck in rng.gamma(25, 0.04, 4)]
        for _ in range(800)
    ]
    assert spread_of(keys).within == pytest.approx(0, abs=0.01)
    assert spread_of([[month[:2] for month in own] for own in keys]).within == pytest.approx(
        0.04, rel=0.3
    )
    spread = Spread(0.3, 0.1, 0.01)
    assert expect(spread, 200.0, blur=0.04).variation == pytest.approx(0.15)
    assert expect(spread, 200.0, keys[0], 0.04).variation > expect(spread, 200.0, keys[0]).variation
