"""The public keys of tablets: which holds when, whether a message is signed by one, and their change.

A tablet changes its key from time to time; the old one is still taken for a while, so that
nothing signed before is lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from .. import periods
from ..errors.tablets import NotPaired, TooManyKeys, UnknownDevice, WrongKey, WrongProof, WrongSignature
from ..storage import keys
from ..storage.db import Database
from . import devices

CHANGES_NO_SOONER = timedelta(days=1)  # after the change before


@dataclass(frozen=True)
class Key:
    """A public key of a tablet, and until when its signatures are taken; None: for good."""

    key_id: str
    public_key: str
    valid_from: datetime
    valid_until: datetime | None


@dataclass(frozen=True)
class Signed:
    """A message as it came: who says to have signed it, with which key, for what purpose."""

    device_id: str
    key_id: str
    signature: str
    context: str
    body: bytes


def load_server_keys(instance: Path, db: Database) -> keys.ServerKeys:
    """The server's own keys out of the deployment's folder.

    They are made at the first start only: once tablets are paired with them, new ones would be
    strangers to every tablet, and what the tablets hold could not be opened. Raises KeysMissing.
    """
    is_first = db.conn.execute("SELECT NOT EXISTS (SELECT 1 FROM device)").fetchone()[0]
    return keys.load_or_make(instance / "keys", may_make=bool(is_first))


def find_keys(db: Database, device_id: str, overlap: timedelta) -> list[Key]:
    """A tablet's keys, oldest first; each holds until `overlap` after the next one began."""
    rows = db.conn.execute(
        """
        SELECT key_id, public_key, valid_from, lead(valid_from) OVER (ORDER BY number)
        FROM device_key
        WHERE device_id = ?
        ORDER BY number
        """,
        [device_id],
    ).fetchall()
    return [
        Key(
            key_id,
            public_key,
            periods.parse_stamp(since),
            None if succeeded is None else periods.parse_stamp(succeeded) + overlap,
        )
        for key_id, public_key, since, succeeded in rows
    ]


def check_signed(held: Iterable[Key], message: Signed, now: datetime) -> Key:
    """The key that signed the message, out of those its tablet holds.

    Raises UnknownDevice where the tablet holds none, so does not exist; WrongSignature where the
    key is not one of its own or holds no more, or did not sign this for this purpose.
    """
    held = list(held)
    if not held:
        raise UnknownDevice
    for key in held:
        if key.key_id == message.key_id and (key.valid_until is None or now < key.valid_until):
            if keys.verify(key.public_key, message.signature, message.context, message.body):
                return key
            break
    raise WrongSignature


def should_rotate(held: list[Key], used: Key, now: datetime, key_days: int) -> bool:
    """Whether the newest key is too old, or the tablet has not yet begun to use it."""
    newest = held[-1]
    return used.key_id != newest.key_id or now - newest.valid_from >= timedelta(days=key_days)


def check_new_key(device_id: str, public_key: str, proof: str) -> None:
    """Raises WrongKey, or WrongProof unless the new key signed for this tablet."""
    keys.public_key(public_key)
    if not keys.verify(public_key, proof, keys.NEW_KEY, f"{device_id}\n{public_key}".encode()):
        raise WrongProof("proof")


def rotate(db: Database, device_id: str, public_key: str, used_key_id: str, now: datetime) -> str:
    """Give the tablet a new key, checked by the caller; returns its short name.

    used_key_id: the key that signed for it. Only the newest may, lest whoever gets hold of a
    superseded one locks the tablet out. The newest key sent again changes nothing, whichever
    signed: the answer was lost. Raises UnknownDevice, NotPaired for a revoked tablet,
    WrongSignature, WrongKey for a key that it has given up, or TooManyKeys.
    """
    device = devices.find_device(db, device_id)
    if device is None:
        raise UnknownDevice
    if device.standing == devices.REVOKED:
        raise NotPaired
    key_id = keys.key_id(public_key)
    *older, newest = find_keys(db, device_id, timedelta(0))
    if key_id == newest.key_id:
        return key_id
    if used_key_id != newest.key_id:
        raise WrongSignature
    if key_id in [key.key_id for key in older]:
        raise WrongKey("public_key")
    if older and timedelta(0) <= now - newest.valid_from < CHANGES_NO_SOONER:
        raise TooManyKeys
    add_key(db, device_id, public_key, now)
    return key_id


def add_key(db: Database, device_id: str, public_key: str, since: datetime) -> None:
    """Note a public key of a tablet, from an instant on."""
    db.conn.execute(
        """
        INSERT INTO device_key (device_id, key_id, number, public_key, valid_from)
        SELECT :device_id, :key_id, 1 + count(*), :public_key, :since
        FROM device_key
        WHERE device_id = :device_id
        """,
        {
            "device_id": device_id,
            "key_id": keys.key_id(public_key),
            "public_key": public_key,
            "since": periods.stamp(since),
        },
    )
