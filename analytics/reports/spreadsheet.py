"""A report as XLSX: numbers as numbers, shares as percent, days as days, and no text a formula.

Every text is written as a text, whatever it begins with: a name cannot become a formula. The same
report gives the same bytes.
"""

import io
import re
from datetime import date, datetime, time
from itertools import count

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ..words import Words
from .model import Item, Kind, Report, Table

_FORMATS: dict[Kind, dict[str, object]] = {
    Kind.TEXT: {"text_wrap": True},
    Kind.COUNT: {"num_format": "#,##0", "align": "right", "text_wrap": True},
    Kind.RANGE: {"num_format": "#,##0", "align": "right", "text_wrap": True},
    Kind.MEAN: {"num_format": "#,##0.0", "align": "right", "text_wrap": True},
    Kind.SHARE: {"num_format": "0.0%", "align": "right", "text_wrap": True},
    Kind.POINTS: {"num_format": "0.00", "align": "right", "text_wrap": True},
    Kind.DAY: {"num_format": "d/m/yyyy", "align": "right"},
}
_HEAD = {"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"}
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_SHEET_NAME = 31
_NARROW, _WIDE, _WIDEST = 15, 24, 60
_A4, _LINE = 9, 15  # as spreadsheets call that paper; a line's height in points


def as_xlsx(report: Report) -> bytes:
    """A sheet that says it in words, then one sheet a table."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": report.title, "created": datetime.combine(report.day, time())})
        formats = _Formats(book)
        words = Words(report.lang)
        taken: set[str] = set()
        _write_words(book.add_worksheet(_free(words.gettext("Summary"), taken)), report, formats, words)
        for table in report.sheets:
            sheet = book.add_worksheet(_free(table.sheet or table.title or table.name, taken))
            _write_table(sheet, table, formats, words)
            _print_on_paper(sheet, report)
    return file.getvalue()


class _Formats:
    """The formats of one file, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.head = book.add_format(_HEAD)
        self.title = book.add_format({"bold": True, "font_size": 15})
        self.strong = book.add_format({"bold": True, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self._kinds = {
            (kind, is_total): book.add_format({**look, "valign": "top", "bold": is_total})
            for kind, look in _FORMATS.items()
            for is_total in (False, True)
        }

    def of(self, kind: Kind, is_total: bool) -> Format:
        return self._kinds[kind, is_total]


def _write_words(sheet: Worksheet, report: Report, formats: _Formats, words: Words) -> None:
    _ = words.gettext
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, report.title, formats.title)
    lines: list[tuple[str, str]] = [("", report.warning)] if report.warning else []
    lines += [("", report.headline), *(("", text) for text in report.basis)]
    lines += [(_("What to do") if not at else "", text) for at, text in enumerate(report.to_do)]
    lines += [(one.label, "; ".join((one.text, *one.about))) for one in report.figures]
    for section in (one for one in report.sections if one.on_sheet or one.in_letter):
        said = (*section.texts, *section.points)
        lines += [(section.title if not at else "", text) for at, text in enumerate(said)]
    lines += report.colophon
    for row, (label, text) in enumerate(lines, start=2):
        if label:
            sheet.write_string(row, 0, label, formats.strong)
        sheet.write_string(row, 1, text, formats.text)
    _print_on_paper(sheet, report)


def _print_on_paper(sheet: Worksheet, report: Report) -> None:
    """A4, as wide as a page, with what it is and the page's number below."""
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    title = report.title.replace("&", "&&")
    sheet.set_footer(f"&L&8{title}&R&8&P/&N")


def _write_table(sheet: Worksheet, table: Table, formats: _Formats, words: Words) -> None:
    parts = [part for column in range(len(table.columns)) for part in _parts(table, column, words)]
    for at, (head, _, width) in enumerate(parts):
        sheet.write_string(0, at, head, formats.head)
        sheet.set_column(at, at, width)
    for down, row in enumerate(table.rows, start=1):
        is_total = down > len(table.rows) - table.totals
        across = 0
        for number, item in enumerate(row):
            for value in _values(table, number, item):
                kind = parts[across][1]
                _write(sheet, (down, across), value, formats.of(kind, is_total))
                across += 1
    if table.note:
        _write_note(sheet, table, [width for _head, _kind, width in parts], formats)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    if len(table.rows) > table.totals:
        sheet.autofilter(0, 0, len(table.rows) - table.totals, len(parts) - 1)


def _write_note(sheet: Worksheet, table: Table, widths: list[int], formats: _Formats) -> None:
    """Below the table and as wide, in as many lines as it takes: none of it is cut on paper."""
    row = len(table.rows) + 2
    if len(widths) > 1:
        sheet.merge_range(row, 0, row, len(widths) - 1, table.note, formats.text)
    else:
        sheet.write_string(row, 0, table.note, formats.text)
    sheet.set_row(row, _LINE * (1 + len(table.note) // sum(widths)))


def _parts(table: Table, number: int, words: Words) -> list[tuple[str, Kind, int]]:
    """The sheet's columns of one of the table's: a second line and an interval have their own."""
    _ = words.gettext
    column = table.columns[number]
    width = _WIDEST if column.wide else _WIDE if column.kind is Kind.TEXT else _NARROW
    found = [(column.head, column.kind, width)]
    if _has_second_line(table, number):
        head = column.below or _("{column}: note", column=column.head)
        found.append((head, Kind.TEXT, _WIDE))
    if _has_interval(table, number):
        found.append((_("{column}: from (95 %)", column=column.head), Kind.SHARE, _NARROW))
        found.append((_("{column}: to (95 %)", column=column.head), Kind.SHARE, _NARROW))
    return found


def _values(table: Table, number: int, item: Item) -> list[object]:
    found: list[object] = [item.text if item.value is None else item.value]
    if _has_second_line(table, number):
        found.append("" if item.interval else item.below)
    if _has_interval(table, number):
        found += [item.interval.low, item.interval.high] if item.interval else ["", ""]
    return found


def _has_second_line(table: Table, number: int) -> bool:
    return any(row[number].below and not row[number].interval for row in table.rows)


def _has_interval(table: Table, number: int) -> bool:
    is_share = table.columns[number].kind is Kind.SHARE
    return is_share and any(row[number].interval for row in table.rows)


def _write(sheet: Worksheet, at: tuple[int, int], value: object, look: Format) -> None:
    if isinstance(value, date):
        sheet.write_datetime(*at, value, look)
    elif isinstance(value, int | float):
        sheet.write_number(*at, value, look)
    elif value:
        sheet.write_string(*at, str(value), look)
    else:
        sheet.write_blank(*at, None, look)


def _free(title: str, taken: set[str]) -> str:
    """The title as a sheet's name: short enough, without forbidden letters, not yet used."""
    name = first = _NO_SHEET_NAME.sub(" ", title).strip()[:_LONGEST_SHEET_NAME].strip() or "1"
    for number in count(2):
        if name.casefold() not in taken:
            break
        mark = f" ({number})"
        name = first[: _LONGEST_SHEET_NAME - len(mark)].strip() + mark
    taken.add(name.casefold())
    return name
