"""Where officers sign on at a counter: signed in with their account, or with a badge's code."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from .. import periods
from ..catalogue import lookup
from ..catalogue.lookup import Officer
from ..counters import sign_on
from ..errors.staff import NoOfficer
from ..staff import badges
from . import storage

blueprint = Blueprint("sign_on", __name__, url_prefix="/duty")
badge = Blueprint("badge", __name__, url_prefix="/duty/b")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """The own centre's counters, who is there now, and one press to sign on or off."""
    return render_template("manage/duty.html", **_words(_own_officer()))


@blueprint.post("")
def press() -> ResponseReturnValue:
    """Sign on or off."""
    _press(_own_officer(), g.user.user_id)
    return redirect(url_for("sign_on.page", lang=g.locale), 303)


@badge.get("/<token>")
def show(token: str) -> ResponseReturnValue:
    """The same for whoever scanned a badge. Opening it changes nothing: cameras open addresses too."""
    return render_template("manage/duty_badge.html", **_words(_holder(token)))


@badge.post("/<token>")
def press_badge(token: str) -> ResponseReturnValue:
    """Sign on or off."""
    officer = _holder(token)
    _press(officer, f"badge {officer.officer_id}")
    return redirect(url_for("badge.show", token=token, lang=g.locale), 303)


def _own_officer() -> Officer:
    db = storage.reading()
    officer_id = sign_on.find_officer_of(db, g.user.user_id)
    officer = officer_id and lookup.get_officer(db, officer_id, periods.civil_day(periods.now()))
    if not officer:
        raise NoOfficer
    return officer


def _holder(token: str) -> Officer:
    return badges.get_officer(storage.reading(), token, periods.now())


def _press(officer: Officer, by: str) -> None:
    """What was pressed: a counter, or `leave`."""
    now = periods.now()
    if request.form.get("leave"):
        storage.write(lambda db: sign_on.sign_off(db, officer.officer_id, now=now, by=by))
    else:
        wanted = request.form.get("counter_id", "")
        storage.write(lambda db: sign_on.sign_on(db, officer.officer_id, wanted, now=now, by=by))


def _words(officer: Officer) -> dict[str, Any]:
    db, now = storage.reading(), periods.now()
    own = sign_on.find_sign_on(db, officer.officer_id, now)
    return {
        "officer": officer,
        "counters": sign_on.counters_of(db, officer.officer_id, now),
        "own": own and own.counter_id,
        "since": own and f"{periods.local(own.starts_at):%H:%M}",
    }
