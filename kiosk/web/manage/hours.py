"""A centre's opening hours: its week, and the days unlike their weekday."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import periods
from ...catalogue import centres
from ...counters import calendars, hours, hours_import
from ...counters.calendars import Said
from ...counters.hours import EVERY_CENTRE, Week
from ...errors import N_, KioskError, MissingField, WrongChoice
from ...errors.faults import Fault
from ...storage.db import Database
from ...words import check_free_text
from .. import storage
from .choosing import chosen_centre, chosen_day

blueprint = Blueprint("hours", __name__, url_prefix="/manage/hours")

WEEKDAYS = {
    1: N_("Monday"),
    2: N_("Tuesday"),
    3: N_("Wednesday"),
    4: N_("Thursday"),
    5: N_("Friday"),
    6: N_("Saturday"),
    7: N_("Sunday"),
}
LONGEST_NAME = 100
BACK, AHEAD = timedelta(days=31), timedelta(days=400)  # the special days that the page lists
PLACES = 2  # in the form, for each weekday: morning and afternoon; more where a week has more

Change = Callable[[Database, datetime, str], object]


@blueprint.get("")
def index() -> ResponseReturnValue:
    """A centre's week and special days, with the forms to add to them."""
    return _page(request.args.get("centre"))


@blueprint.post("/<centre_id>/week")
def set_week(centre_id: str) -> ResponseReturnValue:
    """Another week, from a day on."""

    def change() -> Change:
        first = chosen_day(request.form.get("valid_from"), _today())
        week = None if request.form.get("always") else _week_of_form()
        return lambda db, now, by: calendars.set_week(db, centre_id, first, week, now=now, by=by)

    return _store(centre_id, change)


@blueprint.post("/<centre_id>/days")
def add_day(centre_id: str) -> ResponseReturnValue:
    """A holiday, or a day that is worked instead of another."""

    def change() -> Change:
        said = _said(centre_id)
        return lambda db, now, by: calendars.say(db, said, now=now, by=by)

    return _store(centre_id, change)


@blueprint.post("/<centre_id>/days/<day>/as-usual")
def take_back(centre_id: str, day: str) -> ResponseReturnValue:
    """Take back what was said of that day, of this centre or of every one."""

    def change() -> Change:
        said = Said(chosen_day(day, _today()), _scope(centre_id), "as_usual", None, "", None)
        return lambda db, now, by: calendars.say(db, said, now=now, by=by)

    return _store(centre_id, change)


def _store(centre_id: str, change: Callable[[], Change]) -> ResponseReturnValue:
    """Put the change on record and go back to the page; the page with the reason if it cannot be."""
    now, by = periods.now(), g.user.user_id
    centres.get_centre(storage.reading(), centre_id, _today())
    try:
        work = change()
        storage.write(lambda db: work(db, now, by))
    except (KioskError, Fault) as refusal:
        return _page(centre_id, refusal)
    return redirect(url_for("hours.index", centre=centre_id, lang=g.locale), 303)


def _page(centre_id: str | None, refusal: KioskError | Fault | None = None) -> ResponseReturnValue:
    db, today = storage.reading(), _today()
    centre, every = chosen_centre(db, today, centre_id)
    week = hours.week_of(db, centre.centre_id, today) if centre else None
    page = render_template(
        "manage/hours.html",
        centre=centre,
        centres=every,
        today=today,
        week=week,
        later=_later_weeks(db, centre.centre_id, today) if centre else [],
        places=max(PLACES, *(len(intervals) for intervals in week.values())) if week else PLACES,
        specials=hours.special_days(db, centre.centre_id, today - BACK, today + AHEAD) if centre else [],
        weekdays=WEEKDAYS,
        given=request.form,
        refusal=refusal,
    )
    return page, getattr(refusal, "status", 422) if refusal else 200


def _later_weeks(db: Database, centre_id: str, today: date) -> list[tuple[date, Week | None]]:
    later = [first for first in hours.first_days(db, centre_id) if first > today]
    return [(first, hours.week_of(db, centre_id, first)) for first in later]


def _week_of_form() -> Week:
    """The hours as typed; a place of which both times are empty says nothing. Raises Fault."""
    week: Week = {}
    for weekday in WEEKDAYS:
        opens, closes = (request.form.getlist(f"{name}-{weekday}") for name in ("opens", "closes"))
        week[weekday] = [
            (hours_import.parse_time(start), hours_import.parse_time(end))
            for start, end in zip(opens, closes, strict=False)
            if start.strip() or end.strip()
        ]
    return week


def _said(centre_id: str) -> Said:
    """The special day as typed; raises MissingField, WrongChoice, WrongType, TextTooLong or
    UnsafeText."""
    form = request.form
    if not form.get("day"):
        raise MissingField("day")
    kind, name = form.get("kind"), check_free_text(form.get("name", ""), "name", LONGEST_NAME)
    if kind not in ("holiday", "working"):
        raise WrongChoice("kind", choices="holiday, working")
    if not name:
        raise MissingField("name")
    as_weekday = form.get("as_weekday", "")
    if kind == "working" and as_weekday not in {str(weekday) for weekday in WEEKDAYS}:
        raise WrongChoice("as_weekday", choices=", ".join(str(weekday) for weekday in WEEKDAYS))
    return Said(
        chosen_day(form["day"], _today()),
        _scope(centre_id),
        kind,
        int(as_weekday) if kind == "working" else None,
        name,
        check_free_text(form.get("name_en", ""), "name_en", LONGEST_NAME) or None,
    )


def _scope(centre_id: str) -> str:
    return EVERY_CENTRE if request.form.get("scope") == "every" else centre_id


def _today() -> date:
    return periods.civil_day(periods.now())
