"""One-time tokens that tie an answer to one finished service, and to nothing else.

A token is made of the service's name by a key of this server, so that announcing a service again
gives the same slip and nothing has to be kept in clear. The record has its keyed digest beside the
service, without a time; which rating it was spent on is not written anywhere.
"""

import base64
import binascii
from datetime import date, timedelta

from .db import Database
from .keys import ServerKeys

RECEIPT, OFFER = "receipt", "offer"  # on a slip or a phone; on the screen of the counter's tablet
_TOKEN = "hailong-{kind}-1"
_DIGEST = "hailong-token-digest-1"
_BYTES = 16


def token_of(keys: ServerKeys, service_id: str, kind: str = RECEIPT) -> str:
    """The service's token: 128 bits as 26 capitals and digits of base32; always the same one."""
    raw = bytes.fromhex(keys.name(_TOKEN.format(kind=kind), service_id))[:_BYTES]
    return base64.b32encode(raw).rstrip(b"=").decode("ascii")


def issue(db: Database, keys: ServerKeys, service_id: str, kind: str = RECEIPT) -> str:
    """Let the service's token be answered with; the same one as before where it was issued already."""
    token = token_of(keys, service_id, kind)
    db.conn.execute(
        "INSERT INTO receipt (token_digest, kind, service_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [_digest(keys, token), kind, service_id],
    )
    return token


def find_service(
    db: Database, keys: ServerKeys, token: str, kind: str, today: date, days: int
) -> str | None:
    """The service that the token stands for, or None where it is none of ours or too old.

    days: how long after a service's end its token can be answered with. Whether the service has been
    answered is not looked at here: an answer that arrives twice is still the same answer.
    """
    normal = normalised(token)
    row = db.conn.execute(
        """
        SELECT r.service_id, s.finished_day
        FROM receipt AS r JOIN service AS s USING (service_id)
        WHERE r.token_digest = ? AND r.kind = ?
        """,
        [_digest(keys, normal or ""), kind],
    ).fetchone()
    if normal is None or row is None:
        return None
    is_due = today <= date.fromisoformat(row[1]) + timedelta(days=days)
    return str(row[0]) if is_due else None


def forget_old(db: Database, today: date, days: int) -> int:
    """Delete the tokens of services that ended so many days ago; how many went."""
    first = (today - timedelta(days=days)).isoformat()
    return db.conn.execute(
        "DELETE FROM receipt WHERE service_id IN (SELECT service_id FROM service WHERE finished_day < ?)",
        [first],
    ).rowcount


def normalised(token: str) -> str | None:
    """The token as it was made, also out of lower case; None for what cannot be one."""
    text = token.upper()
    try:
        raw = base64.b32decode(text + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        return None
    is_whole = len(raw) == _BYTES and base64.b32encode(raw).rstrip(b"=").decode("ascii") == text
    return text if is_whole else None


def _digest(keys: ServerKeys, token: str) -> str:
    return keys.name(_DIGEST, token)
