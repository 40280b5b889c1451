"""Matters that citizens have left, built through the same doors as real ones."""

import secrets
from datetime import date
from pathlib import Path

from kiosk.petitions.matters import Left, Matter, Petitions
from kiosk.storage import keys
from kiosk.storage.db import Database, writing

DAYS = 15
TODAY = date(2026, 8, 19)  # factories.WEDNESDAY
DUE = date(2026, 9, 11)  # fifteen working days on, across National Day


def petitions_of(folder: Path, days: int = DAYS) -> Petitions:
    """The codes of a server whose keys lie in `folder`."""
    return Petitions(keys.load_or_make(folder), days)


def a_matter(**changes: str | None) -> Matter:
    """About the waiting time at a counter."""
    return Matter(
        **{  # type: ignore[arg-type]
            "centre_id": "H44.5",
            "counter_id": "H44.5-1",
            "topic": "waiting",
            "body": "Tôi chờ ba tiếng mà không ai gọi số.",
            **changes,
        }
    )


def leave(
    db: Database, ours: Petitions, today: date = TODAY, draft: str = "", **changes: str | None
) -> Left:
    """Leave one, in a transaction of its own."""
    with writing(db):
        return ours.leave(db, a_matter(**changes), draft or secrets.token_hex(16), today)


def left_id(db: Database, ours: Petitions, today: date = TODAY, **changes: str | None) -> str:
    """Leave one; its name in the record."""
    found = ours.find(db, leave(db, ours, today, "", **changes).code)
    assert found is not None
    return found
