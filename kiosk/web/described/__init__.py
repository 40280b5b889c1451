"""What each address of the API does, as its description tells; a test holds every route to it."""

from ...errors import N_
from ...formats.openapi import Operation
from . import figures, ratings, refusals, services, tablets

DESCRIPTION = N_("This description")


def operations(most: int) -> dict[str, Operation]:
    """By endpoint; most: items in one request."""
    described = (
        ratings.operations(most),
        services.operations(most),
        figures.operations(),
        tablets.operations(),
        _itself(),
    )
    return {endpoint: one for part in described for endpoint, one in part.items()}


def _itself() -> dict[str, Operation]:
    return {
        "openapi.as_json": Operation(
            DESCRIPTION, N_("This description, for machines"), {"type": "object"}, errors=refusals.ALWAYS
        ),
        "openapi.as_page": Operation(
            DESCRIPTION,
            N_("This description, for reading"),
            {"type": "string"},
            errors=refusals.ALWAYS,
            media="text/html",
        ),
    }
