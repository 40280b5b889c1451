"""What a review of integrity counts, day by day."""

import json
from datetime import date, timedelta

from ..driver import sqlite3
from ..weeks import Week

# (day, counter, officer or '', kind, how many, how many of them satisfied or None)
TallyRow = tuple[str, str, str, str, int, int | None]
# (day, counter, officer or '', mark, how many)
MarkRow = tuple[str, str, str, str, int]


def tallies_between(connection: sqlite3.Connection, first: date, last: date) -> list[TallyRow]:
    """Ratings and services of these days, both included, those that are alike together."""
    weeks = {str(Week.of(first + timedelta(days=n))) for n in range((last - first).days + 1)}
    rows = connection.execute(
        """
        SELECT day, counter_id, officer_id, kind, count(*), sum(satisfied)
        FROM integrity_v1
        WHERE iso_week IN (SELECT value FROM json_each(:weeks)) AND day BETWEEN :first AND :last
        GROUP BY day, counter_id, officer_id, kind
        ORDER BY day, counter_id, officer_id, kind
        """,
        {"weeks": json.dumps(sorted(weeks)), "first": first.isoformat(), "last": last.isoformat()},
    )
    return rows.fetchall()


def marks_between(connection: sqlite3.Connection, first: date, last: date) -> list[MarkRow]:
    """Odd presses of these days, both included."""
    rows = connection.execute(
        """
        SELECT day, counter_id, officer_id, mark, n
        FROM press_marks_v1
        WHERE day BETWEEN :first AND :last
        ORDER BY day, counter_id, officer_id, mark
        """,
        {"first": first.isoformat(), "last": last.isoformat()},
    )
    return rows.fetchall()
