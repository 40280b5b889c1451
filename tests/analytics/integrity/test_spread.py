"""How counts vary where nobody tampers, and how improbable a count is then."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analytics.errors import EmptyBase
from analytics.integrity.spread import Expected, Spread, expect, spread_of


@given(st.floats(0.1, 500), st.floats(0.001, 3), st.integers(1, 1_000))
def test_the_tail_is_that_of_a_negative_binomial(mean: float, variation: float, count: int) -> None:
    shape = 1 / variation
    theirs = stats.nbinom.sf(count - 1, shape, shape / (shape + mean))
    assert Expected(mean, variation).at_least(count) == pytest.approx(theirs, rel=1e-6, abs=1e-12)


@given(st.floats(0.1, 200), st.integers(1, 400))
def test_without_variation_it_is_that_of_poisson(mean: float, count: int) -> None:
    theirs = stats.poisson.sf(count - 1, mean)
    assert Expected(mean, 0.0).at_least(count) == pytest.approx(theirs, rel=1e-3, abs=1e-9)


def test_nothing_or_more_is_certain_and_something_of_nothing_impossible() -> None:
    assert Expected(3.0, 0.1).at_least(0) == 1.0
    assert Expected(0.0, 0.1).at_least(1) == 0.0


def made_up(number: int, rate: float, between: float, within: float) -> list[list[tuple[float, float]]]:
    """Four months each, of two hundred services."""
    rng, exposure, months = np.random.default_rng(7), 200.0, 4
    found = []
    for _ in range(number):
        own = rng.gamma(1 / between, between) if between else 1.0
        luck = [rng.gamma(1 / within, within) if within else 1.0 for _ in range(months)]
        found.append([(float(rng.poisson(exposure * rate * own * one)), exposure) for one in luck])
    return found


@pytest.mark.parametrize(("between", "within"), [(0.2, 0.03), (0.05, 0.1), (0.5, 0.0)])
def test_what_was_put_in_is_found_again(between: float, within: float) -> None:
    found = spread_of(made_up(1_500, 0.3, between, within))
    assert found.rate == pytest.approx(0.3, rel=0.08)  # the middle of a skewed lot lies a little low
    assert found.between == pytest.approx(between, rel=0.25)
    assert found.within == pytest.approx(within, rel=0.3, abs=0.006)


def test_counts_that_vary_no_more_than_chance_have_no_spread_of_their_own() -> None:
    found = spread_of(made_up(1_500, 0.3, 0.0, 0.0))
    assert found.between == pytest.approx(0, abs=0.01)
    assert found.within == pytest.approx(0, abs=0.006)


def test_a_few_who_tamper_hardly_change_what_is_usual() -> None:
    honest = made_up(400, 0.1, 0.1, 0.02)
    tampered = [[(count + 60, exposure) for count, exposure in own] for own in honest[:20]]
    clean, dirty = spread_of(honest), spread_of([*tampered, *honest[20:]])
    assert dirty.rate == pytest.approx(clean.rate, rel=0.1)
    assert dirty.between < 2 * clean.between


def test_months_without_services_tell_nothing() -> None:
    assert spread_of([[(1, 10), (5, 0)], [(1, 10)]]) == spread_of([[(1, 10)], [(1, 10)]])
    with pytest.raises(EmptyBase):
        spread_of([[(5, 0)], []])


def test_of_whom_nothing_is_known_that_is_expected_which_is_usual() -> None:
    found = expect(Spread(0.2, 0.1, 0.05), 100)
    assert found.mean == 20.0
    assert found.variation == pytest.approx(0.15)


def test_many_months_of_ones_own_outweigh_all_others() -> None:
    usual = Spread(0.2, 0.1, 0.05)
    own = expect(usual, 100, [(500.0, 1_000.0)] * 500)
    assert own.mean == pytest.approx(50, rel=0.01)
    assert own.variation == pytest.approx(0.05, abs=0.001)


@given(st.integers(0, 60), st.integers(1, 12))
def test_what_is_expected_lies_between_ones_own_and_the_usual(count: int, months: int) -> None:
    found = expect(Spread(0.2, 0.1, 0.05), 100, [(float(count), 100.0)] * months)
    low, high = sorted([20.0, float(count)])
    assert low - 1e-9 <= found.mean <= high + 1e-9


def test_where_keys_do_not_differ_ones_own_months_change_nothing() -> None:
    assert expect(Spread(0.2, 0.0, 0.0), 100, [(90.0, 100.0)]) == Expected(20.0, 0.0)
