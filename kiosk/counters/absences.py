"""When nobody was signed for at a counter that was open, and how often somebody signed off there.

Whoever signs off just as an angry visitor reaches for the tablet is not rated. That cannot be
prevented, as people do leave, but it can be seen: from the duties alone, without any rating.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .. import periods
from ..storage.db import Database
from . import corrections, hours
from .sign_on import SIGNED_OFF

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Absences:
    """sign_offs: how often an officer signed off there that day. gaps: when the centre was open
    and nobody is believed to have sat there; none where the centre keeps no hours."""

    sign_offs: int
    gaps: tuple[Span, ...]


def absences_of(db: Database, counter_id: str, centre_id: str, day: date, now: datetime) -> Absences:
    """What is known of a counter's day, as far as it has passed."""
    start, end = corrections.day_span(day)
    spans = [(begins, ends) for begins, ends, _ in corrections.believed_on(db, counter_id, day)]
    opened = [
        (_instant(start, opens), min(_instant(start, closes), now))
        for opens, closes in hours.open_on(db, centre_id, day) or []
    ]
    gaps = tuple(gap for interval in opened for gap in _without(interval, spans))
    return Absences(_sign_offs(db, counter_id, start, end), gaps)


def _without(interval: Span, spans: list[Span]) -> list[Span]:
    """What is left of an interval outside of the spans, which are in order and never overlap."""
    begins, ends = interval
    found = []
    for since, to in spans:
        if begins < min(since, ends):
            found.append((begins, min(since, ends)))
        begins = max(begins, to)
    return [*found, (begins, ends)] if begins < ends else found


def _sign_offs(db: Database, counter_id: str, start: datetime, end: datetime) -> int:
    """Signing off ends a sign-on, and says against the roster that nobody is there: at one instant."""
    [(count,)] = db.conn.execute(
        """
        SELECT count(DISTINCT iif(officer_id IS NULL, starts_at, ends_at))
        FROM duty
        WHERE counter_id = :counter_id AND source = 'sign_on' AND reason = :signed_off
          AND iif(officer_id IS NULL, starts_at, ends_at) >= :start
          AND iif(officer_id IS NULL, starts_at, ends_at) < :end
          AND coalesce(ends_at, '~') > :start
        """,
        {
            "counter_id": counter_id,
            "signed_off": SIGNED_OFF,
            "start": periods.stamp(start),
            "end": periods.stamp(end),
        },
    )
    return int(count)


def _instant(midnight: datetime, time: str) -> datetime:
    hour, minute = time.split(":")
    return midnight + timedelta(hours=int(hour), minutes=int(minute))
