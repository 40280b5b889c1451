"""A centre's week and its special days, as they are put on record: added, never changed."""

from dataclasses import astuple, dataclass
from datetime import date, datetime

from .. import periods
from ..errors import N_
from ..errors.faults import Fault
from ..staff import audit
from ..storage.db import Database
from . import hours
from .hours import ALL_DAY, NO_HOURS, Week

KINDS = ("holiday", "working", "as_usual")


@dataclass(frozen=True)
class Said:
    """What is said of a day: closed, open with the hours of `as_weekday` (1 is Monday), or as
    usual, which takes an earlier word of the same back and says nothing instead. It holds for
    one centre or for EVERY_CENTRE."""

    day: date
    centre_id: str
    kind: str
    as_weekday: int | None
    name: str
    name_en: str | None


def check_week(week: Week) -> None:
    """Raises Fault unless it is open at some time, and no two intervals of a day meet."""
    if not any(week.values()):
        raise Fault(N_("the week has no opening hours at all."))
    for intervals in week.values():
        latest = ""
        for opens, closes in sorted(intervals):
            if closes <= opens:
                raise Fault(
                    N_("it closes at {closes}, not after it opens at {opens}."),
                    opens=opens,
                    closes=closes,
                )
            if opens < latest:
                raise Fault(
                    N_("the hours {opens}–{closes} overlap others of that day."),
                    opens=opens,
                    closes=closes,
                )
            latest = closes


def set_week(
    db: Database, centre_id: str, valid_from: date, week: Week | None, *, now: datetime, by: str
) -> bool:
    """Let the centre keep this week from that day on, or (None) no hours at all, which is to be
    always open; returns whether that is new.

    Of several weeks from one day the last holds. Raises Fault as `check_week` does.
    """
    in_order: Week | None = None
    if week is not None:
        check_week(week)
        in_order = {weekday: sorted(week.get(weekday, [])) for weekday in range(1, 8)}
    if hours.week_of(db, centre_id, valid_from) == in_order:
        return False
    day = valid_from.isoformat()
    [(number,)] = db.conn.execute(
        "SELECT coalesce(max(number), 0) + 1 FROM opening WHERE centre_id = ? AND valid_from = ?",
        [centre_id, day],
    )
    db.conn.executemany(
        """
        INSERT INTO opening (centre_id, valid_from, weekday, opens, closes, number)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [
            (centre_id, day, weekday, opens, closes, number)
            for weekday, intervals in (in_order or {NO_HOURS: [ALL_DAY]}).items()
            for opens, closes in intervals
        ],
    )
    audit.record(db, now, actor=by, action="set opening hours", subject=f"{centre_id} {day}")
    return True


def say(db: Database, said: Said, *, now: datetime, by: str) -> bool:
    """Put a word on a day on record; returns False if it is the last word on it already."""
    day = said.day.isoformat()
    last = db.conn.execute(
        """
        SELECT number, kind, as_weekday, name, name_en
        FROM special_day
        WHERE day = ? AND centre_id = ?
        ORDER BY number DESC
        LIMIT 1
        """,
        [day, said.centre_id],
    ).fetchone()
    if last is not None and tuple(last[1:]) == astuple(said)[2:]:
        return False
    db.conn.execute(
        """
        INSERT INTO special_day (day, centre_id, number, kind, as_weekday, name, name_en,
                                 recorded_at, recorded_by)
        VALUES (:day, :centre_id, :number, :kind, :as_weekday, :name, :name_en, :now, :by)
        """,
        {
            **vars(said),
            "day": day,
            "number": last[0] + 1 if last else 1,
            "now": periods.stamp(now),
            "by": by,
        },
    )
    where = said.centre_id or "every centre"
    audit.record(db, now, actor=by, action=f"say of a day: {said.kind}", subject=f"{day} {where}")
    return True
