"""A citizen's own phone, after scanning the code on a counter's poster; and that poster."""

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from .. import i18n, periods
from ..catalogue import lookup
from ..errors import N_
from ..printing import links
from . import flow, storage
from .visits import at_counter

blueprint = Blueprint("phone", __name__, url_prefix="/p")

POSTER_WORDS = {
    "question": N_("Were you satisfied with this service?"),
    "how": N_("Scan the code with your phone and answer in a few seconds."),
    "quiet": N_("Anonymous. The officer at the counter cannot see your answer."),
    "further": N_("Something to be followed up? Leave it at this address:"),
}


@blueprint.get("/<counter_id>")
def start(counter_id: str) -> ResponseReturnValue:
    """The question."""
    return flow.first_screen(at_counter("phone", counter_id, periods.now()))


@blueprint.post("/<counter_id>")
def answer(counter_id: str) -> ResponseReturnValue:
    """A step without script."""
    return flow.next_screen(at_counter("phone", counter_id, periods.now()))


@blueprint.get("/<counter_id>/code.svg")
def code(counter_id: str) -> ResponseReturnValue:
    """The counter's address as a QR image."""
    place = _place(counter_id)
    url = links.counter_url(current_app.config["BASE_URL"], place.counter_id)
    return Response(links.qr_svg(url), mimetype="image/svg+xml")


@blueprint.get("/<counter_id>/poster")
def poster(counter_id: str) -> ResponseReturnValue:
    """One sheet to print and hang up, in every language at once."""
    place = _place(counter_id)
    return render_template(
        "citizen/poster.html",
        place=place,
        url=links.counter_url(current_app.config["BASE_URL"], place.counter_id),
        words={
            locale: {key: i18n.translate(locale, text) for key, text in POSTER_WORDS.items()}
            for locale in i18n.LOCALES
        },
    )


def _place(counter_id: str) -> lookup.Place:
    return lookup.get_place(storage.reading(), counter_id, periods.civil_day(periods.now()))
