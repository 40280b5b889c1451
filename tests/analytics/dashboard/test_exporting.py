"""A table as CSV: exactly what is shown, and nothing that a spreadsheet would run."""

import csv
import io

import pytest

from analytics.dashboard.exporting import as_csv
from analytics.dashboard.parts import Line, Table
from analytics.disclosure import Cell, State
from analytics.listing import cell_text
from analytics.stats.intervals import Interval
from analytics.words import Words
from tests.analytics.pictures.cells_by_hand import a_cell

EN = Words("en")


def read(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(as_csv(table, EN), newline="")))


def test_a_share_has_seven_columns_and_a_bound_is_told_by_its_state() -> None:
    table = Table(
        "Week", ("Rate", "n"), (Line("34", (a_cell(45, 5), 50)), Line("33", (a_cell(20, 0), 20)))
    )

    head, shown, bound = read(table)
    assert head == [
        "Week",
        "Belongs to",
        "Rate %",
        "Rate from %",
        "Rate to %",
        "Rate low %",
        "Rate high %",
        "Rate n",
        "Rate state",
        "n",
    ]
    assert shown == ["34", "", "90.0", "", "", "78.6", "95.7", "50", "shown", "50"]
    assert bound == ["33", "", "", "", "", "", "", "20", "at_least", "20"]


def test_between_which_shares_it_lies_is_not_taken_for_an_interval() -> None:
    """472 to 480 of 507: rounded outwards, as on the page; the interval is wider."""
    band = Interval(0.906, 0.963)
    cell = Cell(State.BETWEEN, 507, 10, None, 472 / 507, 480 / 507, band)

    [_head, row] = read(Table("Week", ("Rate",), (Line("34", (cell,)),)))

    assert row == ["34", "", "", "93.0", "94.7", "90.6", "96.3", "507", "between"]
    assert cell_text(cell, EN) == "93.0–94.7\xa0%"


def test_what_is_withheld_is_empty() -> None:
    [_head, row] = read(Table("Week", ("Rate",), (Line("34", (a_cell(3, 1),)),)))

    assert row == ["34", "", "", "", "", "", "", "4", "too_few"]


def test_a_column_that_holds_a_share_once_has_seven_columns_throughout() -> None:
    _head, first, second = read(
        Table(
            "x",
            ("y",),
            (
                Line("a", (a_cell(45, 5),)),
                Line("b", ("–",)),
            ),
        )
    )

    assert len(first) == len(second) == 9


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_name_starts_a_formula(name: str) -> None:
    [_head, row] = read(Table("x", ("y",), (Line(name, (1,), of=name),)))

    assert row[:2] == ["'" + name, "'" + name]


def test_an_empty_table_is_its_heads() -> None:
    assert read(Table("Week", ("Rate",), ())) == [["Week", "Belongs to", "Rate"]]
