"""What happened that may move a figure: noted, listed, withdrawn."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import i18n, periods
from ...counters import events
from ...counters.events import NewEvent
from ...errors import N_, KioskError, MissingField
from .. import storage
from .choosing import chosen_day

blueprint = Blueprint("events", __name__, url_prefix="/manage/events")

KINDS = {
    "new_procedure": N_("New or changed procedure"),
    "fees": N_("Other fees"),
    "counters": N_("Counters moved or closed"),
    "outage": N_("Network or software failed"),
    "holiday": N_("Holiday or festival"),
    "other": N_("Something else"),
}


@blueprint.get("")
def index() -> ResponseReturnValue:
    """What was noted, the newest first, with the form to note more."""
    return _page()


@blueprint.post("")
def note() -> ResponseReturnValue:
    """Put an event on record."""
    now, by = periods.now(), g.user.user_id
    try:
        new = _event()
        storage.write(lambda db: events.note(db, new, now=now, by=by))
    except KioskError as refusal:
        return _page(refusal)
    return _back()


@blueprint.post("/<event_id>/withdraw")
def withdraw(event_id: str) -> ResponseReturnValue:
    """Take an event back; it stays listed."""
    now, by = periods.now(), g.user.user_id
    try:
        storage.write(lambda db: events.withdraw(db, event_id, now=now, by=by))
    except KioskError as refusal:
        return _page(refusal)
    return _back()


def _event() -> NewEvent:
    form = request.form
    if not form.get("day"):
        raise MissingField("day")
    return NewEvent(
        day=chosen_day(form["day"], periods.civil_day(periods.now())),
        kind=form.get("kind", ""),
        text=form.get("text", ""),
        text_en=form.get("text_en", ""),
        unit_id=form.get("unit_id") or None,
        procedure_id=form.get("procedure_id", "").strip() or None,
    )


def _back() -> ResponseReturnValue:
    return redirect(url_for("events.index", lang=g.locale), 303)


def _page(refusal: KioskError | None = None) -> ResponseReturnValue:
    db, today = storage.reading(), periods.civil_day(periods.now())
    noted = events.all_events(db)
    page = render_template(
        "manage/events.html",
        noted=noted,
        kinds=KINDS,
        units=events.units_on(db, today),
        procedures=events.procedures_on(db, today),
        names=events.names_of(db, noted),
        moment=lambda instant: i18n.moment(g.locale, periods.local(instant)),
        today=today,
        given=request.form,
        longest=events.LONGEST_TEXT,
        refusal=refusal,
    )
    return page, refusal.status if refusal else 200
