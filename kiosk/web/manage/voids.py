"""Hours whose ratings are void: asked for by one person, decided by another."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import i18n, periods
from ...catalogue import centres
from ...counters import sign_on
from ...errors import N_, KioskError, WrongType
from ...errors.staff import NoOfficer
from ...ratings import voiding
from ...ratings.voiding import Hours
from ...staff import access
from .. import storage
from .choosing import chosen_centre, chosen_day

blueprint = Blueprint("voids", __name__, url_prefix="/manage/voids")

STATES = {
    voiding.OPEN: N_("waits for a second person"),
    voiding.CONFIRMED: N_("void"),
    voiding.REFUSED: N_("refused"),
    voiding.LIFTED: N_("counts again"),
}


@blueprint.get("")
def index() -> ResponseReturnValue:
    """What was asked for and decided; an officer sees what he asked for himself."""
    return _page(request.args.get("centre"))


@blueprint.post("")
def ask() -> ResponseReturnValue:
    """Ask that hours be void."""
    now, by = periods.now(), g.user.user_id
    try:
        hours = _hours()
        if not _decides():
            officer_id = sign_on.find_officer_of(storage.reading(), by)
            if officer_id is None:
                raise NoOfficer
            sign_on.check_may_sit(storage.reading(), officer_id, hours.counter_id, hours.day)
        reason = request.form.get("reason", "")
        storage.write(lambda db: voiding.ask(db, hours, reason, now=now, by=by))
    except KioskError as refusal:
        return _page(request.form.get("centre"), refusal)
    return _back()


@blueprint.post("/<void_id>/lift")
def lift(void_id: str) -> ResponseReturnValue:
    """Ask that hours which are void count again."""
    now, by, reason = periods.now(), g.user.user_id, request.form.get("reason", "")
    access.check_may(g.user, "voids_decide")
    try:
        storage.write(lambda db: voiding.ask_to_lift(db, void_id, reason, now=now, by=by))
    except KioskError as refusal:
        return _page(None, refusal)
    return _back()


@blueprint.post("/<void_id>/decide")
def decide(void_id: str) -> ResponseReturnValue:
    """Confirm or refuse what somebody else asked for."""
    access.check_may(g.user, "voids_decide")
    now, by, reason = periods.now(), g.user.user_id, request.form.get("reason", "")
    is_confirmed = request.form.get("answer") == "confirm"
    try:
        storage.write(
            lambda db: voiding.decide(db, void_id, reason, is_confirmed=is_confirmed, now=now, by=by)
        )
    except KioskError as refusal:
        return _page(None, refusal)
    return _back()


def _decides() -> bool:
    return access.can_open(g.user, "voids_decide")


def _hours() -> Hours:
    form = request.form
    day = chosen_day(form.get("day"), periods.civil_day(periods.now()))
    return Hours(form.get("counter_id", ""), day, _hour("begins"), _hour("ends"))


def _hour(name: str) -> int:
    text = request.form.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 2):
        raise WrongType(name, expected=N_("a whole number"))
    return int(text)


def _back() -> ResponseReturnValue:
    return redirect(url_for("voids.index", lang=g.locale), 303)


def _page(centre_id: str | None, refusal: KioskError | None = None) -> ResponseReturnValue:
    db, today = storage.reading(), periods.civil_day(periods.now())
    centre, every = chosen_centre(db, today, centre_id)
    page = render_template(
        "manage/voids.html",
        centre=centre,
        centres=every,
        counters=centres.counters_in(db, centre.centre_id, today) if centre else [],
        asked=voiding.all_asked(db, None if _decides() else g.user.user_id),
        decides=_decides(),
        states=STATES,
        moment=lambda instant: i18n.moment(g.locale, periods.local(instant)),
        today=today,
        given=request.form,
        refusal=refusal,
    )
    return page, refusal.status if refusal else 200
