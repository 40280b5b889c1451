from dataclasses import replace
from pathlib import Path

import pytest

from analytics.editions import Edition, Row
from analytics.editions.model import Handled
from analytics.handling import LATE, REPEAT, Place
from analytics.reports.model import Report
from analytics.reports.unit_procedures import worse_here
from analytics.words import Words
from tests.analytics.editions_by_hand import a_cell, a_row, an_edition
from tests.analytics.reports import made
from tests.analytics.reports.made import EN, VI

BIRTH, LAND, HOUSE = "1.001193", "1.012756", "1.000894"
TITLE = "Its own procedures"


def a_procedure(key: str, *places: Place) -> Row:
    handled = Handled(a_cell(40, 400), a_cell(20, 400), places=places)
    return replace(a_row("procedure", key, 90, 100), handling=handled)


def an_edition_of(*procedures: Row) -> Edition:
    units = [a_row("unit", key, 170, 190) for key in ("H44.1", "H44.2")]
    return an_edition(tables={"unit": units, "procedure": procedures})


BIRTH_IS_LATE = a_procedure(BIRTH, Place("H44.1", LATE, 30, 50, 12.4), Place("H44.2", LATE, 9, 10, 2.0))
LAND_COMES_BACK = a_procedure(LAND, Place("H44.1", REPEAT, 60, 90, 20.0))


def report_of(folder: Path, key: str | None, *procedures: Row, words: Words = EN) -> Report:
    return made.report_of(folder, an_edition_of(*procedures), key=key, words=words)


def test_a_unit_reads_which_of_its_procedures_go_worse_than_elsewhere_and_no_other_units(
    tmp_path: Path,
) -> None:
    report = report_of(tmp_path, "H44.1", BIRTH_IS_LATE, LAND_COMES_BACK, a_procedure(HOUSE))

    [section] = [one for one in report.sections if one.title == TITLE]
    lines = [[item.text for item in row] for row in section.tables[0].rows]
    assert lines == [  # most dossiers beyond expectation first
        [f"Name {LAND}", "more than one visit", "60", "20.0", "90"],
        [f"Name {BIRTH}", "late", "30", "12.4", "50"],
    ]


def test_what_to_do_asks_about_them_with_the_numbers(tmp_path: Path) -> None:
    report = report_of(tmp_path, "H44.1", BIRTH_IS_LATE, LAND_COMES_BACK)

    assert report.to_do == (
        f"Name {LAND}: ask why 60 of 90 dossiers took more than one visit; as in other units 20 would.",
        f"Name {BIRTH}: ask why 30 of 50 dossiers were late; as in other units 12 would.",
    )


def test_a_unit_of_which_none_goes_worse_is_told_so(tmp_path: Path) -> None:
    report = report_of(tmp_path, "H44.2", LAND_COMES_BACK)

    [section] = [one for one in report.sections if one.title == TITLE]
    assert section.texts[0].startswith("In none of its procedures were dossiers late, or sent back")
    assert not section.tables


@pytest.mark.parametrize(
    ("key", "procedures"),
    [
        (None, (BIRTH_IS_LATE,)),  # everything together has no other units to be held against
        ("H44.1", (a_row("procedure", BIRTH, 90, 100),)),  # from before it was kept
        ("H44.1", ()),
    ],
)
def test_nothing_is_said_where_nothing_can_be(
    tmp_path: Path, key: str | None, procedures: tuple[Row, ...]
) -> None:
    report = report_of(tmp_path, key, *procedures)

    assert TITLE not in {section.title for section in report.sections}


def test_what_nobody_knew_is_no_procedure_of_a_unit(tmp_path: Path) -> None:
    nobodys = an_edition_of(replace(BIRTH_IS_LATE, key=""))

    assert worse_here(made.excerpt_of(tmp_path, nobodys, key="H44.1")) == []


def test_a_vietnamese_unit_reads_it_in_vietnamese(tmp_path: Path) -> None:
    report = report_of(tmp_path, "H44.1", BIRTH_IS_LATE, words=VI)

    assert report.to_do == (
        f"Tên {BIRTH}: tìm hiểu vì sao 30 trên 50 hồ sơ trễ hẹn; theo mức của các đơn vị khác thì chỉ"
        " khoảng 12.",
    )
