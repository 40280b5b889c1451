"""The server's side of a contact without a network, at an hour that the test sets."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.deliveries.reception import Answer, Reception
from kiosk.services.receipts import Receipts
from kiosk.storage import keys
from kiosk.storage.db import Database, writing
from kiosk.tablets import contacts, device_keys, devices, enrolment, succession
from tests.factories import WEDNESDAY, an_acceptance
from tests.tablet import Clock, Headers, Item, Reply, Tablet, make_code

OVERLAP = timedelta(days=45)
RATINGS = "SELECT rating_id, satisfied, counter_id, rule FROM ratings_v1 ORDER BY rating_id"
ASIDE = "SELECT device_id, sender_id, rating_id, cause FROM quarantine ORDER BY cause, rating_id"
RANGES = "SELECT device_id, first, last FROM device_sequence ORDER BY 1, 2"


class Desk:
    """Receives what tablets send, as the web's door does."""

    def __init__(self, db: Database, folder: Path, repeat_seconds: int = 0) -> None:
        self.db = db
        self.keys = keys.load_or_make(folder / "keys")
        self.now = WEDNESDAY
        self.receipts = Receipts(self.keys, 30)
        acceptance = an_acceptance(repeat_seconds=repeat_seconds, receipts=self.receipts)
        self.reception = Reception(acceptance.accept_all, max_age_days=40, receipts=self.receipts)

    def a_tablet(
        self,
        counter_id: str = "H44.5-1",
        offset_seconds: float = 0.0,
        formerly: Tablet | None = None,
    ) -> Tablet:
        """A new tablet at this counter, whose clock is so many seconds behind ours."""
        wall_ms = round((self.now.timestamp() - offset_seconds) * 1000)
        tablet = Tablet(self.post, Clock(wall_ms))
        return tablet.pair(make_code(self.db, counter_id, self.now), formerly)

    def wait(self, tablets: Tablet | Iterable[Tablet], **time: float) -> None:
        """Let time pass, here and on these tablets."""
        passed = timedelta(**time)
        self.now += passed
        for tablet in [tablets] if isinstance(tablets, Tablet) else tablets:
            tablet.clock.wait(passed.total_seconds())

    def read(self, tablet: Tablet, **changes: Any) -> contacts.Contact:
        """The tablet's next letter, as it is read from the wire."""
        body = json.dumps(tablet.letter(**changes)).encode()
        return contacts.read_contact(self.keys, tablet.device_id, body)

    def receive(self, *letters: contacts.Contact) -> list[Answer]:
        """Receive letters that arrive together."""
        with writing(self.db):
            return self.reception.receive_all(self.db, letters, self.now)

    def revoke(self, tablet: Tablet) -> None:
        with writing(self.db):
            devices.revoke(self.db, tablet.device_id, "stolen", "lan", self.now)

    def move(self, tablet: Tablet, counter_id: str) -> None:
        with writing(self.db):
            devices.move(self.db, tablet.device_id, counter_id, "lan", self.now)
        tablet.counter_id = counter_id

    def rows(self, question: str) -> list[Any]:
        """Rows out of the record; a single column as plain values."""
        found = self.db.conn.execute(question).fetchall()
        return [row[0] if len(row) == 1 else row for row in found]

    def post(self, path: str, body: bytes, headers: Headers) -> Reply:
        """Answer a tablet's request."""
        if path == "/api/v1/devices":
            return self._pair(json.loads(body))
        return self._contact(body, headers)

    def _pair(self, found: Item) -> Reply:
        code = enrolment.read_code(found["code"])
        enrolment.check_proof(code, found["public_key"], found["proof"])
        former_id = None
        if claimed := found.get("formerly"):
            claim = succession.Claim(**claimed)
            if succession.is_proved(self.db, claim, found["public_key"]):
                former_id = claim.device_id
        with writing(self.db):
            made = enrolment.enrol(self.db, code, found["public_key"], self.now, former_id)
        ours = {"signing_key": self.keys.signing_key, "sealing_key": self.keys.sealing_key}
        return Reply(201, {}, json.dumps({**made.__dict__, **ours}).encode())

    def _contact(self, body: bytes, headers: Headers) -> Reply:
        message = device_keys.Signed(
            device_id=headers["Hailong-Device"],
            key_id=headers["Hailong-Key"],
            signature=headers["Hailong-Signature"],
            context=keys.CONTACT,
            body=body,
        )
        held = device_keys.find_keys(self.db, message.device_id, OVERLAP)
        device_keys.check_signed(held, message, self.now)
        contact = contacts.read_contact(self.keys, message.device_id, body)
        answer = self.receive(contact)[0]
        said = {
            "contact": contact.number,
            "device_id": contact.device_id,
            "standing": answer.standing,
            "counter_id": answer.counter_id,
            "entries": [one.__dict__ for one in answer.entries],
        }
        reply = json.dumps(said).encode()
        signature = self.keys.sign(keys.ACKNOWLEDGEMENT, reply)
        return Reply(200, {"Hailong-Signature": signature}, reply)


def statuses(answer: Any) -> list[str]:
    """What became of each entry of an answer."""
    return [one["status"] for one in answer["entries"]]


def at(hour: int, minute: int = 0, day: int = 19) -> datetime:
    """An instant of August 2026 by Viet Nam's clocks."""
    return WEDNESDAY.replace(day=day, hour=0, minute=0) + timedelta(hours=hour - 7, minutes=minute)
