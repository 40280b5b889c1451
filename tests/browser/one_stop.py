"""The one-stop system as the browser's tests play it: over the network, with a key of its own."""

import json
import urllib.request
from datetime import timedelta
from typing import Any

from kiosk import periods
from kiosk.services import systems
from kiosk.storage.db import writing
from tests.browser.conftest import Server
from tests.browser.waiting import MOST_SECONDS


class OneStop:
    """A system that announces services of today at one counter."""

    counter = "H44.5-2"

    def __init__(self, server: Server) -> None:
        self._server, self._number = server, 0
        now = periods.now()
        self._day = periods.civil_day(now)
        db = server.record()
        with writing(db):
            systems.add_system(db, "mot-cua", "Phần mềm một cửa", now=now, by="tests")
            self._key = systems.make_key(
                db, "mot-cua", systems.SCOPES, overlap=timedelta(0), now=now, by="tests"
            )
        db.conn.close()

    def finish(self, procedure_id: str, **changes: Any) -> str:
        """Announce one service that has just been finished; its dossier's code."""
        self._number += 1
        service = {
            "dossier": f"H44.5-{self._day:%y%m%d}-{self._number:07d}",
            "procedure": procedure_id,
            "resolving_unit": "H44.5",
            "counter": self.counter,
            "received": self._day.isoformat(),
            "finished": self._day.isoformat(),
            "outcome": "granted",
            "channel": "counter",
            **changes,
        }
        self.announce(service)
        return str(service["dossier"])

    def announce(self, service: dict[str, Any]) -> dict[str, Any]:
        """What the server says of a service: that it is stored, and its receipt."""
        answer: dict[str, Any]
        (answer,) = self._post([service])
        if answer["status"] != "stored":
            raise RuntimeError(str(answer))
        return answer

    def _post(self, services: list[dict[str, Any]]) -> Any:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._key}"}
        body = json.dumps(services).encode()
        asked = urllib.request.Request(f"{self._server.base}/api/v1/services", body, headers)  # noqa: S310
        with urllib.request.urlopen(asked, timeout=MOST_SECONDS) as answer:  # noqa: S310 (our own server)
            return json.load(answer)
