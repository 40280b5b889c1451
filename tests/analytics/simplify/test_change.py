from datetime import date

import pytest

from analytics.disclosure import Cell
from analytics.simplify import before_after
from analytics.weeks import Week
from tests.analytics.pictures.cells_by_hand import a_cell

MONDAY = date(2026, 6, 1)  # of 2026-W23
CHANGE = Week(2026, 23)


def weeks(first: Week, *answers: tuple[int, int]) -> list[tuple[Week, Cell]]:
    return [(first.before(-at), a_cell(*pair)) for at, pair in enumerate(answers)]


def test_the_weeks_from_the_change_on_are_held_against_those_before_it() -> None:
    found = before_after(weeks(CHANGE.before(2), (28, 12), (20, 20), (40, 10), (16, 4)), MONDAY)

    assert found is not None
    assert (found.before, found.after) == (2, 2)
    assert found.difference.value == pytest.approx(56 / 70 - 48 / 80)
    # Newcombe (1998), Stat. Med. 17:873, table II, contrast (a): 56/70 less 48/80.
    assert (found.difference.low, found.difference.high) == pytest.approx((0.0524, 0.3339), abs=0.0001)


def test_the_week_in_which_a_change_begins_on_a_wednesday_is_on_neither_side() -> None:
    found = before_after(weeks(CHANGE.before(1), (30, 20), (0, 50), (45, 5)), date(2026, 6, 3))

    assert found is not None
    assert (found.before, found.after) == (1, 1)
    assert found.difference.value == pytest.approx(0.3)


def test_weeks_that_are_not_shown_are_left_out_and_counted() -> None:
    found = before_after(weeks(CHANGE.before(2), (3, 2), (30, 20), (45, 5), (20, 0)), MONDAY)

    assert found is not None
    assert (found.before, found.after, found.left_out) == (1, 1, 2)


@pytest.mark.parametrize("side", [weeks(CHANGE, (45, 5)), weeks(CHANGE.before(1), (45, 5)), []])
def test_with_one_side_alone_nothing_is_compared(side: list[tuple[Week, Cell]]) -> None:
    assert before_after(side, MONDAY) is None


def test_what_is_farther_away_than_the_span_does_not_count() -> None:
    points = [*weeks(CHANGE.before(3), (0, 50), (0, 50), (30, 20)), *weeks(CHANGE, (45, 5), (0, 50))]

    found = before_after(points, MONDAY, span=1)

    assert found is not None
    assert found.difference.value == pytest.approx(0.3)


def test_the_same_weeks_a_year_earlier_tell_what_the_season_does() -> None:
    now = weeks(CHANGE.before(1), (30, 20), (45, 5))
    a_year_ago = weeks(CHANGE.before(53), (30, 20), (44, 6))

    found = before_after([*a_year_ago, *now], MONDAY)

    assert found is not None
    assert found.same_season is not None
    assert found.same_season.value == pytest.approx(0.28)
    assert found.beyond_season is False  # summer did the same without any change


def test_a_change_beyond_the_season_is_told_as_such_and_an_unknown_season_as_unknown() -> None:
    now = weeks(CHANGE.before(1), (200, 300), (450, 50))
    steady = weeks(CHANGE.before(53), (300, 200), (300, 200))

    assert before_after([*steady, *now], MONDAY).beyond_season is True  # type: ignore[union-attr]
    assert before_after(now, MONDAY).beyond_season is None  # type: ignore[union-attr]
