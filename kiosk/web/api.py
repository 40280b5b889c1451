"""The machine's door: ratings and their details as JSON, one or many at a time, and the search.

Every item is answered for itself; one that is refused does not hold up the others.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

from flask import Blueprint, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from .. import periods
from ..catalogue import lookup
from ..errors import (
    N_,
    DetailConflict,
    KioskError,
    LengthRequired,
    NoItems,
    RatingConflict,
    TooManyItems,
    WrongMediaType,
)
from ..errors.tablets import NotPaired
from ..formats import strict_json
from ..formats.strict_json import Field
from ..ratings.details import Detail
from ..ratings.submissions import CHANNELS, USER_KINDS, Outcome, Receipt, Submission
from ..storage.db import Store
from . import rotating, storage
from .errors import as_json

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

T = TypeVar("T")
Item = Submission | Detail

LONGEST_ID = 32  # of a refused item no more is given back than a whole id
TEXT = Field((str,), N_("text"))
RATING_ID = Field((str,), N_("text"), required=True, schema={"pattern": "^[0-9a-f]{32}$"})
RATING_SHAPE = {
    "rating_id": RATING_ID,
    "counter_id": Field((str,), N_("text"), required=True),
    "satisfied": Field((bool,), N_("true or false"), required=True),
    "age_seconds": Field((int, float), N_("a number"), schema={"minimum": 0}),
    "channel": Field((str,), N_("text"), choices=CHANNELS),
    "procedure_id": TEXT,
    "user_kind": Field((str,), N_("text"), choices=USER_KINDS),
    "ticket": Field((str,), N_("text"), longest=200),
}
RECEIPT_SHAPE = {  # a receipt tells counter, channel and procedure by itself
    "receipt": Field((str,), N_("text"), required=True, longest=200),
    **{name: RATING_SHAPE[name] for name in ("rating_id", "satisfied", "age_seconds", "user_kind")},
}
DETAIL_SHAPE = {
    "rating_id": RATING_ID,
    "procedure_id": TEXT,
    "topics": Field((list,), N_("a list of at most 12 texts"), item_type=str, most_items=12),
    "trust": Field((bool,), N_("true or false")),
    "comment": Field((str,), N_("text"), longest=None),
}


@blueprint.post("/ratings")
def post_ratings() -> ResponseReturnValue:
    """Store one rating, or a list of them."""
    return _answer(_read_admitted, storage.accept_all())


@blueprint.post("/details")
def post_details() -> ResponseReturnValue:
    """Attach procedure, topics, trust or a comment to ratings that are stored."""
    return _answer(read_detail, storage.add_details())


@blueprint.get("/procedures")
def get_procedures() -> ResponseReturnValue:
    """Procedures whose name holds every word of `q`, with or without diacritics."""
    found = lookup.search_procedures(
        storage.reading(), request.args.get("q", "")[:100], periods.civil_day(periods.now())
    )
    return jsonify([asdict(procedure) for procedure in found])


def read_rating(value: Any) -> Submission:
    """A submission out of an item's JSON; a phone's without ticket or receipt is that of a printed
    code, unverified."""
    if isinstance(value, dict) and "receipt" in value:
        found = strict_json.read_object(value, RECEIPT_SHAPE)
        return Submission(**found, counter_id="", channel="phone", tier="receipt")
    found = strict_json.read_object(value, RATING_SHAPE)
    channel = found.setdefault("channel", "tablet")
    if "ticket" in found:
        return rotating.proved(found)
    return Submission(**found, tier="poster" if channel == "phone" else "tablet")


def _read_admitted(value: Any) -> Submission:
    """A submission that may come in this way: from tablets, only where they need not be paired."""
    submission = read_rating(value)
    if submission.channel == "tablet" and not current_app.config["OPEN_TABLETS"]:
        raise NotPaired
    return submission


def read_detail(value: Any) -> Detail:
    """A detail out of an item's JSON."""
    found = strict_json.read_object(value, DETAIL_SHAPE)
    return Detail(**{**found, "topics": tuple(found.get("topics", ()))})


def _answer(read: Callable[[Any], Item], store: Store) -> ResponseReturnValue:
    body = strict_json.parse(raw_body())
    if isinstance(body, list):
        check_length(body, current_app.config["MAX_ITEMS"])
        outcomes = _store_all([read_or_refuse(read, value) for value in body], store)
        return jsonify([_as_item(value, outcome) for value, outcome in zip(body, outcomes, strict=True)])
    outcome = _store_all([read(body)], store)[0]
    if isinstance(outcome, KioskError):
        raise outcome
    return jsonify(asdict(outcome))


def check_length(body: list[Any], limit: int) -> None:
    """Raises NoItems or TooManyItems."""
    if not body:
        raise NoItems
    if len(body) > limit:
        raise TooManyItems(limit=limit, given=len(body))


def raw_body() -> bytes:
    """The request's JSON as it came; raises LengthRequired or WrongMediaType."""
    if "Transfer-Encoding" in request.headers:  # its length, and so its limit, is not known
        raise LengthRequired
    if request.mimetype != "application/json" and request.content_length:
        raise WrongMediaType
    return request.get_data()


def read_or_refuse(read: Callable[[Any], T], value: Any) -> T | KioskError:
    """What is read out of one item, or why it cannot be."""
    try:
        return read(value)
    except KioskError as refusal:
        return refusal


def _store_all(items: list[Any], store: Store) -> list[Outcome]:
    """Store what could be read; each outcome is final once this returns."""
    readable = [item for item in items if not isinstance(item, KioskError)]
    stored = iter(storage.write_all(store, readable) if readable else [])
    return [item if isinstance(item, KioskError) else _said(item, next(stored)) for item in items]


def _said(item: Item, outcome: Outcome) -> Outcome:
    """A phone's page may be left open, and whoever comes to it could try both answers: the first one
    stands, and no reply says which that was."""
    is_again = isinstance(outcome, (RatingConflict, DetailConflict))
    return Receipt(item.rating_id) if is_again else outcome


def _as_item(value: Any, outcome: Outcome) -> dict[str, Any]:
    if isinstance(outcome, Receipt):
        return asdict(outcome)
    rating_id = value.get("rating_id") if isinstance(value, dict) else None
    return {
        "rating_id": rating_id[:LONGEST_ID] if isinstance(rating_id, str) else None,
        "status": "refused",
        **as_json(outcome),
    }
