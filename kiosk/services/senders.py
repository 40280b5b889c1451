"""Which system a service is of: the first that announced it. Others neither read nor correct it, and
get no link: with the link of another's slip they could answer in its person's place."""

from ..errors.services import NoSuchService
from ..storage.db import Database


def note_sender(db: Database, service_id: str, system_id: str) -> bool:
    """Remember who announced it first, inside the caller's transaction; whether that is this system.

    A service that was imported is of the first system that announces it too.
    """
    db.conn.execute(
        "INSERT INTO service_sender (service_id, system_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [service_id, system_id],
    )
    return _find_sender(db, service_id) == system_id


def check_sender(db: Database, service_id: str, system_id: str) -> None:
    """Raises NoSuchService, as for one that is not stored, where it is another system's."""
    if _find_sender(db, service_id) not in (None, system_id):
        raise NoSuchService


def _find_sender(db: Database, service_id: str) -> str | None:
    row = db.conn.execute(
        "SELECT system_id FROM service_sender WHERE service_id = ?", [service_id]
    ).fetchone()
    return None if row is None else str(row[0])
