"""Matters of a record, straight into its tables: left, answered, and what their authors said."""

from datetime import date, timedelta
from itertools import count
from random import Random

from kiosk.ratings import accepting
from kiosk.storage.db import Database, writing

CENTRES = ("H44.5", "H44.9")
_NUMBERS = count(1)


def a_matter(
    db: Database,
    due: date,
    *,
    centre: str = "H44.5",
    left: date | None = None,
    answered: str | None = None,
    how: str = "replied",
    said: tuple[int, date] | None = None,
    topic: str = "waiting",
) -> str:
    """One matter, in the caller's transaction. answered: the stamp of the reply or end, in UTC; said:
    satisfied 0 or 1, and the day of it."""
    petition_id = f"{next(_NUMBERS):032x}"
    chain = "inspector" if topic == "harassment" else "local"
    left = left or due - timedelta(days=21)
    db.conn.execute(
        "INSERT INTO petition (petition_id, code_digest, centre_id, topic, chain, body, left_day,"
        " due_day) VALUES (?, ?, ?, ?, ?, 'x', ?, ?)",
        [petition_id, petition_id * 2, centre, topic, chain, left.isoformat(), due.isoformat()],
    )
    if answered:
        db.conn.execute(
            "INSERT INTO petition_event (petition_id, number, kind, at, by) VALUES (?, 1, ?, ?, 'lan')",
            [petition_id, how, answered],
        )
    if said:
        db.conn.execute(
            "INSERT INTO petition_outcome VALUES (?, ?, ?)", [petition_id, said[0], said[1].isoformat()]
        )
    if chain == "local":  # something else happens on the day, as on every day of a centre
        accepting.announce(db, [(due.isoformat(), centre)])
    return petition_id


def fill(db: Database, rng: Random, monday: date, matters: int = 60) -> None:
    """Four weeks of matters, some left before and answered after them, those of one centre many."""
    with writing(db):
        for _ in range(matters):
            due = monday + timedelta(days=rng.randrange(28))
            on = due + timedelta(days=rng.choice([-9, -3, 0, 0, 1, 12]))
            spoke = (int(rng.random() < 0.7), on + timedelta(days=rng.choice([0, 0, 2, 30])))
            a_matter(
                db,
                due,
                centre=rng.choices(CENTRES, [5, 1])[0],
                left=due - timedelta(days=rng.randrange(1, 25)),
                answered=f"{on}T{rng.randrange(24):02d}:30:00Z" if rng.random() < 0.9 else None,
                how=rng.choice(["replied", "replied", "closed", "noted"]),
                said=spoke if rng.random() < 0.6 else None,
                topic=rng.choice(["waiting", "time", "other", "harassment"]),
            )
