import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from analytics.errors import EmptyBase
from analytics.stats.beta_binomial import BetaPrior, PooledRate, fit_prior
from analytics.stats.intervals import wilson_interval
from analytics.stats.shrinkage import shrink, shrink_all

from .strategies import counts, levels

priors = st.builds(BetaPrior, st.floats(0.5, 200), st.floats(0.5, 200))


@given(counts(least=0), priors, levels)
def test_scipys_posterior_is_the_same(unit: tuple[int, int], prior: BetaPrior, level: float) -> None:
    found = shrink(*unit, prior, level)
    satisfied, n = unit
    posterior = beta(prior.a + satisfied, prior.b + n - satisfied)

    low, high = posterior.interval(level)
    assert found.rate == pytest.approx(posterior.mean(), rel=1e-12)
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), abs=1e-8)


@given(counts(), priors)
def test_the_rate_lies_between_the_units_own_and_the_priors(
    unit: tuple[int, int], prior: BetaPrior
) -> None:
    own = unit[0] / unit[1]
    low, high = min(own, prior.mean), max(own, prior.mean)

    assert low - 1e-12 <= shrink(*unit, prior).rate <= high + 1e-12


@given(counts(least=0), priors, st.integers(0, 50), st.integers(0, 50))
def test_ratings_may_come_in_any_number_of_portions(
    unit: tuple[int, int], prior: BetaPrior, satisfied: int, unsatisfied: int
) -> None:
    learned = BetaPrior(prior.a + satisfied, prior.b + unsatisfied)
    together = shrink(unit[0] + satisfied, unit[1] + satisfied + unsatisfied, prior)

    assert shrink(*unit, learned).rate == pytest.approx(together.rate)
    assert shrink(*unit, learned).interval.low == pytest.approx(together.interval.low)


@given(st.integers(0, 40), st.integers(1, 40), priors)
def test_more_ratings_weigh_more(satisfied: int, unsatisfied: int, prior: BetaPrior) -> None:
    n = satisfied + unsatisfied
    few, many = shrink(satisfied, n, prior), shrink(10 * satisfied, 10 * n, prior)

    assert abs(many.rate - satisfied / n) <= abs(few.rate - satisfied / n) + 1e-12


@given(st.integers(1, 1000), priors)
def test_all_satisfied_is_never_certainty(n: int, prior: BetaPrior) -> None:
    found = shrink(n, n, prior)

    assert found.rate < 1
    assert found.interval.low < found.interval.high <= 1


def test_five_of_five_are_less_proof_than_forty_eight_of_fifty() -> None:
    # By hand: (18 + 5) / (20 + 5) and (18 + 48) / (20 + 50).
    prior = BetaPrior(18, 2)

    assert shrink(5, 5, prior).rate == 0.92
    assert shrink(48, 50, prior).rate == pytest.approx(66 / 70, abs=1e-15)


def test_a_unit_without_ratings_has_the_priors_mean_and_spread() -> None:
    found = shrink(0, 0, BetaPrior(18, 2))

    assert found.rate == 0.9
    assert found.interval.low == pytest.approx(beta.ppf(0.025, 18, 2))


def test_a_pool_stands_for_every_unit() -> None:
    units = [(8, 10), (8, 10), (0, 0)]
    found = shrink_all(units)

    assert {(unit.rate, unit.interval) for unit in found} == {(0.8, wilson_interval(16, 20))}
    assert {unit.prior for unit in found} == {PooledRate(16, 20)}
    assert [(unit.satisfied, unit.n) for unit in found] == units


def test_true_shares_lie_in_their_intervals_as_often_as_the_level_says() -> None:
    random = np.random.default_rng(20261122)
    bases = random.integers(1, 120, 600)
    true = random.beta(18, 2, 600)
    satisfied = random.binomial(bases, true)

    found = shrink_all(list(zip(satisfied.tolist(), bases.tolist(), strict=True)))

    covered = sum(
        it.interval.low <= share <= it.interval.high for it, share in zip(found, true, strict=True)
    )
    assert covered / 600 == pytest.approx(0.95, abs=0.025)


def test_shrunk_rates_are_nearer_to_the_truth_than_raw_ones() -> None:
    random = np.random.default_rng(8)
    bases = random.integers(1, 60, 400)
    true = random.beta(18, 2, 400)
    satisfied = random.binomial(bases, true)
    units = list(zip(satisfied.tolist(), bases.tolist(), strict=True))

    rates = np.array([unit.rate for unit in shrink_all(units)])

    assert ((rates - true) ** 2).mean() < 0.6 * ((satisfied / bases - true) ** 2).mean()


def test_all_units_share_the_prior_that_they_suggest() -> None:
    units = [(50, 50), (30, 50), (45, 50), (48, 50)]

    assert {unit.prior for unit in shrink_all(units)} == {fit_prior(units)}


def test_without_a_rating_nothing_is_shrunk() -> None:
    with pytest.raises(EmptyBase):
        shrink_all([(0, 0)])


@pytest.mark.parametrize("unit", [(3, 2), (-1, 2), (0, -1)])
def test_impossible_counts_are_refused(unit: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="impossible"):
        shrink(*unit, BetaPrior(18, 2))


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_a_level_is_a_share_not_a_percentage(level: float) -> None:
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        shrink(1, 2, BetaPrior(18, 2), level)
