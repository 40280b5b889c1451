"""Tables from outside, CSV or XLSX, as rows of text; what cannot be read with certainty is refused."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..errors import N_
from ..errors.faults import Fault, Faults, refused
from ..words import slug, tidy
from .sheets import is_old_workbook, is_workbook, workbook_lines

MAX_BYTES = 50_000_000  # a province's dossiers of a month are about 25 MB
MAX_ROWS = 500_000
MAX_COLUMNS = 64
MAX_CELL = 2_000  # characters

_tidy = lru_cache(maxsize=65_536)(tidy)  # most cells of a long table repeat earlier ones

Line = tuple[int, list[str]]
Row = tuple[int, dict[str, str]]


@dataclass(frozen=True)
class Column:
    """A column a table may have: its name, other headings it goes by, whether it must be there."""

    name: str
    aliases: tuple[str, ...] = ()
    required: bool = False


def read_table(path: Path, columns: Sequence[Column], faults: Faults) -> Iterator[Row]:
    """The rows of a table as `(line, {column: text})`; text is NFC, empty where nothing stands.

    Lines that cannot be read are noted in `faults` and left out; a table that cannot be read
    at all raises ImportRefused. Headings may be written with or without diacritics.
    """
    size = path.stat().st_size
    if size == 0:
        raise refused(N_("the file is empty."))
    if size > MAX_BYTES:
        raise refused(N_("the file has {size} bytes; the limit is {limit}."), size=size, limit=MAX_BYTES)
    lines = _lines(path, faults)
    header_line, header = next(lines, (1, []))
    if not header:
        raise refused(N_("the file is empty."))
    names = _match(header_line, header, columns)
    for count, (line, cells) in enumerate(lines, 1):
        if count > MAX_ROWS:
            raise refused(N_("there are more than {limit} lines."), line, limit=MAX_ROWS)
        with faults.at(line):
            yield line, _row(names, cells)


def _lines(path: Path, faults: Faults) -> Iterator[Line]:
    """Lines that hold anything, tidied, with their number in the file."""
    content = path.read_bytes()
    if is_old_workbook(content):
        raise refused(N_("this is an old workbook (.xls): save it as .xlsx or CSV."))
    lines = workbook_lines(content, faults, MAX_COLUMNS) if is_workbook(content) else _csv_lines(content)
    for line, cells in lines:
        tidied = [_tidy(cell) for cell in cells]
        if any(tidied):
            yield line, tidied


def decode(content: bytes) -> str:
    """The text of a CSV file: UTF-8 with or without a mark, UTF-16 with one, else Windows-1258.

    Raises ImportRefused if it is none of these.
    """
    encodings = ["utf-8-sig", "cp1258"]
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise refused(N_("this is no text in UTF-8, UTF-16 or Windows-1258: save it as CSV UTF-8."))


def _csv_lines(content: bytes) -> Iterator[Line]:
    text = decode(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise refused(N_("the line cannot be read as CSV ({error})."), line, error=str(error)) from error


def _delimiter(text: str) -> str:
    """Comma or semicolon, whichever divides the header into more cells."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return ";" if header.count(";") > header.count(",") else ","


def _match(line: int, header: list[str], columns: Sequence[Column]) -> list[str]:
    """The column that each heading means; raises ImportRefused for one unknown, twice or missing."""
    while header and not header[-1]:
        header.pop()
    if len(header) > MAX_COLUMNS:
        raise refused(N_("there are more than {limit} columns."), line, limit=MAX_COLUMNS)
    known = {heading: column.name for column in columns for heading in (column.name, *column.aliases)}
    names: list[str] = []
    for heading in header:
        name = known.get(slug(heading).replace("-", "_"))
        if name is None:
            raise refused(
                N_("the heading “{heading}” is not known; known are: {known}."),
                line,
                heading=heading[:40],
                known=", ".join(column.name for column in columns),
            )
        if name in names:
            raise refused(N_("the column {column} stands twice."), line, column=name)
        names.append(name)
    missing = [column.name for column in columns if column.required and column.name not in names]
    if missing:
        raise refused(N_("these columns are missing: {missing}."), line, missing=", ".join(missing))
    return names


def _row(names: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) > len(names) and not any(cells[len(names) :]):
        cells = cells[: len(names)]
    if len(cells) != len(names):
        raise Fault(
            N_("the line has {given} cells, the header {expected}."),
            given=len(cells),
            expected=len(names),
        )
    long = [name for name, cell in zip(names, cells, strict=True) if len(cell) > MAX_CELL]
    if long:
        raise Fault(N_("{column} has more than {limit} characters."), column=long[0], limit=MAX_CELL)
    return dict(zip(names, cells, strict=True))
