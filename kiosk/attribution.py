"""Whose rating it is: from counter, instant and service to unit, officer and procedure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, TypedDict

from . import catalogue, duties, hours, periods
from .catalogue import Place
from .db import Database
from .errors import ServiceAnswered, UnknownCounter, UnknownService
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


def look_up(db: Database, submissions: Sequence[Submission], now: datetime) -> list[Press]:
    """What is known of each submission's place and instant, with one statement for each kind."""
    instants = [now - timedelta(seconds=submission.age_seconds) for submission in submissions]
    counters = [submission.counter_id for submission in submissions]
    days = [periods.slot(instant).day for instant in instants]
    places = catalogue.find_places(db, list(zip(counters, days, strict=True)))
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


def attribute(db: Database, press: Press) -> tuple[Known, Place]:
    """Officer, procedure and place of a press; what a finished service knows comes first.

    A printed code names no officer: anybody can have photographed it, and what is not stored can
    burden nobody.

    Raises UnknownCounter, UnknownProcedure or RetiredProcedure, UnknownService, or
    ServiceAnswered. A service is marked as answered here, with the last statement.
    """
    submission = press.submission
    if press.place is None:
        day = periods.civil_day(press.instant)
        raise UnknownCounter("counter_id", counter=submission.counter_id, day=day)
    known = Known()
    if press.officer_id is not None and submission.tier != POSTER:
        known |= {"officer_id": press.officer_id, "officer_by": "duty"}
    if submission.service_id is not None:
        service = _get_service(db, submission.service_id)
        place = _place_of(db, service, press.place)
        _mark_answered(db, submission.service_id)
        return known | service.known(), place
    if submission.procedure_id is not None:
        day = periods.civil_day(press.instant)
        catalogue.check_procedure(db, submission.procedure_id, day)
        known |= {"procedure_id": submission.procedure_id, "procedure_by": "citizen"}
    return known, press.place


class _Service(NamedTuple):
    """What a rating needs of the finished service it is tied to."""

    officer_id: str | None
    procedure_id: str
    iso_week: str
    failed: int
    resolving_unit_id: str
    counter_id: str | None
    finished_day: str

    def known(self) -> Known:
        """The columns that it fills; an officer it does not name stays the one on duty."""
        found = Known(
            procedure_id=self.procedure_id,
            procedure_by="service",
            service_week=self.iso_week,
            service_failed=self.failed,
            resolving_unit_id=self.resolving_unit_id,
        )
        if self.officer_id is not None:
            found |= {"officer_id": self.officer_id, "officer_by": "service"}
        return found


def _get_service(db: Database, service_id: str) -> _Service:
    row = db.conn.execute(
        """
        SELECT officer_id, procedure_id, iso_week, overdue OR petitioned, resolving_unit_id,
               counter_id, finished_day
        FROM service
        WHERE service_id = ?
        """,
        [service_id],
    ).fetchone()
    if row is None:
        raise UnknownService("service_id", service=service_id)
    return _Service(*row)


def _place_of(db: Database, service: _Service, pressed: Place) -> Place:
    """Where the service was done: a receipt may be answered anywhere."""
    if service.counter_id is None or service.counter_id == pressed.counter_id:
        return pressed
    found = catalogue.find_places(db, [(service.counter_id, service.finished_day)])[0]
    return found or pressed


def _mark_answered(db: Database, service_id: str) -> None:
    added = db.conn.execute(
        "INSERT INTO service_answered (service_id) VALUES (?) ON CONFLICT DO NOTHING", [service_id]
    )
    if not added.rowcount:
        raise ServiceAnswered("service_id")
