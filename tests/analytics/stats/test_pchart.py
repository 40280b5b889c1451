from itertools import pairwise
from math import inf, sqrt
from statistics import fmean, stdev

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from analytics.errors import EmptyBase
from analytics.stats.pchart import laney_chart, p_chart

from .strategies import counts

Samples = list[tuple[int, int]]
weeks = st.lists(counts(most=3000), min_size=2, max_size=30)


def simulated(seed: int, spread: float, count: int, n: int) -> Samples:
    """Weeks whose true shares lie about 0.9 with this standard deviation."""
    random = np.random.default_rng(seed)
    shares = np.clip(random.normal(0.9, spread, count), 0, 1)
    return [(int(satisfied), n) for satisfied in random.binomial(n, shares)]


@given(weeks)
def test_naive_arithmetic_gives_the_same_chart(samples: Samples) -> None:
    chart = p_chart(samples)

    centre = sum(count for count, _ in samples) / sum(n for _, n in samples)
    outside = []
    for at, (count, n) in enumerate(samples):
        reach = 3 * sqrt(centre * (1 - centre) / n)
        assert chart.limits(at) == pytest.approx((max(0, centre - reach), min(1, centre + reach)))
        if abs(count / n - centre) > reach + 1e-12:
            outside.append(at)
    assert chart.centre == pytest.approx(centre)
    if 0 < centre < 1:
        assert chart.outside == tuple(outside)


@given(weeks)
def test_unsatisfied_ratings_have_the_mirrored_chart(samples: Samples) -> None:
    chart, mirrored = p_chart(samples), p_chart([(n - count, n) for count, n in samples])

    assert mirrored.centre == pytest.approx(1 - chart.centre, abs=1e-12)
    assert mirrored.scores == pytest.approx([-score for score in chart.scores], abs=1e-6)


@given(weeks)
def test_a_larger_week_has_limits_inside_those_of_a_smaller_one(samples: Samples) -> None:
    chart = p_chart(samples)
    ranked = sorted(range(len(samples)), key=lambda at: samples[at][1])

    for smaller, larger in pairwise(ranked):
        assert chart.limits(smaller)[0] <= chart.limits(larger)[0]
        assert chart.limits(larger)[1] <= chart.limits(smaller)[1]


@given(st.integers(1, 400), st.floats(0.02, 0.98))
def test_scipy_gives_the_same_chance_of_a_false_alarm(n: int, centre: float) -> None:
    reference = [(round(centre * 10**6), 10**6)]
    chart = p_chart([(0, n)], reference)
    low, high = chart.limits(0)

    out = [k for k in range(n + 1) if not low - 1e-12 <= k / n <= high + 1e-12]
    by_scipy = binom.pmf(out, n, chart.centre).sum()

    assert chart.false_alarm(0) == pytest.approx(by_scipy, rel=1e-6, abs=1e-12)


def test_a_share_on_its_limit_is_within_it() -> None:
    # By hand: 0.5 +- 3 * 0.5 / 6 is 0.25 and 0.75, that is 9 and 27 of 36.
    chart = p_chart([(9, 36), (27, 36), (8, 36), (28, 36)], reference=[(1, 2)])

    assert chart.outside == (2, 3)
    assert chart.false_alarm(0) == pytest.approx(2 * binom.cdf(8, 36, 0.5))


def test_few_ratings_near_the_top_raise_more_false_alarms_than_three_sigma_promise() -> None:
    chart = p_chart([(19, 20), (4750, 5000)], reference=[(95, 100)])

    # By hand: of 20 ratings fewer than 16.08 must be satisfied to be out; no limit above.
    assert chart.false_alarm(0) == pytest.approx(binom.cdf(16, 20, 0.95), rel=1e-9)
    assert chart.false_alarm(0) > 5 * 0.0027
    assert chart.false_alarm(1) == pytest.approx(0.0027, rel=0.15)


def test_a_quiet_chart_raises_the_false_alarms_it_states() -> None:
    samples = simulated(1, 0, 20_000, 200)
    chart = p_chart(samples, reference=[(9, 10)])

    assert len(chart.outside) / 20_000 == pytest.approx(chart.false_alarm(0), abs=0.0015)


@given(weeks)
def test_laneys_factor_by_naive_arithmetic(samples: Samples) -> None:
    plain, laney = p_chart(samples), laney_chart(samples)
    if not 0 < plain.centre < 1:
        return

    ranges = [abs(plain.scores[at] - plain.scores[at - 1]) for at in range(1, len(samples))]

    assert laney.sigma_z == pytest.approx(fmean(ranges) / 1.128)
    for at in range(len(samples)):
        reach = 3 * laney.sigma_z * sqrt(plain.centre * (1 - plain.centre) / samples[at][1])
        assert laney.limits(at) == pytest.approx(
            (max(0, plain.centre - reach), min(1, plain.centre + reach))
        )


def test_without_over_dispersion_laneys_chart_is_the_p_chart() -> None:
    samples = simulated(2, 0, 5000, 2000)

    assert laney_chart(samples).sigma_z == pytest.approx(1, abs=0.03)


def test_with_thousands_of_ratings_a_week_only_laneys_limits_hold_what_merely_wobbles() -> None:
    samples = simulated(3, 0.02, 500, 20_000)

    assert len(p_chart(samples).outside) / 500 > 0.6
    assert len(laney_chart(samples).outside) / 500 < 0.01


def test_a_lasting_change_does_not_widen_laneys_limits_as_a_standard_deviation_would() -> None:
    random = np.random.default_rng(4)
    weekly = [*random.binomial(500, 0.9, 100), *random.binomial(500, 0.8, 100)]
    samples = [(int(satisfied), 500) for satisfied in weekly]

    assert laney_chart(samples).sigma_z == pytest.approx(1, abs=0.15)
    assert stdev(p_chart(samples).scores) > 3


def test_the_reference_decides_what_is_usual() -> None:
    chart = p_chart([(90, 100), (70, 100)], reference=[(900, 1000)])
    laney = laney_chart([(90, 100), (70, 100)], reference=[(90, 100), (93, 100)])

    assert (chart.centre, chart.outside) == (0.9, (1,))
    # By hand: the deviation is the root of 0.915 * 0.085 / 100, the one step 0.03.
    assert laney.sigma_z == pytest.approx(0.03 / 0.0278882 / 1.128, abs=1e-5)


def test_wider_limits_leave_fewer_out() -> None:
    samples = simulated(6, 0.03, 200, 400)

    assert len(p_chart(samples, sigmas=2).outside) > len(p_chart(samples).outside)
    assert set(p_chart(samples).outside) <= set(p_chart(samples, sigmas=2).outside)


def test_all_equal_weeks_lie_on_their_centre_and_any_other_is_out() -> None:
    equal = p_chart([(5, 5), (9, 9)])
    other = p_chart([(4, 5), (5, 5)], reference=[(9, 9)])

    assert (equal.scores, equal.outside, equal.limits(0)) == ((0.0, 0.0), (), (1.0, 1.0))
    assert (other.scores, other.outside) == ((-inf, 0.0), (0,))


def test_one_week_lies_on_its_own_centre() -> None:
    chart = p_chart([(7, 10)])

    assert (chart.centre, chart.scores, chart.outside) == (0.7, (0.0,), ())


def test_weeks_without_ratings_are_to_be_left_out() -> None:
    for samples in ([(1, 2), (0, 0)], []):
        with pytest.raises(EmptyBase):
            p_chart(samples)


def test_laney_needs_two_weeks_to_see_how_they_vary() -> None:
    with pytest.raises(EmptyBase, match="at least two"):
        laney_chart([(1, 2)])


@pytest.mark.parametrize("sample", [(3, 2), (-1, 2)])
def test_impossible_counts_are_refused(sample: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="impossible"):
        p_chart([sample])
    with pytest.raises(ValueError, match="impossible"):
        p_chart([(1, 2)], reference=[sample])


@pytest.mark.parametrize("sigmas", [0.0, -3.0, float("nan")])
def test_limits_need_a_width(sigmas: float) -> None:
    with pytest.raises(ValueError, match="are no limits"):
        p_chart([(1, 2)], sigmas=sigmas)
