"""What the one-stop system corrects in a service it has announced: added, never written over.

Ratings that are tied to the service keep what was known when they came.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from .. import periods, words
from ..catalogue.spans import Spans
from ..errors import N_, MissingField
from ..errors.faults import Fault
from ..errors.services import FaultyService, NoDueDay, NoSuchService, NotCorrectable, OverdueContradicted
from ..formats import strict_json
from ..formats.moments import find_moment
from ..formats.strict_json import Field
from ..storage.db import Database
from . import intake
from .announcements import CHANNELS, OUTCOMES

LONGEST_REASON = 300
SHAPE = {
    "reason": Field(
        (str,), N_("text"), required=True, longest=None, schema={"maxLength": LONGEST_REASON}
    ),
    "due": Field((str,), N_("text"), nullable=True),
    "overdue": Field((bool,), N_("true or false")),
    "petitioned": Field((bool,), N_("true or false")),
    "outcome": Field((str,), N_("text"), choices=OUTCOMES),
    "channel": Field((str,), N_("text"), choices=CHANNELS),
    "officer": Field((str,), N_("text"), nullable=True),
    "visits": replace(intake.VISITS, nullable=True),
}
FIXED = {column.name for column in intake.COLUMNS} - SHAPE.keys()


@dataclass(frozen=True)
class Correction:
    """What is to hold from now on; only the fields that were named. why: in the sender's words."""

    changes: dict[str, Any]
    why: str


@dataclass(frozen=True)
class State:
    """What a correction can change, as it is stored."""

    due_day: str | None
    overdue: int
    petitioned: int
    outcome: str
    channel: str
    officer_id: str | None
    visits: int | None


def read_correction(value: Any) -> Correction:
    """A correction out of JSON; raises NotCorrectable for place, procedure and days, or the
    KioskError that refuses it otherwise."""
    for name in value if isinstance(value, dict) else ():
        if name in FIXED:
            raise NotCorrectable(name)
    changes = strict_json.read_object(value, SHAPE)
    why = words.check_free_text(changes.pop("reason"), "reason", LONGEST_REASON)
    if not why:
        raise MissingField("reason")
    return Correction(changes, why)


def correct(
    db: Database, service_id: str, correction: Correction, *, spans: Spans, now: datetime, by: str
) -> bool:
    """Note the correction, inside the caller's transaction; False if everything was so already.

    Raises NoSuchService, OverdueContradicted, NoDueDay, or FaultyService.
    """
    row = db.conn.execute(
        """
        SELECT finished_day, due_day, overdue, petitioned, outcome, channel, officer_id, visits
        FROM services_v1
        WHERE service_id = ?
        """,
        [service_id],
    ).fetchone()
    if row is None:
        raise NoSuchService
    finished, before = date.fromisoformat(row[0]), State(*row[1:])
    try:
        after = _apply(before, correction.changes, finished, spans)
    except Fault as fault:
        raise FaultyService(fault) from fault
    if after == before:
        return False
    row = {"why": correction.why, "at": periods.stamp(now), "by": by}
    _add(db, {**vars(after), **row, "service_id": service_id})
    return True


def _apply(before: State, changes: dict[str, Any], finished: date, spans: Spans) -> State:
    due = before.due_day
    if "due" in changes:
        moment = find_moment({"due": words.tidy(changes["due"] or "")}, "due")
        due = moment.day.isoformat() if moment else None
    officer_id = changes.get("officer", before.officer_id) or None
    if officer_id is not None:
        spans.check("officer", officer_id)
    visits = changes.get("visits", before.visits)
    if "overdue" in changes or due != before.due_day:
        overdue: int = _overdue(changes.get("overdue"), due, finished)
    else:
        overdue = before.overdue
    return State(
        due_day=due,
        overdue=int(overdue),
        petitioned=int(changes.get("petitioned", before.petitioned)),
        outcome=changes.get("outcome", before.outcome),
        channel=changes.get("channel", before.channel),
        officer_id=officer_id,
        visits=None if visits is None else intake.find_visits(str(visits)),
    )


def _overdue(said: bool | None, due: str | None, finished: date) -> bool:
    """By the days; on the day that was promised the sender may know the hour, and is believed."""
    if due is None:
        if said:
            raise NoDueDay("overdue")
        return False
    promised = date.fromisoformat(due)
    late = finished > promised
    if said is None or said == late:
        return late
    if finished == promised:
        return said
    raise OverdueContradicted("overdue", due=promised, finished=finished)


def _add(db: Database, row: dict[str, Any]) -> None:
    db.conn.execute(
        """
        INSERT INTO service_correction (
          service_id, number, due_day, overdue, petitioned, outcome, channel, officer_id, visits,
          reason, recorded_at, recorded_by)
        SELECT :service_id, 1 + count(*), :due_day, :overdue, :petitioned, :outcome, :channel,
          :officer_id, :visits, :why, :at, :by
        FROM service_correction
        WHERE service_id = :service_id
        """,
        row,
    )
