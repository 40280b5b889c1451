import numpy as np
import pytest

from analytics.fairness import Period, improvements
from analytics.fairness.expectation import Expectation
from analytics.fairness.improvement import false_alarm_rate, period


def months(rng: np.random.Generator, shares: list[float], n: int = 60) -> list[Period]:
    """Months of an officer whose cases let one expect 80 %."""
    return [
        Period(f"{1 + at:02d}", int(rng.binomial(n, share)), n * 0.8, n * 0.8 * 0.2)
        for at, share in enumerate(shares)
    ]


def test_one_who_became_better_and_stayed_so_is_found_with_the_month() -> None:
    rng = np.random.default_rng(2)

    (found,) = improvements({"A": months(rng, [0.75] * 8 + [0.92] * 6)})

    assert found.key == "A"
    assert "06" <= found.since <= "10"  # it was the ninth
    assert found.since < found.seen
    assert found.periods >= 4


def test_one_who_was_always_good_has_not_improved() -> None:
    rng = np.random.default_rng(4)

    assert improvements({"A": months(rng, [0.93] * 14)}) == ()


def test_one_who_fell_back_is_not_commended_any_more() -> None:
    rng = np.random.default_rng(2)
    shares = [0.7] * 8 + [0.95] * 5 + [0.7] * 6

    assert improvements({"A": months(rng, shares[:13])})
    assert improvements({"A": months(rng, shares)}) == ()


def test_an_easier_desk_is_no_improvement() -> None:
    hard = [Period(f"{at:02d}", 42, 42.0, 12.6) for at in range(8)]
    easy = [Period(f"{at:02d}", 58, 58.0, 1.9) for at in range(8, 16)]

    assert improvements({"A": hard + easy}) == ()


def test_where_nothing_changed_signals_are_as_rare_as_stated() -> None:
    rng = np.random.default_rng(6)
    officers, length = 700, 24
    series = {
        f"{at:03d}": [
            Period(f"{month:02d}", 0, -score * 3, 9.0)
            for month, score in enumerate(rng.normal(size=length))
        ]
        for at in range(officers)
    }

    found = improvements(series)

    # Each signal that came lasts for some periods; at the end no more stand than ever came.
    assert len(found) <= officers * length * false_alarm_rate()
    assert false_alarm_rate() == pytest.approx(1 / 335, rel=0.01)


@pytest.mark.parametrize(("dispersion", "low", "high"), [(1.0, 0.02, 0.045), (2.0, 0.12, 0.19)])
def test_a_false_signal_stays_and_more_come_where_months_vary_more_than_chance(
    dispersion: float, low: float, high: float
) -> None:
    """docs/methods.md, 13: 3 % and 15 % stand after two years of months in which nothing changed."""
    rng, officers = np.random.default_rng(1), 1_500
    scores = rng.normal(size=(officers, 24)) * dispersion**0.5
    series = {
        f"{at:04d}": [Period(f"{month:02d}", 0, -score * 3, 9.0) for month, score in enumerate(own)]
        for at, own in enumerate(scores)
    }

    assert low < len(improvements(series)) / officers < high


def test_the_order_is_that_of_the_keys_and_not_of_the_gain() -> None:
    rng = np.random.default_rng(8)
    series = {
        "B": months(rng, [0.6] * 8 + [0.97] * 6),
        "A": months(rng, [0.75] * 8 + [0.95] * 6),
    }

    assert [it.key for it in improvements(series)] == ["A", "B"]


@pytest.mark.parametrize("periods", [0, 1, 2])
def test_too_short_a_series_says_nothing(periods: int) -> None:
    rng = np.random.default_rng(1)

    assert improvements({"A": months(rng, [0.99] * periods)}) == ()


def test_a_month_without_variance_is_left_out() -> None:
    rng = np.random.default_rng(2)
    series = months(rng, [0.75] * 8 + [0.92] * 6)
    empty = Period("00", 0, 0.0, 0.0)

    assert improvements({"A": [empty, *series]}) == improvements({"A": series})


def test_a_comparison_is_a_point_of_a_series() -> None:
    from analytics.fairness import Cases, expectation

    one = expectation(Cases(30, {"land": 40}), {"land": (180, 240)}, 0.75)
    assert isinstance(one, Expectation)

    point = period("2026-08", one)

    assert (point.observed, point.expected) == (30, 30.0)
    assert point.variance == pytest.approx(40 * 0.75 * 0.25 * 200 / 239)
