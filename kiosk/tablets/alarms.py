"""What is wrong with each tablet, from what is known of it, and the words that tell it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from .. import periods
from ..errors import N_
from ..storage.db import Database
from . import fleet, quiet
from .devices import CLONED
from .fleet import LATELY_DAYS, Contact, Tablet

OLD_ENTRY = timedelta(days=1)
CLOCK = timedelta(minutes=5)
LOW_BATTERY_PERCENT = 20
GIVEN_UP = timedelta(days=1)  # silent for so long, a tablet may have been wiped


@dataclass(frozen=True)
class Alarm:
    """One thing that is wrong: its kind, and a text of the catalogue with its values."""

    kind: str
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Watched:
    """A tablet with what is wrong with it, worst first; nothing, where all is well.

    missing: as `missing_of` tells.
    """

    tablet: Tablet
    alarms: tuple[Alarm, ...]
    missing: int


def watch(db: Database, now: datetime, release: str) -> list[Watched]:
    """Every tablet with its alarms, in the order of pairing; `release` is the server's own."""
    today = periods.civil_day(now)
    tablets = fleet.find_tablets(db, today)
    quiet_ones = quiet.find_quiet(db, today, {one.device.counter_id for one in tablets if one.in_use})
    open_since = fleet.last_open(db, {one.place.centre_id for one in tablets if one.place}, now)
    never = now - timedelta(days=fleet.LONGEST_CLOSED_DAYS)
    found = []
    for tablet in tablets:
        since = open_since[tablet.place.centre_id] if tablet.place else never
        is_quiet = tablet.device.counter_id in quiet_ones
        alarms = alarms_of(tablet, now, open_since=since, release=release, is_quiet=is_quiet)
        found.append(Watched(tablet, alarms, missing_of(tablet, now, since)))
    return found


def missing_of(tablet: Tablet, now: datetime, open_since: datetime) -> int:
    """How many of its entries are missing at most: those that neither came nor wait on it; and
    what waits too, if it is out of use, or was silent for a day and while its centre was open."""
    is_silent = tablet.seen_at <= open_since and now - tablet.seen_at > GIVEN_UP
    is_awaited = tablet.in_use and not is_silent
    return tablet.ledger.missing + (0 if is_awaited else tablet.ledger.waiting)


def alarms_of(
    tablet: Tablet, now: datetime, *, open_since: datetime, release: str, is_quiet: bool
) -> tuple[Alarm, ...]:
    """What is wrong with the tablet, worst first.

    open_since: beginning of the last half hour through which its centre was open.
    """
    if not tablet.in_use:
        return tuple(_of_retired(tablet, missing_of(tablet, now, open_since)))
    found = [*_standing(tablet), *_silent(tablet, now, open_since)]
    if tablet.contact is not None:
        found += _of_contact(tablet.contact, now, release)
    missing = missing_of(tablet, now, open_since)
    if missing:
        found.append(Alarm("gaps", N_("Up to {count} entries are missing."), {"count": missing}))
    found += _set_aside(tablet)
    if is_quiet:
        text = N_("Quiet: the services finished here let one expect more ratings.")
        found.append(Alarm("quiet", text))
    return tuple(found)


def _of_retired(tablet: Tablet, missing: int) -> list[Alarm]:
    """A tablet that was revoked or replaced matters only while it may hold entries."""
    if not tablet.ledger.waiting:
        return _set_aside(tablet)
    text = N_(
        "Up to {count} entries are missing: if it still holds them, let it connect once more, "
        "or take its file."
    )
    return [Alarm("holding", text, {"count": missing}), *_set_aside(tablet)]


def _standing(tablet: Tablet) -> list[Alarm]:
    found = []
    if tablet.device.standing == CLONED:
        text = N_("Two tablets share this identity: their ratings are kept, but not counted.")
        found.append(Alarm("cloned", text))
    if tablet.place is None:
        text = N_("Stands at a counter that is no longer in use: move it.")
        found.append(Alarm("counter", text))
    return found


def _silent(tablet: Tablet, now: datetime, open_since: datetime) -> list[Alarm]:
    if tablet.seen_at > open_since:
        return []
    since = {"time": now - tablet.seen_at}
    if tablet.contact is None:
        return [Alarm("silent", N_("Paired {time} ago, and not seen since."), since)]
    return [Alarm("silent", N_("Not seen for {time}, although the centre was open."), since)]


def _of_contact(contact: Contact, now: datetime, release: str) -> list[Alarm]:
    found = [*_unsent(contact, now)]
    if contact.storage == "none":
        found.append(Alarm("storage", N_("Cannot keep ratings while the network is down.")))
    found += [*_clock(contact), *_battery(contact)]
    if contact.release != release:
        text = N_("Runs another release than the server; it changes over when nobody is using it.")
        found.append(Alarm("release", text))
    return found


def _unsent(contact: Contact, now: datetime) -> list[Alarm]:
    if not contact.queued or contact.unsent_since is None:
        return []
    age = now - contact.unsent_since
    if age <= OLD_ENTRY:
        return []
    text = N_("Holds {count} unsent entries, the oldest for {time}.")
    return [Alarm("unsent", text, {"count": contact.queued, "time": age})]


def _clock(contact: Contact) -> list[Alarm]:
    off = abs(contact.clock_slow)
    if off <= CLOCK:
        return []
    if contact.clock_slow > timedelta(0):
        return [Alarm("clock", N_("Its clock is {time} slow."), {"time": off})]
    return [Alarm("clock", N_("Its clock is {time} fast."), {"time": off})]


def _battery(contact: Contact) -> list[Alarm]:
    percent = contact.battery_percent
    if percent is None or percent >= LOW_BATTERY_PERCENT or contact.charging is not False:
        return []
    return [Alarm("battery", N_("Its battery is at {count} % and not charging."), {"count": percent})]


def _set_aside(tablet: Tablet) -> list[Alarm]:
    if not tablet.set_aside:
        return []
    text = N_("Of its entries, kept aside for review in the last {days} days: {count}.")
    return [Alarm("set_aside", text, {"count": tablet.set_aside, "days": LATELY_DAYS})]
