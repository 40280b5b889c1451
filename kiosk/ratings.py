"""Acceptance: ratings are validated, attributed, marked and stored, many at a time.

Requests that arrive together are accepted together, because each statement sent to the
database costs more than a rating's share of it.
"""

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from . import catalogue, duties, periods
from .catalogue import Place
from .db import Database
from .errors import (
    KioskError,
    RatingConflict,
    ServiceAnswered,
    UnknownCounter,
    UnknownService,
    WrongAge,
    WrongChoice,
    WrongId,
)
from .integrity import RepeatRule

CHANNELS = ("tablet", "phone")
TIERS = ("receipt", "rotating", "tablet", "poster")
USER_KINDS = ("citizen", "business")
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
class Receipt:
    """The acknowledgement of one rating or detail, equal each time the same one is sent."""

    rating_id: str
    status: str = "recorded"


Outcome = Receipt | KioskError

Content = tuple[str, bool, str, str, str | None, str | None, bool]


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
        """Accept one rating; raises the KioskError that `accept_all` would return."""
        outcome = self.accept_all(db, [submission], now)[0]
        if isinstance(outcome, KioskError):
            raise outcome
        return outcome

    def accept_all(
        self, db: Database, submissions: Sequence[Submission], now: datetime
    ) -> list[Outcome]:
        """Store ratings inside the caller's transaction; one outcome each, in order.

        A rating that is stored already gets its receipt again. One that contradicts a stored
        one gets RatingConflict and is kept aside. One that is refused leaves nothing behind
        and holds up no other.
        """
        outcomes = [self._check_alone(submission) for submission in submissions]
        sound = [i for i, outcome in enumerate(outcomes) if isinstance(outcome, Receipt)]
        presses = _look_up(db, [submissions[i] for i in sound], now)
        stored = _find_stored(db, [submissions[i].rating_id for i in sound])
        rows: list[Rating] = []
        for i, press in zip(sound, presses, strict=True):
            try:
                self._accept_press(db, press, stored, rows)
            except RatingConflict as refusal:
                keep_aside(db, refusal.code, press.submission, now)
                outcomes[i] = refusal
            except KioskError as refusal:
                outcomes[i] = refusal
        _insert(db, rows)
        return outcomes

    def accept_all_now(self, db: Database, submissions: Sequence[Submission]) -> list[Outcome]:
        """`accept_all` at the present instant, as the server's writer calls it."""
        return self.accept_all(db, submissions, periods.now())

    def _check_alone(self, submission: Submission) -> Outcome:
        try:
            self.check(submission)
        except KioskError as refusal:
            return refusal
        return Receipt(submission.rating_id)

    def _accept_press(
        self, db: Database, press: "Press", stored: dict[str, Content], rows: list["Rating"]
    ) -> None:
        """Add the press to `rows` and `stored`, unless it is there already."""
        submission, content = press.submission, _content(press.submission)
        if submission.rating_id not in stored:
            rows.append(self._attribute(db, press))
            stored[submission.rating_id] = content
        elif stored[submission.rating_id] != content:
            raise RatingConflict("rating_id")

    def _attribute(self, db: Database, press: "Press") -> "Rating":
        submission, slot = press.submission, periods.slot(press.instant)
        if press.place is None:
            raise UnknownCounter("counter_id", counter=submission.counter_id, day=slot.day)
        known = _known_of_press(db, press)
        if submission.service_id is not None:
            known |= _known_of_service(db, submission.service_id)
        repeat = self.repeat_rule.mark(submission.counter_id, submission.channel, press.instant)
        return Rating(
            rating_id=submission.rating_id,
            iso_week=slot.iso_week,
            day=slot.day,
            hour=slot.hour,
            unit_id=press.place.unit_id,
            centre_id=press.place.centre_id,
            counter_id=submission.counter_id,
            channel=submission.channel,
            tier=submission.tier,
            satisfied=int(submission.satisfied),
            rule=repeat,
            user_kind=submission.user_kind,
            **known,
        )


@dataclass(frozen=True)
class Press:
    """A submission with the moment it speaks of and who and what was there then."""

    submission: Submission
    instant: datetime
    place: Place | None
    officer_id: str | None


class Rating(NamedTuple):
    """A row of the record, in the order of its columns."""

    rating_id: str
    iso_week: str
    day: str
    hour: int
    unit_id: str
    centre_id: str
    counter_id: str
    channel: str
    tier: str
    satisfied: int
    rule: str | None = None
    user_kind: str | None = None
    officer_id: str | None = None
    officer_by: str | None = None
    procedure_id: str | None = None
    procedure_by: str | None = None
    service_week: str | None = None
    service_failed: int | None = None
    resolving_unit_id: str | None = None


ROWS_IN_ONE_STATEMENT = 64


def check_rating_id(rating_id: str) -> None:
    """Raises WrongId unless it is 32 lower-case hexadecimal digits."""
    if not _RATING_ID.fullmatch(rating_id):
        raise WrongId("rating_id")


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


def _check_choice(field: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise WrongChoice(field, choices=", ".join(choices))


def _content(submission: Submission) -> Content:
    """What a citizen said. The same under the same id is the same rating; the age is not part
    of it, since a repeat travels longer than the first try did."""
    return (
        submission.counter_id,
        bool(submission.satisfied),
        submission.channel,
        submission.tier,
        submission.user_kind,
        None if submission.service_id is not None else submission.procedure_id,
        submission.service_id is not None,
    )


def _look_up(db: Database, submissions: list[Submission], now: datetime) -> list[Press]:
    instants = [now - timedelta(seconds=submission.age_seconds) for submission in submissions]
    counters = [submission.counter_id for submission in submissions]
    days = [periods.slot(instant).day for instant in instants]
    places = catalogue.find_places(db, list(zip(counters, days, strict=True)))
    officers = duties.find_officers_on_duty(db, list(zip(counters, instants, strict=True)))
    return [Press(*parts) for parts in zip(submissions, instants, places, officers, strict=True)]


def _find_stored(db: Database, rating_ids: list[str]) -> dict[str, Content]:
    """What is stored under these ids, in the form of `_content`."""
    rows = db.conn.execute(
        """
        SELECT r.rating_id, r.counter_id, r.satisfied, r.channel, r.tier, r.user_kind,
               iif(r.service_week IS NULL, r.procedure_id, NULL), r.service_week IS NOT NULL
        FROM json_each(:ids) AS asked
        JOIN rating AS r ON r.rating_id = asked.value
        """,
        {"ids": json.dumps(rating_ids)},
    ).fetchall()
    return {row[0]: (row[1], bool(row[2]), *row[3:7], bool(row[7])) for row in rows}


def _known_of_press(db: Database, press: Press) -> dict[str, Any]:
    """Officer by duty, procedure by the citizen's own word, which must be in force that day."""
    known: dict[str, Any] = {}
    if press.officer_id is not None:
        known |= {"officer_id": press.officer_id, "officer_by": "duty"}
    procedure_id = press.submission.procedure_id
    if procedure_id is not None and press.submission.service_id is None:
        catalogue.check_procedure(db, procedure_id, periods.civil_day(press.instant))
        known |= {"procedure_id": procedure_id, "procedure_by": "citizen"}
    return known


def _known_of_service(db: Database, service_id: str) -> dict[str, Any]:
    """What a finished service knows better than duty and citizen; marks it as answered.

    Raises UnknownService, or ServiceAnswered at a second rating.
    """
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
    added = db.conn.execute(
        "INSERT INTO service_answered (service_id) VALUES (?) ON CONFLICT DO NOTHING", [service_id]
    )
    if not added.rowcount:
        raise ServiceAnswered("service_id")
    officer_id, procedure_id, week, failed, resolving_unit_id = row
    known = {
        "procedure_id": procedure_id,
        "procedure_by": "service",
        "service_week": week,
        "service_failed": failed,
        "resolving_unit_id": resolving_unit_id,
    }
    if officer_id is not None:
        known |= {"officer_id": officer_id, "officer_by": "service"}
    return known


def _insert(db: Database, rows: list[Rating]) -> None:
    for start in range(0, len(rows), ROWS_IN_ONE_STATEMENT):
        part = rows[start : start + ROWS_IN_ONE_STATEMENT]
        row = f"({', '.join('?' * len(Rating._fields))})"
        db.conn.execute(
            f"INSERT INTO rating ({', '.join(Rating._fields)}) VALUES {', '.join([row] * len(part))}",
            [value for rating in part for value in rating],
        )
