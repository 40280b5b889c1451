"""Pairing: a code made by staff, typed or scanned on a tablet, makes it one of ours.

A code has 40 random bits and lives ten minutes, so guessing it over the network is hopeless
without counting attempts: a thousand guesses a second find one open code with a chance of one
in two million.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from .. import periods
from ..catalogue import lookup
from ..errors.tablets import UnknownCode, WrongProof
from ..staff import audit
from ..storage import keys
from ..storage.db import Database
from . import device_keys, devices, succession

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 O 1 I, which are mistaken for one another
LENGTH = 8
TAIL = 3
LIFETIME = timedelta(minutes=10)


@dataclass(frozen=True)
class Enrolled:
    """What a tablet has become."""

    device_id: str
    counter_id: str


def make_code(
    db: Database, counter_id: str, actor: str, now: datetime, replaces: str | None = None
) -> str:
    """A new code for a tablet at this counter, such as "7KMP-2XQA"; it is kept nowhere.

    replaces: the tablet whose place the new one takes. That one keeps its standing: what it
    still holds are honest ratings, unless somebody revokes it.

    Raises UnknownCounter, or NoSuchTablet for what it should replace.
    """
    lookup.get_place(db, counter_id, periods.civil_day(now))
    if replaces is not None:
        devices.get_device(db, replaces)
    code = _draw(LENGTH)
    db.conn.execute(
        """
        INSERT INTO enrolment_code (code_digest, counter_id, replaces, made_at, expires_at, made_by)
        VALUES (:digest, :counter_id, :replaces, :now, :expires_at, :actor)
        """,
        {
            "digest": _digest(code),
            "counter_id": counter_id,
            "replaces": replaces,
            "now": periods.stamp(now),
            "expires_at": periods.stamp(now + LIFETIME),
            "actor": actor,
        },
    )
    audit.record(db, now, actor=actor, action="make pairing code", subject=counter_id)
    return f"{code[:4]}-{code[4:]}"


def read_code(typed: str) -> str:
    """The code's eight signs, however it was typed; raises UnknownCode for anything else.

    >>> read_code(" 7kmp-2xqa")
    '7KMP2XQA'
    """
    code = "".join(typed.upper().replace("-", "").split())
    if len(code) != LENGTH or set(code) - set(SIGNS):
        raise UnknownCode("code")
    return code


def check_proof(code: str, public_key: str, proof: str) -> None:
    """Raises WrongKey, or WrongProof unless this key signed for this code (as `read_code` gave it)."""
    keys.public_key(public_key)
    if not keys.verify(public_key, proof, keys.ENROLMENT, f"{code}\n{public_key}".encode()):
        raise WrongProof("proof")


def enrol(
    db: Database, code: str, public_key: str, now: datetime, former_id: str | None = None
) -> Enrolled:
    """Pair the tablet that holds this key, checked by the caller, at the code's counter.

    The same key with the same code again gets the same answer, for as long as the code lives: a
    tablet whose answer was lost tries again. former_id: which tablet this browser was before, proved
    to the caller. Raises UnknownCode for a code that is unknown,
    expired, or used by another.
    """
    row = db.conn.execute(
        """
        SELECT c.counter_id, c.made_by, d.device_id
        FROM enrolment_code AS c
        LEFT JOIN device AS d ON d.code_digest = c.code_digest
        WHERE c.code_digest = :digest AND c.expires_at > :now
        """,
        {"digest": _digest(code), "now": periods.stamp(now)},
    ).fetchone()
    if row is None:
        raise UnknownCode("code")
    counter_id, actor, device_id = row
    if device_id is None:
        device_id = _add_device(db, code, now)
        device_keys.add_key(db, device_id, public_key, now)
        devices.place(db, device_id, counter_id, actor, now)
        subject = f"{device_id} at {counter_id}"
        audit.record(db, now, actor=actor, action="pair tablet", subject=subject)
    elif not _holds(db, device_id, public_key):
        raise UnknownCode("code")
    if former_id is not None:
        succession.add_former(db, device_id, former_id)
    return Enrolled(device_id, devices.get_device(db, device_id).counter_id)


def _add_device(db: Database, code: str, now: datetime) -> str:
    """A name that no other tablet ever has: its number is for people, and comes again when the
    record is restored from a backup; its tail does not."""
    number = db.conn.execute("SELECT 1 + count(*) FROM device").fetchone()[0]
    device_id = f"T{number}-{_draw(TAIL)}"
    db.conn.execute(
        "INSERT INTO device (device_id, code_digest, enrolled_at) VALUES (?, ?, ?)",
        [device_id, _digest(code), periods.stamp(now)],
    )
    return device_id


def _holds(db: Database, device_id: str, public_key: str) -> bool:
    held = device_keys.find_keys(db, device_id, timedelta(0))
    return public_key in [key.public_key for key in held]


def _draw(length: int) -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(length))


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode("ascii")).hexdigest()
