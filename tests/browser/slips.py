"""Slips of finished services, whose code a phone opens."""

from pathlib import Path
from typing import Any

from kiosk import periods
from kiosk.services.receipts import Receipts
from kiosk.storage.db import Database, writing
from kiosk.tablets import device_keys
from tests.factories import a_service


class Slips:
    """Announces finished services to the server's record."""

    def __init__(self, db: Database, instance: Path) -> None:
        self.db = db
        self.ours = Receipts(device_keys.load_server_keys(instance, db), 30)

    def path(self, **changes: Any) -> str:
        """Of the page of a service that was finished today."""
        day = periods.civil_day(periods.now()).isoformat()
        with writing(self.db):
            service_id = a_service(self.db, **{"finished_day": day, "received_day": day, **changes})
            return f"/k/{self.ours.issue(self.db, service_id)}"

    def answers(self) -> list[tuple[Any, ...]]:
        """Of every rating tied to a receipt: its answer."""
        found = self.db.conn.execute("SELECT satisfied FROM rating WHERE tier = 'receipt'")
        return found.fetchall()
