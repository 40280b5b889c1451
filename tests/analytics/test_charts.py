from pathlib import Path

import pytest

from analytics import charts, schema, source
from analytics.errors import UnknownKey
from analytics.pictures.weekly import WeeklyChart
from analytics.weeks import Week, span
from analytics.words import Words
from kiosk.storage.db import Database, writing
from tests import factories

VI = Words("vi")


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
