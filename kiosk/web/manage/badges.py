"""Officers' badges: who has one, a new one to print, the end of a lost one."""

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from ... import periods
from ...catalogue import centres, lookup
from ...errors import UnknownOfficer
from ...printing import links
from ...staff import badges
from .. import storage
from .choosing import chosen_centre

blueprint = Blueprint("badges", __name__, url_prefix="/manage/badges")


@blueprint.get("")
def index() -> ResponseReturnValue:
    """The officers of a centre."""
    db, now = storage.reading(), periods.now()
    centre, every = chosen_centre(db, periods.civil_day(now), request.args.get("centre"))
    return render_template(
        "manage/badges.html",
        centre=centre,
        centres=every,
        officers=centres.officers_in(db, centre.centre_id, now) if centre else [],
        holders={officer: periods.civil_day(at) for officer, at in badges.holders(db).items()},
    )


@blueprint.post("/<officer_id>")
def make(officer_id: str) -> ResponseReturnValue:
    """A new badge, shown this once; the earlier one is worth nothing from now on."""
    now, by = periods.now(), g.user.user_id
    token = storage.write(lambda db: badges.make_badge(db, officer_id, now=now, by=by))
    day = periods.civil_day(now)
    officer = lookup.get_officer(storage.reading(), officer_id, day)
    if officer is None:
        raise UnknownOfficer("officer_id", officer=officer_id, day=day)
    url = links.badge_url(current_app.config["BASE_URL"], token)
    picture = Markup(links.qr_svg(url).decode())  # noqa: S704 (our own)
    return render_template("manage/badge.html", officer=officer, picture=picture)


@blueprint.post("/<officer_id>/end")
def end(officer_id: str) -> ResponseReturnValue:
    """End a badge, a lost one for instance."""
    now, by = periods.now(), g.user.user_id
    storage.write(lambda db: badges.end_badge(db, officer_id, now=now, by=by))
    return redirect(url_for("badges.index", centre=request.args.get("centre"), lang=g.locale), 303)
