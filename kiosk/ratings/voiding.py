"""Hours at a counter whose ratings are void, because two people say so; never a single rating.

A tablet was shown to visitors, a technician tried it, somebody pressed for others: one person asks
that the hours be void, another one decides. The ratings stay; figures show them as `void`, with the
index both ways. What was confirmed is lifted in the same way. An officer contests a period by asking.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .. import periods
from ..catalogue import lookup
from ..errors import MissingField
from ..errors.voids import AlreadyDecided, NoSuchVoid, NotVoid, SamePerson, WrongHours
from ..staff import audit
from ..storage.db import Database
from ..words import check_free_text

LONGEST_REASON = 300
LISTED = 200
OPEN, CONFIRMED, REFUSED, LIFTED = "open", "confirmed", "refused", "lifted"


@dataclass(frozen=True)
class Hours:
    """Hours of one day at a counter, `[first_hour, end_hour)` of Viet Nam's clock."""

    counter_id: str
    day: date
    first_hour: int
    end_hour: int


@dataclass(frozen=True)
class Asked:
    """What somebody asked for, and what became of it: OPEN, CONFIRMED, REFUSED or LIFTED.

    lifts: the earlier one that it asks to be over; None: it asks that ratings be void.
    decided_by, why: who decided, and the reason; None as long as it is open.
    """

    void_id: str
    hours: Hours
    reason: str
    requested_at: datetime
    requested_by: str
    lifts: str | None
    state: str
    decided_by: str | None
    why: str | None


def ask(db: Database, hours: Hours, reason: str, *, now: datetime, by: str) -> str:
    """Ask that the ratings of these hours be void, with a line in the trail; twice is once.

    Returns its name. Raises UnknownCounter, WrongHours (none, or not over yet), MissingField,
    TextTooLong or UnsafeText.
    """
    lookup.get_place(db, hours.counter_id, hours.day)
    if not 0 <= hours.first_hour < hours.end_hour <= 24 or _end(hours) > now:
        raise WrongHours("ends")
    return _put(db, hours, (_reason(reason), None), now, by)


def ask_to_lift(db: Database, void_id: str, reason: str, *, now: datetime, by: str) -> str:
    """Ask that hours which were declared void count again.

    Raises NoSuchVoid, NotVoid, MissingField, TextTooLong or UnsafeText.
    """
    void = get_asked(db, void_id)
    if void.state != CONFIRMED or void.lifts is not None:
        raise NotVoid
    return _put(db, void.hours, (_reason(reason), void_id), now, by)


def decide(
    db: Database, void_id: str, reason: str, *, is_confirmed: bool, now: datetime, by: str
) -> None:
    """Confirm or refuse what another person asked for; the weeks concerned are counted anew.

    Raises NoSuchVoid, SamePerson, AlreadyDecided, MissingField, TextTooLong or UnsafeText.
    """
    asked, why = get_asked(db, void_id), _reason(reason)
    if asked.requested_by == by:
        raise SamePerson
    if asked.state != OPEN:
        raise AlreadyDecided
    db.conn.execute(
        "INSERT INTO void_decision (void_id, is_confirmed, reason, decided_at, decided_by)"
        " VALUES (?, ?, ?, ?, ?)",
        [void_id, int(is_confirmed), why, periods.stamp(now), by],
    )
    action = ("confirm" if is_confirmed else "refuse") + (" lifting" if asked.lifts else " voiding")
    audit.record(db, now, actor=by, action=action, subject=_subject(asked.hours))
    if is_confirmed:
        _announce(db, asked.hours)


def get_asked(db: Database, void_id: str) -> Asked:
    """Raises NoSuchVoid."""
    found = _find(db, "v.void_id = ?", [void_id])
    if not found:
        raise NoSuchVoid
    return found[0]


def all_asked(db: Database, by: str | None = None) -> list[Asked]:
    """What was asked for, the newest first, at most LISTED; only by that user, if one is named."""
    return _find(db, "(?1 IS NULL OR v.requested_by = ?1)", [by])


def _find(db: Database, where: str, values: list[str | None]) -> list[Asked]:
    rows = db.conn.execute(
        f"""
        SELECT v.void_id, v.counter_id, v.day, v.first_hour, v.last_hour + 1, v.reason,
               v.requested_at, v.requested_by, v.lifts, d.is_confirmed, d.decided_by, d.reason,
               EXISTS (SELECT 1 FROM void_request AS l JOIN void_decision AS e
                       ON e.void_id = l.void_id AND e.is_confirmed = 1 WHERE l.lifts = v.void_id)
        FROM void_request AS v
        LEFT JOIN void_decision AS d ON d.void_id = v.void_id
        WHERE {where}
        ORDER BY v.requested_at DESC, v.void_id
        LIMIT {LISTED}
        """,
        values,
    ).fetchall()
    return [
        Asked(
            void_id=row[0],
            hours=Hours(row[1], date.fromisoformat(row[2]), row[3], row[4]),
            reason=row[5],
            requested_at=periods.parse_stamp(row[6]),
            requested_by=row[7],
            lifts=row[8],
            state=_state(row[9], is_lifted=bool(row[12])),
            decided_by=row[10],
            why=row[11],
        )
        for row in rows
    ]


def _state(is_confirmed: int | None, *, is_lifted: bool) -> str:
    if is_confirmed is None:
        return OPEN
    if not is_confirmed:
        return REFUSED
    return LIFTED if is_lifted else CONFIRMED


def _put(db: Database, hours: Hours, said: tuple[str, str | None], now: datetime, by: str) -> str:
    """said: the reason, and what is to be lifted."""
    reason, lifts = said
    for one in all_asked(db, by):
        if (one.state, one.hours, one.lifts, one.reason) == (OPEN, hours, lifts, reason):
            return one.void_id
    void_id = secrets.token_hex(16)
    db.conn.execute(
        """
        INSERT INTO void_request (void_id, counter_id, day, first_hour, last_hour, reason, lifts,
                                  requested_at, requested_by)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            *(void_id, hours.counter_id, hours.day.isoformat(), hours.first_hour, hours.end_hour - 1),
            *(reason, lifts, periods.stamp(now), by),
        ],
    )
    action = "ask for lifting" if lifts else "ask for voiding"
    audit.record(db, now, actor=by, action=action, subject=_subject(hours))
    return void_id


def _announce(db: Database, hours: Hours) -> None:
    """Tell analytics which weeks change: those of the ratings, and of the services they are tied to."""
    weeks = db.conn.execute(
        """
        SELECT iso_week, service_week
        FROM rating
        WHERE iso_week = :week AND day = :day AND counter_id = :counter_id
          AND hour >= :first AND hour < :end
        """,
        {
            "week": periods.iso_week(hours.day),
            "day": hours.day.isoformat(),
            "counter_id": hours.counter_id,
            "first": hours.first_hour,
            "end": hours.end_hour,
        },
    ).fetchall()
    for week in sorted({week for row in weeks for week in row if week}):
        monday = date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)
        db.conn.execute(
            """
            UPDATE change SET version = version + 1
            WHERE (day, place_id) = (
              SELECT day, place_id FROM change WHERE day BETWEEN :first AND :last LIMIT 1)
            """,
            {"first": monday.isoformat(), "last": (monday + timedelta(days=6)).isoformat()},
        )


def _end(hours: Hours) -> datetime:
    return periods.start_of_hour(hours.day.isoformat()) + timedelta(hours=hours.end_hour)


def _subject(hours: Hours) -> str:
    return f"{hours.counter_id} {hours.day} {hours.first_hour}-{hours.end_hour}"


def _reason(text: str) -> str:
    reason = check_free_text(text, "reason", LONGEST_REASON)
    if not reason:
        raise MissingField("reason")
    return reason
