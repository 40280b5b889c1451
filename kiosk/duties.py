"""Who sat at which counter when. Duties are added and corrected, never changed."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from . import periods
from .db import Database


@dataclass(frozen=True)
class Duty:
    """An officer at a counter over `[starts_at, ends_at)`; without an end, until further notice."""

    counter_id: str
    officer_id: str | None
    starts_at: datetime
    ends_at: datetime | None
    source: str
    recorded_by: str
    replaces: str | None = None
    reason: str | None = None


def add_duty(db: Database, duty: Duty, now: datetime) -> str:
    """Record a duty, or the correction of one (`replaces`, with a reason); returns its id."""
    duty_id = secrets.token_hex(16)
    db.conn.execute(
        """
        INSERT INTO duty (duty_id, counter_id, officer_id, starts_at, ends_at, source,
                          replaces, reason, recorded_at, recorded_by)
        VALUES (:duty_id, :counter_id, :officer_id, :starts_at, :ends_at, :source,
                :replaces, :reason, :recorded_at, :recorded_by)
        """,
        {
            "duty_id": duty_id,
            "counter_id": duty.counter_id,
            "officer_id": duty.officer_id,
            "starts_at": periods.stamp(duty.starts_at),
            "ends_at": None if duty.ends_at is None else periods.stamp(duty.ends_at),
            "source": duty.source,
            "replaces": duty.replaces,
            "reason": duty.reason,
            "recorded_at": periods.stamp(now),
            "recorded_by": duty.recorded_by,
        },
    )
    return duty_id


def find_officer_on_duty(db: Database, counter_id: str, instant: datetime) -> str | None:
    """The officer at the counter at that instant.

    None where nobody is known to have been there, and where two are: a rating without an
    officer is better than a rating of the wrong one.
    """
    rows = db.conn.execute(
        """
        SELECT DISTINCT d.officer_id
        FROM duty AS d
        WHERE d.counter_id = :counter_id
          AND d.starts_at <= :instant
          AND (d.ends_at IS NULL OR d.ends_at > :instant)
          AND NOT EXISTS (SELECT 1 FROM duty AS later WHERE later.replaces = d.duty_id)
        LIMIT 2
        """,
        {"counter_id": counter_id, "instant": periods.stamp(instant)},
    ).fetchall()
    return rows[0][0] if len(rows) == 1 else None
