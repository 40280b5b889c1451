"""Who sat at the counters of a centre on a day, from which source, and putting it right."""

from datetime import date, datetime, timedelta

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import periods
from ...catalogue import centres, lookup
from ...counters import absences, corrections, hours_import
from ...counters.corrections import Correction
from ...errors import N_, KioskError, MissingField
from ...errors.faults import Fault
from ...storage.db import Database
from .. import storage
from .choosing import chosen_centre, chosen_day, clock

blueprint = Blueprint("duties", __name__, url_prefix="/manage/duties")

NOBODY = "-"  # chosen on purpose, never by leaving the choice as it was
SOURCES = {
    "roster": N_("roster"),
    "sign_on": N_("sign-on"),
    "correction": N_("correction"),
}


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Every counter of a centre with those who count as having sat there."""
    db, day = storage.reading(), _day()
    centre, every = chosen_centre(db, day, request.args.get("centre"))
    counters = centres.counters_in(db, centre.centre_id, day) if centre else []
    return render_template(
        "manage/duties.html",
        centre=centre,
        centres=every,
        chosen=day,
        rows=[
            (counter, _believed(db, counter.counter_id, day), _absences(db, counter.counter_id, day))
            for counter in counters
        ],
    )


@blueprint.get("/<counter_id>")
def counter(counter_id: str) -> ResponseReturnValue:
    """One counter's day: all that was put on record, and a form to correct it."""
    return _page(counter_id, _day())


@blueprint.post("/<counter_id>")
def correct(counter_id: str) -> ResponseReturnValue:
    """Put a correction on record; the page again, with the reason, where that cannot be."""
    day, now, by = _day(), periods.now(), g.user.user_id
    try:
        said = _said(counter_id, day)
        storage.write(lambda db: corrections.correct(db, said, now=now, by=by))
    except (KioskError, Fault) as refusal:
        return _page(counter_id, day, refusal)
    return redirect(url_for("duties.counter", counter_id=counter_id, day=day, lang=g.locale), 303)


def _day() -> date:
    return chosen_day(request.args.get("day"), periods.civil_day(periods.now()))


def _said(counter_id: str, day: date) -> Correction:
    form = request.form
    officer_id = form.get("officer_id")
    if not officer_id:
        raise MissingField("officer_id")
    return Correction(
        counter_id,
        None if officer_id == NOBODY else officer_id,
        _instant(day, form.get("starts", "")),
        _instant(day, form.get("ends", "")),
        form.get("reason", ""),
    )


def _instant(day: date, text: str) -> datetime:
    """A time of that day, 24:00 included; raises Fault."""
    hour, minute = hours_import.parse_time(text).split(":")
    return corrections.day_span(day)[0] + timedelta(hours=int(hour), minutes=int(minute))


def _page(counter_id: str, day: date, refusal: KioskError | Fault | None = None) -> ResponseReturnValue:
    db = storage.reading()
    place = lookup.get_place(db, counter_id, day)
    noon = corrections.day_span(day)[0] + timedelta(hours=12)
    page = render_template(
        "manage/duties_counter.html",
        place=place,
        chosen=day,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
        believed=_believed(db, counter_id, day),
        entries=corrections.entries_of(db, counter_id, day),
        officers=centres.officers_in(db, place.centre_id, noon),
        clock=lambda instant: clock(g.locale, instant, day),
        sources=SOURCES,
        given=request.form,
        refusal=refusal,
    )
    return page, getattr(refusal, "status", 422) if refusal else 200


def _absences(db: Database, counter_id: str, day: date) -> tuple[int, list[tuple[str, str]]]:
    """How often somebody signed off there, and when it was open with nobody, in words."""
    centre_id = lookup.get_place(db, counter_id, day).centre_id
    found = absences.absences_of(db, counter_id, centre_id, day, periods.now())
    told = [(clock(g.locale, since, day), clock(g.locale, to, day)) for since, to in found.gaps]
    return found.sign_offs, told


def _believed(db: Database, counter_id: str, day: date) -> list[tuple[str, str, str | None]]:
    return [
        (clock(g.locale, begins, day), clock(g.locale, ends, day), corrections.name_of(db, officer, day))
        for begins, ends, officer in corrections.believed_on(db, counter_id, day)
    ]
