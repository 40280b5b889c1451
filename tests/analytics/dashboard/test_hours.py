"""Hours against the others, also where only the step of a scale is told."""

import pytest

from analytics import picturing
from analytics.dashboard.pages import hours
from analytics.disclosure import Cell, State
from analytics.words import Words
from tests.analytics.dashboard.editions_by_hand import a_row, an_edition

TOTAL = (1000, 100)  # satisfied and not, of all hours together


def between(least: float, most: float, n: int = 200) -> Cell:
    return Cell(State.BETWEEN, n, 10, least=least, most=most)


@pytest.mark.parametrize(
    ("cell", "side"),
    [
        (between(0.60, 0.65), -1),
        (between(0.985, 1.0), 1),
        (between(0.60, 0.93), 0),  # one end differs, the other may be chance
        (between(0.90, 0.92), 0),
        (Cell(State.WITHHELD, 200, 10), 0),
    ],
)
def test_an_hour_differs_where_both_of_its_ends_do(cell: Cell, side: int) -> None:
    total = a_row("total", "", *TOTAL)

    assert picturing._side(cell, total.satisfaction, 0.95) == side


def test_where_no_hour_is_told_none_is_called_alike() -> None:
    few = [a_row("hour_weekday", "1-08", 3, 1, 0), a_row("hour_weekday", "1-09", 2, 1, 0)]
    edition = an_edition("2026-07", a_row("total", "", *TOTAL), hour_weekday=few)

    assert hours.page(edition, Words("en")).title.endswith("hours cannot be compared")
