"""Other systems that speak to this one: their keys, and what each key opens.

A key is 256 random bits, shown once and kept as its digest, so a copy of the record opens nothing.
A new key may overlap with the old ones: the other side changes over without an hour of silence.
"""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from .. import periods, words
from ..errors import MissingField, WrongChoice
from ..errors.services import ScopeMissing, SystemExists, UnknownSystem, UnknownSystemKey, WrongSystemKey
from ..formats import codes
from ..staff import audit
from ..storage.db import Database

# What a key may open. Scopes are added here and nowhere else.
WRITE, CORRECT, READ = "services:write", "services:correct", "services:read"
FIGURES = "figures:read"
SERVICES = (WRITE, CORRECT, READ)  # what the one-stop system needs
SCOPES = (*SERVICES, FIGURES)
PREFIX = "hailong_"  # so that whoever finds one knows what it is
SHOWN = 12  # digits of a key's digest, by which people name it
FEWEST = 6  # of them that must be typed
LONGEST_NAME = 100


@dataclass(frozen=True)
class Key:
    """A key as it is listed; ends: the instant from which it opens nothing, None if not set."""

    key_id: str
    system_id: str
    scopes: tuple[str, ...]
    made_at: datetime
    ends: datetime | None


def add_system(db: Database, system_id: str, name: str, *, now: datetime, by: str) -> None:
    """Note a system that may be given keys.

    Raises Fault for an id that cannot be one, MissingField, TextTooLong or UnsafeText for the
    name, or SystemExists.
    """
    system_id = codes.identifier(system_id)
    name = words.check_free_text(name, "name", LONGEST_NAME)
    if not name:
        raise MissingField("name")
    if _exists(db, system_id):
        raise SystemExists(system=system_id)
    db.conn.execute(
        "INSERT INTO system (system_id, name, made_at, made_by) VALUES (?, ?, ?, ?)",
        [system_id, name, periods.stamp(now), by],
    )
    audit.record(db, now, actor=by, action="add system", subject=system_id)


def make_key(
    db: Database, system_id: str, scopes: Collection[str], *, overlap: timedelta, now: datetime, by: str
) -> str:
    """A new key, to be shown once; the system's other keys end after the overlap.

    Raises UnknownSystem, or WrongChoice for no scope or one that does not exist.
    """
    if not _exists(db, system_id):
        raise UnknownSystem(system=system_id)
    if not scopes or not set(scopes) <= set(SCOPES):
        raise WrongChoice("scope", choices=", ".join(SCOPES))
    for older in find_keys(db, system_id):
        if older.ends is None or older.ends > now + overlap:
            end_key(db, older.key_id, ends=now + overlap, now=now, by=by)
    key = PREFIX + secrets.token_urlsafe(32)
    db.conn.execute(
        "INSERT INTO system_key (key_digest, system_id, scopes, made_at, made_by)"
        " VALUES (?, ?, ?, ?, ?)",
        [_digest(key), system_id, " ".join(sorted(set(scopes))), periods.stamp(now), by],
    )
    subject = f"{system_id} {_digest(key)[:SHOWN]}"
    audit.record(db, now, actor=by, action="make system key", subject=subject)
    return key


def end_key(db: Database, key_id: str, *, ends: datetime, now: datetime, by: str) -> None:
    """Let a key open nothing from an instant on. Of several ends the earliest holds.

    key_id: how its digest begins, as it is listed. Raises UnknownSystemKey.
    """
    found = db.conn.execute(
        "SELECT key_digest, system_id FROM system_key WHERE substr(key_digest, 1, length(?)) = ?",
        [key_id, key_id],
    ).fetchall()
    if len(found) != 1 or len(key_id) < FEWEST:
        raise UnknownSystemKey(key=key_id)
    [(digest, system_id)] = found
    db.conn.execute(
        "INSERT INTO system_key_end (key_digest, ends_at, ended_by) VALUES (?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        [digest, periods.stamp(ends), by],
    )
    subject = f"{system_id} {digest[:SHOWN]} at {periods.stamp(ends)}"
    audit.record(db, now, actor=by, action="end system key", subject=subject)


def check_key(db: Database, key: str, scope: str, now: datetime) -> str:
    """The system that holds the key; raises WrongSystemKey alike for one unknown or ended, or
    ScopeMissing."""
    row = db.conn.execute(
        """
        SELECT k.system_id, k.scopes
        FROM system_key AS k
        WHERE k.key_digest = :digest
          AND NOT EXISTS (
            SELECT 1 FROM system_key_end AS e WHERE e.key_digest = k.key_digest AND e.ends_at <= :now)
        """,
        {"digest": _digest(key), "now": periods.stamp(now)},
    ).fetchone()
    if row is None:
        raise WrongSystemKey
    if scope not in row[1].split():
        raise ScopeMissing(scope=scope)
    return str(row[0])


def find_keys(db: Database, system_id: str | None = None) -> list[Key]:
    """The keys of one system, or of all, oldest first."""
    rows = db.conn.execute(
        """
        SELECT k.key_digest, k.system_id, k.scopes, k.made_at, min(e.ends_at)
        FROM system_key AS k LEFT JOIN system_key_end AS e USING (key_digest)
        WHERE :system_id IS NULL OR k.system_id = :system_id
        GROUP BY k.key_digest
        ORDER BY k.system_id, k.made_at, k.key_digest
        """,
        {"system_id": system_id},
    ).fetchall()
    return [
        Key(
            digest[:SHOWN],
            owner,
            tuple(scopes.split()),
            periods.parse_stamp(made_at),
            None if ends is None else periods.parse_stamp(ends),
        )
        for digest, owner, scopes, made_at, ends in rows
    ]


def _exists(db: Database, system_id: str) -> bool:
    found = db.conn.execute("SELECT 1 FROM system WHERE system_id = ?", [system_id]).fetchone()
    return found is not None


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
