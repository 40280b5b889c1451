"""Officers sign on at a counter and off again; what they say is added to the duties.

An officer sits at one counter at a time. Whoever signs on leaves where they were, and takes the
place of whoever still was signed on there. Where the roster has an officer who has just left, a
duty of nobody stands against it, so that nobody is rated who is not there. Midnight does not
bring back whom a night's duty of the roster still has there: what was said holds to its end.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .. import periods
from ..catalogue import lookup
from ..catalogue.centres import LATELY
from ..errors import N_, UnknownOfficer
from ..errors.staff import NotYourCounter
from ..staff import audit
from ..storage.db import Database
from . import duties, shifts
from .duties import Duty

SIGNED_OFF = N_("signed off")
WENT_ELSEWHERE = N_("signed on at another counter")
RELIEVED = N_("another officer signed on")


@dataclass(frozen=True)
class SignOn:
    """A sign-on that has not ended."""

    duty_id: str
    counter_id: str
    officer_id: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class CounterChoice:
    """A counter at which an officer may sign on, and who is there now."""

    counter_id: str
    counter: str
    centre: str
    officer_id: str | None
    officer: str | None


def sign_on(db: Database, officer_id: str, counter_id: str, *, now: datetime, by: str) -> None:
    """Record that the officer sits there from now on: until local midnight, or the end of the
    roster's duty that goes on beyond it.

    Whoever is signed on there already stays so, and nothing is recorded. Raises UnknownOfficer,
    UnknownCounter or NotYourCounter.
    """
    check_may_sit(db, officer_id, counter_id, periods.civil_day(now))
    own = find_sign_on(db, officer_id, now)
    if own is not None and own.counter_id == counter_id:
        return
    for sign in _open_sign_ons(db, now, "counter_id", counter_id):
        _end(db, sign, now, by, RELIEVED)
    _leave(db, officer_id, now, by, WENT_ELSEWHERE, going_to=counter_id)
    duty = Duty(counter_id, officer_id, now, _end_of_stay(db, counter_id, now), "sign_on", by)
    duties.add_duty(db, duty, now)
    audit.record(db, now, actor=by, action="sign on", subject=f"{officer_id} {counter_id}")


def sign_off(db: Database, officer_id: str, *, now: datetime, by: str) -> None:
    """Record that the officer has left; nothing where nobody was signed on."""
    if find_sign_on(db, officer_id, now) is None:
        return
    _leave(db, officer_id, now, by, SIGNED_OFF)
    audit.record(db, now, actor=by, action="sign off", subject=officer_id)


def find_sign_on(db: Database, officer_id: str, now: datetime) -> SignOn | None:
    """Where the officer is signed on now, or None."""
    return next(iter(_open_sign_ons(db, now, "officer_id", officer_id)), None)


def find_officer_of(db: Database, user_id: str) -> str | None:
    """The officer as whom this user signs on, or None."""
    row = db.conn.execute("SELECT officer_id FROM user WHERE user_id = ?", [user_id]).fetchone()
    return None if row is None else row[0]


def counters_of(db: Database, officer_id: str, now: datetime) -> list[CounterChoice]:
    """The counters at which the officer may sign on: those of the centres of the own unit, and of
    centres whose roster has had the officer lately, as it has seconded and postal staff."""
    day = periods.civil_day(now)
    rows = db.conn.execute(
        """
        SELECT counters.counter_id, counters.name, centres.name
        FROM counters_v1 AS counters
        JOIN centres_v1 AS centres
          ON centres.centre_id = counters.centre_id
          AND centres.valid_from <= :day AND (centres.valid_to IS NULL OR centres.valid_to > :day)
        WHERE counters.valid_from <= :day AND (counters.valid_to IS NULL OR counters.valid_to > :day)
          AND (
            centres.unit_id = (
              SELECT unit_id FROM officers_v1
              WHERE officer_id = :officer_id
                AND valid_from <= :day AND (valid_to IS NULL OR valid_to > :day))
            OR centres.centre_id IN (
              SELECT seats.centre_id
              FROM duty
              JOIN counters_v1 AS seats ON seats.counter_id = duty.counter_id
              WHERE duty.officer_id = :officer_id AND duty.source = 'roster'
                AND coalesce(duty.ends_at, '~') > :lately))
        ORDER BY centres.centre_id, length(counters.name), counters.name, counters.counter_id
        """,
        {
            "officer_id": officer_id,
            "day": day.isoformat(),
            "lately": periods.stamp(now - LATELY),
        },
    ).fetchall()
    sitting = duties.find_officers_on_duty(db, [(row[0], now) for row in rows])
    choices = []
    for row, who in zip(rows, sitting, strict=True):
        officer = lookup.get_officer(db, who, day) if who else None
        counter_id, counter, centre = row
        name = officer.name if officer else None
        choices.append(CounterChoice(counter_id, counter, centre, who, name))
    return choices


def check_may_sit(db: Database, officer_id: str, counter_id: str, day: date) -> None:
    """Raises UnknownOfficer, UnknownCounter, or NotYourCounter for a counter of other centres."""
    if lookup.get_officer(db, officer_id, day) is None:
        raise UnknownOfficer("officer_id", officer=officer_id, day=day)
    lookup.get_place(db, counter_id, day)
    noon = datetime.combine(day, time(12), periods.VIET_NAM)
    if counter_id not in {choice.counter_id for choice in counters_of(db, officer_id, noon)}:
        raise NotYourCounter("counter_id", counter=counter_id)


def end_of_day(now: datetime) -> datetime:
    """The local midnight that follows."""
    return datetime.combine(periods.civil_day(now) + timedelta(days=1), time(), periods.VIET_NAM)


def _open_sign_ons(db: Database, now: datetime, column: str, value: str) -> list[SignOn]:
    rows = db.conn.execute(
        f"""
        SELECT d.duty_id, d.counter_id, d.officer_id, d.starts_at, d.ends_at
        FROM duty AS d
        WHERE d.source = 'sign_on' AND d.{column} = :value AND d.officer_id IS NOT NULL
          AND d.starts_at <= :now AND coalesce(d.ends_at, '~') > :now
          AND NOT EXISTS (SELECT 1 FROM duty AS later WHERE later.replaces = d.duty_id)
        ORDER BY d.starts_at, d.duty_id
        """,
        {"value": value, "now": periods.stamp(now)},
    ).fetchall()
    return [SignOn(*row[:3], *(periods.parse_stamp(at) for at in row[3:])) for row in rows]


def _leave(
    db: Database, officer_id: str, now: datetime, by: str, reason: str, *, going_to: str | None = None
) -> None:
    """End where the officer is signed on, and say against every roster that nobody is there."""
    for sign in _open_sign_ons(db, now, "officer_id", officer_id):
        _end(db, sign, now, by, reason)
    for counter_id in shifts.rostered(db, now, "counter_id", "officer_id", officer_id):
        if counter_id != going_to:
            until = shifts.end_of_duty(db, counter_id, officer_id, now, now) or end_of_day(now)
            duties.add_duty(db, Duty(counter_id, None, now, until, "sign_on", by, reason=reason), now)


def _end_of_stay(db: Database, counter_id: str, now: datetime) -> datetime:
    """Until when whoever signs on there now is believed before the roster."""
    midnight = end_of_day(now)
    eve = midnight - timedelta(seconds=1)
    ends = [
        shifts.end_of_duty(db, counter_id, officer_id, eve, now)
        for officer_id in shifts.rostered(db, eve, "officer_id", "counter_id", counter_id)
    ]
    return max([midnight, *(end for end in ends if end is not None)])


def _end(db: Database, sign: SignOn, now: datetime, by: str, reason: str) -> None:
    """Let the sign-on end now. One that began in this very second is a second of nobody's."""
    moment = periods.parse_stamp(periods.stamp(now))
    at_once = moment <= sign.starts_at
    duty = Duty(
        sign.counter_id,
        None if at_once else sign.officer_id,
        sign.starts_at,
        sign.starts_at + timedelta(seconds=1) if at_once else moment,
        "sign_on",
        by,
        sign.duty_id,
        reason,
    )
    duties.add_duty(db, duty, now)
