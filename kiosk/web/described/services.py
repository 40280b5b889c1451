"""The part of the API that the one-stop system speaks; docs/services-api.md."""

from ...errors import N_
from ...formats.openapi import Operation, Parameter
from ...formats.schemas import Schema, object_schema, refused_item, type_schema
from ...services import announcements, corrections, systems
from ...services.standing import Standing
from .. import service_answers
from . import refusals

SERVICES = N_("Services")
TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
STORED = {
    "dossier": TEXT,
    "status": {"const": "stored"},
    "receipt": TEXT_OR_NULL,
    "receipt_until": {"type": "string", "format": "date"},
}
STORED_SCHEMA = {**object_schema(STORED), "properties": {**STORED, "code": TEXT_OR_NULL}}
DOSSIER = Parameter("dossier", "path", N_("The dossier's code."))
A_SERVICE = {
    "dossier": "H44.5-260817-0001",
    "procedure": "1.001193",
    "counter": "H44.5-1",
    "resolving_unit": "H44.5",
    "received": "2026-08-17",
    "due": "2026-08-20",
    "finished": "2026-08-19 09:25",
    "outcome": "granted",
    "channel": "counter",
}


def operations(most: int) -> dict[str, Operation]:
    """By endpoint; most: items in one request."""
    image = N_("Adds the image of the receipt's code to the answer; at most 50 services a call then.")
    return {
        "services.post_services": Operation(
            SERVICES,
            N_("Announce one finished service, or a list of them"),
            STORED_SCHEMA,
            (announcements.SHAPE,),
            most,
            refused_item("dossier"),
            refusals.ANNOUNCED,
            (Parameter("code", "query", image, service_answers.FORMS),),
            systems.WRITE,
            example=A_SERVICE,
        ),
        "services.patch_service": Operation(
            SERVICES,
            N_("Correct a service; nothing is written over"),
            type_schema(Standing),
            (corrections.SHAPE,),
            errors=refusals.CORRECTED,
            parameters=(DOSSIER,),
            scope=systems.CORRECT,
            example={"reason": "nhập nhầm ngày hẹn trả", "due": "2026-08-18"},
        ),
        "services.get_service": Operation(
            SERVICES,
            N_("Ask what is held of a service, and whether its person was asked"),
            type_schema(Standing),
            errors=refusals.ASKED,
            parameters=(DOSSIER,),
            scope=systems.READ,
        ),
    }
