"""The part of the API that operation centres read; docs/feed.md."""

from ... import systems
from ...errors import N_
from ...openapi import Operation, Parameter
from ...schemas import Schema, object_schema
from ..figures import KINDS
from . import refusals

FIGURES = N_("Figures")
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
SHARE_OR_NULL: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
# A cell, as everybody is shown it. share: [count, n] where it is told; interval: [low, high, level];
# bounds: between which it lies for certain, where only that may be said.
CELL = object_schema(
    {
        "state": {"enum": ["shown", "at_least", "at_most", "between", "too_few", "empty", "withheld"]},
        "n": WHOLE,
        "needed": WHOLE,
        "share": {"type": ["array", "null"], "items": WHOLE, "minItems": 2, "maxItems": 2},
        "interval": {"type": ["array", "null"], "items": SHARE, "minItems": 3, "maxItems": 3},
        "bounds": {"type": "array", "items": SHARE_OR_NULL, "minItems": 2, "maxItems": 2},
    }
)
_CELLS = ("satisfaction", "response", "dossier", "with_excluded", "on_time", "late")
_ROW = {
    "kind": TEXT,
    "key": TEXT,
    "name": {"type": ["array", "null"], "items": {"type": ["string", "null"]}},
    "responses": WHOLE,
    "services": WHOLE,
    "points": {"type": ["number", "null"], "minimum": 0, "maximum": 6},
    "not_counted": {"type": "array", "items": {"type": "array", "minItems": 2, "maxItems": 2}},
    **dict.fromkeys(_CELLS, CELL),
}
# of the total and units, where the question of trust was asked: absent means not asked
_TRUST = object_schema({"cell": CELL, "raters": WHOLE})
ROW: Schema = {"type": "object", "properties": {**_ROW, "trust": _TRUST}, "required": list(_ROW)}
_MATTERS = object_schema(
    {
        "key": TEXT,
        "name": {"type": ["array", "null"], "items": {"type": ["string", "null"]}},
        **dict.fromkeys(("received", "due", "on_time", "said", "least", "most"), WHOLE),
    }
)
_EDITION = {
    "format": WHOLE,
    "period": TEXT,
    "number": {"type": "integer", "minimum": 1},
    "frozen_at": {"type": "string", "format": "date-time"},
    "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "method": TEXT,
    "code": TEXT,
    "total": ROW,
    "tables": {"type": "object", "additionalProperties": {"type": "array", "items": ROW}},
    "missing": {"type": "array", "items": TEXT},
    "restatement": {"type": ["object", "null"]},
}
# Of an edition from before they were counted there are none.
_OPTIONAL = {"matters": {"type": "array", "items": _MATTERS}}
EDITION: Schema = {
    "type": "object",
    "properties": {**_EDITION, **_OPTIONAL},
    "required": list(_EDITION),
}
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
