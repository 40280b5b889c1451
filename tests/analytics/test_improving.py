"""Who has improved and stayed so, from the months as they are published."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analytics.breaks import newest
from analytics.editions import Comparison, Edition, Editions
from analytics.fairness import Period, improvements
from analytics.improving import improved, series
from tests.analytics.dashboard.editions_by_hand import a_row, an_edition, publish

USUAL, BETTER = (48, 48.0, 9.6), (58, 48.0, 9.6)
LONG_AFTER = date(2030, 1, 1)


def month(at: int, **points: tuple[int, float, float] | None) -> Edition:
    """A month, counted from January 2025: its officers' observed, pooled and variance."""
    rows = [
        a_row("officer", key, 50, 10, name=f"Cán bộ {key}", comparison=compared(point))
        for key, point in points.items()
    ]
    return an_edition(f"{2025 + at // 12}-{at % 12 + 1:02d}", officer=rows)


def compared(point: tuple[int, float, float] | None) -> Comparison:
    if point is None:
        return Comparison("not_enough_data")
    return Comparison("as_expected", 0.8, 0.8, 0.7, 0.9, 0.4, *point)


def found_in(
    folder: Path, months: Sequence[Edition], until: date = LONG_AFTER
) -> list[tuple[str, str, int]]:
    editions = publish(folder, *months)
    found = improved(editions, newest(editions, "month"), "officer", until)
    return [(one.key, one.since, one.periods) for one in found]


def test_one_who_became_better_and_stayed_so_is_found(tmp_path: Path) -> None:
    months = [month(at, A=USUAL if at < 8 else BETTER, B=USUAL) for at in range(14)]

    assert found_in(tmp_path, months) == [("A", "2025-09", 6)]


def test_it_is_what_the_series_by_hand_says(tmp_path: Path) -> None:
    points = [USUAL] * 6 + [BETTER] * 5
    by_hand = improvements(
        {"A": [Period(f"2025-{at + 1:02d}", *point) for at, point in enumerate(points)]}
    )

    found = found_in(tmp_path, [month(at, A=point) for at, point in enumerate(points)])

    assert found == [(one.key, one.since, one.periods) for one in by_hand] != []


def test_months_that_had_not_come_then_are_not_looked_at(tmp_path: Path) -> None:
    months = [month(at, A=USUAL if at < 8 else BETTER) for at in range(14)]

    assert found_in(tmp_path, months, until=date(2025, 10, 30)) == []


def test_a_month_with_too_little_to_compare_breaks_no_series(tmp_path: Path) -> None:
    points = [None if at == 4 else USUAL if at < 8 else BETTER for at in range(14)]

    assert found_in(tmp_path, [month(at, A=one) for at, one in enumerate(points)]) == [
        ("A", "2025-09", 6)
    ]


def test_months_published_before_they_could_be_compared_say_nothing() -> None:
    old = an_edition(
        "2025-01",
        officer=[
            a_row("officer", "A", 50, 10, comparison=Comparison("above", 0.8, 0.9, 0.8, 1.0, 0.01))
        ],
    )

    assert series([old], "officer") == {}


def test_who_is_not_known_has_no_series() -> None:
    row = replace(a_row("officer", "", 50, 10), comparison=compared(USUAL))

    assert series([an_edition("2025-01", officer=[row])], "officer") == {}


@pytest.mark.parametrize("table", ["unit", "centre", "counter"])
def test_places_improve_as_officers_do(tmp_path: Path, table: str) -> None:
    def at_month(at: int) -> Edition:
        row = a_row(table, "A", 50, 10, comparison=compared(USUAL if at < 6 else BETTER))
        tables: dict[str, Any] = {table: [row]}
        return an_edition(f"2025-{at + 1:02d}", **tables)

    editions: Editions = publish(tmp_path, *map(at_month, range(12)))

    (one,) = improved(editions, newest(editions, "month"), table, LONG_AFTER)

    assert (one.key, one.since) == ("A", "2025-07")
