"""What an edition of the feed is made of, field by field; docs/feed.md says what they mean.

Closed: an answer has nothing that does not stand here. A test holds real editions against it.
"""

from ...formats.schemas import Schema, object_schema

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
WHOLE: Schema = {"type": "integer", "minimum": 0}
DIGEST: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
SHARE_OR_NULL: Schema = {**SHARE, "type": ["number", "null"]}


def _with(optional: Schema, required: Schema) -> Schema:
    """An object that has all of the second, perhaps some of the first, and nothing else."""
    return {**object_schema({**required, **optional}), "required": list(required)}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _tuple(*parts: Schema) -> Schema:
    """A list of just these, in this order."""
    size = len(parts)
    return {
        "type": "array",
        "prefixItems": list(parts),
        "items": False,
        "minItems": size,
        "maxItems": size,
    }


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


# In Vietnamese and in English, and what it belongs to.
NAME = _or_null(_tuple(TEXT, TEXT_OR_NULL, TEXT_OR_NULL))
# A cell, as everybody is shown it. share: [count, n] where it is told; interval: [low, high, level];
# bounds: between which it lies for certain, where only that may be said.
CELL = object_schema(
    {
        "state": {"enum": ["shown", "at_least", "at_most", "between", "too_few", "empty", "withheld"]},
        "n": WHOLE,
        "needed": WHOLE,
        "share": _or_null(_tuple(WHOLE, WHOLE)),
        "interval": _or_null(_tuple(SHARE, SHARE, SHARE)),
        "bounds": _tuple(SHARE_OR_NULL, SHARE_OR_NULL),
    }
)
_CELLS = ("satisfaction", "response", "dossier", "with_excluded", "on_time", "late")
_NOT_NEGATIVE: Schema = {"type": "number", "minimum": 0}
_COMPARISON = _with(
    # Of editions that can be held against other months.
    {"observed": WHOLE, "pooled": _NOT_NEGATIVE, "variance": _NOT_NEGATIVE},
    {
        "verdict": {"enum": ["above", "as_expected", "below", "not_enough_data"]},
        **dict.fromkeys(("expected", "rate", "low", "high", "false_alarm"), SHARE_OR_NULL),
    },
)
# unit, what, how many, of how many, how many were to be expected
_PLACE = _tuple(TEXT, {"enum": ["late", "repeat"]}, WHOLE, WHOLE, {"type": "number", "minimum": 0})
_HANDLING = object_schema(
    {
        "overdue": CELL,
        "repeat": CELL,
        "visits": {"type": ["integer", "null"], "minimum": 0},
        "units": WHOLE,
        "places": _list(_PLACE),
    }
)
ROW = _with(
    {
        "handling": _HANDLING,  # of the total and procedures, where it was kept
        "trust": object_schema({"cell": CELL, "raters": WHOLE}),  # absent means not asked
        "afterwards": _list(_tuple(TEXT, CELL)),  # of a week: month of the dossiers, answers
    },
    {
        "kind": TEXT,
        "key": TEXT,
        "name": NAME,
        "responses": WHOLE,
        "services": WHOLE,
        "points": {"type": ["number", "null"], "minimum": 0, "maximum": 6},
        **dict.fromkeys(_CELLS, CELL),
        "not_counted": _list(_tuple(TEXT, WHOLE)),  # cause, number
        "reasons": _list(_tuple(TEXT, TEXT_OR_NULL, CELL)),  # topic, element, who named it
        "comparison": _or_null(_COMPARISON),
        "covers": _list(TEXT),
    },
)
_MATTERS = object_schema(
    {
        "key": TEXT,
        "name": NAME,
        **dict.fromkeys(("received", "due", "on_time", "said", "least", "most"), WHOLE),
    }
)
_ASKED = object_schema(
    {
        "ending": TEXT,
        "finished": WHOLE,
        "answered": WHOLE,
        "rate": CELL,
        "ways": _list(_tuple(TEXT, WHOLE, WHOLE, CELL)),  # way, asked, answered, rate
    }
)
_RESTATEMENT = object_schema(
    {
        **dict.fromkeys(("restates", "arrived", "gone", "waiting"), WHOLE),
        "moved": _list(_tuple(TEXT, TEXT)),  # table, key
    }
)
EDITION = _with(
    {
        "matters": _list(_MATTERS),  # absent in editions from before they were counted
        "until": TEXT,  # absent of weeks
    },
    {
        "format": WHOLE,
        "period": TEXT,
        "number": {"type": "integer", "minimum": 1},
        "frozen_at": {"type": "string", "format": "date-time"},
        "record_id": TEXT,
        "changes": WHOLE,
        "code": TEXT,
        "method": TEXT,
        "digest": DIGEST,
        "previous": _or_null(DIGEST),
        "behind": _or_null(DIGEST),
        "rule": object_schema(dict.fromkeys(("officer", "other", "minority", "spread"), WHOLE)),
        "exclusions": _list(_tuple(TEXT, TEXT, WHOLE)),  # rule, version, number
        "banner": _or_null(object_schema({"vi": TEXT, "en": TEXT})),
        "total": ROW,
        "tables": {"type": "object", "additionalProperties": _list(ROW)},
        "asked": _list(_ASKED),
        "missing": _list(TEXT),
        "restatement": _or_null(_RESTATEMENT),
    },
)
