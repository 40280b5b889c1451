"""The matters of one chain as its people see them: lists, counts, and one with its past. A matter of the
other chain is not in any of them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from .. import periods
from ..counters import working_days
from ..counters.hours import EVERY_CENTRE
from ..counters.working_days import Calendar
from ..errors.petitions import NoSuchPetition
from ..storage.db import Database
from .outcomes import ANSWERED, CLOSED

FILTERS = ("open", "soon", "over", "closed")
SOON_DAYS = 3  # working days
MOST_ROWS = 200
LEAST_OUTCOMES = 10  # fewer tell what single authors said


@dataclass(frozen=True)
class Row:
    """A matter in a list. working_days: left until it is due, negative once it is over."""

    petition_id: str
    centre_id: str
    centre: str
    counter: str | None
    topic: str
    left_day: date
    due_day: date
    state: str
    owner: str | None
    is_passed_on: bool
    working_days: int

    @property
    def waits(self) -> bool:
        """Whether nobody has answered yet: the clock runs."""
        return self.state not in (ANSWERED, CLOSED)


@dataclass(frozen=True)
class Event:
    """One line of a matter's past."""

    kind: str
    text: str | None
    owner: str | None
    at: datetime
    by: str


# The state of each matter; the owner is whoever took it last, after it was passed on.
_STATES = """
WITH state AS (
  SELECT
    p.*,
    (
      SELECT CASE max(CASE kind WHEN 'closed' THEN 3 WHEN 'replied' THEN 2 WHEN 'owned' THEN 1 END)
        WHEN 3 THEN 'closed' WHEN 2 THEN 'answered' WHEN 1 THEN 'owned' ELSE 'open' END
      FROM petition_event AS e WHERE e.petition_id = p.petition_id
    ) AS state,
    (
      SELECT iif(kind = 'owned', owner_id, NULL) FROM petition_event AS e
      WHERE e.petition_id = p.petition_id AND kind IN ('owned', 'escalated')
      ORDER BY number DESC
      LIMIT 1
    ) AS owner_id,
    EXISTS (
      SELECT 1 FROM petition_event AS e
      WHERE e.petition_id = p.petition_id AND kind = 'escalated'
    ) AS is_passed_on
  FROM petition AS p
  WHERE p.chain = :chain
)
"""
_IN = {
    "open": "state <> 'closed'",
    "soon": "state IN ('open', 'owned') AND due_day BETWEEN :today AND :soon",
    "over": "state IN ('open', 'owned') AND due_day < :today",
    "closed": "state = 'closed'",
}
_ROWS = """
SELECT
  state.petition_id, state.centre_id, ce.name, co.name, topic, left_day, due_day, state,
  coalesce(user.name, owner_id), is_passed_on
FROM state
JOIN centres_v1 AS ce ON ce.centre_id = state.centre_id
  AND ce.valid_from <= left_day AND (ce.valid_to IS NULL OR ce.valid_to > left_day)
LEFT JOIN counters_v1 AS co ON co.counter_id = state.counter_id
  AND co.valid_from <= left_day AND (co.valid_to IS NULL OR co.valid_to > left_day)
LEFT JOIN user ON user.user_id = owner_id
"""


def list_rows(db: Database, chain: str, which: str, today: date) -> list[Row]:
    """The chain's matters of that filter; what is due first stands first, of closed ones the last."""
    order = "DESC" if which == "closed" else "ASC"
    rows = db.conn.execute(
        f"{_STATES} {_ROWS} WHERE {_IN[which]} ORDER BY due_day {order}, state.petition_id LIMIT :most",
        {**_asked(db, chain, today), "most": MOST_ROWS},
    ).fetchall()
    return _with_days(db, rows, today)


def count_rows(db: Database, chain: str, today: date) -> dict[str, int]:
    """How many matters each filter has."""
    counts = ", ".join(f"coalesce(sum({_IN[name]}), 0)" for name in FILTERS)
    row = db.conn.execute(f"{_STATES} SELECT {counts} FROM state", _asked(db, chain, today)).fetchone()
    return dict(zip(FILTERS, row, strict=True))


def get_row(db: Database, petition_id: str, chain: str, today: date) -> tuple[Row, str]:
    """One matter and its text; raises NoSuchPetition, also for one of the other chain."""
    rows = db.conn.execute(
        f"{_STATES} {_ROWS} WHERE state.petition_id = :petition_id",
        {"chain": chain, "petition_id": petition_id},
    ).fetchall()
    if not rows:
        raise NoSuchPetition
    [(body,)] = db.conn.execute("SELECT body FROM petition WHERE petition_id = ?", [petition_id])
    return _with_days(db, rows, today)[0], body


def list_events(db: Database, petition_id: str) -> list[Event]:
    """What happened to it, in order."""
    rows = db.conn.execute(
        """
        SELECT e.kind, e.text, coalesce(owner.name, e.owner_id), e.at, coalesce(who.name, e.by)
        FROM petition_event AS e
        LEFT JOIN user AS owner ON owner.user_id = e.owner_id
        LEFT JOIN user AS who ON who.user_id = e.by
        WHERE e.petition_id = ?
        ORDER BY e.number
        """,
        [petition_id],
    ).fetchall()
    return [Event(kind, text, owner, periods.parse_stamp(at), by) for kind, text, owner, at, by in rows]


def count_outcomes(db: Database, chain: str, today: date) -> tuple[int, int] | None:
    """How many authors rated an outcome until the end of some past month, and how many of them were
    satisfied; None before there are LEAST_OUTCOMES. The totals move on only over LEAST_OUTCOMES new
    ones: whoever knows what stood there before reads none of them by the difference."""
    shown, rated, satisfied = (0, 0), 0, 0
    for more, of_them in _outcomes_by_month(db, chain, today):
        rated, satisfied = rated + more, satisfied + of_them
        if rated - shown[0] >= LEAST_OUTCOMES:
            shown = (rated, satisfied)
    return shown if shown[0] else None


def _outcomes_by_month(db: Database, chain: str, today: date) -> list[tuple[int, int]]:
    return db.conn.execute(
        """
        SELECT count(*), sum(satisfied)
        FROM petition_outcome JOIN petition USING (petition_id)
        WHERE chain = :chain AND rated_day < :month
        GROUP BY substr(rated_day, 1, 7)
        ORDER BY substr(rated_day, 1, 7)
        """,
        {"chain": chain, "month": today.replace(day=1).isoformat()},
    ).fetchall()


def _asked(db: Database, chain: str, today: date) -> dict[str, str]:
    soon = _calendar(db, EVERY_CENTRE, today, today).after(today, SOON_DAYS)
    return {"chain": chain, "today": today.isoformat(), "soon": soon.isoformat()}


def _with_days(db: Database, rows: list[tuple[Any, ...]], today: date) -> list[Row]:
    calendars: dict[str, Calendar] = {}
    found = []
    for petition_id, centre_id, centre, counter, topic, left, due, *rest in rows:
        (state, owner, passed_on), due_day = rest, date.fromisoformat(due)
        if centre_id not in calendars:
            first = min(date.fromisoformat(row[6]) for row in rows if row[1] == centre_id)
            calendars[centre_id] = _calendar(db, centre_id, first, today)
        calendar = calendars[centre_id]
        days = calendar.between(today, due_day) - calendar.between(due_day, today)
        found.append(
            Row(
                petition_id,
                centre_id,
                centre,
                counter,
                topic,
                date.fromisoformat(left),
                due_day,
                state,
                owner,
                bool(passed_on),
                days,
            )
        )
    return found


def _calendar(db: Database, centre_id: str, first: date, today: date) -> Calendar:
    """Back to what was due first, within a year, and ahead to what is left today."""
    begins = max(min(first, today), today - timedelta(days=366))
    return working_days.calendar_of(db, centre_id, begins, today + timedelta(days=120))
