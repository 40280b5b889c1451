"""Printed codes: a counter's sheets at once, those of a whole centre made in the background."""

from functools import partial
from typing import Any

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from ... import periods
from ...catalogue import centres, lookup
from ...catalogue.lookup import Place
from ...errors import PageNotFound
from ...printing import addresses, bundles, links
from ...printing.batches import UNFINISHED, Batch, Batches, State
from ...printing.bundles import File, Order
from ...printing.press import printed
from .. import storage
from ..forms import PrintsForm
from .choosing import chosen_centre

blueprint = Blueprint("prints", __name__, url_prefix="/manage/prints")


@blueprint.get("")
def index() -> ResponseReturnValue:
    """The counters of a centre, with what can be printed for each and for all."""
    return _index(PrintsForm(formdata=None))


@blueprint.post("")
def order() -> ResponseReturnValue:
    """Begin to make the sheets of a whole centre."""
    form = PrintsForm()
    if not form.validate():
        return _index(form), 422
    centre_id = request.args.get("centre", "")
    wanted = Order(
        _places(centre_id),
        form.choices.data,
        current_app.config["BASE_URL"],
        form.files.data == "together",
    )
    batch = _batches().start(
        g.user.user_id, f"codes-{centre_id}", len(bundles.tasks_of(wanted)), partial(printed, wanted)
    )
    return redirect(url_for(".batch", batch_id=batch.batch_id, centre=centre_id, lang=g.locale), 303)


@blueprint.get("/counter/<counter_id>/<choice>")
def sheet(counter_id: str, choice: str) -> ResponseReturnValue:
    """One counter's sheet, or its code alone."""
    if choice not in bundles.CHOICES:
        raise PageNotFound
    place = lookup.get_place(storage.reading(), counter_id, periods.civil_day(periods.now()))
    return _handed_out(bundles.make_one(choice, place, current_app.config["BASE_URL"]))


@blueprint.get("/batches/<batch_id>")
def batch(batch_id: str) -> ResponseReturnValue:
    """How far it is; the page asks again by itself, with or without script."""
    found = _own(batch_id)
    return render_template(
        "manage/prints_batch.html",
        batch=found,
        is_under_way=found.state in UNFINISHED,
        states=State,
        centre=request.args.get("centre", ""),
    )


@blueprint.post("/batches/<batch_id>/cancel")
def cancel(batch_id: str) -> ResponseReturnValue:
    """Make no more of it."""
    _batches().cancel(_own(batch_id))
    centre = request.args.get("centre", "")
    return redirect(url_for(".batch", batch_id=batch_id, centre=centre, lang=g.locale), 303)


@blueprint.get("/batches/<batch_id>/file")
def file(batch_id: str) -> ResponseReturnValue:
    """What was made."""
    made = _own(batch_id).file
    if made is None:
        raise PageNotFound
    return _handed_out(made)


def _index(form: PrintsForm) -> str:
    db, day = storage.reading(), periods.civil_day(periods.now())
    centre, every = chosen_centre(db, day, request.args.get("centre"))
    counters = centres.counters_in(db, centre.centre_id, day) if centre else []
    base_url = current_app.config["BASE_URL"]
    return render_template(
        "manage/prints.html",
        centre=centre,
        centres=every,
        counters=counters,
        address=lambda counter_id: links.without_scheme(links.counter_url(base_url, counter_id)),
        choices=bundles.CHOICES,
        doubts=list(addresses.doubts(base_url, [one.counter_id for one in counters])),
        form=form,
    )


def _places(centre_id: str) -> list[Place]:
    """The counters of a centre; raises UnknownCentre, or PageNotFound where it has none."""
    db, day = storage.reading(), periods.civil_day(periods.now())
    centre = centres.get_centre(db, centre_id, day)
    wanted = [
        (one.counter_id, day.isoformat()) for one in centres.counters_in(db, centre.centre_id, day)
    ]
    found = [place for place in lookup.find_places(db, wanted) if place is not None]
    if not found:
        raise PageNotFound
    return found


def _batches() -> Batches:
    found: Any = current_app.extensions["batches"]
    return found  # type: ignore[no-any-return]


def _own(batch_id: str) -> Batch:
    return _batches().get(batch_id, g.user.user_id)


def _handed_out(made: File) -> Response:
    response = Response(made.content, mimetype=made.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=made.name)
    return response
