"""Who sat at which counter when. Duties are added and corrected, never changed.

Several sources may speak of one instant. The highest rank in which anything is known decides:
what a manager put on record afterwards (of several such words the last), then an officer's own
sign-on, then the roster. A duty that replaces another keeps the rank of the first in the chain.
Two different officers in the deciding rank mean nobody: a rating without an officer is better
than a rating of the wrong one. A duty of nobody says that no other source of a lower rank is to
be believed; beside an officer of its own rank it says nothing.
"""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .. import periods
from ..storage.db import Database


@dataclass(frozen=True)
class Duty:
    """An officer at a counter over `[starts_at, ends_at)`; without an end, until further notice."""

    counter_id: str
    officer_id: str | None
    starts_at: datetime
    ends_at: datetime | None
    source: str
    recorded_by: str
    replaces: str | None = None
    reason: str | None = None


def add_duty(db: Database, duty: Duty, now: datetime) -> str:
    """Record a duty, or the correction of one (`replaces`, with a reason); returns its id."""
    duty_id = secrets.token_hex(16)
    db.conn.execute(
        """
        INSERT INTO duty (duty_id, counter_id, officer_id, starts_at, ends_at, source,
                          replaces, reason, recorded_at, recorded_by)
        VALUES (:duty_id, :counter_id, :officer_id, :starts_at, :ends_at, :source,
                :replaces, :reason, :recorded_at, :recorded_by)
        """,
        {
            "duty_id": duty_id,
            "counter_id": duty.counter_id,
            "officer_id": duty.officer_id,
            "starts_at": periods.stamp(duty.starts_at),
            "ends_at": None if duty.ends_at is None else periods.stamp(duty.ends_at),
            "source": duty.source,
            "replaces": duty.replaces,
            "reason": duty.reason,
            "recorded_at": periods.stamp(now),
            "recorded_by": duty.recorded_by,
        },
    )
    return duty_id


# The rank of a duty `d`: compared as text, the greater is believed first, and '0' is the roster's.
# Only what replaces another walks the chain.
RANK = """
CASE coalesce(
  iif(d.replaces IS NULL, d.source, NULL),
  (
    WITH RECURSIVE chain (source, replaces) AS (
      VALUES (d.source, d.replaces)
      UNION ALL
      SELECT earlier.source, earlier.replaces
      FROM chain
      JOIN duty AS earlier ON earlier.duty_id = chain.replaces
    )
    SELECT source FROM chain WHERE replaces IS NULL
  )
)
  WHEN 'roster' THEN '0'
  WHEN 'sign_on' THEN '1'
  ELSE '2 ' || d.recorded_at
END
"""


def find_officers_on_duty(db: Database, asked: Sequence[tuple[str, datetime]]) -> list[str | None]:
    """For each counter and instant, the officer who sat there; None where nobody is known to
    have been there, or two are. Every rating asks this: one statement for all of a group.

    The plus sign keeps the planner from reading all that began before, years of it, rather
    than the little that ends after (index duty_until).
    """
    if not asked:
        return []
    wanted = [(counter_id, periods.stamp(at)) for counter_id, at in asked]
    rows = db.conn.execute(
        f"""
        SELECT w.value ->> 0, w.value ->> 1, {RANK}, d.officer_id
        FROM json_each(:wanted) AS w
        JOIN duty AS d
          ON d.counter_id = w.value ->> 0
          AND coalesce(d.ends_at, '~') > w.value ->> 1
          AND +d.starts_at <= w.value ->> 1
        WHERE NOT EXISTS (SELECT 1 FROM duty AS later WHERE later.replaces = d.duty_id)
        """,
        {"wanted": json.dumps(sorted(set(wanted)))},
    ).fetchall()
    holding: dict[tuple[str, str], list[tuple[str, str | None]]] = {}
    for counter_id, at, rank, officer_id in rows:
        holding.setdefault((counter_id, at), []).append((rank, officer_id))
    return [_believed(holding.get(key, [])) for key in wanted]


def find_officer_on_duty(db: Database, counter_id: str, instant: datetime) -> str | None:
    """The officer at one counter; None as in `find_officers_on_duty`."""
    return find_officers_on_duty(db, [(counter_id, instant)])[0]


def resolve_spans(
    db: Database, counter_id: str, start: datetime, end: datetime
) -> list[tuple[datetime, datetime | None, str]]:
    """Who sits at the counter when: `(from, to, officer)` in order, never overlapping.

    Of all the time from `start` on, the spans that begin before `end`; the last may reach
    beyond it, and has no `to` where it holds until further notice. Gaps are nobody's.
    """
    known = db.conn.execute(
        f"""
        SELECT d.starts_at, d.ends_at, {RANK}, d.officer_id
        FROM duty AS d
        WHERE d.counter_id = :counter_id
          AND coalesce(d.ends_at, '~') > :start
          AND NOT EXISTS (SELECT 1 FROM duty AS later WHERE later.replaces = d.duty_id)
        """,
        {"counter_id": counter_id, "start": periods.stamp(start)},
    ).fetchall()
    cuts = {periods.stamp(start)} | {at for duty in known for at in duty[:2] if at}
    edges = sorted(at for at in cuts if at >= periods.stamp(start))
    spans: list[tuple[str, str | None, str]] = []
    for begins, ends in zip(edges, [*edges[1:], None], strict=True):
        officer_id = _believed(
            (rank, officer) for since, to, rank, officer in known if since <= begins < (to or "~")
        )
        if officer_id is None:
            continue
        if spans and spans[-1][1:] == (begins, officer_id):
            spans[-1] = (spans[-1][0], ends, officer_id)
        else:
            spans.append((begins, ends, officer_id))
    return [
        (periods.parse_stamp(begins), periods.parse_stamp(ends) if ends else None, officer_id)
        for begins, ends, officer_id in spans
        if begins < periods.stamp(end)
    ]


def _believed(known: Iterable[tuple[str, str | None]]) -> str | None:
    """The only officer of the highest rank among `(rank, officer)`, or None."""
    ranked = list(known)
    highest = max((rank for rank, _ in ranked), default="")
    officers = {officer for rank, officer in ranked if rank == highest and officer is not None}
    return officers.pop() if len(officers) == 1 else None
