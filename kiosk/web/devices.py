"""The tablets' door: pairing, the change of keys, and contacts; see docs/tablet-protocol.md."""

import json
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from .. import periods
from ..deliveries.reception import Answer
from ..errors import N_, KioskError, UnknownCounter
from ..errors.tablets import UnknownCode
from ..formats import strict_json
from ..formats.strict_json import Field
from ..phones import rotating
from ..storage import keys
from ..storage.db import Database
from ..tablets import contacts, device_keys, enrolment, succession
from ..tablets.device_keys import Signed
from ..tablets.devices import REVOKED
from . import api, storage, tablet
from .releases import release

blueprint = Blueprint("devices", __name__, url_prefix="/api/v1")

_TEXT = Field((str,), N_("text"), required=True, longest=200)
ENROLMENT_SHAPE = {
    "code": _TEXT,
    "public_key": _TEXT,
    "proof": _TEXT,
    "formerly": Field((dict,), N_("an object")),
}
FORMERLY_SHAPE = {"device_id": _TEXT, "signature": _TEXT}
KEY_SHAPE = {"public_key": _TEXT, "proof": _TEXT}


@blueprint.post("/devices")
def pair() -> ResponseReturnValue:
    """Make the sender one of our tablets, by a code that staff made."""
    found = strict_json.read_object(strict_json.parse(api.raw_body()), ENROLMENT_SHAPE)
    code, public_key = enrolment.read_code(found["code"]), found["public_key"]
    enrolment.check_proof(code, public_key, found["proof"])
    former_id = _proved_former(found.get("formerly"), public_key)

    def enrol(db: Database) -> enrolment.Enrolled | KioskError:
        try:
            return enrolment.enrol(db, code, public_key, periods.now(), former_id)
        except UnknownCode as refusal:
            return refusal

    enrolled = storage.write(enrol)
    if isinstance(enrolled, KioskError):
        raise enrolled
    ours = server_keys()
    answer = {
        "device_id": enrolled.device_id,
        "counter_id": enrolled.counter_id,
        "signing_key": ours.signing_key,
        "sealing_key": ours.sealing_key,
    }
    return answer, 201


@blueprint.post("/devices/keys")
def change_key() -> ResponseReturnValue:
    """Take a tablet's new key, which the old one has signed for."""
    message = signed_message(keys.NEW_KEY)
    used = device_keys.check_signed(held_keys(message.device_id), message, periods.now())
    found = strict_json.read_object(strict_json.parse(message.body), KEY_SHAPE)
    device_keys.check_new_key(message.device_id, found["public_key"], found["proof"])

    def rotate(db: Database) -> str | KioskError:
        try:
            device_id, public_key = message.device_id, found["public_key"]
            return device_keys.rotate(db, device_id, public_key, used.key_id, periods.now())
        except KioskError as refusal:
            return refusal

    key_id = storage.write(rotate)
    if isinstance(key_id, KioskError):
        raise key_id
    return signed_answer({"device_id": message.device_id, "key_id": key_id})


@blueprint.post("/contacts")
def make_contact() -> ResponseReturnValue:
    """Take what a tablet delivers, and sign for it once it is on the disk."""
    message, now = signed_message(keys.CONTACT), periods.now()
    held = held_keys(message.device_id)
    used = device_keys.check_signed(held, message, now)
    contact = contacts.read_contact(server_keys(), message.device_id, message.body)
    answer = storage.write_all(current_app.extensions["receive_all"], [contact])[0]
    return signed_answer(
        {
            "contact": contact.number,
            "device_id": contact.device_id,
            "now": round(periods.now().timestamp() * 1000),
            "entries": [
                {"sequence": one.sequence, "rating_id": one.rating_id, "status": one.status}
                for one in answer.entries
            ],
            "standing": answer.standing,
            "counter_id": answer.counter_id,
            "release": release(current_app),
            "kit": _kit(answer.counter_id),
            "kit_key": "" if answer.standing == REVOKED else tablet.kit_key(answer.counter_id),
            "code_key": _code_key(answer),
            "rotate": answer.standing != REVOKED
            and device_keys.should_rotate(held, used, now, current_app.config["KEY_DAYS"]),
        }
    )


def _proved_former(said: Any, public_key: str) -> str | None:
    """Which tablet the sender was before; None if it says nothing, or cannot prove it."""
    if said is None:
        return None
    claim = succession.Claim(**strict_json.read_object(said, FORMERLY_SHAPE))
    return claim.device_id if succession.is_proved(storage.reading(), claim, public_key) else None


def server_keys() -> keys.ServerKeys:
    """This server's own keys."""
    return current_app.extensions["keys"]  # type: ignore[no-any-return]


def signed_message(context: str) -> Signed:
    """The request's body with what its headers say of its signature."""
    headers = request.headers
    return Signed(
        device_id=headers.get("Hailong-Device", ""),
        key_id=headers.get("Hailong-Key", ""),
        signature=headers.get("Hailong-Signature", ""),
        context=context,
        body=api.raw_body(),
    )


def signed_answer(content: dict[str, Any]) -> Response:
    """JSON that this server has signed: a tablet believes no other."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    response = Response(body, mimetype="application/json")
    response.headers["Hailong-Signature"] = server_keys().sign(keys.ACKNOWLEDGEMENT, body)
    return response


def _code_key(answer: Answer) -> str:
    """What the tablet makes its counter's codes with; '' where it is to make none."""
    is_wanted = current_app.config["ROTATING_CODES"]
    if not is_wanted or not rotating.may_make_codes(answer.standing, is_replaced=answer.is_replaced):
        return ""
    return rotating.key_of(server_keys(), storage.reading(), answer.counter_id)


def _kit(counter_id: str) -> str:
    """The digest of what the tablet should know; '' where its counter is no longer in use."""
    try:
        return tablet.kits().get(storage.reading(), counter_id, periods.now()).etag
    except UnknownCounter:
        return ""


def held_keys(device_id: str) -> list[device_keys.Key]:
    """The keys that the tablet may sign with."""
    overlap = timedelta(days=current_app.config["KEY_OVERLAP_DAYS"])
    return device_keys.find_keys(storage.reading(), device_id, overlap)
