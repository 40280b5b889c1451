"""Which tablet a browser was before it was paired anew.

Whoever has a paired tablet could seal entries under any other's name: the key for it is public.
So a name counts as a tablet's own former one only if that name's key signed for its new key
when it was paired.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from ..storage import keys
from ..storage.db import Database
from . import device_keys


@dataclass(frozen=True)
class Claim:
    """What a browser says it was, with the former key's signature over its new public key."""

    device_id: str
    signature: str


def is_proved(db: Database, claim: Claim, public_key: str) -> bool:
    """Whether any key that the claimed tablet ever had signed for the new one.

    The tablet may be revoked meanwhile: its entries are then kept aside as its own. False also
    for a tablet that is not known here; a pairing is never refused for its past.
    """
    message = public_key.encode("utf-8", "surrogatepass")
    return any(
        keys.verify(held.public_key, claim.signature, keys.FORMERLY, message)
        for held in device_keys.find_keys(db, claim.device_id, timedelta(0))
    )


def add_former(db: Database, device_id: str, former_id: str) -> None:
    """Note a proved claim; twice is once."""
    db.conn.execute(
        "INSERT INTO device_former (device_id, former_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [device_id, former_id],
    )


def find_formers(db: Database, device_ids: Iterable[str]) -> dict[str, set[str]]:
    """Everything that each of these tablets has been, also several pairings ago."""
    rows = db.conn.execute(
        """
        WITH RECURSIVE past (device_id, former_id) AS (
          SELECT device_id, former_id
          FROM device_former
          WHERE device_id IN (SELECT value FROM json_each(:asked))
          UNION
          SELECT past.device_id, older.former_id
          FROM past
          JOIN device_former AS older ON older.device_id = past.former_id
        )
        SELECT device_id, former_id FROM past ORDER BY device_id, former_id
        """,
        {"asked": json.dumps(sorted(set(device_ids)))},
    ).fetchall()
    found: dict[str, set[str]] = defaultdict(set)
    for device_id, former_id in rows:
        found[device_id].add(former_id)
    return dict(found)
