"""What tablets delivered and the record cannot take as a rating: kept for review, counted nowhere."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from . import periods
from .contacts import Entry
from .db import Database
from .submissions import Submission


class Name(NamedTuple):
    """What an entry is called, from its first arrival on."""

    device_id: str
    sequence: int
    rating_id: str


@dataclass(frozen=True)
class Kept:
    """One entry with the code of why it is here; day: when it arrived."""

    name: Name
    body: str
    day: str
    cause: str


def name_of(entry: Entry) -> Name:
    """The entry's name."""
    return Name(entry.device_id, entry.sequence, entry.rating_id)


def body_of(entry: Entry, slot: periods.Slot | None) -> str:
    """What is kept of an entry: what it says with the hour it speaks of, or its seal unopened.

    The instant is not kept, as it is not kept with a rating.
    """
    if entry.content is None or slot is None:
        return json.dumps(entry.sent, sort_keys=True)
    kind = "rating" if isinstance(entry.content, Submission) else "detail"
    said: dict[str, Any] = {**asdict(entry.content), "kind": kind, "day": slot.day, "hour": slot.hour}
    said.pop("age_seconds", None)
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def keep(db: Database, kept: Iterable[Kept]) -> None:
    """Keep entries, each once however often it comes."""
    db.conn.executemany(
        """
        INSERT INTO quarantine (device_id, sequence, rating_id, body, day, cause)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        [(*one.name, one.body, one.day, one.cause) for one in kept],
    )


def find_causes(db: Database, names: Iterable[Name]) -> dict[Name, str]:
    """Why those of these entries that are kept here already are."""
    rows = db.conn.execute(
        """
        SELECT q.device_id, q.sequence, q.rating_id, q.cause
        FROM json_each(:names) AS asked
        JOIN quarantine AS q
          ON q.device_id = asked.value ->> 0
          AND q.sequence = asked.value ->> 1
          AND q.rating_id = asked.value ->> 2
        """,
        {"names": json.dumps([list(name) for name in names])},
    ).fetchall()
    return {Name(*row[:3]): row[3] for row in rows}
