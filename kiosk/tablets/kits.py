"""A counter's kit: what its tablet must know to serve alone for a month.

When the centre is open, who sits at the counter when, and which procedures may be named. Who
sits there is already decided (`duties.resolve_spans`), so the tablet shows nobody that the
record would not believe. A month of the roster is for paired tablets; everybody else may know what
the page shows to everybody, who sits there now.
"""

import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from .. import periods
from ..catalogue import lookup
from ..catalogue.lookup import Officer, Place, Procedure
from ..counters import duties, hours
from ..counters.hours import Week
from ..storage.db import Database

AHEAD_DAYS = 35
MOST_PROCEDURES = 600
FRESH_SECONDS = 20  # a kit is asked for at every contact, and changes a few times a day

ALWAYS: Week = {weekday: [hours.ALL_DAY] for weekday in range(1, 8)}

Content = dict[str, Any]
Portray = Callable[[Officer], dict[str, str | None]]  # monogram and photo, as pages show them


@dataclass(frozen=True)
class Kit:
    """A kit as it travels, and its digest: equal kits have equal digests."""

    body: str
    etag: str


class Kits:
    """The kits of all counters, each made anew when it is older than FRESH_SECONDS."""

    def __init__(self, portray: Portray) -> None:
        self._portray = portray
        self._made: dict[tuple[str, str], tuple[datetime, Kit]] = {}
        self._lock = threading.Lock()

    def get(self, db: Database, counter_id: str, now: datetime) -> Kit:
        """The counter's whole kit; raises UnknownCounter."""
        return self._fresh(("whole", counter_id), now, lambda: self._make(db, counter_id, now))

    def get_public(self, db: Database, counter_id: str, now: datetime) -> Kit:
        """What of it everybody may know (see `of_today`); raises UnknownCounter."""
        return self._fresh(
            ("public", counter_id), now, lambda: of_today(self._make(db, counter_id, now), now)
        )

    def _make(self, db: Database, counter_id: str, now: datetime) -> Content:
        return make_kit(db, counter_id, now, self._portray)

    def _fresh(self, name: tuple[str, str], now: datetime, make: Callable[[], Content]) -> Kit:
        made = self._made.get(name)
        if made is not None and timedelta() <= now - made[0] < timedelta(seconds=FRESH_SECONDS):
            return made[1]
        body = json.dumps(make(), ensure_ascii=False)
        kit = Kit(body, sha256(body.encode()).hexdigest()[:16])
        with self._lock:
            self._made[name] = (now, kit)
        return kit


def make_kit(db: Database, counter_id: str, now: datetime, portray: Portray) -> Content:
    """The kit's content. It depends on the day and on the record, not on the minute.

    Instants are milliseconds since 1970, days and times are Viet Nam's. Raises UnknownCounter.
    """
    today = periods.civil_day(now)
    place = lookup.get_place(db, counter_id, today)
    start = _midnight(today - timedelta(days=1))
    until = _midnight(today + timedelta(days=AHEAD_DAYS + 1))
    spans = duties.resolve_spans(db, counter_id, start, until)
    officers = _officers(db, spans, today)
    return {
        "counter_id": counter_id,
        "until": _milliseconds(until),
        "hours": _hours(db, place.centre_id, today),
        "duties": [
            {"from": _milliseconds(begins), "to": ends and _milliseconds(ends), "officer_id": officer_id}
            for begins, ends, officer_id in spans
            if officer_id in officers
        ],
        "officers": {
            officer_id: {"name": officer.name, "position": officer.position, **portray(officer)}
            for officer_id, officer in officers.items()
        },
        "procedures": [asdict(procedure) for procedure in offered_procedures(db, place, today)],
    }


def of_today(kit: Content, now: datetime) -> Content:
    """The kit with the one duty that holds now, as far as it lies within today, and its officer."""
    today = periods.civil_day(now)
    start, end = (_milliseconds(_midnight(day)) for day in (today, today + timedelta(days=1)))
    at = _milliseconds(now)
    duties = [
        {**duty, "from": max(duty["from"], start), "to": min(duty["to"] or end, end)}
        for duty in kit["duties"]
        if duty["from"] <= at < (duty["to"] or end)
    ]
    shown = {duty["officer_id"] for duty in duties}
    officers = {name: officer for name, officer in kit["officers"].items() if name in shown}
    return {**kit, "duties": duties, "officers": officers}


def offered_procedures(db: Database, place: Place, day: date) -> list[Procedure]:
    """The counter's usual procedures, then the others of its field, or of every field where it
    has none; at most MOST_PROCEDURES."""
    rows = db.conn.execute(
        """
        SELECT procedure_id, name, name_en
        FROM procedures_v1
        WHERE (:field_id IS NULL OR field_id = :field_id)
          AND valid_from <= :day AND (valid_to IS NULL OR valid_to > :day)
        ORDER BY length(name), procedure_id
        LIMIT :most
        """,
        {"field_id": place.field_id, "day": day.isoformat(), "most": MOST_PROCEDURES},
    ).fetchall()
    found = [*lookup.usual_procedures(db, place, day), *(Procedure(*row) for row in rows)]
    return list({procedure.procedure_id: procedure for procedure in found}.values())[:MOST_PROCEDURES]


def _hours(db: Database, centre_id: str, today: date) -> dict[str, Any] | None:
    first, last = today - timedelta(days=1), today + timedelta(days=AHEAD_DAYS)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    weeks = {day: hours.week_of(db, centre_id, day) for day in days}
    if not any(weeks.values()):
        return None
    week = weeks[today] or ALWAYS
    specials = {
        special.day: {"open": special.open, "name": special.name, "name_en": special.name_en}
        for special in hours.special_days(db, centre_id, first, last)
        if weeks[special.day]
    }
    unlike = _unlike(week, weeks) | specials
    return {
        "week": {str(weekday): intervals for weekday, intervals in week.items()},
        "special": [{"day": day.isoformat(), **unlike[day]} for day in sorted(unlike)],
    }


def _unlike(week: Week, weeks: dict[date, Week | None]) -> dict[date, dict[str, Any]]:
    """The days for which another week holds than this one, where that makes a difference."""
    found = {}
    for day, other in weeks.items():
        intervals = (other or ALWAYS)[day.isoweekday()]
        if intervals != week[day.isoweekday()]:
            found[day] = {"open": intervals, "name": None, "name_en": None}
    return found


def _officers(
    db: Database, spans: Iterable[tuple[datetime, datetime | None, str]], today: date
) -> dict[str, Officer]:
    """Whoever sits there, as named today, or on their first day where that is yet to come."""
    found: dict[str, Officer] = {}
    for begins, _, officer_id in spans:
        officer = lookup.get_officer(db, officer_id, max(today, periods.civil_day(begins)))
        if officer is not None:
            found.setdefault(officer_id, officer)
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), periods.VIET_NAM)


def _milliseconds(instant: datetime) -> int:
    return int(instant.timestamp()) * 1_000
