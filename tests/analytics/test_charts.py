from pathlib import Path

import pytest

from analytics import charts, schema, source
from analytics.charts import WeeklyChart
from analytics.errors import UnknownKey
from analytics.weeks import Week, span
from analytics.words import Words
from kiosk.db import Database, writing
from tests import factories
from tests.analytics.charts_by_hand import a_chart

VI = Words("vi")


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
    found = charts.runs(a_chart(*answers).points)

    assert [[position for position, _ in run] for run in found] == expected


def test_the_last_weeks_are_kept_for_a_narrow_screen() -> None:
    chart = a_chart((45, 5), (40, 10), (48, 2))

    assert chart.last(2).points == chart.points[1:]
    assert chart.last(9) == chart


def test_equal_charts_are_equal_and_can_be_remembered() -> None:
    assert a_chart((45, 5)) == a_chart((45, 5))
    assert hash(a_chart((45, 5))) == hash(a_chart((45, 5)))
    assert a_chart((45, 5)) != a_chart((45, 5), lang="en")


def made(record_path: Path, figures: Path, by: str, key: str | None) -> WeeklyChart:
    weeks = span(Week(2026, 35), 20)
    with schema.reading(figures) as derived, source.reading(record_path) as record:
        return charts.of_key(derived, record, weeks, by=by, key=key, words=VI)


def test_a_chart_begins_with_the_first_week_that_has_ratings(figures: Path, record_path: Path) -> None:
    chart = made(record_path, figures, "counter", "H44.9-1")

    assert chart.name == "Quầy 1, Trung tâm Phục vụ hành chính công xã Hy Cương"
    assert [str(week) for week, _ in chart.points] == [
        "2026-W32",
        "2026-W33",
        "2026-W34",
        "2026-W35",
    ]


def test_a_chart_bears_the_name_of_its_last_week(
    random_db: Database, figures: Path, record_path: Path
) -> None:
    with writing(random_db):
        factories.a_version(
            random_db, "unit", "2026-08-25", unit_id="H44.5", name="Tên mới", kind="commune"
        )

    assert made(record_path, figures, "unit", "H44.5").name == "Tên mới"
    assert made(record_path, figures, "unit", "H44.9").name == "UBND xã Hy Cương"


def test_a_chart_of_something_never_rated_is_its_last_week(figures: Path, record_path: Path) -> None:
    chart = made(record_path, figures, "unit", "H44")

    assert [str(week) for week, _ in chart.points] == ["2026-W35"]


def test_the_total_and_what_nobody_knew_have_charts(figures: Path, record_path: Path) -> None:
    assert made(record_path, figures, "officer", None).name == "Tất cả"
    assert made(record_path, figures, "officer", "").name == "Không rõ"


def test_an_unknown_key_has_no_chart(figures: Path, record_path: Path) -> None:
    with pytest.raises(UnknownKey):
        made(record_path, figures, "officer", "nobody")
