import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.disclosure import Cell, State
from analytics.editions import Edition, Matters
from analytics.reports.delimited import COLUMNS, MATTERS, as_csv
from analytics.source import Name
from analytics.words import Words
from tests.analytics.editions_by_hand import a_row, an_edition
from tests.analytics.reports.made import excerpt_of


def lines(folder: Path, edition: Edition, key: str | None = None) -> list[dict[str, str]]:
    content = as_csv(excerpt_of(folder, edition, key=key), Words("vi"))
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_each_row_is_a_line_with_the_editions_figures(tmp_path: Path) -> None:
    first, _, total = lines(tmp_path, an_edition())

    assert tuple(first) == COLUMNS
    assert (first["period"], first["edition"], first["by"], first["key"]) == (
        "2026-W34",
        "1",
        "unit",
        "H44.1",
    )
    assert (first["satisfaction_rate"], first["n"]) == ("0.8947", "190")  # 170 of 190
    assert (total["by"], total["place"], total["name"]) == ("total", "total", "Tất cả")


def test_what_is_not_told_is_empty_and_says_why(tmp_path: Path) -> None:
    rows = [a_row("unit", "H44.1", 5, 9, state=State.TOO_FEW)]
    [line, _] = lines(tmp_path, an_edition(tables={"unit": rows}))

    assert line["satisfaction_state"] == "too_few"
    assert line["satisfaction_rate"] == line["satisfaction_low"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_name_starts_a_formula(tmp_path: Path, start: str) -> None:
    row = replace(a_row("unit", "H44.1", 170, 190), name=Name(f"{start}1+1"))
    [line, _] = lines(tmp_path, an_edition(tables={"unit": [row]}))

    assert line["name"] == f"'{start}1+1"


def test_codes_are_called_by_their_names(tmp_path: Path) -> None:
    row = replace(a_row("hour_weekday", "1-08", 170, 190), name=None)
    [line, _] = lines(tmp_path, an_edition("2026-08", tables={"hour_weekday": [row]}))

    assert line["name"] == "Thứ 2, 8–9\u00a0h"


def test_a_units_file_ends_with_the_unit(tmp_path: Path) -> None:
    [line] = lines(tmp_path, an_edition(), "H44.2")

    assert (line["place"], line["by"], line["key"]) == ("H44.2", "unit", "H44.2")


def test_matters_and_points_are_told_as_far_as_they_may_be(tmp_path: Path) -> None:
    matters = (
        Matters("H44.1", 5, 40, 30, 20, 24, 24),
        Matters("H44.2", 2, 4, 4, 3, 1, 4),
        Matters("", 7, 44, 34, 23, 25, 28),
    )
    told, hidden, total = lines(tmp_path, an_edition("2026-08", matters=matters))

    assert [told[name] for name in MATTERS] == ["5", "40", "30", "24", "14.1", "18"]
    assert [hidden[name] for name in MATTERS] == ["2", "4", "4", "", "12.0", "12"]
    assert (total["petitions_due"], total["petitions_satisfied"]) == ("44", "")


def test_where_matters_were_not_counted_nothing_is_told_of_them(tmp_path: Path) -> None:
    first, *_ = lines(tmp_path, an_edition())

    assert {first[name] for name in MATTERS} == {""}


def test_points_that_a_report_tells_of_a_rate_between_two_are_in_the_file(tmp_path: Path) -> None:
    between = Cell(State.BETWEEN, 760, 10, None, 0.787, 0.788)
    row = a_row("unit", "H44.1", 170, 190, dossier=between, points=None)
    edition = an_edition("2026-08", tables={"unit": [row]}, matters=(Matters("", 0, 0, 0, 0, 0, 0),))
    line, _ = lines(tmp_path, edition)

    assert (line["dossier_state"], line["dossier_points"]) == ("between", "5.25")
    assert (line["points_766"], line["points_766_out_of"]) == ("17.25", "18")
