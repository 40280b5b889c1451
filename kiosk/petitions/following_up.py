"""What staff do about a matter: take it, note, reply, close; and what is passed on by the clock.

Everything is a row of its own. What is done to a matter of the inspector's leaves no line in the common
audit trail, whose readers are not to learn that there is one: its rows are a trail themselves.
"""

from dataclasses import dataclass
from datetime import date, datetime

from .. import periods, words
from ..errors.petitions import NoSuchPetition, NoWords, PetitionClosed, WrongOwner
from ..staff import access, audit
from ..staff.access import User
from ..storage.db import Database
from .matters import LOCAL

LONGEST_REPLY = 2_000
CLOCK = "clock"  # who passes on what is over its day
ROOMS = {"local": "petitions", "inspector": "inspection"}  # what a role must open, by chain


@dataclass(frozen=True)
class Deed:
    """Which matter somebody does something to, in which chain's room, when."""

    petition_id: str
    chain: str
    now: datetime
    by: str


def take(db: Database, deed: Deed, owner_id: str) -> None:
    """Give the matter an owner, who opens it. Raises NoSuchPetition, PetitionClosed, WrongOwner."""
    owner = access.find_user(db, owner_id)
    if owner is None or not access.can_open(owner, ROOMS[deed.chain]):
        raise WrongOwner("owner_id")
    _do(db, deed, "owned", owner_id=owner_id)


def note(db: Database, deed: Deed, text: str) -> None:
    """Words for colleagues, never shown to the citizen. Raises as `reply`."""
    _do(db, deed, "noted", _words(text))


def reply(db: Database, deed: Deed, text: str) -> None:
    """Words for the citizen; the first of them stop the clock.

    Raises NoSuchPetition, PetitionClosed, NoWords, TextTooLong or UnsafeText.
    """
    _do(db, deed, "replied", _words(text))


def close(db: Database, deed: Deed, text: str) -> None:
    """End it; without a reply before, the citizen is told why. Raises as `reply`."""
    answered = db.conn.execute(
        "SELECT 1 FROM petition_event WHERE petition_id = ? AND kind = 'replied'", [deed.petition_id]
    ).fetchone()
    reason = words.check_free_text(text, "text", LONGEST_REPLY) if answered else _words(text)
    _do(db, deed, "closed", reason or None)


def owners(db: Database, chain: str) -> list[User]:
    """Everybody who may open the chain's matters, by name."""
    rows = db.conn.execute("SELECT user_id FROM user ORDER BY name, user_id").fetchall()
    users = (access.find_user(db, row[0]) for row in rows)
    return [one for one in users if one is not None and access.can_open(one, ROOMS[chain])]


def find_late(db: Database, chain: str, today: date) -> list[str]:
    """The chain's matters that were due before today, have no answer, and were not passed on yet."""
    rows = db.conn.execute(
        """
        SELECT petition_id
        FROM petition AS p
        WHERE chain = :chain AND due_day < :today
          AND NOT EXISTS (
            SELECT 1 FROM petition_event AS e
            WHERE e.petition_id = p.petition_id AND e.kind IN ('replied', 'closed', 'escalated'))
        ORDER BY due_day, petition_id
        """,
        {"chain": chain, "today": today.isoformat()},
    ).fetchall()
    return [row[0] for row in rows]


def escalate(db: Database, chain: str, now: datetime) -> int:
    """Pass on what is over its day: it has no owner then until somebody takes it anew. Twice does
    no harm; returns how many were passed on."""
    late = find_late(db, chain, periods.civil_day(now))
    for petition_id in late:
        _add(db, Deed(petition_id, chain, now, CLOCK), "escalated", None, None)
    return len(late)


def _words(text: str) -> str:
    checked = words.check_free_text(text, "text", LONGEST_REPLY)
    if not checked:
        raise NoWords("text")
    return checked


def _do(
    db: Database, deed: Deed, kind: str, text: str | None = None, owner_id: str | None = None
) -> None:
    row = db.conn.execute(
        """
        SELECT EXISTS (
          SELECT 1 FROM petition_event AS e WHERE e.petition_id = p.petition_id AND e.kind = 'closed')
        FROM petition AS p
        WHERE petition_id = ? AND chain = ?
        """,
        [deed.petition_id, deed.chain],
    ).fetchone()
    if row is None:
        raise NoSuchPetition
    if row[0]:
        raise PetitionClosed
    _add(db, deed, kind, text, owner_id)


def _add(db: Database, deed: Deed, kind: str, text: str | None, owner_id: str | None) -> None:
    db.conn.execute(
        """
        INSERT INTO petition_event (petition_id, number, kind, text, owner_id, at, by)
        SELECT :petition_id, coalesce(max(number), 0) + 1, :kind, :text, :owner_id, :at, :by
        FROM petition_event
        WHERE petition_id = :petition_id
        """,
        {
            "petition_id": deed.petition_id,
            "kind": kind,
            "text": text,
            "owner_id": owner_id,
            "at": periods.stamp(deed.now),
            "by": deed.by,
        },
    )
    if deed.chain == LOCAL:
        audit.record(db, deed.now, actor=deed.by, action=f"matter {kind}", subject=deed.petition_id)
