"""The door of the one-stop system: finished services announced, corrected and looked at again.

Docs: docs/services-api.md. Every call needs a key, and is noted in the log with its counts.
"""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue

from .. import periods
from ..catalogue.spans import Spans
from ..errors import KioskError, WrongChoice
from ..formats import strict_json
from ..services import announcements, corrections, system_log, systems
from ..services.announcements import Announced, Stored
from ..services.receipts import Receipts
from ..services.senders import check_sender
from ..services.standing import get_standing
from ..services.system_log import Call
from ..storage.db import Database
from ..storage.driver import sqlite3
from . import api, offers, storage, system_keys
from .service_answers import FORMS, as_item

blueprint = Blueprint("services", __name__, url_prefix="/api/v1")
blueprint.after_request(system_keys.ask_for_key)

SCOPES = {"POST": systems.WRITE, "PATCH": systems.CORRECT}  # for every other method: to read
MOST_CODES = 50  # QR images in one answer: each takes this server some 15 ms


@blueprint.before_request
def check_key() -> None:
    """Who calls, before anything of the request is looked at."""
    g.system_id = system_keys.caller(SCOPES.get(request.method, systems.READ))


@blueprint.post("/services")
def post_services() -> ResponseReturnValue:
    """Announce one finished service, or a list of them."""
    form = _form()
    body = strict_json.parse(api.raw_body())
    values = body if isinstance(body, list) else [body]
    api.check_length(values, min(MOST_CODES, _most_items()) if form else _most_items())
    outcomes = _announce(values)
    if isinstance(body, list):
        items = zip(values, outcomes, strict=True)
        return jsonify([as_item(value, outcome, form) for value, outcome in items])
    if isinstance(outcomes[0], KioskError):
        raise outcomes[0]
    return jsonify(as_item(body, outcomes[0], form))


@blueprint.patch("/services/<dossier>")
def patch_service(dossier: str) -> ResponseReturnValue:
    """Correct a service that was announced; what was said before stays in the record."""
    correction = corrections.read_correction(strict_json.parse(api.raw_body()))
    spans, now, system_id = Spans(storage.reading()), periods.now(), g.system_id

    def work(db: Database) -> KioskError | None:
        refusal = None
        try:
            check_sender(db, dossier, system_id)
            corrections.correct(db, dossier, correction, spans=spans, now=now, by=system_id)
        except KioskError as error:
            refusal = error
        system_log.note(db, Call(now, system_id, "correct", 1, int(refusal is not None)))
        return refusal

    refusal = storage.write(work)
    if refusal is not None:
        raise refusal
    return _standing(dossier)


@blueprint.get("/services/<dossier>")
def get_service(dossier: str) -> ResponseReturnValue:
    """What is held of a service, its corrections, and whether its person was asked."""
    answer = _standing(dossier)
    call = Call(periods.now(), g.system_id, "read", 1, 0)
    storage.write(lambda db: system_log.note(db, call))
    return answer


def _standing(dossier: str) -> Response:
    check_sender(storage.reading(), dossier, g.system_id)
    return jsonify(asdict(get_standing(storage.reading(), dossier)))


def _most_items() -> int:
    return int(current_app.config["MAX_ITEMS"])


def _form() -> str | None:
    """Which image of the code is asked for; raises WrongChoice."""
    form = request.args.get("code")
    if form is not None and form not in FORMS:
        raise WrongChoice("code", choices=", ".join(FORMS))
    return form


def receipts() -> Receipts:
    """The tokens of this server."""
    return current_app.extensions["receipts"]  # type: ignore[no-any-return]


def _announce(values: list[Any]) -> list[Stored | KioskError]:
    """Store what can be read; each outcome is final once this returns."""
    now, spans, system_id = periods.now(), Spans(storage.reading()), g.system_id
    read = [
        api.read_or_refuse(lambda one: announcements.read_announced(one, spans, now), value)
        for value in values
    ]
    readable = [one for one in read if isinstance(one, Announced)]
    ours, today = receipts(), periods.civil_day(now)

    def work(db: Database) -> list[Stored | KioskError]:
        stored = iter(announcements.store_all(db, ours, readable, today=today, by=system_id))
        outcomes = [next(stored) if isinstance(one, Announced) else one for one in read]
        refused = sum(isinstance(one, KioskError) for one in outcomes)
        system_log.note(db, Call(now, system_id, "announce", len(outcomes), refused))
        return outcomes

    outcomes = storage.write(work)
    fresh = {one.service.service_id for one in readable if one.is_fresh}
    new = [one.dossier for one in outcomes if isinstance(one, Stored) and one.is_new]
    _offer([dossier for dossier in new if dossier in fresh])
    return outcomes


def _offer(service_ids: list[str]) -> None:
    """Tell the counters' tablets; the services are stored by now, whatever becomes of this."""
    try:
        offers.announce(service_ids)
    except sqlite3.OperationalError as error:
        current_app.logger.error("not offered to tablets: %s", error)
