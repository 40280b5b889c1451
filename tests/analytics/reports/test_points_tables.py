"""Points after Decision 766 in tables: by unit, with matters, as far as they may be told."""

from pathlib import Path

import pytest

from analytics.disclosure import Cell, State
from analytics.editions import Matters
from tests.analytics.editions_by_hand import a_row, an_edition
from tests.analytics.reports.made import cell_texts, report_of, table_of


@pytest.mark.parametrize(
    ("least", "most", "points", "value"),
    [
        (0.787, 0.788, "5.25", 5.25),  # 5.2467 and 5.2533: the same to two decimals
        (0.78, 0.79, "5.20–5.27", None),
        (0.91, 0.95, "6.00", 6.0),
    ],
)
def test_a_rate_told_between_two_has_the_points_of_both(
    tmp_path: Path, least: float, most: float, points: str, value: float | None
) -> None:
    between = Cell(State.BETWEEN, 760, 10, None, least, most)
    unit = a_row("unit", "H44.1", 170, 190, dossier=between, points=6.0 if least > 0.9 else None)
    report = report_of(tmp_path, an_edition(tables={"unit": [unit]}), layout="766")

    item = table_of(report, "points-766").rows[0][-1]
    assert (item.text, item.value) == (points, value)


def test_the_points_of_decision_766_stand_by_unit(tmp_path: Path) -> None:
    report = report_of(tmp_path, an_edition(), layout="766")

    table = table_of(report, "points-766")
    assert cell_texts(table)[0] == ["Name H44.1", "760", "97.4\u00a0%", "6.00"]  # 740 of 760
    assert table.rows[-1][0].text == "All together"
    assert report.name == "2026-W34-total-766"


MATTERS = (
    Matters("H44.1", 5, 40, 30, 20, 24, 24),
    Matters("H44.2", 2, 4, 4, 3, 1, 4),
    Matters("", 7, 44, 34, 23, 25, 28),
)


def test_matters_give_the_twelve_other_points_as_far_as_they_may_be_told(tmp_path: Path) -> None:
    report = report_of(tmp_path, an_edition("2026-08", matters=MATTERS), layout="766")
    table = table_of(report, "points-766")

    assert [column.head for column in table.columns][-1] == "Together"
    told, hidden, total = ([item.text for item in row][4:] for row in table.rows)
    assert told == ["40", "30", "4.50", "24", "3.60", "14.10/18"]
    assert hidden == ["4", "4", "6.00", "withheld", "–", "12.00/12"]
    assert total[:3] == ["44", "34", "4.64"]
    parts = table_of(report, "points").rows
    assert [item.text for item in parts[1]][1:] == ["44", "77.3\u00a0%", "4.64"]
    assert parts[1][2].below == "34/44"
    assert [item.text for item in parts[2]][1:] == ["44", "withheld", "–"]
    assert "no petitions in law" in table_of(report, "points").note


def test_what_is_added_together_is_what_stands_in_the_line(tmp_path: Path) -> None:
    """Of a rate told between two that come to the same points, and of a place without dossiers."""
    between = Cell(State.BETWEEN, 760, 10, None, 0.787, 0.788)
    first = a_row("unit", "H44.1", 170, 190, dossier=between, points=None)
    none = a_row("unit", "H44.2", 0, 0, state=State.EMPTY)
    edition = an_edition("2026-08", tables={"unit": [first, none]}, matters=MATTERS[:1])
    table = table_of(report_of(tmp_path, edition, layout="766"), "points-766")

    told, without, _total = ([item.text for item in row] for row in table.rows)
    assert (told[3], told[-1]) == ("5.25", "13.35/18")
    assert (without[3], without[-1]) == ("0.00", "12.00/18")


def test_of_few_matters_no_percentage_is_told(tmp_path: Path) -> None:
    edition = an_edition("2026-08", matters=(Matters("", 3, 3, 2, 0, 2, 2),))
    parts = table_of(report_of(tmp_path, edition, layout="766"), "points").rows

    assert [item.text for item in parts[1]][1:] == ["3", "2/3", "4.00"]
    assert parts[1][2].value is None
