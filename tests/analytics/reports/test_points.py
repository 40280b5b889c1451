"""Points after Decision 766 in a report: as far as they are told, by the thresholds of the edition."""

from pathlib import Path
from typing import Any

import pytest

from analytics.disclosure import Cell, State, Thresholds
from analytics.editions import Matters, Row
from analytics.editions.phrases import points_together
from analytics.reports.model import Report
from analytics.suppression import Rule
from tests.analytics.editions_by_hand import a_row, an_edition
from tests.analytics.reports import made
from tests.analytics.reports.made import EN

FEW = Matters("H44.1", 4, 4, 4, 3, 1, 4)  # what their authors said may not be told
ALL = Matters("H44.1", 40, 40, 30, 20, 24, 24)


def a_unit(least: float, most: float) -> Row:
    between = Cell(State.BETWEEN, 760, 10, None, least, most)
    return a_row("unit", "H44.1", 170, 190, dossier=between, points=None)


def report_of(folder: Path, unit: Row, *matters: Matters, **changes: Any) -> Report:
    edition = an_edition("2026-08", tables={"unit": [unit]}, matters=matters, **changes)
    return made.report_of(folder, edition, key="H44.1", layout="766")


@pytest.mark.parametrize(
    ("least", "most", "matters", "together"),
    [
        (0.837, 0.8375, FEW, ("11.58", "12")),  # 5.58 at both ends
        (0.837, 0.8385, FEW, ("11.58–11.59", "12")),
        (0.837, 0.8385, ALL, ("13.68–13.69", "18")),
    ],
)
def test_dossiers_told_between_two_are_in_the_sum_and_in_what_it_is_out_of(
    least: float, most: float, matters: Matters, together: tuple[str, str]
) -> None:
    edition = an_edition("2026-08", tables={"unit": [a_unit(least, most)]}, matters=(matters,))

    assert points_together(edition, edition.row("unit", "H44.1"), EN) == together


def test_a_withheld_part_is_in_neither() -> None:
    hidden = a_row("unit", "H44.1", 170, 190, dossier=Cell(State.WITHHELD, 760, 10), points=None)
    edition = an_edition("2026-08", tables={"unit": [hidden]}, matters=(FEW,))

    assert points_together(edition, hidden, EN) == ("6.00", "6")
    nobody_counted = an_edition("2026-08", tables={"unit": [hidden]})
    assert points_together(nobody_counted, hidden, EN) is None


def test_the_layout_of_points_begins_with_their_sum(tmp_path: Path) -> None:
    report = report_of(tmp_path, a_unit(0.837, 0.8385), ALL)

    assert report.headline == ("Month 8/2026: 13.68–13.69 of 18 points for satisfaction (Decision 766)")


def test_matters_that_were_not_answered_by_their_day_are_asked_about(tmp_path: Path) -> None:
    asked = "Ask why 10 of 40 matters that citizens left were not answered by their day."

    assert asked in report_of(tmp_path / "a", a_unit(0.9, 0.91), ALL).to_do
    assert not any("matters" in text for text in report_of(tmp_path / "b", a_unit(0.9, 0.91), FEW).to_do)


@pytest.mark.parametrize(("needed", "share"), [(40, "75.0\u00a0%"), (41, "30/40")])
def test_a_percentage_of_matters_needs_what_the_edition_asked_for(
    tmp_path: Path, needed: int, share: str
) -> None:
    rule = Rule(Thresholds(officer=60, other=needed))
    report = report_of(tmp_path, a_unit(0.9, 0.91), ALL, rule=rule)

    parts = made.table_of(report, "points").rows
    assert parts[1][2].text == share


def test_paper_has_the_points_of_units_and_a_spreadsheet_also_what_they_follow_from(
    tmp_path: Path,
) -> None:
    units = {"unit": [a_unit(0.9, 0.91)]}
    report = made.report_of(tmp_path, an_edition("2026-08", tables=units, matters=(ALL,)), layout="766")
    [paper], [sheet] = (
        [
            table
            for section in report.sections
            if getattr(section, where)
            for table in section.tables
            if table.name == "points-766"
        ]
        for where in ("on_paper", "on_sheet")
    )

    counts = {"On time", "Handled well"}
    assert counts.isdisjoint(column.head for column in paper.columns)
    assert counts <= {column.head for column in sheet.columns}
    assert [row[-1].text for row in paper.rows] == [row[-1].text for row in sheet.rows]
