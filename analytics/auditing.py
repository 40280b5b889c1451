"""`analytics export`: the rows behind the figures, for an auditor who counts them anew.

What leaves are the columns that analytics itself relies on, with one exception: no id of a rating,
by which two exports could be subtracted rating by rating. So reasons, which hang on these ids, do
not leave either. Rows are sorted by what they say: their order tells nothing of who came when, and
equal records give equal files. They stream, however many there are.
"""

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import click

from . import source
from .driver import sqlite3
from .errors import AnalyticsError
from .listing import harmless
from .source.whole import WHOLE, columns_of, rows_of_view
from .weeks import Week

_AT_ONCE = 5_000


@dataclass(frozen=True)
class Export:
    """What was written: rows without the head, bytes, and SHA-256 in hexadecimal."""

    rows: int
    size: int
    digest: str


def chunks(
    record: sqlite3.Connection, what: str, week: Week | None = None
) -> Iterator[tuple[int, bytes]]:
    """The file piece by piece, each with its number of rows; the head first.

    CSV in UTF-8, NULL as an empty cell; no text of the catalogue starts a spreadsheet's formula.

    Raises AnalyticsError for a week of what has none.
    """
    columns = columns_of(what)
    names = [column.name for column in columns]
    if week is not None and "iso_week" not in names:
        raise AnalyticsError(f"{what} belong to no week: leave --week out")
    has_text = any(column.unit == "text" for column in columns)
    yield 0, _csv([names])
    found = rows_of_view(record, WHOLE[what], names, None if week is None else str(week))
    while rows := found.fetchmany(_AT_ONCE):
        yield len(rows), _csv(map(_safe, rows) if has_text else rows)


def write(record: sqlite3.Connection, what: str, path: Path, week: Week | None = None) -> Export:
    """Write the file complete or not at all, and beside it <file>.sha256 and <file>.json.

    Raises AnalyticsError where it cannot be written.
    """
    digest, rows, size = sha256(), 0, 0
    partial = path.with_name(f".{path.name}.part")
    try:
        with partial.open("wb") as file:
            for count, content in chunks(record, what, week):
                file.write(content)
                digest.update(content)
                rows, size = rows + count, size + len(content)
        made = Export(rows, size, digest.hexdigest())
        _beside(path, ".sha256", f"{made.digest}  {path.name}\n")
        _beside(path, ".json", _about(record, what, week, made))
        partial.replace(path)
    except OSError as error:
        raise AnalyticsError(f"{path} cannot be written ({error.strerror})") from error
    finally:
        partial.unlink(missing_ok=True)
    return made


def _csv(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _safe(row: Sequence[object]) -> list[object]:
    return [harmless(cell) if isinstance(cell, str) else cell for cell in row]


def _beside(path: Path, ending: str, text: str) -> None:
    path.with_name(path.name + ending).write_text(text, "utf-8", newline="\n")


def _about(record: sqlite3.Connection, what: str, week: Week | None, made: Export) -> str:
    document = {
        "view": WHOLE[what],
        "week": None if week is None else str(week),
        "rows": made.rows,
        "bytes": made.size,
        "sha256": made.digest,
        "record_id": source.record_id(record),
        "changes": source.changes_in_all(record),
        "columns": {column.name: f"{column.unit}: {column.meaning}" for column in columns_of(what)},
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


@click.command()
@click.argument("what", type=click.Choice(list(WHOLE)))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file.")
@click.option("--week", help="Only this week, like 2026-W34.")
@click.option(
    "--record",
    type=click.Path(path_type=Path),
    default=lambda: Path(os.environ.get("HAILONG_INSTANCE", "instance")) / "kiosk.db",
    help="The record; by default kiosk.db in $HAILONG_INSTANCE or ./instance.",
)
def export(*, what: str, out: Path, week: str | None, record: Path) -> None:
    """Rows behind the figures as CSV, with their number and SHA-256 beside: for auditors alone.

    They hold single answers. What may be shown to others are editions: see `analytics report`.
    """
    chosen = None if week is None else Week.parse(week)
    with source.reading(record) as opened:
        made = write(opened, what, out, chosen)
    click.echo(f"wrote {made.rows} rows to {out}, SHA-256 {made.digest}", err=True)
