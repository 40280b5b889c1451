import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import geom, nbinom

from analytics.errors import EmptyBase
from analytics.stats.gchart import GChart, g_chart

gap_lists = st.lists(st.integers(0, 2000), min_size=1, max_size=30)
groups = st.integers(1, 5)


def a_chart_of(share: float, group: int = 1, false_alarm: float = 0.0027) -> GChart:
    """A chart whose share of unsatisfied ratings is (nearly) the given one."""
    return g_chart([round(1 / share) - 1] * 12, group=group, false_alarm=false_alarm)


@given(gap_lists, st.integers(0, 3000), groups)
def test_scipys_negative_binomial_gives_the_same_limits(
    gaps: list[int], since_last: int, group: int
) -> None:
    chart = g_chart(gaps, since_last, group)
    if chart.share == 1:
        return
    other = nbinom(group, chart.share)

    below, above = chart.false_alarms
    assert below == pytest.approx(other.cdf(chart.low - 1), rel=1e-7, abs=1e-15)
    assert above == pytest.approx(other.sf(chart.high), rel=1e-7, abs=1e-15)
    # Neither side may be moved inwards by one without exceeding its half.
    assert other.cdf(chart.low) > 0.00135 * (1 - 1e-9)
    assert chart.high == 0 or other.sf(chart.high - 1) > 0.00135 * (1 - 1e-9)


@given(gap_lists, st.integers(0, 3000), groups, st.floats(0.0005, 0.2))
def test_neither_sides_chance_exceeds_half_of_the_false_alarm(
    gaps: list[int], since_last: int, group: int, false_alarm: float
) -> None:
    chart = g_chart(gaps, since_last, group, false_alarm)

    assert max(chart.false_alarms) <= false_alarm / 2
    assert chart.low <= chart.high


@given(gap_lists, st.integers(0, 3000))
def test_the_share_is_that_of_unsatisfied_ratings(gaps: list[int], since_last: int) -> None:
    chart = g_chart(gaps, since_last)

    ratings = ["satisfied"] * since_last
    for gap in gaps:
        ratings += ["satisfied"] * gap + ["unsatisfied"]
    assert chart.share == pytest.approx(ratings.count("unsatisfied") / len(ratings))


@given(gap_lists, groups)
def test_points_are_sums_of_groups_counted_back_from_the_latest(gaps: list[int], group: int) -> None:
    chart = g_chart(gaps, group=group)

    latest_first = gaps[::-1]
    sums = [sum(latest_first[at : at + group]) for at in range(0, len(gaps), group)]
    whole = sums[: len(gaps) // group]
    assert chart.points == tuple(whole[::-1])


@pytest.mark.parametrize(("share", "group"), [(0.01, 1), (0.05, 3), (0.002, 4)])
def test_a_process_that_does_not_change_raises_the_false_alarms_stated(share: float, group: int) -> None:
    chart = a_chart_of(share, group, false_alarm=0.05)
    random = np.random.default_rng(20261122)
    points = random.geometric(chart.share, (100_000, group)).sum(axis=1) - group

    below, above = chart.false_alarms

    assert (points < chart.low).mean() == pytest.approx(below, abs=0.002)
    assert (points > chart.high).mean() == pytest.approx(above, abs=0.002)


def test_benneyans_limits_pass_their_upper_side_once_in_55_points() -> None:
    chart = a_chart_of(0.01)
    low, high = chart.three_sigma_limits

    # By hand: centre 99, deviation sqrt(99 * 100) = 99.4987.
    assert chart.centre == pytest.approx(99)
    assert low == 0
    assert high == pytest.approx(99 + 3 * 99.4987, abs=1e-3)
    assert 1 / geom.sf(int(high) + 1, chart.share) == pytest.approx(55, abs=1)


def test_one_short_gap_never_proves_that_dissatisfaction_grew_but_four_do() -> None:
    gaps = [100] * 20 + [0, 1, 0, 2]

    assert g_chart(gaps).worse == ()
    assert g_chart(gaps, group=4).worse == (5,)


def test_a_long_gap_says_that_dissatisfaction_has_become_rarer() -> None:
    assert g_chart([10] * 30 + [400]).better == (30,)


def test_a_long_silence_of_the_dissatisfied_counts_before_it_ends() -> None:
    assert g_chart([10] * 30, since_last=400).is_quiet
    assert not g_chart([10] * 30, since_last=20).is_quiet


def test_a_single_unsatisfied_rating_has_a_chart_without_a_lower_limit() -> None:
    chart = g_chart([0])

    assert (chart.share, chart.points, chart.low, chart.high) == (1.0, (0,), 0, 0)
    assert (chart.worse, chart.better, chart.centre) == ((), (), 0)


def test_equal_gaps_are_no_signal() -> None:
    chart = g_chart([50] * 40)

    assert (chart.worse, chart.better, chart.is_quiet) == ((), (), False)


def test_fewer_gaps_than_a_group_make_no_point() -> None:
    assert g_chart([5, 9], group=3).points == ()


def test_without_an_unsatisfied_rating_there_are_no_gaps() -> None:
    with pytest.raises(EmptyBase):
        g_chart([], since_last=500)


@pytest.mark.parametrize(
    "arguments", [([-1], 0), ([3], -1), ([3], 0, 0), ([3], 0, 1, 0.0), ([3], 0, 1, 1.0)]
)
def test_impossible_arguments_are_refused(arguments: tuple[list[int], int]) -> None:
    with pytest.raises(ValueError, match=r"below 0|impossible"):
        g_chart(*arguments)
