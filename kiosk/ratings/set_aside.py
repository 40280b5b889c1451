"""What contradicts an answer that is stored: kept for review, counted nowhere, told to nobody.

Whoever sends a second answer under the same id could learn from a refusal what the first one was;
so it is noted here, and tablets are answered as if it had been the first.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .. import periods
from ..storage.db import Database

MOST_KEPT_ASIDE = 8  # contradictions of one rating
LONGEST_BODY_BYTES = 10_000


def keep_aside(db: Database, cause: str, said: Mapping[str, Any], now: datetime) -> None:
    """Keep a contradicting rating or detail, by its fields: its words and its day, not its time.

    Kept once however often it is sent, and only the first few of each rating, so that nobody
    fills the disk with contradictions.
    """
    db.conn.execute(
        """
        INSERT INTO set_aside (rating_id, body, day, cause)
        SELECT :rating_id, :body, :day, :cause
        WHERE (SELECT count(*) FROM set_aside WHERE rating_id = :rating_id) < :most
        ON CONFLICT DO NOTHING
        """,
        {
            "rating_id": said["rating_id"],
            "body": shorten(json.dumps(dict(said), ensure_ascii=False, sort_keys=True)),
            "day": periods.slot(now).day,
            "cause": cause,
            "most": MOST_KEPT_ASIDE,
        },
    )


def shorten(body: str) -> str:
    """The body itself, or of one beyond LONGEST_BODY_BYTES the digest and length, as JSON."""
    raw = body.encode("utf-8", "surrogatepass")
    if len(raw) <= LONGEST_BODY_BYTES:
        return body
    return json.dumps({"bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()})
