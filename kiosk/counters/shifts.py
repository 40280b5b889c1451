"""What the roster alone says, and when a duty of it ends that is going on: also after midnight."""

from datetime import datetime, timedelta

from .. import periods
from ..storage.db import Database
from .duties import RANK

DAY = timedelta(days=1)  # of a longer duty nobody says at once when it ends


def rostered(db: Database, at: datetime, wanted: str, column: str, value: str) -> list[str]:
    """The counters at which the roster has an officer then, or the officers it has at a counter."""
    rows = db.conn.execute(
        f"""
        SELECT DISTINCT d.{wanted}
        FROM duty AS d
        WHERE d.{column} = :value AND d.{wanted} IS NOT NULL AND {RANK} = '0'
          AND d.starts_at <= :at AND coalesce(d.ends_at, '~') > :at
          AND NOT EXISTS (SELECT 1 FROM duty AS later WHERE later.replaces = d.duty_id)
        ORDER BY d.{wanted}
        """,
        {"value": value, "at": periods.stamp(at)},
    )
    return [row[0] for row in rows]


def end_of_duty(
    db: Database, counter_id: str, officer_id: str, at: datetime, now: datetime
) -> datetime | None:
    """When the roster's duty that has the officer there at that instant ends, rows that adjoin
    being one; None where that is more than a day from now."""
    rows = db.conn.execute(
        f"""
        SELECT d.starts_at, coalesce(d.ends_at, '~')
        FROM duty AS d
        WHERE d.counter_id = :counter_id AND d.officer_id = :officer_id AND {RANK} = '0'
          AND coalesce(d.ends_at, '~') > :at AND d.starts_at <= :latest
          AND NOT EXISTS (SELECT 1 FROM duty AS later WHERE later.replaces = d.duty_id)
        ORDER BY d.starts_at
        """,
        {
            "counter_id": counter_id,
            "officer_id": officer_id,
            "at": periods.stamp(at),
            "latest": periods.stamp(now + DAY),
        },
    )
    until = periods.stamp(at)
    for starts, ends in rows:
        if starts <= until:
            until = max(until, ends)
    return periods.parse_stamp(until) if until <= periods.stamp(now + DAY) else None
