"""The staff audit trail, written in the same transaction as the change it tells of."""

import secrets
from datetime import datetime

from .. import periods
from ..storage.db import Database


def record(db: Database, at: datetime, *, actor: str, action: str, subject: str) -> None:
    """Add one line: who did what to what, and when."""
    db.conn.execute(
        "INSERT INTO audit (audit_id, at, actor, action, subject) VALUES (?, ?, ?, ?, ?)",
        [secrets.token_hex(16), periods.stamp(at), actor, action, subject],
    )
