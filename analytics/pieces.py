"""Writing one week's pieces: what was there of the week goes, what was counted comes."""

from collections.abc import Mapping, Sequence
from typing import Any

from .counting import Pieces
from .counts import NUMBERS
from .driver import sqlite3
from .petitions import NUMBERS as FOLLOWED_NUMBERS
from .petitions import Followed, Place
from .responses import NUMBERS as RESPONSE_NUMBERS
from .responses import Responses


def replace_counts(derived: sqlite3.Connection, week: str, counted: Pieces) -> None:
    """Counts by kind, key and month, and of each what was not counted."""
    keys = ("iso_week", "kind", "key", "month")
    left_out = (*keys, "cause", "satisfied", "unsatisfied")
    for table, columns, rows in (
        ("piece_counts", (*keys, *NUMBERS), counted.counts),
        ("piece_not_counted", left_out, counted.not_counted),
    ):
        _replace(derived, week, table, columns, [(week, *row) for row in sorted(rows)])


def replace_responses(
    derived: sqlite3.Connection, week: str, counted: Mapping[str, Mapping[str, Responses]]
) -> None:
    """Who was asked and who answered, by month and ending."""
    rows = [
        (week, ending, month, *(getattr(counts, name) for name in RESPONSE_NUMBERS))
        for month, by_ending in counted.items()
        for ending, counts in by_ending.items()
    ]
    columns = ("iso_week", "ending", "month", *RESPONSE_NUMBERS)
    _replace(derived, week, "piece_responses", columns, rows)


def replace_petitions(
    derived: sqlite3.Connection, week: str, followed: Mapping[Place, Followed]
) -> None:
    """Matters left for follow-up, by month, unit and the week in which their authors spoke."""
    rows = [
        (week, *place, *(getattr(counts, name) for name in FOLLOWED_NUMBERS))
        for place, counts in followed.items()
    ]
    columns = ("iso_week", "month", "unit", "said_week", *FOLLOWED_NUMBERS)
    _replace(derived, week, "piece_petitions", columns, rows)


def _replace(
    derived: sqlite3.Connection,
    week: str,
    table: str,
    columns: Sequence[str],
    rows: list[tuple[Any, ...]],
) -> None:
    derived.execute(f"DELETE FROM {table} WHERE iso_week = ?", [week])
    marks = ", ".join("?" * len(columns))
    derived.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",
        rows,
    )
