"""Finished services as another system announces them: one by one, each answered for itself.

What a service is, and what is wrong with one, is judged by the code of the CSV import.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ..catalogue.spans import Spans
from ..errors import N_, KioskError
from ..errors.faults import Fault
from ..errors.services import FaultyService, ServiceConflict, ServiceForgotten
from ..formats import strict_json
from ..formats.moments import find_moment
from ..formats.strict_json import Field
from ..storage.db import Database
from ..words import tidy
from . import forgotten, intake
from .intake import Contradiction, Service
from .receipts import Receipts
from .senders import note_sender

OUTCOMES = ("granted", "refused", "returned")
CHANNELS = ("counter", "online", "post")
JUST_NOW = timedelta(minutes=10)  # who was served longer ago has left the counter
_TEXT, _TRUTH = N_("text"), N_("true or false")

_SPECIAL = {
    "outcome": Field((str,), _TEXT, required=True, choices=OUTCOMES),
    "channel": Field((str,), _TEXT, required=True, choices=CHANNELS),
    "petitioned": Field((bool,), _TRUTH),
    "visits": intake.VISITS,
}
SHAPE = {
    column.name: _SPECIAL.get(column.name) or Field((str,), _TEXT, required=column.required)
    for column in intake.COLUMNS
}


@dataclass(frozen=True)
class Announced:
    """A service as it was said, read and judged.

    is_fresh: nothing says that its person has left already.
    """

    service: Service
    is_fresh: bool


@dataclass(frozen=True)
class Stored:
    """The answer to an announced service, equal each time the same one is sent.

    token: of its receipt, None once it can no longer be answered or where the service is another
    system's. until: the last day on which it can. is_new: not said to the sender.
    """

    dossier: str
    token: str | None
    until: date
    is_new: bool


def read_announced(value: Any, spans: Spans, now: datetime) -> Announced:
    """A service out of an item's JSON; raises the KioskError that refuses it."""
    found = strict_json.read_object(value, SHAPE)
    row = {column: _as_cell(found.get(column)) for column in SHAPE}
    try:
        service = intake.read_service(row, spans, now)
        finished = find_moment(row, "finished")
    except Fault as fault:
        raise FaultyService(fault) from fault
    instant = finished.instant if finished else None
    return Announced(service, instant is None or instant >= now - JUST_NOW)


def _as_cell(value: str | int | None) -> str:
    """The value as a table would hold it; true is 1."""
    return str(int(value)) if isinstance(value, int) else tidy(value or "")


def store_all(
    db: Database, receipts: Receipts, found: Iterable[Announced], *, today: date, by: str
) -> list[Stored | KioskError]:
    """Store each, inside the caller's transaction; refusals come back as outcomes.

    by: the system that announces them. What another one announced before gets no link.
    """
    boundary = forgotten.find_boundary(db)
    return [
        _forgotten(one.service, boundary) or _store(db, receipts, one.service, today, by)
        for one in found
    ]


def _forgotten(service: Service, boundary: date | None) -> ServiceForgotten | None:
    if not intake.is_forgotten(service, boundary):
        return None
    return ServiceForgotten("finished", day=date.fromisoformat(service.finished_day), before=boundary)


def _store(
    db: Database, receipts: Receipts, service: Service, today: date, by: str
) -> Stored | KioskError:
    try:
        is_new = intake.store_service(db, service)
    except Contradiction as fault:
        return ServiceConflict(fault)
    until = receipts.last_day(date.fromisoformat(service.finished_day))
    is_theirs = note_sender(db, service.service_id, by)
    if until < today or not is_theirs:
        return Stored(service.service_id, None, until, is_new)
    token = receipts.issue(db, service.service_id)
    db.conn.execute(  # the link is handed out with the answer
        "INSERT INTO service_offered (service_id, channel) VALUES (?, 'phone') ON CONFLICT DO NOTHING",
        [service.service_id],
    )
    return Stored(service.service_id, token, until, is_new)
