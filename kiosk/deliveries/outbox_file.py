"""An outbox brought by hand: the unsent ratings of a tablet whose network stays away.

The tablet's service page saves them, sealed and signed as for the network; a courier brings the
file; `kiosk import-outbox` or the page of tablets takes it. Twice does no harm. It is read and
opened by whoever brings it, and received in parts as large as a contact, so that it holds up no
tablet that delivers by the network meanwhile.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ..errors import N_, KioskError
from ..errors.tablets import NotAnOutbox
from ..formats import strict_json
from ..formats.strict_json import Field
from ..storage import keys
from ..storage.db import Database
from ..tablets import device_keys
from ..tablets.contacts import MOST_ENTRIES, Contact, read_contact
from ..tablets.device_keys import Signed
from .reception import KEPT_ASIDE, Answer

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


def read_outbox(
    db: Database, server_keys: keys.ServerKeys, text: str | bytes, now: datetime, *, overlap: timedelta
) -> Contact:
    """The letter in a saved outbox, its signature checked and its entries opened; stores nothing.

    overlap: how long a tablet's superseded key still holds.

    Raises NotAnOutbox for any other file, UnknownDevice or WrongSignature, or what
    `read_contact` does.
    """
    message = _read(text)
    device_keys.check_signed(device_keys.find_keys(db, message.device_id, overlap), message, now)
    return read_contact(server_keys, message.device_id, message.body, by_hand=True)


def import_outbox(contact: Contact, receive: Callable[[Contact], Answer]) -> Imported:
    """Let the letter be received, MOST_ENTRIES entries at a time.

    receive: stores one part for good. If it raises, the parts before it stay stored, and the
    same file may be brought again.
    """
    count: Counter[str] = Counter()
    for start in range(0, len(contact.entries), MOST_ENTRIES):
        answer = receive(replace(contact, entries=contact.entries[start : start + MOST_ENTRIES]))
        count.update("known" if not one.is_new else one.status for one in answer.entries)
    return Imported(contact.device_id, count["recorded"], count[KEPT_ASIDE], count["known"])


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
