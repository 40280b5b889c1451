import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import betabinom

from analytics.errors import EmptyBase
from analytics.stats.beta_binomial import BetaPrior, PooledRate, fit_prior

from .strategies import counts

Units = list[tuple[int, int]]
many_units = st.lists(counts(most=60), min_size=2, max_size=12)


def log_likelihood(units: Units, prior: BetaPrior) -> float:
    return float(sum(betabinom.logpmf(count, n, prior.a, prior.b) for count, n in units))


def most_likely(units: Units) -> BetaPrior:
    """By brute force: scipy's simplex on scipy's probabilities, in logarithms of a and b."""
    counted, bases = np.array(units).T

    def loss(logs: np.ndarray) -> float:
        return -float(betabinom.logpmf(counted, bases, *np.exp(logs)).sum())

    best = minimize(loss, [1.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-11})
    return BetaPrior(*np.exp(best.x))


def simulated(seed: int, a: float, b: float, units: int = 3000, most: int = 120) -> Units:
    random = np.random.default_rng(seed)
    bases = random.integers(1, most, units)
    satisfied = random.binomial(bases, random.beta(a, b, units))
    return list(zip(satisfied.tolist(), bases.tolist(), strict=True))


@pytest.mark.parametrize(("a", "b"), [(18.0, 2.0), (45.0, 5.0), (3.0, 3.0), (0.9, 0.4)])
def test_known_parameters_are_recovered_from_simulated_units(a: float, b: float) -> None:
    prior = fit_prior(simulated(20261122, a, b))

    assert isinstance(prior, BetaPrior)
    assert prior.mean == pytest.approx(a / (a + b), abs=0.01)
    assert prior.strength == pytest.approx(a + b, rel=0.12)


@pytest.mark.parametrize("seed", range(6))
def test_a_brute_force_search_finds_the_same_prior(seed: int) -> None:
    units = simulated(seed, 12, 3, units=25)

    prior, other = fit_prior(units), most_likely(units)

    assert isinstance(prior, BetaPrior)
    assert prior.mean == pytest.approx(other.mean, rel=1e-5)
    assert prior.strength == pytest.approx(other.strength, rel=1e-3)


@settings(max_examples=60)
@given(many_units, st.floats(-1, 5), st.floats(-1, 5))
def test_no_other_prior_makes_the_counts_more_likely(units: Units, log_a: float, log_b: float) -> None:
    prior, other = fit_prior(units), BetaPrior(10**log_a, 10**log_b)
    if isinstance(prior, PooledRate):
        strong = 1e7
        mean = min(max(prior.mean, 1e-9), 1 - 1e-9)
        prior = BetaPrior(mean * strong, (1 - mean) * strong)
    if other.strength >= 1:
        assert log_likelihood(units, prior) >= log_likelihood(units, other) - 1e-4


def test_pooling_is_chosen_exactly_where_tarones_statistic_is_negative() -> None:
    random = np.random.default_rng(3)
    seen = set()
    for _ in range(200):
        bases = random.integers(2, 40, 8)
        counted = random.binomial(bases, 0.8)
        p = counted.sum() / bases.sum()
        # Tarone (1979): S - sum of n, S the sum of (x - n p)^2 / (p (1 - p)).
        surplus = ((counted - bases * p) ** 2).sum() / (p * (1 - p)) - bases.sum()
        if abs(surplus) < 1e-6:
            continue
        units = list(zip(counted.tolist(), bases.tolist(), strict=True))
        pooled = isinstance(fit_prior(units), PooledRate)
        assert pooled == (surplus < 0)
        seen.add(pooled)
    assert seen == {True, False}


@given(many_units)
def test_satisfied_and_unsatisfied_have_mirrored_priors(units: Units) -> None:
    prior, mirrored = fit_prior(units), fit_prior([(n - count, n) for count, n in units])

    assert type(prior) is type(mirrored)
    assert mirrored.mean == pytest.approx(1 - prior.mean, abs=1e-5)


@given(many_units)
def test_units_without_ratings_and_their_order_change_nothing(units: Units) -> None:
    assert fit_prior([*reversed(units), (0, 0)]) == fit_prior(units)


@pytest.mark.parametrize(
    ("units", "pooled"),
    [
        ([(8, 10), (8, 10), (8, 10)], PooledRate(24, 30)),  # under-dispersed: no difference at all
        # Exactly as dispersed as chance has it: squared deviations 2 = 8 / 4, and 8 = 36 * 2 / 9.
        ([(3, 4), (1, 4)], PooledRate(4, 8)),
        ([(5, 9), (1, 9), (3, 9), (3, 9)], PooledRate(12, 36)),
        ([(7, 9)], PooledRate(7, 9)),  # one unit differs from nobody
        ([(1, 1), (0, 1), (1, 1)], PooledRate(2, 3)),  # one rating each: no unit repeats itself
        ([(5, 5), (90, 90)], PooledRate(95, 95)),  # all equal
        ([(0, 5), (0, 90)], PooledRate(0, 95)),
    ],
)
def test_where_units_do_not_differ_beyond_chance_the_pool_stands_for_all(
    units: Units, pooled: PooledRate
) -> None:
    assert fit_prior(units) == pooled


def test_a_prior_is_worth_one_rating_at_least() -> None:
    prior = fit_prior([(50, 50), (0, 50), (50, 50), (0, 50)])

    assert isinstance(prior, BetaPrior)
    assert prior.strength == pytest.approx(1)
    assert prior.mean == pytest.approx(0.5)


def test_without_a_rating_there_is_no_prior() -> None:
    for units in ([], [(0, 0), (0, 0)]):
        with pytest.raises(EmptyBase):
            fit_prior(units)


@pytest.mark.parametrize("unit", [(3, 2), (-1, 2)])
def test_impossible_counts_are_refused(unit: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="impossible"):
        fit_prior([(1, 2), unit])
