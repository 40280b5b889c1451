"""A phone that scanned the code which a counter shows for a minute.

The code itself opens nothing twice: it gives a ticket, and the ticket's own address is the page, so
that reloading, going back or another language stay with the one answer that was opened in time.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from .. import periods
from ..errors import WrongAge, WrongChoice
from ..errors.links import UnknownLink
from ..phones import rotating, tickets
from ..phones.tickets import Ticket
from ..ratings import accepting
from ..ratings.submissions import Submission
from ..storage.keys import ServerKeys
from . import flow, storage
from .visits import Visit

blueprint = Blueprint("rotating", __name__, url_prefix="/q")


@blueprint.get("/<code>")
def scanned(code: str) -> ResponseReturnValue:
    """To a page of one's own; raises UnknownLink. Previews that open it spend nothing."""
    now = periods.now()
    window = rotating.find_window(_keys(), storage.reading(), code, now)
    if window is None or not current_app.config["ROTATING_CODES"]:
        raise UnknownLink
    page = url_for(".start", ticket=tickets.issue(_keys(), window, now), lang=request.args.get("lang"))
    return redirect(page)


@blueprint.get("/t/<ticket>")
def start(ticket: str) -> ResponseReturnValue:
    """The question, as long as it may be answered; raises UnknownLink."""
    found, now = tickets.read(_keys(), ticket), periods.now()
    if not found.is_live(now):
        raise UnknownLink
    return flow.first_screen(_visit(found, ticket, now))


@blueprint.post("/t/<ticket>")
def answer(ticket: str) -> ResponseReturnValue:
    """A step without script; raises UnknownLink."""
    return flow.next_screen(_visit(tickets.read(_keys(), ticket), ticket, periods.now()))


def proved(found: dict[str, Any]) -> Submission:
    """The submission of an item of the API that names a ticket.

    Raises UnknownLink for a ticket that is not ours, is over, or is another rating's; WrongChoice
    or WrongAge.
    """
    ticket = tickets.read(_keys(), found["ticket"])
    if (found["rating_id"], found["counter_id"]) != (ticket.rating_id, ticket.counter_id):
        raise UnknownLink("ticket")
    if found["channel"] != "phone":
        raise WrongChoice("channel", choices="phone")
    age, limit = found.get("age_seconds", 0.0), current_app.config["MAX_AGE_DAYS"] * 86_400
    if not 0 <= age <= limit:
        raise WrongAge("age_seconds", limit=limit)
    more = {name: found[name] for name in ("procedure_id", "user_kind") if name in found}
    return replace(_submission(ticket, found["satisfied"], periods.now(), age), **more)


def _visit(ticket: Ticket, text: str, now: datetime) -> Visit:
    return Visit(
        channel="phone",
        counter_id=ticket.counter_id,
        instant=ticket.begins,
        accept=lambda _, satisfied: _submission(ticket, satisfied, now),
        rating_id=ticket.rating_id,
        proof={"ticket": text},
    )


def _submission(ticket: Ticket, satisfied: bool, now: datetime, age_seconds: float = 0.0) -> Submission:
    """What was stored in time is stored: sent again later, it is answered as it was then."""
    if not ticket.is_live(now, age_seconds) and not accepting.find_stored_ids(
        storage.reading(), [ticket.rating_id]
    ):
        raise UnknownLink("ticket")
    return ticket.submission(satisfied=satisfied, now=now)


def _keys() -> ServerKeys:
    return current_app.extensions["keys"]  # type: ignore[no-any-return]
