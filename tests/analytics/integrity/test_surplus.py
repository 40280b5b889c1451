"""More ratings on a day than services."""

from datetime import date

import numpy as np
import pytest
from scipy import stats

from analytics.integrity.days import Day, month
from analytics.integrity.findings import Finding
from analytics.integrity.spread import Spread
from analytics.integrity.surplus import ALARM, FAR, LEAST_DAYS, _highest, surplus

USUAL = Spread(rate=0.2, between=0.1, within=0.05)
LATER = date(2026, 9, 30)


def days(ratings: int, services: int, number: int = 20) -> list[Day]:
    return [Day("q", f"2026-08-{at + 1:02d}", services=services, tied=ratings) for at in range(number)]


def found_of(these: list[Day], today: date = LATER, own: list[Day] | None = None) -> Finding | None:
    earlier = [month("q", "2026-07", own)] if own else []
    return surplus(month("q", "2026-08", these), earlier, USUAL, today)


def test_days_with_more_ratings_than_services_are_told() -> None:
    found = found_of(days(6, 5))
    assert found is not None
    assert (found.n, found.observed) == (20, 20)
    assert FAR <= found.chance < ALARM


def test_as_many_as_services_is_no_surplus() -> None:
    assert found_of(days(5, 5)) is None


def test_one_such_day_is_no_finding() -> None:
    few = [*days(9, 5, LEAST_DAYS - 1), *days(1, 5)[LEAST_DAYS:]]
    assert found_of(few) is None


def test_days_whose_list_has_not_come_are_passed_over() -> None:
    assert found_of(days(9, 0)) is None


def test_the_last_week_is_not_judged_since_lists_come_late() -> None:
    assert found_of(days(6, 5, 7), date(2026, 8, 7)) is None
    assert found_of(days(6, 5, 7), date(2026, 8, 14)) is not None


def test_where_a_service_a_day_is_finished_a_surplus_is_nothing_odd() -> None:
    now = [*days(2, 1, 2), *days(0, 1)[2:]]
    assert found_of(now) is None


def test_who_has_many_ratings_for_each_service_by_right_is_not_told() -> None:
    july = [Day("q", f"2026-07-{at + 1:02d}", services=5, tied=6) for at in range(22)]
    now = [*days(6, 5, 12), *days(5, 5)[12:]]
    assert found_of(now, own=july) is None
    assert found_of(now) is not None


def test_the_highest_rate_to_be_believed_is_that_of_a_lognormal_distribution() -> None:
    width = np.log1p(USUAL.between)
    theirs = stats.lognorm.ppf(1 - FAR, np.sqrt(width), scale=0.2 * np.exp(-width / 2))
    assert _highest(USUAL, []) == pytest.approx(theirs, rel=1e-9)


def test_what_chance_explains_is_the_sum_over_days() -> None:
    found = found_of(days(8, 3))
    assert found is not None
    shape, mean = 1 / USUAL.within, 3 * _highest(USUAL, [])
    one = stats.nbinom.sf(3, shape, shape / (shape + mean))
    assert found.expected == pytest.approx(20 * one, rel=1e-5)
    assert found.chance == pytest.approx(FAR + one**20, rel=1e-3)


def test_it_does_not_look_at_an_answer() -> None:
    glad = [Day("q", day.day, services=5, tied=6, tied_satisfied=6) for day in days(6, 5)]
    assert found_of(glad) == found_of(days(6, 5))
