"""The example of three rates that must never be mixed, and the conventions that came with it.

Quyết định 766/QĐ-TTg of 23 June 2022 for dossiers and points; AAPOR's Standard Definitions, RR1, for
the response rate; Wilson (1927) for the interval; Manski (1989) for the silent.
"""

from datetime import date

import pytest

from analytics.disclosure import BOUND, State, Thresholds, disclose
from analytics.indices import (
    Share,
    dossier_points,
    dossier_satisfaction,
    petition_points,
    response_rate,
    satisfaction_rate,
)
from analytics.stats.beta_binomial import PooledRate, fit_prior
from analytics.stats.silence import silence_bounds
from analytics.weeks import Week
from tests.analytics.worked_example import WORKED


def test_the_satisfaction_rate_is_90_percent_with_wilsons_interval() -> None:
    share = satisfaction_rate(WORKED)

    assert share is not None and share.interval is not None
    assert share.value == 0.9
    assert share.interval.rounded(4).low == 0.8506
    assert share.interval.rounded(4).high == 0.9343


def test_dossier_satisfaction_is_95_percent_and_the_response_rate_20() -> None:
    dossiers, response = dossier_satisfaction(WORKED), response_rate(WORKED)

    assert dossiers is not None and response is not None
    assert (dossiers.value, response.value) == (0.95, 0.20)


def test_what_all_might_have_said_lies_from_18_to_98_percent() -> None:
    bounds = silence_bounds(WORKED.satisfied, WORKED.n, WORKED.services)

    assert (bounds.low, bounds.high) == pytest.approx((0.18, 0.98))


@pytest.mark.parametrize(
    ("rate", "points"), [(0.90, 6.0), (0.95, 6.0), (1.0, 6.0), (0.45, 3.0), (0.0, 0.0), (None, 0.0)]
)
def test_dossier_points_are_full_from_90_percent_and_below_in_proportion(
    rate: float | None, points: float
) -> None:
    assert dossier_points(rate) == pytest.approx(points)


def test_without_petitions_there_is_nothing_to_blame() -> None:
    assert petition_points(0, 0) == 6.0


def test_an_officers_percentage_takes_30_answers_and_any_other_10() -> None:
    assert Thresholds() == Thresholds(officer=30, other=10)
    assert disclose("officer", Share(20, 29)).state is State.TOO_FEW
    assert disclose("officer", Share(20, 30)).state is State.SHOWN
    assert disclose("centre", Share(5, 9)).state is State.TOO_FEW
    assert disclose("centre", Share(5, 10)).state is State.SHOWN


def test_all_alike_is_told_as_95_percent_or_more_and_not_as_100() -> None:
    cell = disclose("centre", Share(40, 40))

    assert (cell.state, 1 - BOUND, cell.share) == (State.AT_LEAST, 0.95, None)


def test_the_first_of_january_2027_lies_in_week_53_of_2026() -> None:
    # ISO 8601.
    assert str(Week.of(date(2027, 1, 1))) == "2026-W53"


def test_units_that_differ_less_than_chance_have_one_rate() -> None:
    # Griffiths (1973), Biometrics 29:637: no beta prior is likelier than the pool.
    assert fit_prior([(9, 10), (9, 10), (9, 10)]) == PooledRate(27, 30)
