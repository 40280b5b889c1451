"""A rise that begins at the appraisal."""

from datetime import date, timedelta

import numpy as np

from analytics.integrity.appraisal import LEAST_WEEKS, by_week, rise_at
from analytics.integrity.days import Day

MONDAY = date(2026, 5, 4)
APPRAISED = MONDAY + timedelta(weeks=12)


def week(number: int, satisfied: int, n: int) -> Day:
    on = MONDAY + timedelta(weeks=number, days=2)
    return Day("o", on.isoformat(), tied=n, tied_satisfied=satisfied)


def rising(at: int, weeks: int = 18, before: int = 17, since: int = 20) -> list[Day]:
    """Twenty ratings a week, of which more are satisfied from that week on."""
    return [
        week(number, before if number < at else since, 20)
        if number % 2 or number >= at
        else week(number, before - 2, 20)
        for number in range(weeks)
    ]


def test_a_rise_that_begins_with_the_appraisal_is_told() -> None:
    found = rise_at("o", rising(12), APPRAISED)
    assert found is not None
    assert (found.rule, found.n, found.period) == ("appraisal-1", 360, "2026-07-27")
    assert found.observed > found.expected + 0.1
    assert 0 < found.chance < 0.05


def test_a_rise_two_months_before_is_not() -> None:
    assert rise_at("o", rising(4), APPRAISED) is None


def test_a_fall_is_not() -> None:
    assert rise_at("o", rising(12, before=19, since=12), APPRAISED) is None


def test_weeks_that_go_on_as_before_are_not() -> None:
    rng = np.random.default_rng(1)
    told = 0
    for _ in range(300):
        days = [week(number, rng.binomial(20, 0.85), 20) for number in range(18)]
        told += rise_at("o", days, APPRAISED) is not None
    assert told <= 6  # only those count that begin within a fortnight


def test_of_too_few_weeks_before_nothing_is_said() -> None:
    appraised = MONDAY + timedelta(weeks=LEAST_WEEKS + 1)
    assert rise_at("o", rising(LEAST_WEEKS), appraised) is None


def test_of_too_few_ratings_nothing_is_said() -> None:
    days = [week(number, 1, 1) for number in range(18)]
    assert rise_at("o", days, APPRAISED) is None


def test_days_add_up_to_weeks_and_empty_ones_are_left_out() -> None:
    days = [week(0, 1, 2), week(2, 0, 0), Day("o", MONDAY.isoformat(), phone=3, phone_satisfied=3)]
    assert by_week(days) == [(MONDAY, 4, 5)]
