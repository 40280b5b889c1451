"""One-time tokens that tie an answer to one finished service, and to nothing else.

A token is made of the service's name by a key of this server, so that announcing a service again
gives the same slip and nothing has to be kept in clear. The record has its keyed digest beside the
service, without a time; which rating it was spent on is not written anywhere.
"""

import base64
import binascii
from datetime import date, timedelta
from typing import NamedTuple

from ..storage.db import Database
from ..storage.keys import ServerKeys
from . import forgotten

RECEIPT, OFFER = "receipt", "offer"  # on a slip or a phone; on the screen of the counter's tablet
_PURPOSES = {RECEIPT: "hailong-receipt-1", OFFER: "hailong-offer-1"}
_DIGEST = "hailong-digest-1"
_BYTES = 16


class _Found(NamedTuple):
    """What a token leads to."""

    service_id: str
    finished_day: str
    is_answered: int


class Receipts:
    """The tokens that one server makes and takes.

    days: how long after a service's end its token can be answered with.
    """

    def __init__(self, keys: ServerKeys, days: int) -> None:
        self._keys, self._days = keys, days

    def token_of(self, service_id: str, kind: str = RECEIPT) -> str:
        """The service's token: 128 bits as 26 capitals and digits of base32; always the same one."""
        raw = bytes.fromhex(self._keys.name(_PURPOSES[kind], service_id))[:_BYTES]
        return _write(raw)

    def issue(self, db: Database, service_id: str, kind: str = RECEIPT) -> str:
        """Let the service's token be answered with; the same one each time."""
        token = self.token_of(service_id, kind)
        db.conn.execute(
            "INSERT INTO receipt (token_digest, kind, service_id) VALUES (?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            [self._digest(token), kind, service_id],
        )
        return token

    def find_service(self, db: Database, token: str, today: date, *, kind: str = RECEIPT) -> str | None:
        """The service that the token stands for, or None where it is none of ours or too old.

        Whether the service has been answered is not looked at here: an answer that arrives twice
        is still the same answer.
        """
        found = self._find(db, token, kind)
        return found.service_id if found and self._is_due(found, today, kind) else None

    def find_finished_day(self, db: Database, token: str) -> date | None:
        """The day on which the service of a slip's token ended; None where it is none of ours."""
        found = self._find(db, token, RECEIPT)
        return date.fromisoformat(found.finished_day) if found else None

    def find_open(self, db: Database, token: str, today: date, *, kind: str = RECEIPT) -> str | None:
        """The same, and None too where the service has been answered.

        One statement whatever the token is, so that the time it takes tells nothing.
        """
        found = self._find(db, token, kind)
        is_open = found is not None and not found.is_answered and self._is_due(found, today, kind)
        return found.service_id if found and is_open else None

    def _find(self, db: Database, token: str, kind: str) -> "_Found | None":
        normal = normalised(token)
        row = db.conn.execute(
            """
            SELECT r.service_id, s.finished_day, a.service_id IS NOT NULL
            FROM receipt AS r
            JOIN service AS s USING (service_id)
            LEFT JOIN service_answered AS a USING (service_id)
            WHERE r.token_digest = ? AND r.kind = ?
            """,
            [self._digest(normal or ""), kind],
        ).fetchone()
        return None if normal is None or row is None else _Found(*row)

    def _is_due(self, found: "_Found", today: date, kind: str) -> bool:
        """Nobody answers before there is a service; but whoever holds its slip is there, and where
        it seems to be earlier our own clock is slow."""
        finished = date.fromisoformat(found.finished_day)
        has_begun = kind == RECEIPT or finished <= today
        return has_begun and today <= self.last_day(finished)

    def last_day(self, finished: date) -> date:
        """Until when a service that ended on that day can be answered."""
        return finished + timedelta(days=self._days)

    def _digest(self, token: str) -> str:
        return self._keys.name(_DIGEST, token)


def forget_old(db: Database, today: date, days: int) -> int:
    """Delete the tokens of services that ended more than so many days ago; how many went."""
    first = forgotten.find_first_day(db, today, days)
    if first is None:
        return 0
    return db.conn.execute(
        """
        DELETE FROM receipt
        WHERE service_id IN (SELECT service_id FROM service WHERE finished_day < ?)
        """,
        [first.isoformat()],
    ).rowcount


def normalised(token: str) -> str | None:
    """The token as it was made, also out of lower case; None for what cannot be one."""
    text = token.upper()
    try:
        raw = base64.b32decode(text + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        return None
    return text if len(raw) == _BYTES and _write(raw) == text else None


def _write(raw: bytes) -> str:
    return base64.b32encode(raw).rstrip(b"=").decode("ascii")
