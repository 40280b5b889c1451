"""What became of a matter: its state, as staff and as its author see it; what its author says of it."""

from dataclasses import dataclass
from datetime import date

from .. import periods
from ..storage.db import Database

OPEN, OWNED, ANSWERED, CLOSED = "open", "owned", "answered", "closed"


@dataclass(frozen=True)
class Said:
    """A reply, or why a matter was closed, with the day in Viet Nam."""

    day: date
    text: str


@dataclass(frozen=True)
class Outcome:
    """What the holder of a code is shown. Nothing in it names a member of staff."""

    topic: str
    centre: str
    counter: str | None
    left_day: date
    due_day: date
    state: str
    is_over: bool
    is_passed_on: bool
    replies: list[Said]
    closing: Said | None
    is_rated: bool

    @property
    def can_be_rated(self) -> bool:
        """Once, after an answer or the end."""
        return self.state in (ANSWERED, CLOSED) and not self.is_rated


def outcome_of(db: Database, petition_id: str, today: date) -> Outcome:
    """What became of the matter until now."""
    row = db.conn.execute(
        """
        SELECT p.topic, ce.name, co.name, p.left_day, p.due_day,
          EXISTS (SELECT 1 FROM petition_outcome AS o WHERE o.petition_id = p.petition_id)
        FROM petition AS p
        JOIN centres_v1 AS ce ON ce.centre_id = p.centre_id
          AND ce.valid_from <= p.left_day AND (ce.valid_to IS NULL OR ce.valid_to > p.left_day)
        LEFT JOIN counters_v1 AS co ON co.counter_id = p.counter_id
          AND co.valid_from <= p.left_day AND (co.valid_to IS NULL OR co.valid_to > p.left_day)
        WHERE p.petition_id = ?
        """,
        [petition_id],
    ).fetchone()
    events = _events(db, petition_id)
    topic, centre, counter, left, due, is_rated = row
    due_day = date.fromisoformat(due)
    kinds = {kind for kind, _ in events}
    state = _state(kinds)
    closing = next((said for kind, said in events if kind == "closed"), None)
    return Outcome(
        topic,
        centre,
        counter,
        date.fromisoformat(left),
        due_day,
        state,
        state in (OPEN, OWNED) and today > due_day,
        "escalated" in kinds,
        [said for kind, said in events if kind == "replied"],
        closing,
        bool(is_rated),
    )


def rate(db: Database, petition_id: str, satisfied: bool, today: date) -> None:
    """Keep what the author says of the outcome, the first time; later ones change nothing, and
    nobody is told which the first was. Before there is an outcome nothing is kept."""
    if outcome_of(db, petition_id, today).can_be_rated:
        db.conn.execute(
            "INSERT INTO petition_outcome (petition_id, satisfied, rated_day) VALUES (?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            [petition_id, int(satisfied), today.isoformat()],
        )


def _events(db: Database, petition_id: str) -> list[tuple[str, Said]]:
    rows = db.conn.execute(
        "SELECT kind, text, at FROM petition_event WHERE petition_id = ? ORDER BY number", [petition_id]
    ).fetchall()
    return [
        (kind, Said(periods.civil_day(periods.parse_stamp(at)), text or "")) for kind, text, at in rows
    ]


def _state(seen: set[str]) -> str:
    for kind, state in (("closed", CLOSED), ("replied", ANSWERED), ("owned", OWNED)):
        if kind in seen:
            return state
    return OPEN
