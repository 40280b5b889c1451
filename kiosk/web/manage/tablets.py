"""The tablets: how they are, and what can be done with them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from ... import i18n, periods
from ...deliveries import outbox_file
from ...deliveries.outbox_file import Imported
from ...errors import KioskError
from ...errors.tablets import NoSuchTablet
from ...printing import links
from ...staff import access, audit
from ...storage import locking
from ...tablets import alarms, devices, enrolment, fleet, history
from .. import sessions, storage
from ..forms import ClearForm, MoveForm, OutboxForm, PairForm, RevokeForm
from ..releases import release
from . import tablet_words

blueprint = Blueprint("tablets", __name__, url_prefix="/manage/tablets")

MOST_OUTBOX_BYTES = 50_000_000  # a month without a network is nine thousand entries, 12 MB


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Every tablet, with what is wrong; of one centre alone, if the address names it."""
    now, db = periods.now(), storage.reading()
    watched = alarms.watch(db, now, release(current_app))
    counters = fleet.find_counters(db, periods.civil_day(now))
    return render_template(
        "manage/tablets.html",
        overview=tablet_words.overview(watched, counters, request.args.get("centre")),
        strangers=fleet.count_strangers(db, periods.civil_day(now)),
        lately_days=fleet.LATELY_DAYS,
        lies_open=locking.warning(current_app.extensions["record_path"]),
        **_words(now),
    )


@blueprint.url_value_preprocessor
def make_room_for_files(endpoint: str | None, _: object) -> None:
    """An outbox of a month is larger than any other body. Only for whoever may send one, and
    before anything looks into the form."""
    user = sessions.current_user() if endpoint == "tablets.outbox" else None
    if user is not None and access.can_open(user, "fleet"):
        request.max_content_length = MOST_OUTBOX_BYTES


@blueprint.route("/outbox", methods=["GET", "POST"])
def outbox() -> ResponseReturnValue:
    """Take the file with what a tablet could not send."""
    form = OutboxForm()
    imported = refusal = None
    if form.validate_on_submit():
        try:
            imported = _import(form.outbox.data)
        except KioskError as error:
            refusal = error
    page = render_template("manage/tablets_outbox.html", form=form, imported=imported, refusal=refusal)
    return page, refusal.status if refusal else 200


@blueprint.route("/pair", methods=["GET", "POST"])
def pair() -> ResponseReturnValue:
    """Choose a counter; then the code, which is shown this once."""
    form = PairForm(request.values)
    if form.validate_on_submit():
        return _show_code(form.counter_id.data, form.replaces.data or None)
    return render_template("manage/tablets_pair.html", form=form, **_counters())


@blueprint.get("/<device_id>")
def tablet(device_id: str) -> ResponseReturnValue:
    """One tablet with its past."""
    return _detail(device_id, move=MoveForm(), revoke=RevokeForm(), clear=ClearForm())


@blueprint.post("/<device_id>/move")
def move(device_id: str) -> ResponseReturnValue:
    """Let it stand at another counter from now on."""
    form = MoveForm()
    if not form.validate():
        return _detail(device_id, move=form)
    _write(devices.move, device_id, form.counter_id.data)
    return _done(device_id, "moved")


@blueprint.post("/<device_id>/revoke")
def revoke(device_id: str) -> ResponseReturnValue:
    """Trust it no longer."""
    form = RevokeForm()
    if not form.validate():
        return _detail(device_id, revoke=form)
    _write(devices.revoke, device_id, form.reason.data)
    return _done(device_id, "revoked")


@blueprint.post("/<device_id>/clear")
def clear(device_id: str) -> ResponseReturnValue:
    """Take back that there are two of it."""
    form = ClearForm()
    if not form.validate():
        return _detail(device_id, clear=form)
    _write(devices.clear, device_id, form.because.data)
    return _done(device_id, "cleared")


def _detail(
    device_id: str,
    move: MoveForm | None = None,
    revoke: RevokeForm | None = None,
    clear: ClearForm | None = None,
) -> ResponseReturnValue:
    """The tablet's page; a form that is given shows what is wrong with it."""
    now, db = periods.now(), storage.reading()
    watched = alarms.watch(db, now, release(current_app))
    found = next((one for one in watched if one.tablet.device.device_id == device_id), None)
    if found is None:
        raise NoSuchTablet("device_id", device=device_id)
    overlap = timedelta(days=current_app.config["KEY_OVERLAP_DAYS"])
    return render_template(
        "manage/tablet.html",
        one=found,
        history=history.find_history(db, device_id, overlap),
        move_form=move or MoveForm(formdata=None),
        revoke_form=revoke or RevokeForm(formdata=None),
        clear_form=clear or ClearForm(formdata=None),
        done=tablet_words.DONE.get(request.args.get("done", "")),
        **_counters(),
        **_words(now),
    )


def _show_code(counter_id: str, replaces: str | None) -> ResponseReturnValue:
    now, actor = periods.now(), g.user.user_id
    code = storage.write(lambda db: enrolment.make_code(db, counter_id, actor, now, replaces=replaces))
    address = f"{current_app.config['BASE_URL']}/t/"
    picture = Markup(links.qr_svg(f"{address}#{code}").decode())  # noqa: S704 (our own)
    return render_template(
        "manage/tablets_code.html",
        code=code,
        address=address,
        picture=picture,
        counter_id=counter_id,
        until=now + enrolment.LIFETIME,
        seconds=int(enrolment.LIFETIME.total_seconds()),
        **_words(now),
    )


def _import(file: FileStorage) -> Imported:
    with file.stream:
        content = file.read()
    now, actor = periods.now(), g.user.user_id
    found = current_app.extensions
    overlap = timedelta(days=current_app.config["KEY_OVERLAP_DAYS"])

    letter = outbox_file.read_outbox(storage.reading(), found["keys"], content, now, overlap=overlap)
    storage.write(
        lambda db: audit.record(db, now, actor=actor, action="import outbox", subject=letter.device_id)
    )
    return outbox_file.import_outbox(
        letter, lambda part: storage.write_all(found["receive_all"], [part])[0]
    )


def _write(change: Callable[..., None], device_id: str, what: str) -> None:
    now, actor = periods.now(), g.user.user_id
    storage.write(lambda db: change(db, device_id, what, actor, now))


def _done(device_id: str, what: str) -> Response:
    return redirect(url_for(".tablet", device_id=device_id, done=what, lang=g.locale))


def _counters() -> dict[str, Any]:
    day = periods.civil_day(periods.now())
    return {"counters": fleet.find_counters(storage.reading(), day)}


def _words(now: datetime) -> dict[str, Any]:
    """What the templates need to tell times and states in words."""
    locale = g.locale
    return {
        "now": now,
        "words": tablet_words,
        "release": release(current_app),
        "duration": lambda value: i18n.duration(locale, value),
        "ago": lambda instant: i18n.duration(locale, now - instant),
        "moment": lambda instant: i18n.moment(locale, periods.local(instant)),
    }
