"""The question of trust on the managers' pages: its figure, its weeks, or that it was not asked."""

from dataclasses import replace
from pathlib import Path

import pytest

from analytics.editions import Edition, Row
from analytics.editions.model import Trust
from tests.analytics.dashboard.conftest import Pages, text_of
from tests.analytics.dashboard.editions_by_hand import a_row, an_edition, publish
from tests.analytics.pictures.cells_by_hand import a_cell

NOT_ASKED = "Not asked in this period."


def with_trust(row: Row, yes: int, no: int) -> Row:
    return replace(row, trust=Trust(a_cell(yes, no), row.satisfaction.n))


def a_week(period: str, answers: tuple[int, int] | None = None) -> Edition:
    total, unit = a_row(), a_row("unit", "H44.5", 90, 10)
    if answers:
        total, unit = with_trust(total, *answers), with_trust(unit, 3, 1)
    return an_edition(period, total, unit=[unit])


@pytest.fixture
def some(tmp_path: Path, pages: Pages) -> Pages:
    """Asked in the second and third of four weeks."""
    answers = {"2026-W32": None, "2026-W33": (60, 15), "2026-W34": (72, 8), "2026-W35": None}
    publish(tmp_path, *(a_week(period, told) for period, told in answers.items()))
    return pages


def words(pages: Pages, address: str) -> str:
    return text_of(pages.get(address))


def test_the_overview_tells_it_with_base_interval_and_how_many_answered(some: Pages) -> None:
    said = words(some, "/dashboard/?period=2026-W34&lang=en")
    assert "90.0 % (81.5–94.8), n = 80; 49.1 % of 163 ratings answered it." in said.replace("\xa0", " ")


def test_where_it_was_never_asked_that_stands_there_in_words(tmp_path: Path, pages: Pages) -> None:
    publish(tmp_path, a_week("2026-W34"))
    assert NOT_ASKED in words(pages, "/dashboard/?lang=en")
    assert "Kỳ này không hỏi." in words(pages, "/dashboard/")


def test_its_weeks_say_where_the_series_begins_and_ends(some: Pages) -> None:
    said = words(some, "/dashboard/?period=2026-W35&lang=en")
    assert NOT_ASKED in said
    assert "Asked from Week 33/2026 on: another series begins." in said
    assert "No longer asked from Week 35/2026 on: the series ends." in said


def test_a_unit_with_too_few_answers_shows_none(some: Pages) -> None:
    said = words(some, "/dashboard/?period=2026-W34&by=unit&key=H44.5&lang=en")
    assert "not enough data (needs at least 10), n = 4" in said


def test_of_procedures_nothing_is_said_of_trust(tmp_path: Path, pages: Pages) -> None:
    publish(tmp_path, an_edition("2026-W34", procedure=[a_row("procedure", "1.001193", 90, 10)]))
    said = words(pages, "/dashboard/?by=procedure&key=1.001193&lang=en")
    assert NOT_ASKED not in said


def test_the_table_of_units_and_its_file_have_it_where_it_was_asked(some: Pages) -> None:
    asked, before = (
        words(some, f"/dashboard/tables?period={period}&by=unit&lang=en")
        for period in ("2026-W34", "2026-W32")
    )
    assert "Trust" in asked
    assert "Trust" not in before
