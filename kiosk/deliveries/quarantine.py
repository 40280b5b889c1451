"""What tablets delivered and the record cannot take as a rating: kept for review, counted nowhere."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from .. import periods
from ..errors.tablets import ReviewFull
from ..ratings.set_aside import shorten
from ..ratings.submissions import Submission
from ..storage.db import Database
from ..tablets.contacts import Entry

MOST_OF_A_DAY = 20_000  # entries of one tablet: a year of presses, and no full disk


@dataclass(frozen=True)
class Kept:
    """One entry with the code of why it is here; day: when it arrived; sender_id: who brought it."""

    name: str
    device_id: str
    sender_id: str
    rating_id: str
    body: str
    day: str
    cause: str


def name_of(entry: Entry) -> str:
    """The entry's name here, from its first arrival on."""
    return entry.name


def body_of(entry: Entry, slot: periods.Slot | None, *, is_certain: bool = False) -> str:
    """What is kept of an entry: what it says with the hour it speaks of, or its seal unopened.

    Neither the instant nor the entry's number is kept, as they are not kept with a rating.
    is_certain: whether the hour is more than a guess.
    """
    if entry.content is None or slot is None:
        return shorten(json.dumps(entry.sent, sort_keys=True))
    kind = "rating" if isinstance(entry.content, Submission) else "detail"
    when = {"day": slot.day, "hour": slot.hour, "is_certain": is_certain}
    said: dict[str, Any] = {**asdict(entry.content), **when, "kind": kind}
    said.pop("age_seconds", None)
    for token in ("offer", "receipt"):  # each would lead from the answer to a dossier
        said.pop(token, None)
    return shorten(json.dumps(said, ensure_ascii=False, sort_keys=True))


def keep(db: Database, kept: Iterable[Kept]) -> None:
    """Keep entries, each once however often it comes.

    Raises ReviewFull where that makes more than MOST_OF_A_DAY that one tablet brought in a day.
    """
    full = set()
    for one in kept:
        done = db.conn.execute(
            """
            INSERT INTO quarantine (name, device_id, sender_id, rating_id, body, day, cause)
            VALUES (:name, :device_id, :sender_id, :rating_id, :body, :day, :cause)
            ON CONFLICT DO NOTHING
            """,
            asdict(one),
        )
        if done.rowcount:
            full.add((one.sender_id, one.day))
    for sender_id, day in full:
        _check_room(db, sender_id, day)


def _check_room(db: Database, sender_id: str, day: str) -> None:
    count = db.conn.execute(
        "SELECT count(*) FROM quarantine WHERE sender_id = ? AND day = ?", [sender_id, day]
    ).fetchone()[0]
    if count > MOST_OF_A_DAY:
        raise ReviewFull(limit=MOST_OF_A_DAY)


def find_causes(db: Database, names: Iterable[str]) -> dict[str, str]:
    """Why those of these entries that are kept here already are."""
    rows = db.conn.execute(
        """
        SELECT q.name, q.cause
        FROM json_each(:names) AS asked
        JOIN quarantine AS q ON q.name = asked.value
        """,
        {"names": json.dumps(list(names))},
    ).fetchall()
    return dict(rows)
