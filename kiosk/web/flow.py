"""What tablet and phone share: the first screen, and each step of the plain forms.

With script the screens follow one another inside one page and answers go to the API; these
steps serve everybody else. No cookie, nothing about the person in the address, and no page
after the first answer carries that answer.
"""

import contextlib
import secrets
from collections.abc import Callable, Mapping
from datetime import date, datetime

from flask import current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from .. import periods
from ..catalogue import lookup
from ..catalogue.lookup import Officer
from ..counters import duties
from ..errors import (
    DetailConflict,
    DuplicateKey,
    MissingField,
    RatingConflict,
    TextTooLong,
    UnknownField,
    UnsafeText,
    WrongChoice,
)
from ..errors.tablets import NotPaired
from ..ratings.details import MAX_COMMENT, Detail
from ..ratings.submissions import check_rating_id
from ..services import finished
from ..services.finished import Finished
from ..storage.db import Database
from . import photos, storage
from .visits import Visit

Form = MultiDict[str, str]

ANSWERS = {"1": True, "0": False}
FIELDS = {
    "rate": {"satisfied"},
    "procedure": {"procedure_id", "q"},
    "topics": {"topic"},
    "trust": {"trust"},
    "comment": {"comment", "with"},
}
MOST_SHOWN = 4 * MAX_COMMENT  # of a comment that is too long, to be shortened by its writer
SHARED_FIELDS = {"step", "rating_id", "lang"}


def first_screen(visit: Visit) -> ResponseReturnValue:
    """The question, with the later screens waiting behind it for the script."""
    rating_id = visit.rating_id or secrets.token_hex(16)
    return _page(visit, "rate", rating_id=rating_id, scripted=True)


def next_screen(visit: Visit) -> ResponseReturnValue:
    """One step without script: store what was answered, then show what follows.

    Sent twice, it shows the same screen again, even if it was sent with another answer than
    before: the first one stands, and no page says which that was, or somebody at a page that
    was left open could try both. Raises NotPaired where only paired tablets may answer, and the
    errors of the form and the record.
    """
    is_tablet = visit.channel == "tablet"
    if is_tablet and not current_app.config["OPEN_TABLETS"]:
        raise NotPaired
    form = request.form
    step = _choice(form, "step", FIELDS)
    _check_known(form, SHARED_FIELDS | FIELDS[step])
    steps: dict[str, Callable[[Visit, Form], ResponseReturnValue]] = {
        "rate": _rated,
        "procedure": _procedure_named,
        "topics": _topic_named,
        "trust": _trust_told,
        "comment": _commented,
    }
    response = make_response(steps[step](visit, form))
    if is_tablet:
        seconds, home = current_app.config["IDLE_SECONDS"], request.path
        response.headers["Refresh"] = f"{seconds}; url={home}"
    return response


def monogram(name: str) -> str:
    """What stands in the officer's disc: a code as it is, else first and last initial.

    >>> monogram("Cán bộ A-03"), monogram("Nguyễn Văn An")
    ('A-03', 'NA')
    """
    words = name.split()
    if any(character.isdigit() for character in words[-1]):
        return words[-1][:5]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def _rated(visit: Visit, form: Form) -> ResponseReturnValue:
    rating_id = _rating_id(visit, form)
    satisfied = ANSWERS[_choice(form, "satisfied", ANSWERS)]
    with contextlib.suppress(RatingConflict):  # kept aside by the record
        storage.store(visit.accept(rating_id, satisfied))
    return _page(visit, visit.after("rate"), rating_id=rating_id)


def _procedure_named(visit: Visit, form: Form) -> ResponseReturnValue:
    rating_id, wanted = _rating_id(visit, form), form.get("q", "")[:100]
    check_rating_id(rating_id)
    if "q" in form:
        day = periods.civil_day(periods.now())
        found = lookup.search_procedures(storage.reading(), wanted, day)
        return _page(visit, "procedure", rating_id=rating_id, wanted=wanted, found=found)
    if procedure_id := form.get("procedure_id"):
        with contextlib.suppress(DetailConflict):
            storage.attach(Detail(rating_id, procedure_id=procedure_id))
    return _page(visit, visit.after("procedure"), rating_id=rating_id)


def _topic_named(visit: Visit, form: Form) -> ResponseReturnValue:
    rating_id = _rating_id(visit, form)
    check_rating_id(rating_id)
    if topic := form.get("topic"):
        with contextlib.suppress(DetailConflict):
            storage.attach(Detail(rating_id, topics=(topic,)))
    return _page(visit, visit.after("topics"), rating_id=rating_id)


def _trust_told(visit: Visit, form: Form) -> ResponseReturnValue:
    rating_id = _rating_id(visit, form)
    check_rating_id(rating_id)
    if form.get("trust"):
        with contextlib.suppress(DetailConflict):
            storage.attach(Detail(rating_id, trust=ANSWERS[_choice(form, "trust", ANSWERS)]))
    return _page(visit, visit.after("trust"), rating_id=rating_id)


def _commented(visit: Visit, form: Form) -> ResponseReturnValue:
    rating_id, comment = _rating_id(visit, form), form.get("comment", "")
    check_rating_id(rating_id)
    if form.get("with") and comment.strip():
        try:
            storage.attach(Detail(rating_id, comment=comment))
        except DetailConflict:
            pass  # kept aside by the record
        except (TextTooLong, UnsafeText) as refusal:
            page = _page(
                visit, "comment", rating_id=rating_id, comment=comment[:MOST_SHOWN], wrong=refusal
            )
            return page, refusal.status
    return _page(visit, visit.after("comment"), rating_id=rating_id)


def _rating_id(visit: Visit, form: Form) -> str:
    """The rating's name: the address's word stands above the form's."""
    return visit.rating_id or _text(form, "rating_id")


def _page(visit: Visit, screen: str, **more: object) -> str:
    db = storage.reading()
    service = visit.service() if visit.service else None
    day = periods.civil_day(visit.instant)
    place = finished.get_place(db, service) if service else lookup.get_place(db, visit.counter_id, day)
    officer = (
        _officer_of(db, service) if service else _officer_on_duty(db, visit.counter_id, visit.instant)
    )
    return render_template(
        "citizen/flow.html",
        channel=visit.channel,
        visit=visit,
        screen=screen,
        place=place,
        officer=officer,
        monogram=monogram(officer.name) if officer else None,
        photo=photos.find_address(officer.officer_id) if officer else None,
        procedure=finished.get_procedure(db, service) if service else None,
        usual=lookup.usual_procedures(db, place, day) if "procedure" in visit.screens else [],
        topics=lookup.topics(db),
        **more,
    )


def _officer_of(db: Database, service: Finished) -> Officer | None:
    """Who is rated by the service, if it says so: whoever sits there now is not meant."""
    day = date.fromisoformat(service.finished_day)
    return lookup.get_officer(db, service.officer_id, day) if service.officer_id else None


def _officer_on_duty(db: Database, counter_id: str, instant: datetime) -> Officer | None:
    officer_id = duties.find_officer_on_duty(db, counter_id, instant)
    return lookup.get_officer(db, officer_id, periods.civil_day(instant)) if officer_id else None


def _text(form: Form, name: str) -> str:
    value = form.get(name)
    if not value:
        raise MissingField(name)
    return value


def _choice(form: Form, name: str, choices: Mapping[str, object]) -> str:
    value = _text(form, name)
    if value not in choices:
        raise WrongChoice(name, choices=", ".join(choices))
    return value


def _check_known(form: Form, known: set[str]) -> None:
    for name in form:
        if name not in known:
            raise UnknownField(name)
        if len(form.getlist(name)) > 1:
            raise DuplicateKey(key=name)
