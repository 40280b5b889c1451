"""The demonstration's sign-in: a user of its own with a password made on this machine."""

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from ..storage import schema
from ..storage.db import Database, writing
from ..storage.secret_files import write_secret
from . import access

USER_ID = "trinhdien"


@dataclass(frozen=True)
class Guest:
    """What `kiosk serve` prints so that a newcomer can look at the dashboard."""

    user_id: str
    password: str


def find_guest(db: Database, instance: Path, now: datetime) -> Guest | None:
    """The sign-in of a demonstration, made at the first call; None for a real record."""
    if schema.get_meta(db, "demonstration") is None:
        return None
    note = instance / "keys" / "demonstration.json"
    if note.exists():
        return Guest(**json.loads(note.read_text("utf-8")))
    guest = Guest(USER_ID, secrets.token_urlsafe(12))
    new = access.NewUser(guest.user_id, "Khách trình diễn", "manager", guest.password)
    with writing(db):
        access.add_user(db, new, now)
        write_secret(note, json.dumps(asdict(guest)))
    return guest
