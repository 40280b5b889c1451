"""The last contact of each tablet: when it was, and what the tablet said of itself then."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from .. import periods
from ..storage.db import Database
from .clocks import Earlier
from .contacts import Contact


@dataclass(frozen=True)
class Sighting:
    """A contact as the next one needs it: its number, and what it tells of the clock."""

    number: int
    earlier: Earlier


def find_sightings(db: Database, device_ids: Iterable[str]) -> dict[str, Sighting]:
    """The last contact of those of these tablets that have made any."""
    rows = db.conn.execute(
        """
        SELECT device_id, contact, seen_at, clock_offset_seconds, last_sequence, steady_from
        FROM device_contact
        WHERE device_id IN (SELECT value FROM json_each(?))
        """,
        [json.dumps(sorted(set(device_ids)))],
    ).fetchall()
    return {
        device_id: Sighting(number, Earlier(periods.parse_stamp(seen_at).timestamp(), *rest))
        for device_id, number, seen_at, *rest in rows
    }


def store(db: Database, seen: Iterable[tuple[Contact, Earlier]], now: datetime) -> None:
    """Write over what was known of these tablets: each contact with what the next one needs.

    What the contact itself delivered no longer waits on the tablet.
    """
    db.conn.executemany(
        """
        INSERT INTO device_contact (
          device_id, contact, seen_at, clock_offset_seconds, last_sequence, steady_from, queued,
          oldest_seconds, battery_percent, charging, storage, release, late, shows)
        VALUES (
          :device_id, :contact, :seen_at, :offset, :last_sequence, :steady_from, :queued,
          :oldest_seconds, :battery_percent, :charging, :storage, :release, 0, :shows)
        ON CONFLICT (device_id) DO UPDATE SET
          contact = excluded.contact,
          seen_at = excluded.seen_at,
          clock_offset_seconds = excluded.clock_offset_seconds,
          last_sequence = excluded.last_sequence,
          steady_from = excluded.steady_from,
          queued = excluded.queued,
          oldest_seconds = excluded.oldest_seconds,
          battery_percent = excluded.battery_percent,
          charging = excluded.charging,
          storage = excluded.storage,
          release = excluded.release,
          shows = excluded.shows
        """,
        [_row(contact, earlier, now) for contact, earlier in seen],
    )


def _row(contact: Contact, earlier: Earlier, now: datetime) -> dict[str, object]:
    state = contact.state
    queued = max(0, state.queued - len(contact.entries))
    return {
        "device_id": contact.device_id,
        "contact": contact.number,
        "seen_at": periods.stamp(now.replace(second=0, microsecond=0)),  # tells no order
        "offset": earlier.offset_seconds,
        "last_sequence": earlier.last_sequence,
        "steady_from": earlier.steady_from,
        "queued": queued,
        "oldest_seconds": state.oldest_seconds if queued else None,
        "battery_percent": state.battery_percent,
        "charging": state.charging,
        "storage": state.storage,
        "release": contact.release,
        "shows": state.shows,
    }


def add_late(db: Database, late: Mapping[str, int]) -> None:
    """Count entries that arrived a day or more after their press, for each tablet."""
    db.conn.executemany(
        "UPDATE device_contact SET late = late + ? WHERE device_id = ?",
        [(count, device_id) for device_id, count in late.items()],
    )
