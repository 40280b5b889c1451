"""Codes that a tablet shows for a minute each: whoever scans one is at the counter just then.

A code names its counter and its minute, with what only the server and that counter's tablets can
make of the two. Nothing of it is stored, so a tablet makes them without a network.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ..storage import base64url
from ..storage.db import Database
from ..storage.keys import ServerKeys
from ..tablets.devices import ACTIVE

WINDOW_SECONDS = 60
OPENS_FOR = timedelta(minutes=10)  # from the window's beginning
_AHEAD = 1  # windows by which a tablet's clock may run ahead of ours
_TURN = 100  # of the window's number a code carries the last two digits: the others follow from now
_MAC_BYTES = 8
_PURPOSE = "hailong-rotating-1"
_DIGITS = re.compile(r"[0-9]{2}")
_NONE = ("", "00", "")  # what is no code at all is looked up like one, and takes as long


@dataclass(frozen=True)
class Window:
    """The minute in which a counter showed a code."""

    counter_id: str
    begins: datetime


def key_of(keys: ServerKeys, db: Database, counter_id: str) -> str:
    """What the counter's tablets make their codes with: 64 hexadecimal digits.

    Another one as soon as a tablet has been revoked, taken for two, moved away or replaced: what
    was stolen makes no more codes.
    """
    return keys.name(_PURPOSE, _epoch(db, counter_id), counter_id)


def may_make_codes(standing: str, *, is_replaced: bool) -> bool:
    """Whether a tablet is told the key of the counter where it stands."""
    return standing == ACTIVE and not is_replaced


def write_code(key: str, counter_id: str, instant: datetime) -> str:
    """The code that the counter shows at an instant, as the tablet's script makes it too."""
    number = _number(instant)
    return f"{counter_id}.{number % _TURN:02}.{_mac(key, counter_id, number)}"


def find_window(keys: ServerKeys, db: Database, code: str, now: datetime) -> Window | None:
    """The minute that the code was made for, or None where it is not ours or its time is over.

    What is mistyped, foreign or over costs the same statement and the same comparison.
    """
    counter_id, digits, mac = _read(code)
    number = _latest(int(digits), now)
    expected = _mac(key_of(keys, db, counter_id), counter_id, number)
    is_ours = hmac.compare_digest(expected.encode(), mac.encode("utf-8", "replace"))
    begins = datetime.fromtimestamp(number * WINDOW_SECONDS, UTC)
    return Window(counter_id, begins) if is_ours and now < begins + OPENS_FOR else None


def _read(code: str) -> tuple[str, str, str]:
    parts = code.rsplit(".", 2)
    if len(parts) != len(_NONE) or not _DIGITS.fullmatch(parts[1]):
        return _NONE
    return parts[0], parts[1], parts[2]


def _number(instant: datetime) -> int:
    return int(instant.timestamp() // WINDOW_SECONDS)


def _latest(digits: int, now: datetime) -> int:
    """The number of the last window with these digits that can have begun somewhere."""
    last = _number(now) + _AHEAD
    return last - (last - digits) % _TURN


def _mac(key: str, counter_id: str, number: int) -> str:
    message = f"{counter_id}|{number}".encode("utf-8", "replace")
    return base64url.encode(hmac.digest(bytes.fromhex(key), message, hashlib.sha256)[:_MAC_BYTES])


def _epoch(db: Database, counter_id: str) -> int:
    """How often a tablet of the counter has lost its right to make codes; it only grows."""
    row = db.conn.execute(
        """
        WITH stood AS (
          SELECT device_id, number FROM device_place WHERE counter_id = ?
        )
        SELECT (SELECT count(*) FROM stood JOIN device_place AS next
                ON next.device_id = stood.device_id AND next.number = stood.number + 1)
             + (SELECT count(*) FROM device_mark
                WHERE mark IN ('revoked', 'cloned') AND device_id IN (SELECT device_id FROM stood))
             + (SELECT count(*) FROM enrolment_code AS c JOIN device AS d USING (code_digest)
                WHERE c.replaces IN (SELECT device_id FROM stood))
        """,
        [counter_id],
    ).fetchone()
    return int(row[0])
