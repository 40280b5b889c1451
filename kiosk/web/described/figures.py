"""The part of the API that operation centres read; docs/feed.md."""

from ...errors import N_
from ...formats.openapi import Operation, Parameter
from ...formats.schemas import object_schema
from ...services import systems
from ..figures import KINDS
from . import refusals
from .edition import EDITION, TEXT, WHOLE

FIGURES = N_("Figures")
LISTED = object_schema({"period": TEXT, "kind": {"enum": list(KINDS)}, "number": WHOLE, "address": TEXT})
LIST = object_schema({"editions": {"type": "array", "items": LISTED}})
PERIOD = Parameter(
    "period", "path", N_("A week as 2026-W34, a month 2026-08, a quarter 2026-Q3, a year 2026.")
)
NUMBER = Parameter("number", "path", N_("1 for the first edition; others restate it."))
KIND = Parameter("kind", "query", N_("Only editions of such periods."), KINDS)


def operations() -> dict[str, Operation]:
    """By endpoint."""
    return {
        "figures.get_list": Operation(
            FIGURES,
            N_("Ask which editions of the figures there are"),
            LIST,
            errors=refusals.LISTED,
            parameters=(KIND,),
            scope=systems.FIGURES,
        ),
        "figures.get_newest": Operation(
            FIGURES,
            N_("Read a period's figures as they stand now"),
            EDITION,
            errors=refusals.READ,
            parameters=(PERIOD,),
            scope=systems.FIGURES,
        ),
        "figures.get_edition": Operation(
            FIGURES,
            N_("Read one edition of a period, which never changes"),
            EDITION,
            errors=refusals.READ,
            parameters=(PERIOD, NUMBER),
            scope=systems.FIGURES,
        ),
    }
