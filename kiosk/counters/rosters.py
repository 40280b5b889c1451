"""Duties from a table: who is to sit at which counter, from when to when."""

from collections.abc import Iterable
from datetime import datetime

from .. import periods
from ..catalogue.spans import Spans
from ..errors import N_
from ..errors.faults import Fault, Faults
from ..formats.imported import Imported
from ..formats.moments import Moment, get_moment
from ..formats.tables import Column, Row
from ..storage.db import Database, writing
from .duties import RANK, Duty, add_duty

COLUMNS = (
    Column("counter", ("quay", "ma_quay"), required=True),
    Column("officer", ("can_bo", "ma_can_bo"), required=True),
    Column("starts", ("bat_dau",), required=True),
    Column("ends", ("ket_thuc",), required=True),
)

# Duties of each counter, as text comparable in time: (starts, ends or "" if open, officer).
_Known = dict[str, list[tuple[str, str, str | None]]]


def import_roster(
    db: Database, rows: Iterable[Row], now: datetime, recorded_by: str, faults: Faults | None = None
) -> Imported:
    """Add the duties in the rows, all or nothing; exactly equal ones change nothing.

    Two officers at one counter at one time are refused: the ratings of that time would
    belong to neither. Raises ImportRefused naming the bad lines.
    """
    faults = faults or Faults()
    added = unchanged = 0
    with writing(db):
        spans, known = Spans(db), _known(db)
        for line, values in rows:
            with faults.at(line):
                duty = _read(values, spans, recorded_by)
                if _is_new(known, duty):
                    add_duty(db, duty, now)
                    added += 1
                else:
                    unchanged += 1
        faults.refuse_if_any()
    return Imported(added, unchanged)


def _read(values: dict[str, str], spans: Spans, recorded_by: str) -> Duty:
    starts, ends = get_moment(values, "starts"), get_moment(values, "ends")
    starts_at, ends_at = _instant("starts", starts), _instant("ends", ends)
    if ends_at <= starts_at:
        raise Fault(N_("it ends before it starts."))
    spans.place(values["counter"], starts.day)
    spans.check("officer", values["officer"], starts.day)
    return Duty(
        counter_id=values["counter"],
        officer_id=values["officer"],
        starts_at=starts_at,
        ends_at=ends_at,
        source="roster",
        recorded_by=recorded_by,
    )


def _instant(column: str, moment: Moment) -> datetime:
    if moment.instant is None:
        raise Fault(N_("{column}: give the time as well, such as 2026-08-19 07:30."), column=column)
    return moment.instant


def _known(db: Database) -> _Known:
    """The roster as it still holds; sign-ons are ranked above it and stand in nobody's way."""
    found: _Known = {}
    for counter_id, starts_at, ends_at, officer_id in db.conn.execute(
        f"""
        SELECT d.counter_id, d.starts_at, coalesce(d.ends_at, ''), d.officer_id
        FROM duty AS d
        WHERE NOT EXISTS (SELECT 1 FROM duty AS later WHERE later.replaces = d.duty_id)
          AND {RANK} = '0'
        ORDER BY d.counter_id, d.starts_at
        """
    ):
        found.setdefault(counter_id, []).append((starts_at, ends_at, officer_id))
    return found


def _is_new(known: _Known, duty: Duty) -> bool:
    """Whether the duty is to be added; raises Fault if another officer is there at the time."""
    if duty.ends_at is None:
        raise ValueError("a roster's duty has an end")
    starts_at, ends_at = periods.stamp(duty.starts_at), periods.stamp(duty.ends_at)
    duties = known.setdefault(duty.counter_id, [])
    if (starts_at, ends_at, duty.officer_id) in duties:
        return False
    for begins, ends, officer_id in duties:
        meets = begins < ends_at and (starts_at < ends or not ends)
        if meets and officer_id not in (None, duty.officer_id):
            raise Fault(
                N_("the counter {counter} has officer {officer} at that time already."),
                counter=duty.counter_id,
                officer=officer_id,
            )
    duties.append((starts_at, ends_at, duty.officer_id))
    return True
