"""A tablet's contact: what it says of itself, and what it delivers, as read from the wire.

What is wrong with one entry is noted with that entry and refuses no other; only a letter that
cannot be answered entry by entry is refused as a whole.
"""

from dataclasses import dataclass
from typing import Any

from ..errors import N_, KioskError, TooManyItems, WrongChoice, WrongType
from ..errors.tablets import Unreadable
from ..formats import strict_json
from ..formats.strict_json import Field
from ..ratings.details import Detail
from ..ratings.submissions import Submission, check_rating_id
from ..storage.keys import ServerKeys
from . import clocks, sealing

MOST_ENTRIES = 200
MOST_SHOWN = 50
MOST_BY_HAND = 50_000  # half a year at 300 a day
HIGHEST = 2**53 - 1  # the last whole number that JavaScript tells from the next
QUARANTINE = "hailong-quarantine-1"
STORAGES = ("persistent", "best-effort", "none")
QUESTION, CODE = "question", "code"  # what a tablet shows; the code alone on a second screen
LONGEST_SEALED = 8_192  # characters; an entry of one block has 704

_NUMBER = Field((int, float), N_("a number"), required=True)
_COUNT = Field((int,), N_("a whole number"), required=True)
_TEXT = Field((str,), N_("text"), required=True)

LETTER_SHAPE = {
    "contact": _COUNT,
    "now": _NUMBER,
    "monotonic": _NUMBER,
    "boot": _TEXT,
    "last_sequence": _COUNT,
    "release": _TEXT,
    "state": Field((dict,), N_("an object"), required=True),
    "entries": Field((list,), N_("a list"), required=True, most_items=1_000_000),
    "shown": Field((list,), N_("a list of texts"), item_type=str, most_items=MOST_SHOWN),
}
STATE_SHAPE = {
    "queued": _COUNT,
    "oldest_seconds": Field((int, float), N_("a number")),
    "battery_percent": Field((int, float), N_("a number")),
    "charging": Field((bool,), N_("true or false")),
    "storage": _TEXT,
    "shows": Field((str,), N_("text")),
}
NAME_SHAPE = {"sequence": _COUNT, "rating_id": _TEXT}
ENTRY_SHAPE = {
    **NAME_SHAPE,
    "device_id": _TEXT,
    "key": Field((str,), N_("text"), required=True, longest=100),
    "iv": _TEXT,
    "sealed": Field((str,), N_("text"), required=True, longest=LONGEST_SEALED),
}
PRESS_SHAPE = {
    "kind": _TEXT,
    "rating_id": _TEXT,
    "pressed_at": _NUMBER,
    "monotonic": _NUMBER,
    "boot": _TEXT,
}
RATING_SHAPE = {
    **PRESS_SHAPE,
    "counter_id": _TEXT,
    "satisfied": Field((bool,), N_("true or false"), required=True),
    "officer_id": _TEXT,
    "offer": Field((str,), N_("text")),
    "receipt": Field((str,), N_("text")),
}
DETAIL_SHAPE = {
    **PRESS_SHAPE,
    "procedure_id": Field((str,), N_("text")),
    "topics": Field((list,), N_("a list of at most 12 texts"), item_type=str, most_items=12),
    "trust": Field((bool,), N_("true or false")),
}


@dataclass(frozen=True)
class Entry:
    """One delivered item: what was sealed in it, or why that could not be read.

    name: what quarantine calls it. device_id: the tablet that sealed it. cause: an error's code;
    then content is None. sent: the item as it came.
    """

    name: str
    sequence: int
    rating_id: str
    device_id: str
    content: Submission | Detail | None
    press: clocks.Reading | None
    cause: str | None
    sent: Any


@dataclass(frozen=True)
class State:
    """What a tablet says of itself; None: it does not know."""

    queued: int
    oldest_seconds: float | None
    battery_percent: int | None
    charging: bool | None
    storage: str
    shows: str = QUESTION


@dataclass(frozen=True)
class Contact:
    """One letter of a tablet, its signature checked.

    by_hand: it came as a file, not by network. shown: the offers that have stood on its screen.
    """

    device_id: str
    number: int
    reading: clocks.Reading
    last_sequence: int
    release: str
    state: State
    entries: tuple[Entry, ...]
    by_hand: bool = False
    shown: tuple[str, ...] = ()


def read_contact(keys: ServerKeys, device_id: str, body: bytes, *, by_hand: bool = False) -> Contact:
    """The letter that this tablet has signed, with its entries opened.

    A field that a newer page adds is passed over, so that after a step back of the server the
    tablets still learn which release to load. Raises what `strict_json` does, WrongType,
    WrongChoice or TooManyItems; an outbox brought by hand may be longer.
    """
    letter = _read_known(strict_json.parse(body), LETTER_SHAPE)
    entries = letter["entries"]
    limit = MOST_BY_HAND if by_hand else MOST_ENTRIES
    if len(entries) > limit:
        raise TooManyItems(limit=limit, given=len(entries))
    return Contact(
        device_id=device_id,
        number=_whole("contact", letter["contact"], 1),
        reading=clocks.read_clocks(letter["now"], letter["monotonic"], letter["boot"]),
        last_sequence=_whole("last_sequence", letter["last_sequence"], 0),
        release=letter["release"],
        state=_read_state(letter["state"]),
        entries=tuple(read_entry(keys, device_id, value) for value in entries),
        by_hand=by_hand,
        shown=tuple(letter.get("shown", ())),
    )


def _read_known(value: Any, shape: dict[str, Field]) -> dict[str, Any]:
    if isinstance(value, dict):
        value = {name: value[name] for name in value if name in shape}
    return strict_json.read_object(value, shape)


def _whole(name: str, value: int, least: int) -> int:
    if not least <= value <= HIGHEST:
        raise WrongType(name, expected=N_("a whole number"))
    return value


def _read_state(value: Any) -> State:
    found = _read_known(value, STATE_SHAPE)
    if found["storage"] not in STORAGES:
        raise WrongChoice("storage", choices=", ".join(STORAGES))
    oldest, battery = found.get("oldest_seconds"), found.get("battery_percent")
    return State(
        queued=_whole("queued", found["queued"], 0),
        oldest_seconds=None if oldest is None else min(max(0.0, oldest), clocks.FARTHEST_SECONDS),
        battery_percent=None if battery is None else round(min(max(0, battery), 100)),
        charging=found.get("charging"),
        storage=found["storage"],
        shows=CODE if found.get("shows") == CODE else QUESTION,
    )


def read_entry(keys: ServerKeys, sender: str, value: Any) -> Entry:
    """One item, opened, or with the cause why it could not be.

    An item without number and name could not be acknowledged: raises what `strict_json` does.
    """
    name = _read_known(value, NAME_SHAPE)
    sequence = _whole("sequence", name["sequence"], 1)
    owner, content, press, cause = sender, None, None, None
    try:
        found = strict_json.read_object(value, ENTRY_SHAPE)
        owner = found["device_id"]
        label = sealing.Label(owner, sequence, name["rating_id"])
        envelope = sealing.Envelope(found["key"], found["iv"], found["sealed"])
        content, press = _read_content(sealing.open_sealed(keys.sealing, label, envelope))
        if content.rating_id != name["rating_id"]:
            raise Unreadable("rating_id")
    except KioskError as refusal:
        content, press, cause = None, None, refusal.code
    digest = keys.name(QUARANTINE, owner, sequence, name["rating_id"])
    return Entry(digest, sequence, name["rating_id"], owner, content, press, cause, value)


def _read_content(plain: bytes) -> tuple[Submission | Detail, clocks.Reading]:
    value = strict_json.parse(plain)
    kind = value.get("kind") if isinstance(value, dict) else None
    if kind == "rating":
        found = strict_json.read_object(value, RATING_SHAPE)
        content: Submission | Detail = _rating(found)
    elif kind == "detail":
        found = strict_json.read_object(value, DETAIL_SHAPE)
        content = Detail(
            rating_id=found["rating_id"],
            procedure_id=found.get("procedure_id"),
            topics=tuple(found.get("topics", ())),
            trust=found.get("trust"),
        )
    else:
        raise WrongChoice("kind", choices="rating, detail")
    check_rating_id(found["rating_id"])
    return content, clocks.read_clocks(found["pressed_at"], found["monotonic"], found["boot"])


def _rating(found: dict[str, Any]) -> Submission:
    return Submission(
        rating_id=found["rating_id"],
        counter_id=found["counter_id"],
        satisfied=found["satisfied"],
        officer_shown=found["officer_id"],
        offer=found.get("offer") or None,
        receipt=found.get("receipt") or None,
    )
