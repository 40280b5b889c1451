"""A figure that is kept back is not called missing, and nobody is compared by it."""

from pathlib import Path
from typing import Any

import pytest

from analytics.counts import TOTAL
from analytics.disclosure import Cell, State
from analytics.editions import Comparison, Editions, Row
from analytics.reports.model import Report, Table
from tests.analytics.editions_by_hand import a_row, an_edition
from tests.analytics.reports import made

SILENT = Comparison("not_enough_data")
BETWEEN = Cell(State.BETWEEN, 461, 10, None, 0.941, 0.944)


def a_unit(key: str, n: int = 190, comparison: Comparison = SILENT, **changes: Any) -> Row:
    return a_row("unit", key, n * 9 // 10, n, comparison=comparison, **changes)


UNITS = [
    a_unit("H44.1", comparison=Comparison("as_expected", 0.9, 0.9, 0.85, 0.94, 0.5)),
    a_unit("H44.2", satisfaction=BETWEEN),
    a_unit("H44.3", state=State.WITHHELD),
    a_unit("H44.4", state=State.AT_LEAST),
    a_unit("H44.5", 20),
    a_unit("H44.6", 9, state=State.TOO_FEW),
]
VERDICTS = ["as expected", *["not compared"] * 3, *["not enough data"] * 2]


def report_of(folder: Path, period: str = "2026-08", key: str | None = None, **changes: Any) -> Report:
    return made.report_of(folder, an_edition(period, tables={"unit": UNITS}, **changes), key=key)


def on_paper(report: Report, name: str) -> Table:
    paper = (section for section in report.sections if section.on_paper)
    return next(table for section in paper for table in section.tables if table.name == name)


def test_who_has_answers_enough_but_no_rate_that_may_be_told_is_not_compared(tmp_path: Path) -> None:
    report = report_of(tmp_path)

    units = on_paper(report, "units")
    assert [row[4].text for row in units.rows[:-1]] == VERDICTS
    sheet = made.table_of(report, "unit-compared")
    assert [row[4].text for row in sheet.rows] == VERDICTS
    for table in (units, sheet):
        assert "A verdict needs 30 ratings." in table.note
        assert "Not compared: the rate may not be told, or only within bounds." in table.note


def test_how_verdicts_divide_tells_them_from_those_with_too_few(tmp_path: Path) -> None:
    [section] = [one for one in report_of(tmp_path).sections if one.title == "Against expectation"][:1]

    assert section.texts[0] == (
        "Units: 0 above expectation, 0 below, 1 as expected, 2 without enough data."
        " Another 3 cannot be compared: the rate may not be told, or only within bounds."
    )


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("H44.2", "Name H44.2: not compared, since the rate may not be told, or only within bounds."),
        ("H44.5", "Name H44.5: not enough data."),
    ],
)
def test_a_unit_reads_why_it_is_not_compared(tmp_path: Path, key: str, said: str) -> None:
    report = report_of(tmp_path, key=key)

    assert said in [text for section in report.sections for text in section.texts]


def test_a_rate_withheld_a_period_ago_is_not_called_absent(tmp_path: Path) -> None:
    kept = a_row(TOTAL, "", 200, 260, state=State.WITHHELD)
    Editions(tmp_path).publish(an_edition("2026-W33", total=kept))

    assert report_of(tmp_path, "2026-W34").headline == (
        "Week 34/2026: the rate before it may not be shown, so nothing is compared"
    )
