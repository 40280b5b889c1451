import io
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest

from analytics.reports.model import Item
from analytics.reports.spreadsheet import as_xlsx
from analytics.stats.intervals import Interval
from tests.analytics.reports.samples import a_line, a_report, a_table


def read(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def by_head(sheet: Any, row: int = 2) -> dict[str, Any]:
    return {head.value: cell for head, cell in zip(sheet[1], sheet[row], strict=True)}


def test_numbers_are_numbers_shares_are_percent_and_days_are_days() -> None:
    cells = by_head(read(as_xlsx(a_report()))["Thủ tục"])

    assert (cells["n"].value, cells["n"].number_format) == (90, "#,##0")
    assert (cells["Tỷ lệ hài lòng"].value, cells["Tỷ lệ hài lòng"].number_format) == (0.9, "0.0%")
    assert (cells["Điểm"].value, cells["Điểm"].number_format) == (5.81, "0.00")
    assert cells["Ngày"].value.date() == date(2026, 8, 23)
    assert cells["Ngày"].is_date


def test_an_interval_and_a_code_have_columns_of_their_own() -> None:
    cells = by_head(read(as_xlsx(a_report()))["Thủ tục"])

    assert list(cells)[:5] == [
        "Tên",
        "Mã",
        "Tỷ lệ hài lòng",
        "Tỷ lệ hài lòng: từ (95 %)",
        "Tỷ lệ hài lòng: đến (95 %)",
    ]
    assert cells["Mã"].value == "1.001193"
    assert cells["Mã"].data_type == "s"  # a code is a text: 1.100000 is not 1.1
    assert round(cells["Tỷ lệ hài lòng: từ (95 %)"].value, 3) == 0.821
    assert round(cells["Tỷ lệ hài lòng: đến (95 %)"].value, 3) == 0.946


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "{="])
def test_no_name_becomes_a_formula_or_a_link(start: str) -> None:
    name = f'{start}HYPERLINK("https://evil.example","x")'
    report = a_report(a_table(name, name), place=name, to_do=(name, "https://evil.example"))

    book = read(as_xlsx(report))

    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for sheet in book for row in sheet for cell in row)
    assert by_head(book["Thủ tục"])["Tên"].value.endswith('HYPERLINK("https://evil.example","x")')


def test_a_share_that_is_not_told_is_its_reason_without_bounds() -> None:
    line = a_line("A")
    line = (line[0], Item("chưa đủ dữ liệu", None), *line[2:])
    cells = by_head(read(as_xlsx(a_report(replace(a_table(), rows=(line, a_line("B")))))).worksheets[1])

    assert cells["Tỷ lệ hài lòng"].value == "chưa đủ dữ liệu"
    assert cells["Tỷ lệ hài lòng: từ (95 %)"].value is None


def test_the_first_sheet_says_it_in_words() -> None:
    report = a_report()
    said = [cell.value for row in read(as_xlsx(report)).worksheets[0] for cell in row if cell.value]

    assert said[0] == report.title
    assert {report.headline, *report.basis, *report.to_do} <= set(said)
    assert "90,0 %; 82,1–94,6; n = 90" in said


def test_sheets_have_names_that_every_program_takes() -> None:
    tables = [a_table(title="A/B: [C]? " + "dài " * 20) for _ in range(12)]
    tables += [a_table(title="a/b: [c]? " + "dài " * 20), a_table(title="  "), a_table(title="'")]

    names = [sheet.title for sheet in read(as_xlsx(a_report(*tables)))]

    assert len({name.casefold() for name in names}) == len(tables) + 1
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_totals_are_bold_and_outside_the_filter() -> None:
    sheet = read(as_xlsx(a_report(a_table("A", "B", "Tất cả", totals=1))))["Thủ tục"]

    assert [row[0].font.bold for row in sheet.iter_rows(2, 4)] == [False, False, True]
    assert sheet.auto_filter.ref == "A1:H3"
    assert sheet.freeze_panes == "B2"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert as_xlsx(a_report()) == as_xlsx(a_report())


def test_a_table_without_rows_is_a_sheet_with_a_head() -> None:
    sheet = read(as_xlsx(a_report(replace(a_table(), rows=()))))["Thủ tục"]

    assert [cell.value for cell in sheet[1]] == ["Tên", "Tỷ lệ hài lòng", "n", "Điểm", "Ngày"]


def test_bounds_of_what_lies_between_two_are_numbers_too() -> None:
    line = a_line("A")
    between = Item("93,0–94,0 %", None, Interval(0.9, 0.96, 0.95), below="90,0–96,0")
    sheet = read(as_xlsx(a_report(replace(a_table(), rows=((line[0], between, *line[2:]),)))))["Thủ tục"]
    cells = by_head(sheet)

    assert cells["Tỷ lệ hài lòng"].value == "93,0–94,0 %"
    assert cells["Tỷ lệ hài lòng: từ (95 %)"].value == 0.9
    assert cells["Tỷ lệ hài lòng: đến (95 %)"].value == 0.96
    assert len({cell.value for cell in sheet[1]}) == sheet.max_column  # no head stands twice


def test_a_note_is_as_wide_as_its_table_and_whole() -> None:
    note = "Từ 10 lượt trở lên. " * 40
    sheet = read(as_xlsx(a_report(replace(a_table(), note=note))))["Thủ tục"]

    assert [str(found) for found in sheet.merged_cells.ranges] == ["A4:H4"]
    assert sheet["A4"].value == note
    assert sheet.row_dimensions[4].height >= 60


def test_sheets_print_on_a4_with_whose_they_are_and_the_page() -> None:
    for sheet in read(as_xlsx(a_report(place="A & B"))):
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "A && B: Tuần 34/2026" in sheet.oddFooter.left.text
        assert sheet.oddFooter.right.text == "&P/&N"
