"""The machine's door: ratings and their details as JSON, one or many at a time, and the search.

Every item is answered for itself; one that is refused does not hold up the others.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, cast

from flask import Blueprint, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from .. import catalogue, periods, ratings, strict_json
from ..db import Database, all_or_nothing
from ..errors import EmptyBody, KioskError, NoItems, RatingConflict, TooManyItems, WrongMediaType
from ..ratings import Detail, Receipt, Submission
from ..strict_json import Field
from . import storage
from .errors import as_json

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

Item = Submission | Detail

TEXT = Field((str,), "text")
RATING_SHAPE = {
    "rating_id": Field((str,), "text", required=True),
    "counter_id": Field((str,), "text", required=True),
    "satisfied": Field((bool,), "true or false", required=True),
    "age_seconds": Field((int, float), "a number"),
    "channel": TEXT,
    "procedure_id": TEXT,
    "user_kind": TEXT,
}
DETAIL_SHAPE = {
    "rating_id": Field((str,), "text", required=True),
    "procedure_id": TEXT,
    "topics": Field((list,), "a list of at most 12 texts", item_type=str, most_items=12),
    "comment": TEXT,
}


@blueprint.post("/ratings")
def post_ratings() -> ResponseReturnValue:
    """Store one rating, or a list of them."""
    return _answer(read_rating, _acceptor())


@blueprint.post("/details")
def post_details() -> ResponseReturnValue:
    """Attach procedure, topics or a comment to ratings that are stored."""
    return _answer(read_detail, _attach)


@blueprint.get("/procedures")
def get_procedures() -> ResponseReturnValue:
    """Procedures whose name holds every word of `q`, with or without diacritics."""
    found = catalogue.search_procedures(
        storage.reading(), request.args.get("q", "")[:100], periods.civil_day(periods.now())
    )
    return jsonify([asdict(procedure) for procedure in found])


def read_rating(value: Any) -> Submission:
    """A submission out of an item's JSON; a phone's is that of a printed code, unverified."""
    found = strict_json.read_object(value, RATING_SHAPE)
    channel = found.setdefault("channel", "tablet")
    return Submission(**found, tier="poster" if channel == "phone" else "tablet")


def read_detail(value: Any) -> Detail:
    """A detail out of an item's JSON."""
    found = strict_json.read_object(value, DETAIL_SHAPE)
    return Detail(**{**found, "topics": tuple(found.get("topics", ()))})


def _acceptor() -> Callable[[Database, Item], Receipt]:
    """Bound here, because the writer's thread knows nothing of the request."""
    acceptance = storage.acceptance()

    def accept(db: Database, item: Item) -> Receipt:
        return acceptance.accept(db, cast("Submission", item), periods.now())

    return accept


def _attach(db: Database, item: Item) -> Receipt:
    return ratings.add_detail(db, cast("Detail", item))


def _answer(read: Callable[[Any], Item], store: Callable[[Database, Item], Receipt]) -> Any:
    body = _body()
    if not isinstance(body, list):
        outcome = _store_all([_read_or_refuse(read, body)], store)[0]
        if isinstance(outcome, KioskError):
            raise outcome
        return jsonify(asdict(outcome))
    limit = current_app.config["MAX_ITEMS"]
    if not body:
        raise NoItems
    if len(body) > limit:
        raise TooManyItems(limit=limit, given=len(body))
    outcomes = _store_all([_read_or_refuse(read, value) for value in body], store)
    return jsonify([_as_item(value, outcome) for value, outcome in zip(body, outcomes, strict=True)])


def _body() -> Any:
    body = request.get_data()
    if not body:
        raise EmptyBody
    if request.mimetype != "application/json":
        raise WrongMediaType
    return strict_json.parse(body)


def _read_or_refuse(read: Callable[[Any], Item], value: Any) -> Item | KioskError:
    try:
        return read(value)
    except KioskError as refusal:
        return refusal


def _store_all(
    items: list[Item | KioskError], store: Callable[[Database, Item], Receipt]
) -> list[Receipt | KioskError]:
    """Store what was readable in one transaction; each outcome is final once this returns."""

    def work(db: Database) -> list[Receipt | KioskError]:
        return [item if isinstance(item, KioskError) else _store_one(db, item, store) for item in items]

    if all(isinstance(item, KioskError) for item in items):
        return cast("list[Receipt | KioskError]", items)
    return storage.write(work)


def _store_one(
    db: Database, item: Item, store: Callable[[Database, Item], Receipt]
) -> Receipt | KioskError:
    try:
        with all_or_nothing(db):
            return store(db, item)
    except RatingConflict as refusal:
        ratings.keep_aside(db, refusal.code, cast("Submission", item), periods.now())
        return refusal
    except KioskError as refusal:
        return refusal


def _as_item(value: Any, outcome: Receipt | KioskError) -> dict[str, Any]:
    if isinstance(outcome, Receipt):
        return asdict(outcome)
    rating_id = value.get("rating_id") if isinstance(value, dict) else None
    return {
        "rating_id": rating_id if isinstance(rating_id, str) else None,
        "status": "refused",
        **as_json(outcome),
    }
