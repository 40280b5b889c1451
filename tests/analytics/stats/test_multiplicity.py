from random import Random

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, norm

from analytics.stats.multiplicity import benjamini_hochberg

p_values = st.lists(st.floats(0, 1), min_size=1, max_size=60)
rates = st.floats(0.001, 0.5)


@given(p_values)
def test_scipy_adjusts_alike(values: list[float]) -> None:
    adjusted = benjamini_hochberg(values).adjusted

    assert adjusted == pytest.approx(false_discovery_control(values), abs=1e-12)


@given(p_values, rates)
def test_the_step_up_procedure_as_it_was_first_written_down_agrees(
    values: list[float], rate: float
) -> None:
    ranked, m = sorted(values), len(values)
    assume(all(abs(value * m / k - rate) > 1e-9 for k, value in enumerate(ranked, 1)))
    passing = [k for k in range(1, m + 1) if ranked[k - 1] * m / k <= rate]
    bound = ranked[max(passing) - 1] if passing else -1.0

    assert benjamini_hochberg(values, rate).stands_out == tuple(value <= bound for value in values)


@given(p_values, st.randoms(use_true_random=False), rates)
def test_the_order_in_which_units_come_does_not_matter(
    values: list[float], random: Random, rate: float
) -> None:
    order = list(range(len(values)))
    random.shuffle(order)
    shuffled = benjamini_hochberg([values[at] for at in order], rate).adjusted
    plain = benjamini_hochberg(values, rate).adjusted

    assert shuffled == tuple(plain[at] for at in order)


@given(p_values)
def test_adjusting_never_makes_anything_more_certain(values: list[float]) -> None:
    adjusted = benjamini_hochberg(values).adjusted

    assert all(raw <= value <= 1 for raw, value in zip(values, adjusted, strict=True))


@given(st.floats(0, 1), rates, st.integers(1, 30))
def test_equal_values_share_their_fate(value: float, rate: float, units: int) -> None:
    assert benjamini_hochberg([value] * units, rate).stands_out == (value <= rate,) * units


def test_no_tests_are_no_discoveries() -> None:
    assert benjamini_hochberg([]).stands_out == ()


def test_the_share_of_false_signals_stays_below_the_rate() -> None:
    random = np.random.default_rng(20261122)
    trials, units, truly_bad = 1000, 40, 10
    false_shares = []
    for _ in range(trials):
        scores = random.standard_normal(units)
        scores[:truly_bad] += 3
        found = benjamini_hochberg(norm.sf(scores).tolist(), 0.1).stands_out
        false_shares.append(sum(found[truly_bad:]) / max(1, sum(found)))

    # Theorem 1: at most rate times the part that is truly good, 0.075; nearly reached.
    assert np.mean(false_shares) == pytest.approx(0.075, abs=0.012)


@pytest.mark.parametrize("units", [3, 12, 40])
def test_units_held_against_their_own_average_raise_no_more_false_signals(units: int) -> None:
    random = np.random.default_rng(20261122)
    trials = 4000
    raw = random.standard_normal((trials, units))
    scores = (raw - raw.mean(axis=1, keepdims=True)) / (1 - 1 / units) ** 0.5
    p_values = (2 * norm.sf(abs(scores))).tolist()

    false = sum(any(benjamini_hochberg(row).stands_out) for row in p_values) / trials

    # At most 0.05, plus three standard errors of the simulation.
    assert false <= 0.05 + 3 * (0.05 * 0.95 / trials) ** 0.5


@pytest.mark.parametrize("values", [[0.5, 1.1], [-0.01], [float("nan")]])
def test_a_p_value_is_a_chance(values: list[float]) -> None:
    with pytest.raises(ValueError, match="a p-value lies"):
        benjamini_hochberg(values)


@pytest.mark.parametrize("rate", [0.0, 1.0, 5.0])
def test_a_rate_is_a_share_not_a_percentage(rate: float) -> None:
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        benjamini_hochberg([0.5], rate)
