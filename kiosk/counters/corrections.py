"""What managers put right about who sat at a counter, and all that is known of a day there.

A correction is a duty of its own that is believed before every other source; the last word
holds. Ratings that are stored keep their officer, since they keep no instant: a correction is
for those still to come, such as a tablet's that was offline.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .. import periods
from ..catalogue import lookup
from ..errors import MissingField, UnknownOfficer, WrongSpan
from ..staff import audit
from ..storage.db import Database
from ..words import check_free_text
from . import duties
from .duties import Duty

LONGEST_REASON = 300
LONGEST = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """One thing that was put on record about a counter; `replaced` if a later one took its place."""

    officer_id: str | None
    officer: str | None
    starts_at: datetime
    ends_at: datetime | None
    source: str
    reason: str | None
    recorded_at: datetime
    recorded_by: str
    replaced: bool


@dataclass(frozen=True)
class Correction:
    """What a manager says: this officer, or nobody, sat there over `[starts_at, ends_at)`."""

    counter_id: str
    officer_id: str | None
    starts_at: datetime
    ends_at: datetime
    reason: str


def correct(db: Database, said: Correction, *, now: datetime, by: str) -> None:
    """Put a correction on record with its line in the audit trail; said twice, it stands once.

    Raises UnknownCounter, UnknownOfficer, WrongSpan, MissingField, TextTooLong or UnsafeText.
    """
    day = periods.civil_day(said.starts_at)
    lookup.get_place(db, said.counter_id, day)
    if said.officer_id is not None and lookup.get_officer(db, said.officer_id, day) is None:
        raise UnknownOfficer("officer_id", officer=said.officer_id, day=day)
    if not timedelta() < said.ends_at - said.starts_at <= LONGEST:
        raise WrongSpan("ends_at")
    reason = check_free_text(said.reason, "reason", LONGEST_REASON)
    if not reason:
        raise MissingField("reason")
    duty = Duty(
        said.counter_id,
        said.officer_id,
        said.starts_at,
        said.ends_at,
        "correction",
        by,
        reason=reason,
    )
    last = _find_last_word(db, said.counter_id)
    if last is not None:
        content, recorded_at = last
        if content == (said.officer_id, said.starts_at, said.ends_at, reason):
            return
        # A later word must have a later time, whatever a quick hand or the clock did.
        now = max(now, recorded_at + timedelta(seconds=1))
    duties.add_duty(db, duty, now)
    subject = f"{said.counter_id} {periods.stamp(said.starts_at)} {said.officer_id or 'nobody'}"
    audit.record(db, now, actor=by, action="correct duty", subject=subject)


def entries_of(db: Database, counter_id: str, day: date) -> list[Entry]:
    """All that was put on record about the counter on that day, replaced or not, in order of time."""
    start, end = day_span(day)
    rows = db.conn.execute(
        """
        SELECT d.officer_id, d.starts_at, d.ends_at, d.source, d.reason, d.recorded_at, d.recorded_by,
               EXISTS (SELECT 1 FROM duty AS later WHERE later.replaces = d.duty_id)
        FROM duty AS d
        WHERE d.counter_id = :counter_id
          AND coalesce(d.ends_at, '~') > :start
          AND +d.starts_at < :end
        ORDER BY d.starts_at, d.recorded_at, d.duty_id
        """,
        {"counter_id": counter_id, "start": periods.stamp(start), "end": periods.stamp(end)},
    ).fetchall()
    return [
        Entry(
            officer_id=officer_id,
            officer=name_of(db, officer_id, day),
            starts_at=periods.parse_stamp(starts_at),
            ends_at=periods.parse_stamp(ends_at) if ends_at else None,
            source=source,
            reason=reason,
            recorded_at=periods.parse_stamp(recorded_at),
            recorded_by=recorded_by,
            replaced=bool(replaced),
        )
        for officer_id, starts_at, ends_at, source, reason, recorded_at, recorded_by, replaced in rows
    ]


def believed_on(db: Database, counter_id: str, day: date) -> list[tuple[datetime, datetime, str]]:
    """Who counts as having sat there, within that day: `(from, to, officer)`, never overlapping."""
    start, end = day_span(day)
    spans = duties.resolve_spans(db, counter_id, start, end)
    return [
        (begins, end if to is None else min(to, end), officer_id) for begins, to, officer_id in spans
    ]


def name_of(db: Database, officer_id: str | None, day: date) -> str | None:
    """The officer's name on that day; the id itself where the catalogue has none then."""
    if officer_id is None:
        return None
    officer = lookup.get_officer(db, officer_id, day)
    return officer.name if officer else officer_id


def day_span(day: date) -> tuple[datetime, datetime]:
    """A civil day's first instant, and the next day's."""
    start = datetime.combine(day, time(), periods.VIET_NAM)
    return start, start + timedelta(days=1)


Content = tuple[str | None, datetime, datetime, str | None]


def _find_last_word(db: Database, counter_id: str) -> tuple[Content, datetime] | None:
    """What the last correction at the counter says, and when it was recorded; None before any."""
    row = db.conn.execute(
        """
        SELECT officer_id, starts_at, ends_at, reason, recorded_at
        FROM duty
        WHERE counter_id = ? AND source = 'correction' AND replaces IS NULL AND ends_at IS NOT NULL
        ORDER BY recorded_at DESC, duty_id
        LIMIT 1
        """,
        [counter_id],
    ).fetchone()
    if row is None:
        return None
    officer_id, starts_at, ends_at, reason, recorded_at = row
    said = (officer_id, periods.parse_stamp(starts_at), periods.parse_stamp(ends_at), reason)
    return said, periods.parse_stamp(recorded_at)
