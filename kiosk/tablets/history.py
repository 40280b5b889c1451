"""A tablet's past: where it stood, which keys it had, what was said of it, what was kept aside."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .. import periods
from ..storage.db import Database
from . import device_keys
from .device_keys import Key


@dataclass(frozen=True)
class Stay:
    """Where a tablet stood, from when on, and who said so. `counter` is the name it has now."""

    counter_id: str
    counter: str
    since: datetime
    recorded_by: str


@dataclass(frozen=True)
class Mark:
    """What was said of a tablet, why, when and by whom; the system speaks as `system`."""

    mark: str
    reason: str
    marked_at: datetime
    marked_by: str


@dataclass(frozen=True)
class History:
    """Newest first. causes: of each error's code, how many entries were kept aside for it."""

    stays: tuple[Stay, ...]
    marks: tuple[Mark, ...]
    keys: tuple[Key, ...]
    causes: tuple[tuple[str, int], ...]


def find_history(db: Database, device_id: str, overlap: timedelta) -> History:
    """The tablet's past; of one that does not exist, an empty one.

    overlap: for how long a key holds on after the next one began.
    """
    return History(
        stays=tuple(_stays(db, device_id)),
        marks=tuple(_marks(db, device_id)),
        keys=tuple(reversed(device_keys.find_keys(db, device_id, overlap))),
        causes=tuple(_causes(db, device_id)),
    )


def _stays(db: Database, device_id: str) -> list[Stay]:
    rows = db.conn.execute(
        """
        SELECT place.counter_id, coalesce(counter.name, place.counter_id), place.since,
               place.recorded_by
        FROM device_place AS place
        LEFT JOIN counters_v1 AS counter
          ON counter.counter_id = place.counter_id AND counter.valid_to IS NULL
        WHERE place.device_id = ?
        ORDER BY place.number DESC
        """,
        [device_id],
    ).fetchall()
    return [Stay(counter_id, name, periods.parse_stamp(at), by) for counter_id, name, at, by in rows]


def _marks(db: Database, device_id: str) -> list[Mark]:
    rows = db.conn.execute(
        """
        SELECT mark, reason, marked_at, marked_by
        FROM device_mark
        WHERE device_id = ?
        ORDER BY number DESC
        """,
        [device_id],
    ).fetchall()
    return [Mark(mark, reason, periods.parse_stamp(at), by) for mark, reason, at, by in rows]


def _causes(db: Database, device_id: str) -> list[tuple[str, int]]:
    return [
        (cause, entries)
        for cause, entries in db.conn.execute(
            """
            SELECT cause, count(*)
            FROM quarantine
            WHERE device_id = ?
              AND name NOT IN (SELECT name FROM quarantine_settled)
            GROUP BY cause
            ORDER BY count(*) DESC, cause
            """,
            [device_id],
        )
    ]
