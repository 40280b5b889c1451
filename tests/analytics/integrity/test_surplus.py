"""More ratings on a day than services."""

from datetime import date

import pytest
from scipy import stats

from analytics.integrity.days import Day
from analytics.integrity.spread import Spread
from analytics.integrity.surplus import LEAST_DAYS, surplus

USUAL = Spread(rate=0.2, between=0.1, within=0.05)
LATER = date(2026, 9, 30)


def days(ratings: int, services: int, number: int = 20) -> list[Day]:
    return [Day("q", f"2026-08-{at + 1:02d}", services=services, tied=ratings) for at in range(number)]


def test_days_with_more_ratings_than_services_are_told() -> None:
    found = surplus("q", "2026-08", days(6, 5), USUAL, LATER)
    assert found is not None
    assert (found.n, found.observed) == (20, 20)
    assert found.chance < 1e-9


def test_as_many_as_services_is_no_surplus() -> None:
    assert surplus("q", "2026-08", days(5, 5), USUAL, LATER) is None


def test_one_such_day_is_no_finding() -> None:
    few = [*days(9, 5, LEAST_DAYS - 1), *days(1, 5)[LEAST_DAYS:]]
    assert surplus("q", "2026-08", few, USUAL, LATER) is None


def test_days_whose_list_has_not_come_are_passed_over() -> None:
    assert surplus("q", "2026-08", days(9, 0), USUAL, LATER) is None


def test_the_last_week_is_not_judged_since_lists_come_late() -> None:
    assert surplus("q", "2026-08", days(6, 5, 7), USUAL, date(2026, 8, 7)) is None
    assert surplus("q", "2026-08", days(6, 5, 7), USUAL, date(2026, 8, 14)) is not None


def test_where_a_service_a_day_is_finished_a_surplus_is_nothing_odd() -> None:
    now = [*days(2, 1, 2), *days(0, 1)[2:]]
    assert surplus("q", "2026-08", now, USUAL, LATER) is None


def test_what_chance_explains_is_the_sum_over_days() -> None:
    found = surplus("q", "2026-08", days(4, 3), USUAL, LATER)
    assert found is not None
    shape = 1 / (USUAL.between + USUAL.within)
    one = stats.nbinom.sf(3, shape, shape / (shape + 0.6))
    assert found.expected == pytest.approx(20 * one, rel=1e-5)
    assert found.chance == pytest.approx(one**20, rel=1e-3)


def test_it_does_not_look_at_an_answer() -> None:
    glad = [Day("q", day.day, services=5, tied=6, tied_satisfied=6) for day in days(6, 5)]
    assert surplus("q", "m", glad, USUAL, LATER) == surplus("q", "m", days(6, 5), USUAL, LATER)
