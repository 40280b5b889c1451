"""The tablet's ear: what was finished at its counter a moment ago; see docs/tablet-protocol.md.

A tablet signs a letter and hears events for as long as it waits; where no further stream may be
open it is told so, and asks again every few seconds.
"""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Blueprint, Flask, Response, current_app
from flask.typing import ResponseReturnValue

from .. import periods
from ..errors import N_, WrongType
from ..formats import strict_json
from ..formats.strict_json import Field
from ..integrity import watch as watching
from ..services.receipts import OFFER, Receipts
from ..storage import keys
from ..storage.db import Database
from ..tablets import device_keys, devices, offers
from ..tablets.offers import Board, Offer
from . import storage
from .devices import held_keys, signed_message

blueprint = Blueprint("offers", __name__, url_prefix="/api/v1")

LETTER_SHAPE = {
    "nonce": Field((str,), N_("text"), required=True, longest=64),
    "wait": Field((int,), N_("a whole number"), required=True),
}
LONGEST_WAIT = 60  # seconds; then the tablet asks anew, signed anew
KEEP_ALIVE = 5.0  # shows a tablet that the line holds, and the server that somebody listens
ASK_AGAIN = 3  # seconds, of a tablet that no stream was left for
SELDOM = 60  # where no system announces anything
PADDING = ":" + " " * 2_048 + "\n\n"  # what stands between may hold back the first few bytes


@dataclass(frozen=True)
class Listener:
    """A tablet that asked: who, where, and the word that binds each event to its letter."""

    device_id: str
    counter_id: str
    nonce: str
    wait: int


def announce(service_ids: Sequence[str]) -> None:
    """Offer these services, which are stored by now, to the tablets of their counters.

    To be called after the commit that stored them, with those that are new, in their order: of
    several at one counter the last one is offered. Those of other days, without a counter, by post
    or online are passed over.
    """
    receipts: Receipts = current_app.extensions["receipts"]
    today = periods.civil_day(periods.now())
    found = offers.find_offered(storage.reading(), receipts, service_ids, today)
    if found:
        watch, counter_ids = current_app.extensions["watch"], [one.counter_id for one in found]

        def offer(db: Database) -> None:
            for one in found:
                receipts.issue(db, one.service_id, OFFER)
            watching.add(db, watch.followed(counter_ids, periods.now()))

        storage.write(offer)
        board().show(found)
        watch.note_served(counter_ids, periods.now())


@blueprint.post("/offers")
def listen() -> ResponseReturnValue:
    """Tell a tablet what it is offered now, and each change while it waits."""
    listener = _read_listener()
    stream = None
    is_in_use = offers.is_in_use(storage.reading())
    if listener.wait and is_in_use:
        stream = board().open_stream(listener.device_id)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if stream is None:
        events = iter(
            [_event(app, listener, _standing(app, listener), ASK_AGAIN if is_in_use else SELDOM)]
        )
    else:
        events = _stream(app, listener, stream)
    response = Response(events, mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"  # a proxy that knows it passes each event on at once
    return response


def board() -> Board:
    """What this server's tablets are offered."""
    return current_app.extensions["offers"]  # type: ignore[no-any-return]


def _read_listener() -> Listener:
    """Raises what a contact does: UnknownDevice, WrongSignature, or what is wrong with the letter."""
    message = signed_message(keys.OFFERS)
    device_keys.check_signed(held_keys(message.device_id), message, periods.now())
    value = strict_json.parse(message.body)
    if isinstance(value, dict):  # what a newer page adds is passed over
        value = {name: value[name] for name in value if name in LETTER_SHAPE}
    found = strict_json.read_object(value, LETTER_SHAPE)
    if not 0 <= found["wait"] <= LONGEST_WAIT:
        raise WrongType("wait", expected=N_("a whole number"))
    device = devices.get_device(storage.reading(), message.device_id)
    counter_id = "" if device.standing == devices.REVOKED else device.counter_id
    return Listener(message.device_id, counter_id, found["nonce"], found["wait"])


def _stream(app: Flask, listener: Listener, stream: object) -> Iterator[str]:
    """Events until the tablet's time is over, it goes away, or the server stops."""
    ours: Board = app.extensions["offers"]
    end = time.monotonic() + listener.wait
    try:
        told = _standing(app, listener)
        yield PADDING + _event(app, listener, told, 0)
        while (left := end - time.monotonic()) > 0:
            seen = (listener.counter_id, told)
            if not ours.wait(listener.device_id, stream, seen, min(left, KEEP_ALIVE)):
                return
            offer = _standing(app, listener)
            yield ":\n\n" if offer is told else _event(app, listener, offer, 0)
            told = offer
    finally:
        ours.end_stream(listener.device_id, stream)


def _standing(app: Flask, listener: Listener) -> Offer | None:
    """What the tablet is offered now; what was answered meanwhile is taken down."""
    ours: Board = app.extensions["offers"]
    offer = ours.current(listener.counter_id)
    with app.app_context():
        if offer is not None and offers.is_answered(storage.reading(), offer.service_id):
            ours.take_down(offer)
            return None
    return offer


def _event(app: Flask, listener: Listener, offer: Offer | None, again_seconds: int) -> str:
    """One event, signed: an offer believed from a stranger would be a dossier that nobody brought."""
    ours: Board = app.extensions["offers"]
    content = {
        "nonce": listener.nonce,
        "device_id": listener.device_id,
        "counter_id": listener.counter_id,
        "again_seconds": again_seconds,
        "offer": offer
        and {
            "token": offer.token,
            "procedure_id": offer.procedure_id,
            "name": offer.name,
            "name_en": offer.name_en,
            "seconds": round(ours.seconds_left(offer), 1),
        },
    }
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    server: keys.ServerKeys = app.extensions["keys"]
    return f"data: {server.sign(keys.OFFERED, body.encode())} {body}\n\n"
