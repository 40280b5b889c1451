"""The review of what was kept aside: what lies there, and another try once its cause is mended.

What is tried again passes the same door as before. Its hour is known and its instant is not, so it
names no officer and is nobody's repeat. The rating's id is the one it always had, so trying twice
does no harm.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from .. import periods
from ..catalogue import lookup
from ..counters import hours
from ..errors import DetailConflict, KioskError, RatingConflict
from ..errors.tablets import OtherDevice, Revoked, WrongCounter
from ..integrity import CLOCK, CLONE
from ..ratings.details import Detail, add_details
from ..ratings.submissions import Outcome, Submission
from ..storage.db import Database
from ..storage.keys import ServerKeys
from ..tablets import contacts, devices
from ..tablets.devices import CLONED, Device

AT_A_TIME = 200
# What nobody can mend, and somebody has to decide: tried again only if it is named.
ONLY_IF_NAMED = (
    *(Revoked.code, WrongCounter.code, OtherDevice.code),
    *("wrong_sequence", "too_many_gaps"),
)
_QUARTERS = [timedelta(minutes=minutes) for minutes in (30, 0, 15, 45)]

AcceptAll = Callable[[Database, Sequence[Submission], datetime], list[Outcome]]


class Heap(NamedTuple):
    """Entries that lie here for one cause; day: when they arrived."""

    device_id: str
    cause: str
    day: str
    entries: int


@dataclass(frozen=True)
class _Tried:
    """An entry as it is tried again; day and hour: when it was pressed."""

    name: str
    content: Submission | Detail
    day: str
    hour: int
    is_certain: bool
    device: Device


def find_heaps(db: Database) -> list[Heap]:
    """What waits for review, by tablet, cause and day; no answers."""
    rows = db.conn.execute(
        """
        SELECT device_id, cause, day, count(*)
        FROM quarantine
        WHERE name NOT IN (SELECT name FROM quarantine_settled)
        GROUP BY device_id, cause, day
        ORDER BY device_id, cause, day
        """
    ).fetchall()
    return [Heap(*row) for row in rows]


def find_due(db: Database, cause: str | None = None, device_id: str | None = None) -> list[str]:
    """The names of what is to be tried again: all of this cause and tablet, where they are named."""
    rows = db.conn.execute(
        """
        SELECT name
        FROM quarantine
        WHERE name NOT IN (SELECT name FROM quarantine_settled)
          AND (:device_id IS NULL OR device_id = :device_id)
          AND CASE WHEN :cause IS NULL
                   THEN cause NOT IN (SELECT value FROM json_each(:only_if_named))
                   ELSE cause = :cause END
        ORDER BY name
        """,
        {"cause": cause, "device_id": device_id, "only_if_named": json.dumps(ONLY_IF_NAMED)},
    ).fetchall()
    return [row[0] for row in rows]


def retry_all(names: list[str], retry: Callable[[list[str]], set[str]]) -> int:
    """Try all of these, AT_A_TIME in each part, so that others write in between; how many were taken.

    Again from the start as long as any is taken: a detail may have come up before its rating.
    """
    left, taken = names, 0
    while left:
        settled: set[str] = set()
        for start in range(0, len(left), AT_A_TIME):
            settled |= retry(left[start : start + AT_A_TIME])
        if not settled:
            break
        taken += len(settled)
        left = [name for name in left if name not in settled]
    return taken


class Review:
    """Tries entries again, at the door that all ratings pass.

    accept_all: that door; it must take ratings of any age, since theirs was judged when they came.
    """

    def __init__(self, keys: ServerKeys, accept_all: AcceptAll) -> None:
        self._keys = keys
        self._accept_all = accept_all

    def retry(self, db: Database, names: Iterable[str], now: datetime) -> set[str]:
        """Take what can be taken, inside the caller's transaction; returns the names of those.

        Ratings come first, so that details among them find theirs. The rest stays where it was.
        """
        tried = self._read(db, names, now)
        ratings = [one for one in tried if isinstance(one.content, Submission)]
        details = [one for one in tried if isinstance(one.content, Detail)]
        said = [one.content for one in details if isinstance(one.content, Detail)]
        submissions = _date(db, ratings, now)
        outcomes: list[Outcome] = self._accept_all(db, submissions, now) if submissions else []
        outcomes = [*outcomes, *add_details(db, said, now)]
        both = zip([*ratings, *details], outcomes, strict=True)
        settled = {one.name for one, outcome in both if _is_final(outcome)}
        day = periods.slot(now).day
        db.conn.executemany(
            "INSERT INTO quarantine_settled (name, day) VALUES (?, ?)",
            [(name, day) for name in sorted(settled)],
        )
        return settled

    def _read(self, db: Database, names: Iterable[str], now: datetime) -> list[_Tried]:
        rows = db.conn.execute(
            """
            SELECT q.name, q.device_id, q.sender_id, q.body, q.day
            FROM json_each(:names) AS asked
            JOIN quarantine AS q ON q.name = asked.value
            """,
            {"names": json.dumps(list(names))},
        ).fetchall()
        known = devices.find_devices(db, {one for row in rows for one in row[1:3]})
        found = []
        for name, device_id, sender_id, body, day in rows:
            device = known.get(device_id) or known.get(sender_id)
            tried = device and self._read_one(name, json.loads(body), sender_id, day, device)
            if tried and _stood_there(tried, now):
                found.append(tried)
        return found

    def _read_one(
        self, name: str, said: dict[str, Any], sender_id: str, day: str, device: Device
    ) -> _Tried | None:
        if "kind" in said:
            is_certain = bool(said["is_certain"])
            return _Tried(name, _content(said), said["day"], said["hour"], is_certain, device)
        if "sealed" not in said:
            return None  # too long to be kept whole
        try:
            entry = contacts.read_entry(self._keys, sender_id, said)
        except KioskError:
            return None
        if entry.content is None or entry.press is None:
            return None
        # By the tablet's own clock, between its pairing and its coming: a guess.
        latest = periods.start_of_hour(day, 23) + timedelta(minutes=59)
        earliest = device.enrolled_at.timestamp()
        instant = max(earliest, min(entry.press.wall_seconds, latest.timestamp()))
        slot = periods.slot(datetime.fromtimestamp(instant, UTC))
        return _Tried(name, entry.content, slot.day, slot.hour, is_certain=False, device=device)


def _is_final(outcome: Outcome) -> bool:
    """Whether nothing is left to be done: it is stored, or contradicts what is and was set aside."""
    return not isinstance(outcome, KioskError) or isinstance(outcome, RatingConflict | DetailConflict)


def _content(said: dict[str, Any]) -> Submission | Detail:
    if said["kind"] == "rating":
        return Submission(said["rating_id"], said["counter_id"], satisfied=said["satisfied"])
    return Detail(
        said["rating_id"], said["procedure_id"], tuple(said["topics"]), trust=said.get("trust")
    )


def _stood_there(tried: _Tried, now: datetime) -> bool:
    """Whether it comes from where its tablet stood then, as far as that is known; a detail has no
    counter."""
    content, device = tried.content, tried.device
    if isinstance(content, Detail):
        return True
    if not tried.is_certain:
        return content.counter_id in device.counters
    return device.stood_at(content.counter_id, periods.start_of_hour(tried.day, tried.hour), now)


def _date(db: Database, ratings: list[_Tried], now: datetime) -> list[Submission]:
    """The ratings with an age that lies in their hour."""
    found = []
    for one in ratings:
        if isinstance(one.content, Submission):
            age = now - _instant(db, one.content.counter_id, one.day, one.hour)
            found.append(
                replace(
                    one.content,
                    age_seconds=max(0.0, age.total_seconds()),
                    officer_shown="",
                    rule=_rule(one),
                    hour_only=True,
                )
            )
    return found


def _rule(tried: _Tried) -> str | None:
    if tried.device.standing == CLONED:
        return CLONE
    return None if tried.is_certain else CLOCK


def _instant(db: Database, counter_id: str, day: str, hour: int) -> datetime:
    """A quarter of the hour at which the counter's centre was open, if there is one: a press is not
    called outside opening hours unless it must have been."""
    start = periods.start_of_hour(day, hour)
    place = lookup.find_places(db, [(counter_id, day)])[0]
    quarters = [start + quarter for quarter in _QUARTERS]
    are_open = hours.find_open(db, [(place.centre_id if place else "", at) for at in quarters])
    return next((at for at, is_open in zip(quarters, are_open, strict=True) if is_open), quarters[0])
