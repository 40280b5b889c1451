"""Whose rating it is: from counter, instant and service to unit, officer and procedure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict

from . import catalogue, duties, periods
from .catalogue import Place
from .db import Database
from .errors import ServiceAnswered, UnknownService
from .submissions import Submission


@dataclass(frozen=True)
class Press:
    """A submission with the instant it speaks of, and where and who that was."""

    submission: Submission
    instant: datetime
    place: Place | None
    officer_id: str | None


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
    """Place and officer on duty of each submission, with one statement for each kind."""
    instants = [now - timedelta(seconds=submission.age_seconds) for submission in submissions]
    counters = [submission.counter_id for submission in submissions]
    days = [periods.slot(instant).day for instant in instants]
    places = catalogue.find_places(db, list(zip(counters, days, strict=True)))
    officers = duties.find_officers_on_duty(db, list(zip(counters, instants, strict=True)))
    return [Press(*parts) for parts in zip(submissions, instants, places, officers, strict=True)]


def attribute(db: Database, press: Press) -> Known:
    """Officer and procedure of a press; what a finished service knows comes first.

    Raises UnknownProcedure or RetiredProcedure, UnknownService, or ServiceAnswered. A service
    is marked as answered here, with the last statement.
    """
    known = Known()
    if press.officer_id is not None:
        known |= {"officer_id": press.officer_id, "officer_by": "duty"}
    if press.submission.service_id is not None:
        return known | _known_of_service(db, press.submission.service_id)
    procedure_id = press.submission.procedure_id
    if procedure_id is not None:
        catalogue.check_procedure(db, procedure_id, periods.civil_day(press.instant))
        known |= {"procedure_id": procedure_id, "procedure_by": "citizen"}
    return known


def _known_of_service(db: Database, service_id: str) -> Known:
    row = db.conn.execute(
        """
        SELECT officer_id, procedure_id, iso_week, overdue OR petitioned, resolving_unit_id
        FROM service
        WHERE service_id = ?
        """,
        [service_id],
    ).fetchone()
    if row is None:
        raise UnknownService("service_id", service=service_id)
    _mark_answered(db, service_id)
    officer_id, procedure_id, week, failed, resolving_unit_id = row
    known = Known(
        procedure_id=procedure_id,
        procedure_by="service",
        service_week=week,
        service_failed=failed,
        resolving_unit_id=resolving_unit_id,
    )
    if officer_id is not None:
        known |= {"officer_id": officer_id, "officer_by": "service"}
    return known


def _mark_answered(db: Database, service_id: str) -> None:
    added = db.conn.execute(
        "INSERT INTO service_answered (service_id) VALUES (?) ON CONFLICT DO NOTHING", [service_id]
    )
    if not added.rowcount:
        raise ServiceAnswered("service_id")
