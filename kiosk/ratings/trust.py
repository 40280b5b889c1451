"""Since when the optional question of trust is asked: what an index of it must know of each week.

The answers are parts of ratings (details.py). Without these notes a week in which nobody answered
could not be told from one in which nobody was asked.
"""

from datetime import date

from ..storage.db import Database


def is_asked(db: Database) -> bool:
    """Whether the record's last note says that it is asked; without any it never was."""
    row = db.conn.execute(
        "SELECT is_asked FROM trust_asked ORDER BY day DESC, number DESC LIMIT 1"
    ).fetchone()
    return bool(row and row[0])


def note_asked(db: Database, asked: bool, day: date) -> None:
    """Note from which day on it is asked or no longer; the same again notes nothing."""
    if is_asked(db) != asked:
        db.conn.execute(
            "INSERT INTO trust_asked (day, number, is_asked)"
            " SELECT :day, count(*), :is_asked FROM trust_asked WHERE day = :day",
            {"day": day.isoformat(), "is_asked": int(asked)},
        )
