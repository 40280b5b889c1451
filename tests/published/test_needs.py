"""How many ratings, how many signals, how much silence: against worked examples in print."""

import pytest

from analytics.stats.multiplicity import benjamini_hochberg
from analytics.stats.sample_size import ratings_to_see_change
from analytics.stats.silence import silence_bounds


def test_four_of_the_fifteen_tests_of_benjamini_and_hochberg_stand_out() -> None:
    # Benjamini and Hochberg (1995), JRSS B 57:289-300, example on thrombolysis, rate 0.05;
    # Bonferroni's rule rejects three of them.
    values = [
        *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
        *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
    ]

    assert benjamini_hochberg(values).stands_out == (True,) * 4 + (False,) * 11
    assert sum(value <= 0.05 / 15 for value in values) == 3


def test_a_fall_from_90_to_80_percent_needs_69_ratings() -> None:
    # One-sided 5 %, power 80 %: ((1.6449 * 0.3 + 0.8416 * 0.4) / 0.1)^2 = 68.9, by hand.
    assert ratings_to_see_change(0.90, 0.80, false_alarm=0.05, power=0.80).n == 69


def test_1000_dossiers_200_rated_20_unsatisfied_leave_18_to_98_percent() -> None:
    bounds = silence_bounds(satisfied=180, n=200, services=1000)

    assert (bounds.low, bounds.high) == pytest.approx((0.180, 0.980), abs=1e-12)
