"""Tablets in the record as the fleet page reads them, written straight into their tables."""

from datetime import datetime, timedelta
from typing import Any

from kiosk import periods
from kiosk.storage.db import Database
from tests.factories import WEDNESDAY

ENROLLED = WEDNESDAY - timedelta(days=60)


def a_tablet(
    db: Database,
    device_id: str = "T1",
    counter_id: str = "H44.5-1",
    *,
    replaces: str | None = None,
    enrolled: datetime = ENROLLED,
) -> str:
    """A tablet that stands at a counter since it was paired, two months before the Wednesday."""
    at = periods.stamp(enrolled)
    code = [f"digest-of-{device_id}", counter_id, replaces, at, at, "tests"]
    db.conn.execute("INSERT INTO enrolment_code VALUES (?, ?, ?, ?, ?, ?)", code)
    db.conn.execute("INSERT INTO device VALUES (?, ?, ?)", [device_id, code[0], at])
    db.conn.execute(
        "INSERT INTO device_key VALUES (?, ?, 1, 'public', ?)", [device_id, f"key-{device_id}", at]
    )
    db.conn.execute("INSERT INTO device_place VALUES (?, 1, ?, ?, 'tests')", [device_id, counter_id, at])
    return device_id


def a_contact(db: Database, device_id: str = "T1", **changes: Any) -> None:
    """The last contact: well, on the Wednesday; `seen_at` is an instant."""
    values = {
        "device_id": device_id,
        "contact": 57,
        "clock_offset_seconds": 0.0,
        "last_sequence": 0,
        "steady_from": 0,
        "queued": 0,
        "oldest_seconds": None,
        "battery_percent": 80,
        "charging": 1,
        "storage": "persistent",
        "release": "r1",
        "late": 0,
        **changes,
        "seen_at": periods.stamp(changes.get("seen_at", WEDNESDAY)),
    }
    db.conn.execute(
        f"INSERT INTO device_contact ({', '.join(values)})"
        f" VALUES ({', '.join(':' + name for name in values)})",
        values,
    )


def a_mark(db: Database, device_id: str, mark: str, reason: str = "mất máy") -> None:
    """Revoked or cloned."""
    db.conn.execute(
        "INSERT INTO device_mark"
        " SELECT ?, 1 + count(*), ?, ?, ?, 'tests' FROM device_mark WHERE device_id = ?",
        [device_id, mark, reason, periods.stamp(WEDNESDAY), device_id],
    )


def arrived(db: Database, device_id: str, *ranges: tuple[int, int]) -> None:
    """The numbers of its entries that have arrived, as ranges that include both ends."""
    rows = [(device_id, first, last) for first, last in ranges]
    db.conn.executemany("INSERT INTO device_sequence VALUES (?, ?, ?)", rows)


def set_aside(db: Database, device_id: str, sequence: int, cause: str, day: str = "2026-08-19") -> None:
    """An entry that arrived and is kept for review."""
    db.conn.execute(
        "INSERT INTO quarantine (name, device_id, sender_id, rating_id, body, day, cause)"
        " VALUES (?, ?, ?, ?, '{}', ?, ?)",
        [f"{device_id}-{sequence}".rjust(64, "0"), device_id, device_id, f"{sequence:032x}", day, cause],
    )
