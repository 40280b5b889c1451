"""The part that only our own tablets speak; docs/tablet-protocol.md says how it is signed and sealed."""

from ...errors import N_, TooManyItems
from ...formats.openapi import Operation, Parameter
from ...formats.schemas import Schema, object_schema
from ...tablets import contacts
from .. import devices, offers
from . import refusals

TABLETS = N_("Tablets")
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
CONTACT_ANSWER = object_schema(
    {
        "contact": {"type": "integer"},
        "now": NUMBER,
        "entries": {"type": "array"},
        "rotate": {"type": "boolean"},
        **dict.fromkeys(("device_id", "standing", "counter_id", "release", "kit", "kit_key"), TEXT),
    }
)
SIGNATURE = tuple(
    Parameter(name, "header", N_("Who signs, with which key, and the signature of the body."))
    for name in ("Hailong-Device", "Hailong-Key", "Hailong-Signature")
)


def operations() -> dict[str, Operation]:
    """By endpoint."""
    paired = ("device_id", "counter_id", "signing_key", "sealing_key")
    return {
        "devices.pair": Operation(
            TABLETS,
            N_("Pair a tablet by a code that staff made"),
            object_schema(dict.fromkeys(paired, TEXT)),
            (devices.ENROLMENT_SHAPE,),
            errors=refusals.PAIRED,
            status=201,
        ),
        "devices.change_key": Operation(
            TABLETS,
            N_("Take a tablet's new key, signed by the old one"),
            object_schema({"device_id": TEXT, "key_id": TEXT}),
            (devices.KEY_SHAPE,),
            errors=refusals.REKEYED,
            parameters=SIGNATURE,
        ),
        "devices.make_contact": Operation(
            TABLETS,
            N_("Take what a paired tablet delivers, and sign for it"),
            CONTACT_ANSWER,
            (contacts.LETTER_SHAPE,),
            errors=(*refusals.SIGNED, TooManyItems),
            parameters=SIGNATURE,
        ),
        "offers.listen": Operation(
            TABLETS,
            N_("Tell a tablet, while it waits, which service was finished at its counter"),
            TEXT,
            (offers.LETTER_SHAPE,),
            errors=refusals.SIGNED,
            parameters=SIGNATURE,
            media="text/event-stream",
        ),
    }
