"""An outbox brought by hand: the unsent ratings of a tablet whose network stays away.

The tablet's service page saves them, sealed and signed as for the network; a courier brings the
file; `kiosk import-outbox` or the page of tablets takes it. Twice does no harm.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import device_keys, keys, strict_json
from .contacts import read_contact
from .db import Database
from .device_keys import Signed
from .errors import N_, KioskError, NotAnOutbox
from .reception import KEPT_ASIDE, Reception
from .strict_json import Field

FORMAT = "hailong-outbox-1"
_TEXT = Field((str,), N_("text"), required=True)
_SHAPE = {
    "format": _TEXT,
    "device_id": _TEXT,
    "key_id": _TEXT,
    "signature": Field((str,), N_("text"), required=True, longest=100),
    "body": Field((str,), N_("text"), required=True, longest=None),
}


@dataclass(frozen=True)
class Imported:
    """How many entries were recorded, kept aside for review, or had come before."""

    device_id: str
    recorded: int
    kept_aside: int
    known: int


def import_outbox(
    db: Database,
    server_keys: keys.ServerKeys,
    reception: Reception,
    text: str | bytes,
    now: datetime,
    *,
    overlap: timedelta,
) -> Imported:
    """Take a saved outbox inside the caller's transaction.

    overlap: how long a tablet's superseded key still holds.

    Raises NotAnOutbox for any other file, UnknownDevice or WrongSignature, or what
    `read_contact` does.
    """
    message = _read(text)
    device_keys.check_signed(device_keys.find_keys(db, message.device_id, overlap), message, now)
    contact = read_contact(server_keys, message.device_id, message.body, by_hand=True)
    answer = reception.receive_all(db, [contact], now)[0]
    count = Counter("known" if not one.is_new else one.status for one in answer.entries)
    return Imported(message.device_id, count["recorded"], count[KEPT_ASIDE], count["known"])


def _read(text: str | bytes) -> Signed:
    try:
        raw = text.encode() if isinstance(text, str) else text
        found = strict_json.read_object(strict_json.parse(raw), _SHAPE)
    except (KioskError, UnicodeEncodeError) as error:
        raise NotAnOutbox from error
    if found["format"] != FORMAT:
        raise NotAnOutbox
    return Signed(
        device_id=found["device_id"],
        key_id=found["key_id"],
        signature=found["signature"],
        context=keys.CONTACT,
        body=found["body"].encode("utf-8", "surrogatepass"),
    )
