"""XLSX workbooks: the first sheet's values as text. Formulas and spoilt numbers are refused."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl

from ..errors import N_
from ..errors.faults import Fault, Faults, refused

MAX_UNPACKED_BYTES = 200_000_000
_MAX_PARTS = 1_000
_PACKED = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_workbook(content: bytes) -> bool:
    """Whether these bytes begin like an .xlsx file."""
    return content.startswith(_PACKED)


def is_old_workbook(content: bytes) -> bool:
    """Whether these bytes begin like an .xls file, which is not read."""
    return content.startswith(_OLD_WORKBOOK)


def workbook_lines(content: bytes, faults: Faults, max_columns: int) -> Iterator[tuple[int, list[str]]]:
    """Lines of the first sheet with their numbers, every line as wide as the header.

    Cells that are formulas, errors or broken numbers are noted in `faults` and their lines
    left out. Raises ImportRefused if the file cannot be opened or would unpack too large.
    """
    _check_package(content)
    width = 0
    try:
        for line, cells in enumerate(_cells(content, max_columns), 1):
            with faults.at(line):
                texts = [_text(cell) for cell in cells]
                while texts and not texts[-1]:
                    texts.pop()
                width = width or len(texts)
                yield line, texts + [""] * (width - len(texts))
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, SyntaxError) as error:
        # What openpyxl raises on damaged parts; SyntaxError is the parent of XML's ParseError.
        raise refused(N_("the workbook is damaged ({error})."), error=str(error)) from error


def _check_package(content: bytes) -> None:
    """Raises ImportRefused for archives that unpack without measure or declare entities.

    The declared sizes can be trusted as limits: zipfile never unpacks a part beyond its own.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > MAX_UNPACKED_BYTES or len(parts) > _MAX_PARTS:
                raise refused(
                    N_("the workbook would unpack to {size} bytes; at most {limit} are read."),
                    size=unpacked,
                    limit=MAX_UNPACKED_BYTES,
                )
            for part in parts:
                with package.open(part) as opened:
                    if b"<!DOCTYPE" in opened.read(2_048).replace(b"\0", b""):
                        raise refused(N_("the workbook holds declarations that no spreadsheet writes."))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise refused(N_("the workbook is damaged ({error})."), error=str(error)) from error


def _cells(content: bytes, max_columns: int) -> Iterator[tuple[Any, ...]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which are not read
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    try:
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()  # the stored ones may be wrong
        yield from sheet.iter_rows(max_col=max_columns + 1)
    finally:
        workbook.close()


def _text(cell: Any) -> str:
    """One cell as text; raises Fault for what is not plain text, a whole number or a date."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise Fault(N_("a cell holds a formula: paste its value instead."))
    if cell.data_type == "e":
        raise Fault(N_("a cell holds the error {error}."), error=value)
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and not value.is_integer():
        raise Fault(
            N_(
                "a cell holds the number {number}, whose digits a spreadsheet may have changed: "
                "format the column as text and enter it again."
            ),
            number=repr(value),
        )
    if isinstance(value, int | float):
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, date | time) else str(value)
