from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm
from scipy.stats.mstats import winsorize

from analytics.errors import EmptyBase
from analytics.stats.dispersion import dispersion, standard_score, winsorised
from analytics.stats.funnel import multiplied_limits

from .strategies import counts, inner_shares

scores = st.lists(st.floats(-50, 50), min_size=1, max_size=80)
many_units = st.lists(counts(most=2000), min_size=2, max_size=40)


@given(scores, st.floats(0, 0.49))
def test_scipy_winsorises_alike(values: list[float], trim: float) -> None:
    other = winsorize(np.array(values), limits=(trim, trim))

    assert winsorised(values, trim) == tuple(other.tolist())


@given(scores)
def test_winsorising_only_ever_pulls_in(values: list[float]) -> None:
    pulled = winsorised(values)

    assert min(values) <= min(pulled)
    assert max(pulled) <= max(values)
    assert len(pulled) == len(values)


def test_one_monster_does_not_make_all_units_over_dispersed() -> None:
    ordinary = [(90, 100)] * 19

    assert dispersion([*ordinary, (10, 100)], 0.9, trim=0).phi > 30
    assert dispersion([*ordinary, (10, 100)], 0.9).phi == 0


@given(many_units, inner_shares)
def test_without_trimming_phi_is_pearsons_statistic_a_unit(
    units: list[tuple[int, int]], target: float
) -> None:
    pearson = sum(
        (satisfied - n * target) ** 2 / (n * target)
        + (n - satisfied - n * (1 - target)) ** 2 / (n * (1 - target))
        for satisfied, n in units
    )

    assert dispersion(units, target, trim=0).phi == pytest.approx(
        pearson / len(units), rel=1e-6, abs=1e-9
    )


def test_tau_squared_is_what_dersimonian_and_lairds_formula_gives() -> None:
    units, target = [(90, 100), (160, 200), (290, 300), (45, 50)], 0.9
    # By hand: Q = sum of squared scores, w = n / 0.09.
    q = sum(n * (satisfied / n - target) ** 2 / 0.09 for satisfied, n in units)
    w = [n / 0.09 for _, n in units]

    by_hand = (q - 3) / (sum(w) - sum(it * it for it in w) / sum(w))

    assert dispersion(units, target, trim=0).tau_squared == pytest.approx(by_hand, rel=1e-9)


def units_of(random: np.random.Generator, spread: float, count: int) -> list[tuple[int, int]]:
    """Units whose true shares lie about 0.9 with this standard deviation."""
    shares = np.clip(random.normal(0.9, spread, count), 0.01, 0.99)
    bases = random.integers(100, 400, count)
    return list(zip(random.binomial(bases, shares).tolist(), bases.tolist(), strict=True))


def test_the_true_spread_of_simulated_units_is_recovered() -> None:
    units = units_of(np.random.default_rng(1), 0.03, 4000)

    assert sqrt(dispersion(units, 0.9, trim=0).tau_squared) == pytest.approx(0.03, rel=0.06)


def test_trimming_loses_a_third_of_the_variance_and_the_correction_gives_it_back() -> None:
    found = dispersion(units_of(np.random.default_rng(2), 0, 4000), 0.9)

    # Second moment of a standard normal cut at its 10 % and 90 % points, by scipy.
    bound = norm.ppf(0.9)
    kept = norm.expect(lambda z: min(abs(z), bound) ** 2)
    assert kept == pytest.approx(0.679, abs=0.001)
    assert found.phi == pytest.approx(kept, rel=0.06)
    assert found.corrected_phi == pytest.approx(1, rel=0.06)
    assert found.corrected_phi == pytest.approx(found.phi / kept, rel=1e-6)


def test_corrected_limits_raise_the_false_alarms_their_level_says_and_published_ones_more() -> None:
    units = units_of(np.random.default_rng(3), 0.03, 4000)
    found = dispersion(units, 0.9)

    def out(phi: float) -> float:
        return sum(bool(multiplied_limits(n, 0.9, phi).side(satisfied)) for satisfied, n in units) / 4000

    assert out(found.corrected_phi) == pytest.approx(0.05, abs=0.02)
    assert out(found.phi) > out(found.corrected_phi) + 0.03


@pytest.mark.parametrize("trim", [0.0, 0.1])
def test_chance_alone_is_called_over_dispersion_three_to_five_times_in_a_hundred(trim: float) -> None:
    random = np.random.default_rng(4)
    shares = (1 + random.standard_normal((3000, 100)) / 1000) / 2
    # A million ratings each, so that the scores are as good as normal.
    units = [[(round(share * 10**6), 10**6) for share in row] for row in shares.tolist()]

    calls = sum(dispersion(row, 0.5, trim).is_beyond_chance for row in units) / 3000

    assert 0.02 <= calls <= 0.055


def test_units_that_differ_are_called_over_dispersed() -> None:
    random = np.random.default_rng(5)

    assert all(dispersion(units_of(random, 0.05, 40), 0.9).is_beyond_chance for _ in range(100))


def test_units_that_agree_are_not_dispersed_at_all() -> None:
    found = dispersion([(9, 10), (90, 100)], 0.9)

    assert (found.phi, found.tau_squared) == pytest.approx((0, 0), abs=1e-25)
    assert not found.is_beyond_chance


def test_a_single_unit_tells_nothing_of_the_differences_between_units() -> None:
    assert dispersion([(70, 100)], 0.9).tau_squared == 0


def test_no_units_and_units_without_ratings_have_no_dispersion() -> None:
    with pytest.raises(EmptyBase):
        dispersion([], 0.9)
    with pytest.raises(EmptyBase):
        dispersion([(9, 10), (0, 0)], 0.9)


@pytest.mark.parametrize(("target", "trim"), [(0.0, 0.1), (1.0, 0.1), (0.9, 0.5), (0.9, -0.1)])
def test_impossible_arguments_are_refused(target: float, trim: float) -> None:
    with pytest.raises(ValueError, match="there is no dispersion"):
        dispersion([(9, 10)], target, trim)


def test_impossible_counts_have_no_score() -> None:
    with pytest.raises(ValueError, match="impossible"):
        standard_score(11, 10, 0.9)
