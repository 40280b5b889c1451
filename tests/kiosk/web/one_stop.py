"""The one-stop system as the tests play it: it holds a key, announces, corrects and asks."""

from datetime import timedelta
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from kiosk.services import systems
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY

DOSSIER = "H44.5-260817-0001"
SERVICE = {
    "dossier": DOSSIER,
    "procedure": "1.001193",
    "resolving_unit": "H44.5",
    "counter": "H44.5-1",
    "officer": "H44.5.A-01",
    "received": "2026-08-17",
    "due": "2026-08-20",
    "finished": "2026-08-19 09:25",
    "outcome": "granted",
    "channel": "counter",
}
SYSTEM = "mot-cua"


def a_service(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A service as it is announced; None takes a field away."""
    values = {**SERVICE, "dossier": f"H44.5-260817-{number:04d}", **changes}
    return {name: value for name, value in values.items() if value is not None}


class OneStop:
    """A system with a key of these scopes."""

    def __init__(self, app: Flask, db: Database, *scopes: str, system: str = SYSTEM) -> None:
        self.client = app.test_client()
        with writing(db):
            if not db.conn.execute("SELECT 1 FROM system WHERE system_id = ?", [system]).fetchone():
                systems.add_system(db, system, "Phần mềm một cửa", now=WEDNESDAY, by="tests")
            chosen = scopes or systems.SCOPES
            self.key = systems.make_key(
                db, system, chosen, overlap=timedelta(days=400), now=WEDNESDAY, by="tests"
            )

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def announce(self, body: Any, query: str = "") -> TestResponse:
        return self.client.post(f"/api/v1/services{query}", json=body, headers=self.headers)

    def correct(self, body: Any, dossier: str = DOSSIER) -> TestResponse:
        return self.client.patch(f"/api/v1/services/{dossier}", json=body, headers=self.headers)

    def ask(self, dossier: str = DOSSIER) -> TestResponse:
        return self.client.get(f"/api/v1/services/{dossier}", headers=self.headers)
