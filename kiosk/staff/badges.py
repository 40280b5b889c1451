"""An officer's badge: a QR code by which a phone signs the officer on without a password."""

import hashlib
import secrets
from datetime import datetime

from .. import periods
from ..catalogue import lookup
from ..catalogue.lookup import Officer
from ..errors import UnknownOfficer
from ..errors.staff import UnknownBadge
from ..storage.db import Database
from . import audit

TOKEN_BYTES = 16


def make_badge(db: Database, officer_id: str, *, now: datetime, by: str) -> str:
    """A new badge, which ends the officer's earlier one; returns its token, which is kept nowhere.

    Raises UnknownOfficer.
    """
    day = periods.civil_day(now)
    if lookup.get_officer(db, officer_id, day) is None:
        raise UnknownOfficer("officer_id", officer=officer_id, day=day)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    _end(db, officer_id, now)
    db.conn.execute(
        "INSERT INTO badge (badge_digest, officer_id, made_at, made_by) VALUES (?, ?, ?, ?)",
        [_digest(token), officer_id, periods.stamp(now), by],
    )
    audit.record(db, now, actor=by, action="make badge", subject=officer_id)
    return token


def end_badge(db: Database, officer_id: str, *, now: datetime, by: str) -> None:
    """End the officer's badge, a lost one for instance; nothing changes the second time."""
    if _end(db, officer_id, now):
        audit.record(db, now, actor=by, action="end badge", subject=officer_id)


def get_officer(db: Database, token: str, now: datetime) -> Officer:
    """Whose badge it is; raises UnknownBadge alike for one unknown, ended, or of an officer gone."""
    row = db.conn.execute(
        "SELECT officer_id FROM badge WHERE badge_digest = ? AND ended_at IS NULL", [_digest(token)]
    ).fetchone()
    officer = row and lookup.get_officer(db, row[0], periods.civil_day(now))
    if officer is None:
        raise UnknownBadge
    return officer


def holders(db: Database) -> dict[str, datetime]:
    """The officers who have a badge, with when it was made."""
    rows = db.conn.execute(
        "SELECT officer_id, made_at FROM badge WHERE ended_at IS NULL ORDER BY officer_id"
    ).fetchall()
    return {officer_id: periods.parse_stamp(made_at) for officer_id, made_at in rows}


def _end(db: Database, officer_id: str, now: datetime) -> bool:
    ended = db.conn.execute(
        "UPDATE badge SET ended_at = ? WHERE officer_id = ? AND ended_at IS NULL",
        [periods.stamp(now), officer_id],
    )
    return bool(ended.rowcount)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
