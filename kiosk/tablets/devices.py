"""Tablets: who they are, where they stand, and what was said of them.

Every row here is added and never changed: a moved tablet keeps its past, a revoked one its name.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from .. import periods
from ..catalogue import lookup
from ..errors import NoReason
from ..errors.tablets import NoSuchTablet
from ..staff import audit
from ..storage.db import Database

ACTIVE, REVOKED, CLONED = "active", "revoked", "cloned"
LONGEST_REASON = 200
MARGIN = timedelta(days=1)


@dataclass(frozen=True)
class Device:
    """A tablet as it is known now.

    standing: active, revoked or cloned. counters: everywhere it has ever stood.
    replaced_by: the tablet that took its place, if one did. stays: each counter with the instant
    since when it stood there, in order.
    """

    device_id: str
    counter_id: str
    standing: str
    enrolled_at: datetime
    counters: frozenset[str]
    replaced_by: str | None
    stays: tuple[tuple[str, datetime], ...] = ()

    def stood_at(self, counter_id: str, instant: datetime, now: datetime) -> bool:
        """Whether it stood at that counter then, give or take a day.

        People carry it before they say so, or after. A move that is still to come was noted
        while our own clock was wrong: then anywhere it ever stood will do.
        """
        if any(since > now for _, since in self.stays):
            return counter_id in self.counters
        ends = [since + MARGIN for _, since in self.stays[1:]]
        return any(
            counter == counter_id
            and (number == 0 or since - MARGIN <= instant)
            and (number == len(ends) or instant <= ends[number])
            for number, (counter, since) in enumerate(self.stays)
        )


class Word(NamedTuple):
    """What somebody says of a tablet: revoked, cloned or active again, why, and who says so."""

    mark: str
    reason: str
    actor: str


def find_devices(db: Database, device_ids: Iterable[str] | None = None) -> dict[str, Device]:
    """The tablets of these ids that exist, or all of them, in the order of pairing."""
    wanted = None if device_ids is None else json.dumps(sorted(set(device_ids)))
    rows = db.conn.execute(
        """
        SELECT d.device_id,
               (SELECT counter_id FROM device_place AS p
                WHERE p.device_id = d.device_id ORDER BY number DESC LIMIT 1),
               coalesce((SELECT mark FROM device_mark AS m
                         WHERE m.device_id = d.device_id ORDER BY number DESC LIMIT 1), 'active'),
               d.enrolled_at,
               (SELECT json_group_array(json_array(number, counter_id, since)) FROM device_place AS p
                WHERE p.device_id = d.device_id),
               (SELECT n.device_id FROM enrolment_code AS c
                JOIN device AS n ON n.code_digest = c.code_digest
                WHERE c.replaces = d.device_id
                ORDER BY n.enrolled_at DESC LIMIT 1)
        FROM device AS d
        WHERE :wanted IS NULL OR d.device_id IN (SELECT value FROM json_each(:wanted))
        ORDER BY length(d.device_id), d.device_id
        """,
        {"wanted": wanted},
    ).fetchall()
    return {row[0]: _device(row) for row in rows}


def _device(row: tuple[str, str, str, str, str, str | None]) -> Device:
    device_id, counter_id, standing, enrolled_at, places, replaced_by = row
    stays = tuple((where, periods.parse_stamp(since)) for _, where, since in sorted(json.loads(places)))
    return Device(
        device_id=device_id,
        counter_id=counter_id,
        standing=standing,
        enrolled_at=periods.parse_stamp(enrolled_at),
        counters=frozenset(where for where, _ in stays),
        replaced_by=replaced_by,
        stays=stays,
    )


def find_device(db: Database, device_id: str) -> Device | None:
    """The tablet of this id, or None."""
    return find_devices(db, [device_id]).get(device_id)


def get_device(db: Database, device_id: str) -> Device:
    """The tablet of this id; raises NoSuchTablet."""
    device = find_device(db, device_id)
    if device is None:
        raise NoSuchTablet("device_id", device=device_id)
    return device


def place(db: Database, device_id: str, counter_id: str, actor: str, since: datetime) -> None:
    """Note where a tablet stands from an instant on."""
    db.conn.execute(
        """
        INSERT INTO device_place (device_id, number, counter_id, since, recorded_by)
        SELECT :device_id, 1 + count(*), :counter_id, :since, :actor
        FROM device_place
        WHERE device_id = :device_id
        """,
        {
            "device_id": device_id,
            "counter_id": counter_id,
            "since": periods.stamp(since),
            "actor": actor,
        },
    )


def move(db: Database, device_id: str, counter_id: str, actor: str, now: datetime) -> None:
    """Let the tablet stand at another counter from now on; its past stays where it was.

    Raises NoSuchTablet or UnknownCounter. To where it stands already changes nothing.
    """
    device = get_device(db, device_id)
    lookup.get_place(db, counter_id, periods.civil_day(now))
    if device.counter_id != counter_id:
        place(db, device_id, counter_id, actor, now)
        subject = f"{device_id}: {device.counter_id} to {counter_id}"
        audit.record(db, now, actor=actor, action="move tablet", subject=subject)


def revoke(db: Database, device_id: str, reason: str, actor: str, now: datetime) -> None:
    """Take nothing more from this tablet as counted; what it still sends is kept for review.

    Raises NoSuchTablet or NoReason. Twice changes nothing.
    """
    device, reason = get_device(db, device_id), _tidy(reason)
    if device.standing != REVOKED:
        mark(db, device_id, Word(REVOKED, reason, actor), now)
        audit.record(db, now, actor=actor, action="revoke tablet", subject=f"{device_id}: {reason}")


def clear(db: Database, device_id: str, reason: str, actor: str, now: datetime) -> None:
    """Take back that there are two of this tablet; what is marked already stays marked.

    Raises NoSuchTablet or NoReason. Of a tablet that is not cloned it changes nothing.
    """
    device, reason = get_device(db, device_id), _tidy(reason)
    if device.standing == CLONED:
        mark(db, device_id, Word(ACTIVE, reason, actor), now)
        audit.record(db, now, actor=actor, action="clear tablet", subject=f"{device_id}: {reason}")


def _tidy(reason: str) -> str:
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise NoReason("reason")
    return reason


def mark(db: Database, device_id: str, word: Word, now: datetime) -> None:
    """Say a word of a tablet; the last one holds."""
    db.conn.execute(
        """
        INSERT INTO device_mark (device_id, number, mark, reason, marked_at, marked_by)
        SELECT :device_id, 1 + count(*), :mark, :reason, :now, :actor
        FROM device_mark
        WHERE device_id = :device_id
        """,
        {"device_id": device_id, "now": periods.stamp(now), **word._asdict()},
    )
