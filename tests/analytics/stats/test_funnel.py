from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, norm

from analytics.errors import EmptyBase
from analytics.stats.funnel import ALARM, WARNING, added_limits, exact_limits, multiplied_limits

bases = st.integers(1, 3000)
targets = st.floats(0.01, 0.99)
funnels = st.sampled_from([WARNING, ALARM, 0.9])


def interpolated(n: int, target: float, chance: float) -> float:
    """Spiegelhalter's lower limit, word for word, on scipy's binomial."""
    r = int(binom.ppf(chance, n, target))
    alpha = (binom.cdf(r, n, target) - chance) / binom.pmf(r, n, target)
    return max(0.0, float((r - alpha) / n))


@given(bases, targets, funnels)
def test_scipy_gives_the_same_limits(n: int, target: float, level: float) -> None:
    limits, chance = exact_limits(n, target, level), (1 - level) / 2

    assert limits.low == pytest.approx(interpolated(n, target, chance), abs=1e-9)
    assert limits.high == pytest.approx(1 - interpolated(n, 1 - target, chance), abs=1e-9)


@given(st.integers(1, 200), targets, funnels)
def test_a_count_is_out_exactly_if_its_tail_is_rarer_than_the_level_says(
    n: int, target: float, level: float
) -> None:
    limits, chance = exact_limits(n, target, level), (1 - level) / 2

    for satisfied in range(n + 1):
        as_few, as_many = binom.cdf(satisfied, n, target), binom.sf(satisfied - 1, n, target)
        if min(abs(as_few - chance), abs(as_many - chance)) > 1e-9:
            assert limits.side(satisfied) == int(as_many < chance) - int(as_few < chance)


@given(bases, targets, funnels)
def test_at_most_the_rest_of_the_level_is_out_by_chance(n: int, target: float, level: float) -> None:
    limits = exact_limits(n, target, level)
    inside = [count for count in range(n + 1) if limits.side(count) == 0]

    chance_inside = binom.cdf(inside[-1], n, target) - binom.cdf(inside[0] - 1, n, target)

    assert chance_inside >= level - 1e-9


@given(bases, targets, funnels)
def test_limits_hold_the_target_and_are_shares(n: int, target: float, level: float) -> None:
    limits = exact_limits(n, target, level)

    assert 0 <= limits.low < target < limits.high <= 1


@given(bases, targets)
def test_the_unsatisfied_have_the_mirrored_funnel(n: int, target: float) -> None:
    limits, mirrored = exact_limits(n, target), exact_limits(n, 1 - target)

    assert mirrored.low == pytest.approx(1 - limits.high, abs=1e-9)
    assert mirrored.high == pytest.approx(1 - limits.low, abs=1e-9)


@given(bases, targets)
def test_the_alarm_funnel_encloses_the_warning_funnel(n: int, target: float) -> None:
    warning, alarm = exact_limits(n, target, WARNING), exact_limits(n, target, ALARM)

    assert alarm.low <= warning.low
    assert warning.high <= alarm.high


def test_all_satisfied_is_no_signal_for_a_small_unit_near_the_top() -> None:
    # 0.95 ** 20 = 0.358: it happens to every third such unit.
    assert exact_limits(20, 0.95).high == 1
    assert exact_limits(20, 0.95).side(20) == 0


def test_one_rating_is_never_a_signal() -> None:
    limits = exact_limits(1, 0.9)

    assert (limits.side(0), limits.side(1)) == (0, 0)


def test_large_units_have_the_limits_of_the_normal_curve() -> None:
    n, target = 1_000_000, 0.9
    reach = norm.ppf(0.999) * sqrt(target * (1 - target) / n)
    limits = exact_limits(n, target, ALARM)

    # Half a count is what interpolation adds, and the skewness a few counts more.
    assert limits.low == pytest.approx(target - reach, abs=5 / n)
    assert limits.high == pytest.approx(target + reach, abs=5 / n)


@pytest.mark.parametrize(("target", "satisfied", "side"), [(1.0, 9, -1), (0.0, 1, 1)])
def test_against_a_perfect_target_every_other_share_is_out(
    target: float, satisfied: int, side: int
) -> None:
    limits = exact_limits(10, target)

    assert limits.side(satisfied) == side
    assert limits.side(10 if target else 0) == 0


@given(bases, targets, st.floats(0, 1))
def test_less_variation_than_chance_does_not_narrow_the_funnel(
    n: int, target: float, phi: float
) -> None:
    assert multiplied_limits(n, target, phi) == exact_limits(n, target)


@given(bases, targets, st.floats(1, 20), st.floats(0, 5))
def test_more_variation_never_narrows_a_funnel(n: int, target: float, phi: float, more: float) -> None:
    limits, wider = multiplied_limits(n, target, phi), multiplied_limits(n, target, phi + more)

    assert wider.low <= limits.low + 1e-12
    assert limits.high <= wider.high + 1e-12


def test_large_over_dispersed_units_have_spiegelhalters_limits() -> None:
    n, target, phi, tau_squared = 1_000_000, 0.9, 4.0, 0.0004
    z, variance = norm.ppf(0.975), target * (1 - target) / n

    multiplied = multiplied_limits(n, target, phi)
    added = added_limits(n, target, tau_squared)

    assert multiplied.low == pytest.approx(target - z * sqrt(phi * variance), rel=1e-5)
    assert multiplied.high == pytest.approx(target + z * sqrt(phi * variance), rel=1e-5)
    assert added.low == pytest.approx(target - z * sqrt(variance + tau_squared), rel=1e-4)
    assert added.high == pytest.approx(target + z * sqrt(variance + tau_squared), rel=1e-4)


@given(bases, targets, st.floats(0, 0.01))
def test_differences_between_units_widen_as_their_share_of_the_variance_says(
    n: int, target: float, tau_squared: float
) -> None:
    phi = 1 + tau_squared / (target * (1 - target) / n)

    added, multiplied = added_limits(n, target, tau_squared), multiplied_limits(n, target, phi)

    assert (added.low, added.high) == pytest.approx((multiplied.low, multiplied.high), abs=1e-12)


def test_no_difference_between_units_leaves_the_exact_limits() -> None:
    assert added_limits(50, 0.9, 0.0) == exact_limits(50, 0.9)
    assert added_limits(50, 1.0, 0.1) == exact_limits(50, 1.0)


def test_no_ratings_have_no_limits() -> None:
    for limits in (
        exact_limits,
        lambda n, p: multiplied_limits(n, p, 2),
        lambda n, p: added_limits(n, p, 1),
    ):
        with pytest.raises(EmptyBase):
            limits(0, 0.9)


@pytest.mark.parametrize("arguments", [(-1, 0.9), (5, 1.2), (5, 90.0), (5, 0.9, 95.0), (5, 0.9, 0.0)])
def test_impossible_arguments_are_refused(arguments: tuple[int, float]) -> None:
    with pytest.raises(ValueError, match=r"impossible|lies"):
        exact_limits(*arguments)
