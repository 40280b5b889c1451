from dataclasses import replace

import pytest

from analytics.disclosure import Cell, State
from analytics.pictures.cells import runs
from tests.analytics.pictures.cells_by_hand import a_chart


def test_the_description_tells_span_newest_lowest_and_highest() -> None:
    text = a_chart((45, 5), (40, 10), (48, 2), (44, 6)).description()

    # Wilson bounds from scipy: binomtest(k, 50).proportion_ci(method="wilson").
    assert text == (
        "Quầy 1. Tỷ lệ hài lòng theo tuần và khoảng tin cậy 95 %: tuần 31/2026 – tuần 34/2026."
        " Mới nhất: tuần 34/2026: 88,0\u00a0% (76,2–94,4), n = 50."
        " Thấp nhất: tuần 32/2026: 80,0\u00a0% (67,0–88,8), n = 50."
        " Cao nhất: tuần 33/2026: 96,0\u00a0% (86,5–98,9), n = 50."
    )


def test_the_description_tells_how_many_weeks_say_nothing() -> None:
    text = a_chart((45, 5), (3, 1), (0, 0), lang="en").description()

    assert "Weeks without enough data: 2." in text
    assert "75" not in text  # 3 of 4 stays unsaid


def test_the_description_of_equal_answers_names_the_bound_alone() -> None:
    text = a_chart((20, 0), (0, 20)).description()

    assert "tuần 33/2026: ≥\u00a095\u00a0%, n = 20." in text
    assert "tuần 34/2026: ≤\u00a05\u00a0%, n = 20." in text
    assert "100" not in text


def test_a_bound_is_no_week_without_data() -> None:
    text = a_chart((45, 5), (20, 0), (20, 0), (3, 1), (0, 0), lang="en").description()

    assert text.count("≥") == 2
    assert "Weeks without enough data: 2." in text


def test_a_week_that_is_kept_back_is_not_called_one_without_data() -> None:
    chart = a_chart((45, 5), (45, 5), (45, 5), lang="en")
    (first, shown), (second, _), (third, _) = chart.points
    between = Cell(State.BETWEEN, 50, 10, None, 0.9, 0.94)
    kept = replace(
        chart, points=((first, shown), (second, Cell(State.WITHHELD, 50, 10)), (third, between))
    )

    text = kept.description()
    assert "Weeks not shown, since they would tell other answers: 1." in text
    assert "week 34/2026: 90.0–94.0" in text
    assert "without enough data" not in text


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], []),
        ([(9, 1)], [[0]]),
        ([(9, 1), (9, 1)], [[0, 1]]),
        ([(9, 1), (1, 0), (9, 1)], [[0], [2]]),
        ([(1, 0), (9, 1), (9, 1), (20, 0), (9, 1)], [[1, 2], [4]]),
        ([(1, 0)], []),
    ],
)
def test_the_line_breaks_where_a_week_is_not_shown(
    answers: list[tuple[int, int]], expected: list[list[int]]
) -> None:
    found = runs(a_chart(*answers).points)

    assert [[position for position, _ in run] for run in found] == expected
