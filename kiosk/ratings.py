"""Acceptance: one rating is validated, attributed, marked and stored; details attach to it."""

import json
import re
import secrets
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from . import catalogue, duties, periods, words
from .db import Database
from .errors import (
    DetailConflict,
    RatingConflict,
    ServiceAnswered,
    UnknownRating,
    UnknownService,
    WrongAge,
    WrongChoice,
    WrongId,
)
from .integrity import RepeatRule

CHANNELS = ("tablet", "phone")
TIERS = ("receipt", "rotating", "tablet", "poster")
USER_KINDS = ("citizen", "business")
MAX_COMMENT = 500
_RATING_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Submission:
    """What a tablet, a phone or an import hands over.

    age_seconds: how long ago the answer was given, by the sender's own clock; never its time
    of day, which may be wrong.
    service_id: the finished service it is tied to; only channels that have proved it set this.
    """

    rating_id: str
    counter_id: str
    satisfied: bool
    channel: str = "tablet"
    tier: str = "tablet"
    age_seconds: float = 0.0
    procedure_id: str | None = None
    user_kind: str | None = None
    service_id: str | None = None


@dataclass(frozen=True)
class Detail:
    """What a citizen adds after the answer; each part is taken once."""

    rating_id: str
    procedure_id: str | None = None
    topics: tuple[str, ...] = ()
    comment: str | None = None


@dataclass(frozen=True)
class Receipt:
    """The acknowledgement of one rating or detail, equal each time the same one is sent."""

    rating_id: str
    status: str = "recorded"


@dataclass(frozen=True)
class Rating:
    """A row of the record, in the order of its columns."""

    rating_id: str
    iso_week: str
    day: str
    hour: int
    unit_id: str
    centre_id: str
    counter_id: str
    officer_id: str | None
    officer_by: str | None
    procedure_id: str | None
    procedure_by: str | None
    channel: str
    tier: str
    satisfied: int
    rule: str | None
    user_kind: str | None
    service_week: str | None = None
    service_failed: int | None = None
    resolving_unit_id: str | None = None


_COLUMNS = [column.name for column in fields(Rating)]
_INSERT = f"INSERT INTO rating ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
# What a citizen said. A repeat of these under the same id is the same rating; the hour is not
# among them, since a repeat travels longer than the first try did.
_CONTENT = ("counter_id", "satisfied", "channel", "tier", "user_kind", "procedure_id")


class Acceptance:
    """The door of the record: what it needs to know beyond the database and the clock."""

    def __init__(self, *, max_age_days: int, repeat_seconds: int) -> None:
        self.max_age_seconds = max_age_days * 86_400
        self.repeat_rule = RepeatRule(repeat_seconds)

    def check(self, submission: Submission) -> None:
        """Raises for what is wrong with the submission by itself, before any database."""
        check_rating_id(submission.rating_id)
        if not 0 <= submission.age_seconds <= self.max_age_seconds:
            raise WrongAge("age_seconds", limit=self.max_age_seconds)
        _check_choice("channel", submission.channel, CHANNELS)
        _check_choice("tier", submission.tier, TIERS)
        if submission.user_kind is not None:
            _check_choice("user_kind", submission.user_kind, USER_KINDS)

    def accept(self, db: Database, submission: Submission, now: datetime) -> Receipt:
        """Store one rating inside the caller's transaction; the same one again changes nothing.

        Raises a KioskError, after which nothing of it is stored; RatingConflict means that
        another rating bears this id (see `keep_aside`).
        """
        self.check(submission)
        stored = _find_stored(db, submission.rating_id)
        if stored is not None:
            _check_same(stored, submission)
            return Receipt(submission.rating_id)
        instant = now - timedelta(seconds=submission.age_seconds)
        rating = self._attribute(db, submission, instant)
        db.conn.execute(_INSERT, [getattr(rating, column) for column in _COLUMNS])
        note_change(db, rating.day, rating.centre_id)
        return Receipt(submission.rating_id)

    def _attribute(self, db: Database, submission: Submission, instant: datetime) -> Rating:
        day = periods.civil_day(instant)
        place = catalogue.get_place(db, submission.counter_id, day)
        officer_id = duties.find_officer_on_duty(db, submission.counter_id, instant)
        if submission.procedure_id is not None:
            catalogue.check_procedure(db, submission.procedure_id, day)
        known = {
            "officer_id": officer_id,
            "officer_by": "duty" if officer_id else None,
            "procedure_id": submission.procedure_id,
            "procedure_by": "citizen" if submission.procedure_id else None,
        }
        if submission.service_id is not None:
            known |= _tie_to_service(db, submission.service_id)
        rule = self.repeat_rule.mark(submission.counter_id, submission.channel, instant)
        return Rating(
            rating_id=submission.rating_id,
            iso_week=periods.iso_week(day),
            day=day.isoformat(),
            hour=periods.hour_slot(instant),
            unit_id=place.unit_id,
            centre_id=place.centre_id,
            counter_id=place.counter_id,
            channel=submission.channel,
            tier=submission.tier,
            satisfied=int(submission.satisfied),
            rule=rule,
            user_kind=submission.user_kind,
            **known,  # type: ignore[arg-type]
        )


def add_detail(db: Database, detail: Detail) -> Receipt:
    """Attach procedure, topics or comment to a stored rating; each part is taken once.

    Raises UnknownRating, DetailConflict if a part was given differently before, and the
    catalogue's errors; then none of the parts is stored.
    """
    check_rating_id(detail.rating_id)
    row = db.conn.execute(
        "SELECT day, centre_id, satisfied, procedure_id FROM rating WHERE rating_id = ?",
        [detail.rating_id],
    ).fetchone()
    if row is None:
        raise UnknownRating("rating_id")
    day, centre_id, satisfied, procedure_id = row
    if detail.procedure_id is not None and detail.procedure_id != procedure_id:
        if procedure_id is not None:
            raise DetailConflict("procedure_id")
        catalogue.check_procedure(db, detail.procedure_id, datetime.fromisoformat(day).date())
        _add_once(db, "rating_procedure", "procedure_id", detail.rating_id, [detail.procedure_id])
    if detail.topics:
        codes = [catalogue.reason_code(db, topic, bool(satisfied)) for topic in detail.topics]
        _add_once(db, "rating_reason", "reason_code", detail.rating_id, codes)
    if detail.comment is not None:
        comment = words.check_free_text(detail.comment, "comment", MAX_COMMENT)
        if comment:
            _add_once(db, "rating_comment", "comment", detail.rating_id, [comment])
    note_change(db, day, centre_id)
    return Receipt(detail.rating_id)


def keep_aside(db: Database, cause: str, submission: Submission, now: datetime) -> None:
    """Keep a contradicting submission for review: its words and its day, not its time."""
    body = {**asdict(submission), "age_seconds": None}
    db.conn.execute(
        "INSERT INTO set_aside (set_aside_id, day, cause, body) VALUES (?, ?, ?, ?)",
        [
            secrets.token_hex(16),
            periods.civil_day(now).isoformat(),
            cause,
            json.dumps(body, ensure_ascii=False, sort_keys=True),
        ],
    )


def note_change(db: Database, day: str, place_id: str) -> None:
    """Tell analytics that this day at this place has changed."""
    db.conn.execute(
        """
        INSERT INTO change (day, place_id, version) VALUES (?, ?, 1)
        ON CONFLICT (day, place_id) DO UPDATE SET version = version + 1
        """,
        [day, place_id],
    )


def check_rating_id(rating_id: str) -> None:
    """Raises WrongId unless it is 32 lower-case hexadecimal digits."""
    if not _RATING_ID.fullmatch(rating_id):
        raise WrongId("rating_id")


def _check_choice(field: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise WrongChoice(field, choices=", ".join(choices))


def _find_stored(db: Database, rating_id: str) -> dict[str, Any] | None:
    row = db.conn.execute(
        f"SELECT {', '.join(_CONTENT)}, procedure_by, service_week FROM rating WHERE rating_id = ?",
        [rating_id],
    ).fetchone()
    return None if row is None else dict(zip((*_CONTENT, "procedure_by", "service_week"), row, strict=True))


def _check_same(stored: dict[str, Any], submission: Submission) -> None:
    if stored["procedure_by"] == "service":
        stored["procedure_id"] = submission.procedure_id
    same = all(stored[name] == getattr(submission, name) for name in _CONTENT)
    if not same or (stored["service_week"] is None) != (submission.service_id is None):
        raise RatingConflict("rating_id")


def _tie_to_service(db: Database, service_id: str) -> dict[str, Any]:
    """What the service knows better than duty and citizen; marks it as answered."""
    row = db.conn.execute(
        """
        SELECT officer_id, procedure_id, iso_week, overdue OR petitioned, resolving_unit_id,
               finished_day, coalesce(centre_id, receiving_unit_id)
        FROM service
        WHERE service_id = ?
        """,
        [service_id],
    ).fetchone()
    if row is None:
        raise UnknownService("service_id", service=service_id)
    officer_id, procedure_id, week, failed, resolving_unit_id, finished_day, place_id = row
    added = db.conn.execute(
        "INSERT INTO service_answered (service_id) VALUES (?) ON CONFLICT DO NOTHING", [service_id]
    )
    if added.rowcount == 0:
        raise ServiceAnswered("service_id")
    note_change(db, finished_day, place_id)
    tied = {
        "procedure_id": procedure_id,
        "procedure_by": "service",
        "service_week": week,
        "service_failed": failed,
        "resolving_unit_id": resolving_unit_id,
    }
    if officer_id is not None:
        tied |= {"officer_id": officer_id, "officer_by": "service"}
    return tied


def _add_once(db: Database, table: str, column: str, rating_id: str, values: list[str]) -> None:
    stored = db.conn.execute(
        f"SELECT {column} FROM {table} WHERE rating_id = ? ORDER BY 1", [rating_id]
    ).fetchall()
    if not stored:
        db.conn.executemany(
            f"INSERT INTO {table} (rating_id, {column}) VALUES (?, ?)",
            [(rating_id, value) for value in sorted(set(values))],
        )
    elif [row[0] for row in stored] != sorted(set(values)):
        raise DetailConflict(column)
