"""Services whose dossier code the record has forgotten: up to when, and how they are called since."""

import secrets
from datetime import date, timedelta

from .. import periods
from ..storage.db import Database

_KEY = "forgotten_before"
MARK = "~"  # begins no dossier's code, and sorts after all of them


def new_name() -> str:
    """A name that says nothing: the mark and 128 random bits."""
    return MARK + secrets.token_hex(16)


def find_boundary(db: Database) -> date | None:
    """The Monday before which every service has lost its code; None as long as none has."""
    row = db.conn.execute("SELECT value FROM meta WHERE key = ?", [_KEY]).fetchone()
    return None if row is None else date.fromisoformat(row[0])


def move_boundary(db: Database, monday: date) -> None:
    """Let services before this day lose their codes. It never moves back."""
    db.conn.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)",
        [_KEY, monday.isoformat()],
    )


def find_first_day(db: Database, today: date, days: int) -> date | None:
    """The first day that is at most so many days ago; None in a record without services.

    Counted from the last day on which a service ended, where that is earlier: a clock that is far
    ahead for one night must not forget everything.
    """
    (last,) = db.conn.execute("SELECT max(finished_day) FROM service").fetchone()
    if last is None:
        return None
    return min(today, date.fromisoformat(last)) - timedelta(days=days)


def monday_of(day: date) -> date:
    """The first day of the day's ISO week."""
    return day - timedelta(days=day.isocalendar().weekday - 1)


def monday_after(iso_week: str) -> date:
    """The first day of the week after that one."""
    year, week = iso_week.split("-W")
    return date.fromisocalendar(int(year), int(week), 1) + timedelta(days=7)


def week_of(day: date) -> str:
    """The day's ISO week, as the record writes it."""
    return periods.iso_week(day)
