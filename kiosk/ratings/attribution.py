"""Whose rating it is: from counter, instant and service to unit, officer and procedure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypedDict

from .. import periods
from ..catalogue import lookup, remote
from ..catalogue.lookup import Place
from ..counters import duties, hours
from ..errors import ServiceAnswered, UnknownCounter
from ..errors.links import UnusableReceipt
from ..services import finished
from ..services.finished import Finished
from ..services.receipts import OFFER, RECEIPT, Receipts
from ..storage.db import Database
from .submissions import POSTER, Submission


@dataclass(frozen=True)
class Press:
    """A submission with the instant it speaks of, where and who that was, and if it was open."""

    submission: Submission
    instant: datetime
    place: Place | None
    officer_id: str | None
    is_open: bool


class Known(TypedDict, total=False):
    """The columns of a rating that attribution fills; what is absent is not known."""

    officer_id: str
    officer_by: str
    procedure_id: str
    procedure_by: str
    service_week: str
    service_failed: int
    resolving_unit_id: str
    service_month: str
    service_overdue: int
    service_ending: str


def look_up(db: Database, submissions: Sequence[Submission], now: datetime) -> list[Press]:
    """What is known of each submission's place and instant, with one statement for each kind."""
    instants = [now - timedelta(seconds=submission.age_seconds) for submission in submissions]
    counters = [submission.counter_id for submission in submissions]
    days = [periods.slot(instant).day for instant in instants]
    places = lookup.find_places(db, list(zip(counters, days, strict=True)))
    officers = duties.find_officers_on_duty(db, list(zip(counters, instants, strict=True)))
    opens = _find_open(db, places, instants)
    found = zip(submissions, instants, places, officers, opens, strict=True)
    return [
        Press(submission, instant, place, _shown(submission, officer_id), is_open)
        for submission, instant, place, officer_id, is_open in found
    ]


def _find_open(db: Database, places: list[Place | None], instants: list[datetime]) -> list[bool]:
    """Whether each place was open. Hours change with the minute, and ratings that arrive together
    mostly share theirs, so each minute is asked for once."""
    centres = [place.centre_id if place else "" for place in places]
    minutes = [instant.replace(second=0, microsecond=0) for instant in instants]
    wanted = list(zip(centres, minutes, strict=True))
    asked = list(dict.fromkeys(wanted))
    found = dict(zip(asked, hours.find_open(db, asked), strict=True))
    return [found[key] for key in wanted]


def _shown(submission: Submission, officer_id: str | None) -> str | None:
    """The officer on duty, unless somebody else's card stood on the screen, or nobody's: rather
    no officer than the wrong one."""
    told = submission.officer_shown
    return officer_id if told is None or told == officer_id else None


def attribute(db: Database, press: Press, receipts: Receipts | None = None) -> tuple[Known, Place]:
    """Officer, procedure and place of a press; what a finished service knows comes first.

    A printed code names no officer: anybody can have photographed it, and what is not stored can
    burden nobody.

    Raises UnknownCounter, UnknownProcedure or RetiredProcedure, UnknownService, ServiceAnswered,
    or UnusableReceipt. A service is marked as answered here, with the last statement.
    """
    submission = press.submission
    service_id = _find_service(db, press, receipts)
    known = Known()
    if press.officer_id is not None and submission.tier != POSTER:
        known |= {"officer_id": press.officer_id, "officer_by": "duty"}
    if service_id is not None:
        service = finished.get_finished(db, service_id)
        place = _place_of(db, service, press)
        _mark_answered(db, service_id, submission.channel)
        return known | _known_of(service), place
    if submission.procedure_id is not None:
        day = periods.civil_day(press.instant)
        lookup.check_procedure(db, submission.procedure_id, day)
        known |= {"procedure_id": submission.procedure_id, "procedure_by": "citizen"}
    return known, _place_of_press(press)


def settle(db: Database, press: Press, receipts: Receipts | None) -> Press:
    """The press of a phone with a receipt, not earlier than the day on which its service ended: the
    clock of the phone or our own is wrong then, and no clock may cost an answer."""
    token = press.submission.receipt
    if receipts is None or token is None or press.submission.channel != "phone":
        return press
    finished_day = receipts.find_finished_day(db, token)
    if finished_day is None or finished_day <= periods.civil_day(press.instant):
        return press
    return replace(press, instant=periods.start_of_hour(finished_day.isoformat()))


def _find_service(db: Database, press: Press, receipts: Receipts | None) -> str | None:
    """The service that the press is tied to: proved by its channel, or by a token on the day of
    the press, since an answer may have waited in a phone. Raises UnusableReceipt."""
    submission, day = press.submission, periods.civil_day(press.instant)
    token, kind = _token_of(submission)
    if token is None:
        return submission.service_id
    found = receipts.find_open(db, token, day, kind=kind) if receipts else None
    if found is None and kind == RECEIPT and submission.channel == "phone":
        raise UnusableReceipt("receipt")
    is_elsewhere = kind == OFFER and found and not _is_of(db, found, submission.counter_id)
    return None if is_elsewhere else found


def _is_of(db: Database, service_id: str, counter_id: str) -> bool:
    """Whether the service was finished at that counter: its tablets alone are offered it."""
    return finished.get_finished(db, service_id).counter_id == counter_id


def _token_of(submission: Submission) -> tuple[str | None, str]:
    """What proves the service, and its kind; an empty one is a wrong one."""
    if submission.receipt is not None:
        return submission.receipt, RECEIPT
    return submission.offer, OFFER


def _known_of(service: Finished) -> Known:
    """The columns that a service fills; an officer it does not name stays the one on duty."""
    found = Known(
        procedure_id=service.procedure_id,
        procedure_by="service",
        service_week=service.iso_week,
        service_failed=service.failed,
        resolving_unit_id=service.resolving_unit_id,
        service_month=service.finished_day[:7],
        service_overdue=service.overdue,
        service_ending=service.ending,
    )
    if service.officer_id is not None:
        found |= {"officer_id": service.officer_id, "officer_by": "service"}
    return found


def _place_of(db: Database, service: Finished, press: Press) -> Place:
    """Where the service was done: a receipt may be answered anywhere."""
    if press.submission.receipt is None:
        pressed = _place_of_press(press)
        if service.counter_id in (None, pressed.counter_id):
            return pressed
    place = finished.get_place(db, service)
    if remote.is_remote(place):
        remote.keep(db, place)
    return place


def _place_of_press(press: Press) -> Place:
    if press.place is None:
        day = periods.civil_day(press.instant)
        raise UnknownCounter("counter_id", counter=press.submission.counter_id, day=day)
    return press.place


def _mark_answered(db: Database, service_id: str, channel: str) -> None:
    added = db.conn.execute(
        "INSERT INTO service_answered (service_id, channel) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [service_id, channel],
    )
    if not added.rowcount:
        raise ServiceAnswered("service_id")
