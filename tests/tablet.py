"""A tablet without a browser: it pairs, seals, signs and checks acknowledgements as the script does.

It speaks to the application itself (`through_flask`) or over the network (`through_http`).
"""

import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from flask.testing import FlaskClient

from kiosk import periods
from kiosk.storage import keys
from kiosk.storage.db import Database, writing
from kiosk.tablets import enrolment, sealing

Headers = Mapping[str, str]
Item = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: Headers
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


Post = Callable[[str, bytes, Headers], Reply]


def through_flask(client: FlaskClient) -> Post:
    """To an application in this process."""

    def post(path: str, body: bytes, headers: Headers) -> Reply:
        answer = client.post(path, data=body, headers=dict(headers))
        return Reply(answer.status_code, dict(answer.headers), answer.data)

    return post


def through_http(base: str) -> Post:
    """To a server at this address."""

    def post(path: str, body: bytes, headers: Headers) -> Reply:
        request = urllib.request.Request(base + path, body, dict(headers), method="POST")  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                return Reply(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            return Reply(error.code, dict(error.headers), error.read())

    return post


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def make_code(db: Database, counter_id: str = "H44.5-1", now: datetime | None = None) -> str:
    """A pairing code, as the staff's page makes one."""
    with writing(db):
        return enrolment.make_code(db, counter_id, "lan", now or periods.now())


@dataclass
class Clock:
    """A tablet's two clocks: the wall may be set, the monotonic one only runs."""

    wall_ms: int
    monotonic_ms: float = 5_000.0
    boot: str = field(default_factory=lambda: secrets.token_hex(8))

    def wait(self, seconds: float) -> None:
        self.wall_ms += round(seconds * 1000)
        self.monotonic_ms += seconds * 1000

    def jump(self, seconds: float) -> None:
        """Somebody, or the network, sets the wall clock."""
        self.wall_ms += round(seconds * 1000)

    def reboot(self) -> None:
        self.monotonic_ms, self.boot = 3_000.0, secrets.token_hex(8)


class Tablet:
    """A paired tablet with its outbox in memory."""

    def __init__(self, post: Post, clock: Clock | None = None) -> None:
        self.post = post
        self.clock = clock or Clock(round(periods.now().timestamp() * 1000))
        self.key = new_key()
        self.page_key = new_key()
        self.device_id = self.counter_id = self.signing_key = self.sealing_key = ""
        self.contact = self.sequence = 0
        self.outbox: list[Item] = []

    @property
    def public_key(self) -> str:
        return keys.public_text(self.key.public_key())

    def pair(self, code: str, formerly: "Tablet | None" = None) -> "Tablet":
        """Become a tablet; `formerly`: what this browser was before."""
        reply = self.send_pairing(code, formerly)
        assert reply.status == 201, reply.body
        for name, value in reply.json().items():
            setattr(self, name, value)
        return self

    def send_pairing(
        self, code: str, formerly: "Tablet | None" = None, changes: Item | None = None
    ) -> Reply:
        """Ask to be paired; with `changes` to the letter, of which `...` leaves a part out."""
        plain = code.replace("-", "").upper()
        proof = keys.sign(self.key, keys.ENROLMENT, f"{plain}\n{self.public_key}".encode())
        body: Item = {"code": code, "public_key": self.public_key, "proof": proof}
        if formerly:
            signature = keys.sign(formerly.key, keys.FORMERLY, self.public_key.encode())
            body["formerly"] = {"device_id": formerly.device_id, "signature": signature}
        return self.post("/api/v1/devices", _changed(body, changes), JSON)

    def press(self, satisfied: bool = True, officer_id: str = "", **changes: Any) -> Item:
        """Somebody answers: one more sealed entry in the outbox."""
        rating_id = changes.pop("rating_id", None) or secrets.token_hex(16)
        content = {
            "kind": "rating",
            "rating_id": rating_id,
            "counter_id": self.counter_id,
            "satisfied": satisfied,
            "officer_id": officer_id,
        }
        return self.keep({**content, **self._moment(), **changes})

    def tell(self, rating_id: str, **parts: Any) -> Item:
        """Somebody adds a detail."""
        return self.keep({"kind": "detail", "rating_id": rating_id, **self._moment(), **parts})

    def keep(self, content: Item, **label: Any) -> Item:
        """Seal and number any content; `label` changes what stands outside."""
        self.sequence += 1
        head = {"sequence": self.sequence, "rating_id": content["rating_id"], **label}
        entry = self.seal(content, **head)
        self.outbox.append(entry)
        return entry

    def seal(self, content: Item, sequence: int, rating_id: str, device_id: str | None = None) -> Item:
        label = sealing.Label(device_id or self.device_id, sequence, rating_id)
        envelope = sealing.seal(self.sealing_key, self.page_key, label, content)
        return {**label._asdict(), **envelope._asdict()}

    def letter(self, entries: list[Item] | None = None, **changes: Any) -> Item:
        """The next contact's content; with the whole outbox unless told otherwise."""
        self.contact += 1
        return {
            "contact": self.contact,
            "now": self.clock.wall_ms,
            "monotonic": self.clock.monotonic_ms,
            "boot": self.clock.boot,
            "last_sequence": self.sequence,
            "release": "0123456789ab",
            "state": {
                "queued": len(self.outbox),
                "oldest_seconds": None,
                "battery_percent": 80,
                "charging": True,
                "storage": "persistent",
            },
            "entries": self.outbox[:200] if entries is None else entries,
            **changes,
        }

    def headers(self, body: bytes, context: str = keys.CONTACT) -> dict[str, str]:
        return {
            **JSON,
            "Hailong-Device": self.device_id,
            "Hailong-Key": keys.key_id(self.public_key),
            "Hailong-Signature": keys.sign(self.key, context, body),
        }

    def send(self, letter: Item) -> Reply:
        body = json.dumps(letter).encode()
        return self.post("/api/v1/contacts", body, self.headers(body))

    def deliver(self, **changes: Any) -> Any:
        """One contact; what is acknowledged leaves the outbox. Returns the checked answer."""
        letter = self.letter(**changes)
        answer = self.checked(self.send(letter))
        assert answer["contact"] == letter["contact"]
        done = {(one["sequence"], one["rating_id"]) for one in answer["entries"]}
        self.outbox = [one for one in self.outbox if (one["sequence"], one["rating_id"]) not in done]
        return answer

    def checked(self, reply: Reply) -> Any:
        """The answer, if it is one and the server has signed it."""
        assert reply.status == 200, reply.body
        signature = reply.headers["Hailong-Signature"]
        assert keys.verify(self.signing_key, signature, keys.ACKNOWLEDGEMENT, reply.body)
        answer = reply.json()
        assert answer["device_id"] == self.device_id
        return answer

    def question(self, wait: int = 0, nonce: str = "a nonce") -> tuple[bytes, dict[str, str]]:
        """A letter that asks what is offered at the counter, with its headers."""
        body = json.dumps({"nonce": nonce, "wait": wait}).encode()
        return body, self.headers(body, keys.OFFERS)

    def ask(self, wait: int = 0, nonce: str = "a nonce") -> Reply:
        """Ask what is offered; the whole answer, so only where nothing is waited for."""
        return self.post("/api/v1/offers", *self.question(wait, nonce))

    def heard(self, events: bytes, nonce: str = "a nonce") -> list[Any]:
        """What the server says in these events, each one signed and meant for this tablet's letter."""
        lines = [line for line in events.decode().splitlines() if line.startswith("data: ")]
        said = []
        for line in lines:
            signature, body = line.removeprefix("data: ").split(" ", 1)
            assert keys.verify(self.signing_key, signature, keys.OFFERED, body.encode())
            content = json.loads(body)
            assert (content.pop("nonce"), content.pop("device_id")) == (nonce, self.device_id)
            said.append(content)
        return said

    def rotate(
        self,
        new: ec.EllipticCurvePrivateKey,
        changes: Item | None = None,
        context: str = keys.NEW_KEY,
    ) -> Reply:
        """Offer a new key, signed for by the old one; the tablet goes on with the old one."""
        public = keys.public_text(new.public_key())
        proof = keys.sign(new, keys.NEW_KEY, f"{self.device_id}\n{public}".encode())
        body = _changed({"public_key": public, "proof": proof}, changes)
        return self.post("/api/v1/devices/keys", body, self.headers(body, context))

    def saved_outbox(self) -> str:
        """The file that the service page saves."""
        body = json.dumps(self.letter(self.outbox)).encode()
        headers = self.headers(body)
        return json.dumps(
            {
                "format": "hailong-outbox-1",
                "device_id": self.device_id,
                "key_id": headers["Hailong-Key"],
                "signature": headers["Hailong-Signature"],
                "body": body.decode(),
            }
        )

    def _moment(self) -> Item:
        clock = self.clock
        return {"pressed_at": clock.wall_ms, "monotonic": clock.monotonic_ms, "boot": clock.boot}


def _changed(letter: Item, changes: Item | None) -> bytes:
    found = {**letter, **(changes or {})}
    return json.dumps({name: value for name, value in found.items() if value is not ...}).encode()


JSON = {"Content-Type": "application/json"}
