"""Leaving a matter for follow-up, and what became of it: on one's own phone, without script or cookie.

A code never stands in an address, which histories and logs keep: it is shown once, and sent in the
body of a form. What answer somebody gave before is not known here.
"""

import secrets

from flask import Blueprint, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from .. import periods
from ..errors import KioskError
from ..petitions import matters, outcomes
from ..petitions.matters import Left, Matter, Petitions, Where
from ..printing import links
from . import limiting, storage

blueprint = Blueprint("petition", __name__, url_prefix="/y")

STATUS = "s"  # in place of a counter or centre: what became of a matter
ANSWERS = {"1": True, "0": False}


@blueprint.get(f"/{STATUS}")
def ask() -> ResponseReturnValue:
    """Where to enter a code."""
    return render_template("petition/ask.html", is_unknown=False)


@blueprint.post(f"/{STATUS}")
def outcome() -> ResponseReturnValue:
    """What became of the matter under the code; for every other text the same page and status."""
    db, code = storage.reading(), request.form.get("code", "")
    petition_id = codes().find(db, code)
    if petition_id is None:
        return _unknown()
    return _outcome_page(petition_id, code)


@blueprint.post(f"/{STATUS}/outcome")
def rate() -> ResponseReturnValue:
    """Keep what the author says of the outcome, once; the same page after either answer."""
    code, satisfied = request.form.get("code", ""), ANSWERS.get(request.form.get("satisfied", ""))
    petition_id = codes().find(storage.reading(), code)
    if petition_id is None:
        return _unknown()
    if satisfied is not None:
        today = periods.civil_day(periods.now())
        storage.write(lambda db: outcomes.rate(db, petition_id, satisfied, today))
    return _outcome_page(petition_id, code)


@blueprint.get("/<place_id>")
def form(place_id: str) -> ResponseReturnValue:
    """The form about a counter, or about a centre."""
    return _form_page(_place(place_id), secrets.token_hex(16))


@blueprint.post("/<place_id>")
def leave(place_id: str) -> ResponseReturnValue:
    """Keep the matter and show its code; the form with the reason where that cannot be."""
    place, sent, today = _place(place_id), request.form, periods.civil_day(periods.now())
    is_about_counter = sent.get("about") != "centre"
    matter = Matter(
        place.centre_id,
        place.counter_id if is_about_counter else None,
        sent.get("topic", ""),
        sent.get("body", ""),
    )
    ours, draft = codes(), sent.get("draft", "")
    try:
        limiting.admit_matter(place.centre_id)
        left: Left = storage.write(lambda db: ours.leave(db, matter, draft, today))
    except KioskError as refusal:
        return _form_page(place, draft or secrets.token_hex(16), refusal)
    return render_template("petition/left.html", left=left, place=place, address=address_of(STATUS))


@blueprint.app_template_global("petition_address")
def address_of(place_id: str) -> str:
    """Where matters about a place are left, as a person types it."""
    return links.without_scheme(links.petition_url(current_app.config["BASE_URL"], place_id))


def codes() -> Petitions:
    """The codes of this server."""
    return Petitions(current_app.extensions["keys"], current_app.config["PETITION_DAYS"])


def topic_in_words(topic: str) -> str:
    """A topic as the reader calls it."""
    for one in matters.topics(storage.reading()):
        if one.topic == topic:
            return one.label_en if g.locale == "en" else one.label_vi
    return topic


def _unknown() -> ResponseReturnValue:
    """The one page of every code that is none of ours; raises TooMany after many guesses."""
    limiting.note_guess()
    return render_template("petition/ask.html", is_unknown=True), 404


def _place(place_id: str) -> Where:
    return matters.find_place(storage.reading(), place_id, periods.civil_day(periods.now()))


def _form_page(place: Where, draft: str, refusal: KioskError | None = None) -> ResponseReturnValue:
    page = render_template(
        "petition/form.html",
        place=place,
        draft=draft,
        topics=matters.topics(storage.reading()),
        most=matters.MAX_BODY,
        given={**request.form.to_dict(), "body": _without_marks(request.form.get("body", ""))},
        refusal=refusal,
    )
    if refusal is None:
        return page
    response = make_response(page, refusal.status)
    if refusal.retry_seconds is not None:
        response.headers["Retry-After"] = str(refusal.retry_seconds)
    return response


def _without_marks(text: str) -> str:
    """What was typed, for another try: without what no page can show."""
    return "".join(one for one in text if one.isprintable() or one in "\r\n\t")


def _outcome_page(petition_id: str, code: str) -> ResponseReturnValue:
    db, today = storage.reading(), periods.civil_day(periods.now())
    found = outcomes.outcome_of(db, petition_id, today)
    return render_template(
        "petition/outcome.html", outcome=found, code=code, topic=topic_in_words(found.topic)
    )
