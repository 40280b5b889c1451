"""Who sat at which counter when. Duties are added and corrected, never changed."""

import json
import secrets
from collections.abc import Sequence
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


def find_officers_on_duty(db: Database, asked: Sequence[tuple[str, datetime]]) -> list[str | None]:
    """For each counter and instant, the officer who sat there.

    None where nobody is known to have been there, and where two are: a rating without an
    officer is better than a rating of the wrong one.
    """
    if not asked:
        return []
    wanted = [(counter_id, periods.stamp(at)) for counter_id, at in asked]
    rows = db.conn.execute(
        """
        SELECT w.value ->> 0, w.value ->> 1, max(d.officer_id)
        FROM json_each(:wanted) AS w
        JOIN duty AS d
          ON d.counter_id = w.value ->> 0
          AND d.starts_at <= w.value ->> 1
          AND (d.ends_at IS NULL OR d.ends_at > w.value ->> 1)
        WHERE NOT EXISTS (SELECT 1 FROM duty AS later WHERE later.replaces = d.duty_id)
        GROUP BY 1, 2
        HAVING count(DISTINCT d.officer_id) = 1
        """,
        {"wanted": json.dumps(sorted(set(wanted)))},
    ).fetchall()
    found = {(row[0], row[1]): str(row[2]) for row in rows}
    return [found.get(key) for key in wanted]


def find_officer_on_duty(db: Database, counter_id: str, instant: datetime) -> str | None:
    """The officer at one counter; None as in `find_officers_on_duty`."""
    return find_officers_on_duty(db, [(counter_id, instant)])[0]
