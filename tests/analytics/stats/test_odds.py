from math import exp, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import norm

from analytics.stats.intervals import wilson_interval
from analytics.stats.odds import mean_range

from .strategies import counts, inner_shares, levels

parts_of = st.lists(st.tuples(st.integers(1, 500), st.floats(0.05, 0.95)), min_size=1, max_size=6)


@given(counts(), inner_shares, levels)
def test_one_part_has_wilsons_interval(share: tuple[int, int], reference: float, level: float) -> None:
    satisfied, n = share
    wilson = wilson_interval(satisfied, n, level)

    low, high = mean_range([(n, reference)], satisfied, level)

    assert (low / n, high / n) == pytest.approx((wilson.low, wilson.high), abs=1e-9)


@given(parts_of, st.floats(0.01, 0.99), levels)
def test_a_search_for_the_rejected_odds_ratios_gives_the_same(
    parts: list[tuple[int, float]], at: float, level: float
) -> None:
    n = sum(size for size, _ in parts)
    observed = min(n - 1, max(1, round(at * n))) if n > 1 else 0
    z = norm.ppf((1 + level) / 2)

    def shares(tilt: float) -> list[tuple[int, float]]:
        return [(size, 1 / (1 + exp(-log(share / (1 - share)) - tilt))) for size, share in parts]

    def mean(tilt: float) -> float:
        return sum(size * share for size, share in shares(tilt))

    def score(tilt: float) -> float:
        variance = sum(size * share * (1 - share) for size, share in shares(tilt))
        return float((observed - mean(tilt)) / sqrt(variance))

    low, high = mean_range(parts, observed, level)

    high_tilt = brentq(lambda tilt: score(tilt) + z, -30, 30, xtol=1e-13)
    assert high == pytest.approx(mean(high_tilt), rel=1e-6)
    if observed:
        low_tilt = brentq(lambda tilt: score(tilt) - z, -30, 30, xtol=1e-13)
        assert low == pytest.approx(mean(low_tilt), rel=1e-6)
    else:
        assert low == 0


@given(parts_of, levels, st.data())
def test_the_observed_lies_between(
    parts: list[tuple[int, float]], level: float, data: st.DataObject
) -> None:
    n = sum(size for size, _ in parts)
    observed = data.draw(st.integers(0, n))

    low, high = mean_range(parts, observed, level)

    assert 0 <= low <= observed + 1e-9
    assert observed - 1e-9 <= high <= n
    assert low < high


def test_parts_that_are_certain_only_add_what_is_certain() -> None:
    low, high = mean_range([(50, 0.7)], 30, 0.95)

    assert mean_range([(50, 0.7), (20, 1.0), (9, 0.0)], 50, 0.95) == (low + 20, high + 20)


def test_all_and_none_reach_the_end_exactly() -> None:
    assert mean_range([(30, 0.7), (9, 0.4)], 39, 0.95)[1] == 39
    assert mean_range([(30, 0.7), (9, 0.4)], 0, 0.95)[0] == 0


def test_where_nothing_varies_wilsons_interval_of_the_whole_remains() -> None:
    wilson = wilson_interval(40, 40)

    assert mean_range([(30, 1.0), (10, 1.0)], 40, 0.95) == (wilson.low * 40, 40)


def test_parts_that_differ_leave_less_room_than_one_share_for_all() -> None:
    low, high = mean_range([(100, 0.99), (100, 0.5)], 149, 0.95)
    wilson = wilson_interval(149, 200)

    assert high - low < 0.9 * (wilson.high - wilson.low) * 200
