"""The tablets as whoever looks after them sees them: where they stand and what they last said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .. import periods
from ..catalogue import lookup
from ..catalogue.lookup import Place
from ..counters import hours
from ..storage.db import Database
from . import contacts, devices, sequences
from .devices import Device
from .sequences import Ledger

LATELY_DAYS = 7  # entries kept aside are told for so long
HALF_HOUR = timedelta(minutes=30)
_HALVES_OF_A_DAY = 48
LONGEST_CLOSED_DAYS = 14  # no centre is; whoever is silent for so long is told of in any case


@dataclass(frozen=True)
class Contact:
    """What a tablet said at its last contact.

    clock_slow: our clock less its clock, so negative where its clock is ahead. oldest: the age
    of its oldest unsent entry then. battery_percent and charging are None where the browser
    does not tell.
    """

    seen_at: datetime
    clock_slow: timedelta
    queued: int
    oldest: timedelta | None
    battery_percent: int | None
    charging: bool | None
    storage: str
    release: str
    shows: str = contacts.QUESTION

    @property
    def is_code_only(self) -> bool:
        """Whether it is a counter's second screen, which takes no ratings itself."""
        return self.shows == contacts.CODE

    @property
    def unsent_since(self) -> datetime | None:
        """When its oldest unsent entry was pressed; None where it told of none."""
        return None if self.oldest is None else self.seen_at - self.oldest


@dataclass(frozen=True)
class Tablet:
    """One tablet: `place` is None where its counter is no longer in use, `contact` before its first.

    set_aside: how many of its entries were kept for review in the last LATELY_DAYS.
    """

    device: Device
    place: Place | None
    contact: Contact | None
    ledger: Ledger
    set_aside: int

    @property
    def in_use(self) -> bool:
        """Whether it is meant to take ratings: neither revoked nor replaced by another."""
        return self.device.standing != devices.REVOKED and self.device.replaced_by is None

    @property
    def seen_at(self) -> datetime:
        """When it was last heard of: its last contact, or its pairing."""
        return self.device.enrolled_at if self.contact is None else self.contact.seen_at


@dataclass(frozen=True)
class Counter:
    """A counter, with its centre."""

    counter_id: str
    counter: str
    centre_id: str
    centre: str


def find_tablets(db: Database, today: date) -> list[Tablet]:
    """Every tablet, in the order of pairing."""
    found = devices.find_devices(db)
    ledgers, said = sequences.find_ledgers(db), _contacts(db)
    aside = _set_aside(db, today - timedelta(days=LATELY_DAYS))
    places = lookup.find_places(db, [(one.counter_id, today.isoformat()) for one in found.values()])
    return [
        Tablet(device, place, said.get(device_id), ledgers[device_id], aside.get(device_id, 0))
        for (device_id, device), place in zip(found.items(), places, strict=True)
    ]


def _contacts(db: Database) -> dict[str, Contact]:
    rows = db.conn.execute(
        """
        SELECT device_id, seen_at, clock_offset_seconds, queued, oldest_seconds,
               battery_percent, charging, storage, release, shows
        FROM device_contact
        """
    ).fetchall()
    return {
        device_id: Contact(
            periods.parse_stamp(seen_at),
            timedelta(seconds=offset),
            queued,
            None if oldest is None else timedelta(seconds=oldest),
            battery,
            None if charging is None else bool(charging),
            *rest,
        )
        for device_id, seen_at, offset, queued, oldest, battery, charging, *rest in rows
    }


def _set_aside(db: Database, since: date) -> dict[str, int]:
    rows = db.conn.execute(
        """
        SELECT device_id, count(*)
        FROM quarantine
        WHERE day > ?
          AND name NOT IN (SELECT name FROM quarantine_settled)
        GROUP BY device_id
        """,
        [since.isoformat()],
    ).fetchall()
    return dict(rows)


def count_strangers(db: Database, today: date) -> int:
    """How many entries of the last LATELY_DAYS wait for review under names that no tablet here has."""
    aside = _set_aside(db, today - timedelta(days=LATELY_DAYS))
    known = devices.find_devices(db, aside)
    return sum(count for device_id, count in aside.items() if device_id not in known)


def last_open(db: Database, centres: Iterable[str], now: datetime) -> dict[str, datetime]:
    """For each centre the beginning of the last half hour, up to now, through which it was open.

    A tablet not seen since then was silent for half an hour of opening. Of a centre that was
    closed for two weeks, the beginning of those.
    """
    wanted = sorted(set(centres))
    found: dict[str, datetime] = {}
    for day in range(LONGEST_CLOSED_DAYS):
        asked = [
            (centre_id, now - timedelta(days=day) - half * HALF_HOUR)
            for centre_id in wanted
            for half in range(_HALVES_OF_A_DAY + 1)
        ]
        is_open = dict(zip(asked, hours.find_open(db, asked), strict=True))
        for centre_id, at in asked:
            if is_open[centre_id, at] and is_open.get((centre_id, at - HALF_HOUR)):
                found.setdefault(centre_id, at - HALF_HOUR)
        wanted = [centre_id for centre_id in wanted if centre_id not in found]
    return found | dict.fromkeys(wanted, now - timedelta(days=LONGEST_CLOSED_DAYS))


def find_counters(db: Database, today: date) -> list[Counter]:
    """The counters in use, by centre."""
    rows = db.conn.execute(
        """
        SELECT counter.counter_id, counter.name, centre.centre_id, centre.name
        FROM counters_v1 AS counter
        JOIN centres_v1 AS centre
          ON centre.centre_id = counter.centre_id
          AND centre.valid_from <= :today AND (centre.valid_to IS NULL OR centre.valid_to > :today)
        WHERE counter.valid_from <= :today AND (counter.valid_to IS NULL OR counter.valid_to > :today)
        ORDER BY centre.name, centre.centre_id, counter.counter_id
        """,
        {"today": today.isoformat()},
    ).fetchall()
    return [Counter(*row) for row in rows]
