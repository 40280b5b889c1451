import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, norm

from analytics.stats.sample_size import ratings_to_see_change

shares = st.floats(0.02, 0.98)


@given(shares, shares, st.floats(0.001, 0.2), st.floats(0.5, 0.99))
def test_that_many_reach_the_power_and_one_fewer_does_not(
    before: float, after: float, false_alarm: float, power: float
) -> None:
    if abs(before - after) < 0.01:
        return

    def power_of(n: int) -> float:
        """The normal chance of passing the critical share, from first principles."""
        critical = norm.isf(false_alarm) * (before * (1 - before) / n) ** 0.5
        return float(norm.cdf((abs(after - before) - critical) / (after * (1 - after) / n) ** 0.5))

    n = ratings_to_see_change(before, after, false_alarm, power).n

    assert power_of(n) >= power - 1e-9
    assert n == 1 or power_of(n - 1) < power + 1e-9


def exact_power(n: int, before: float, after: float) -> float:
    """Of the binomial test that rejects where as few as observed have a chance of at most 5 %."""
    counts = range(n + 1)
    critical = max((count for count in counts if binom.cdf(count, n, before) <= 0.05), default=-1)
    return float(binom.cdf(critical, n, after))


def test_the_exact_test_is_less_powerful_and_needs_89_where_the_formula_says_69() -> None:
    powers = [exact_power(n, 0.90, 0.80) for n in range(60, 130)]

    # From there on every number of ratings has the power, though single smaller ones may.
    last_without = max(n for n, power in zip(range(60, 130), powers, strict=True) if power < 0.8)
    assert last_without + 1 == 89
    assert exact_power(ratings_to_see_change(0.90, 0.80).n, 0.90, 0.80) > 0.7


@given(shares, shares)
def test_mirrored_shares_need_as_many(before: float, after: float) -> None:
    if abs(before - after) < 0.01:
        return
    n, mirrored = (ratings_to_see_change(*it).n for it in ((before, after), (1 - before, 1 - after)))

    assert abs(n - mirrored) <= 1  # rounding of 1 - share


@given(st.floats(0.3, 0.9), st.floats(0.01, 0.1), st.floats(0.01, 0.1))
def test_a_larger_fall_needs_fewer(before: float, fall: float, more: float) -> None:
    small = ratings_to_see_change(before, before - fall)
    large = ratings_to_see_change(before, before - fall - more)

    assert large.n <= small.n


def test_more_certainty_needs_more() -> None:
    plain = ratings_to_see_change(0.9, 0.8).n

    assert ratings_to_see_change(0.9, 0.8, false_alarm=0.01).n > plain
    assert ratings_to_see_change(0.9, 0.8, power=0.9).n > plain


def test_what_was_asked_for_is_kept() -> None:
    found = ratings_to_see_change(0.9, 0.85, 0.01, 0.9)

    assert (found.before, found.after, found.false_alarm, found.power) == (0.9, 0.85, 0.01, 0.9)


@pytest.mark.parametrize("shares", [(0.9, 0.9), (1.0, 0.9), (0.9, 0.0), (90.0, 80.0), (-0.1, 0.5)])
def test_what_is_no_change_between_two_shares_is_refused(shares: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="no change between two shares"):
        ratings_to_see_change(*shares)


@pytest.mark.parametrize("plan", [(0.0, 0.8), (0.5, 0.8), (0.05, 1.0), (0.05, 0.4), (5.0, 80.0)])
def test_what_cannot_be_planned_for_is_refused(plan: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="cannot be planned for"):
        ratings_to_see_change(0.9, 0.8, *plan)
