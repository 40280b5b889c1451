"""The log of what other systems called: what, how many items, how many were refused."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from .. import periods
from ..storage.db import Database
from . import forgotten

DAYS = 400  # a year's log is there when the year is looked at


@dataclass(frozen=True)
class Call:
    """One call, without what was in it."""

    at: datetime
    system_id: str
    action: str
    items: int
    refused: int


@dataclass(frozen=True)
class Total:
    """The calls of one kind by one system since some day."""

    system_id: str
    action: str
    calls: int
    items: int
    refused: int
    last_at: datetime


def note(db: Database, call: Call) -> None:
    """Add a call to the log, in the transaction of what it did."""
    db.conn.execute(
        "INSERT INTO system_call (call_id, at, system_id, action, items, refused)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            secrets.token_hex(16),
            periods.stamp(call.at),
            call.system_id,
            call.action,
            call.items,
            call.refused,
        ],
    )


def totals(db: Database, since: datetime) -> list[Total]:
    """How often each system did what since an instant."""
    rows = db.conn.execute(
        """
        SELECT system_id, action, count(*), sum(items), sum(refused), max(at)
        FROM system_call
        WHERE at >= ?
        GROUP BY system_id, action
        ORDER BY system_id, action
        """,
        [periods.stamp(since)],
    ).fetchall()
    return [
        Total(system_id, action, calls, items, refused, periods.parse_stamp(last_at))
        for system_id, action, calls, items, refused, last_at in rows
    ]


def last_calls(db: Database, most: int) -> list[Call]:
    """The latest calls, the latest first."""
    rows = db.conn.execute(
        """
        SELECT at, system_id, action, items, refused
        FROM system_call
        ORDER BY at DESC, call_id
        LIMIT ?
        """,
        [most],
    ).fetchall()
    return [Call(periods.parse_stamp(at), *rest) for at, *rest in rows]


def forget_old(db: Database, today: date) -> int:
    """Delete the calls that are older than DAYS, as receipts are deleted; how many went."""
    first = forgotten.find_first_day(db, today, DAYS)
    if first is None:
        return 0
    before = periods.stamp(periods.start_of_hour(first.isoformat()))
    return db.conn.execute("DELETE FROM system_call WHERE at < ?", [before]).rowcount
