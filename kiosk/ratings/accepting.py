"""Acceptance: ratings are checked, attributed, marked and stored, many at a time.

Requests that arrive together are accepted together, because each statement sent to the
database costs more than a rating's share of it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from .. import periods
from ..errors import KioskError, RatingConflict
from ..integrity import BURST_PRESSES, CLOSED, BurstRule, RepeatRule
from ..integrity import watch as watching
from ..integrity.watch import Watch, Watched
from ..services.receipts import Receipts
from ..storage.db import Database
from .attribution import Press, attribute, look_up, settle
from .set_aside import keep_aside
from .submissions import Content, Outcome, Receipt, Submission, check_submission, content_of, is_same

ROWS_IN_ONE_STATEMENT = 64


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
    service_month: str | None = None
    service_overdue: int | None = None
    service_ending: str | None = None


@dataclass
class _Batch:
    """What is accepted together: what was stored before, the new rows, and what is odd about them."""

    stored: dict[str, Content]
    rows: list[Rating] = field(default_factory=list)
    watched: list[Watched] = field(default_factory=list)


class Acceptance:
    """The door of the record: what it needs to know beyond the database and the clock."""

    def __init__(
        self,
        *,
        max_age_days: int,
        repeat_seconds: int,
        burst_presses: int = BURST_PRESSES,
        receipts: Receipts | None = None,
    ) -> None:
        self.max_age_seconds = max_age_days * 86_400
        self.repeat_rule, self.burst_rule = RepeatRule(repeat_seconds), BurstRule(burst_presses)
        self.watch = Watch()
        self.receipts = receipts

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
        submissions = [self._at_most_so_old(submission) for submission in submissions]
        outcomes = [self._check_alone(submission) for submission in submissions]
        sound = [i for i, outcome in enumerate(outcomes) if isinstance(outcome, Receipt)]
        presses = look_up(db, [submissions[i] for i in sound], now)
        batch = _Batch(_find_stored(db, [submissions[i].rating_id for i in sound]))
        in_time = sorted(zip(sound, presses, strict=True), key=lambda pair: pair[1].instant)
        for i, press in in_time:
            try:
                self._accept_press(db, press, batch, now)
            except RatingConflict as refusal:
                keep_aside(db, refusal.code, _said(press.submission), now)
                outcomes[i] = refusal
            except KioskError as refusal:
                outcomes[i] = refusal
        _insert(db, batch.rows)
        watching.add(db, watching.tally(self.watch, batch.watched))
        return outcomes

    def accept_all_now(self, db: Database, submissions: Sequence[Submission]) -> list[Outcome]:
        """`accept_all` at the present instant, as the server's writer calls it."""
        return self.accept_all(db, submissions, periods.now())

    def _at_most_so_old(self, submission: Submission) -> Submission:
        """A receipt proves more than a phone's clock: what that says is bounded, not refused."""
        if submission.tier != "receipt" or submission.age_seconds <= self.max_age_seconds:
            return submission
        return replace(submission, age_seconds=self.max_age_seconds)

    def _check_alone(self, submission: Submission) -> Outcome:
        try:
            check_submission(submission, self.max_age_seconds)
        except KioskError as refusal:
            return refusal
        return Receipt(submission.rating_id)

    def _accept_press(self, db: Database, press: Press, batch: _Batch, now: datetime) -> None:
        """Add the press to the batch, unless it is stored already."""
        submission, content = press.submission, content_of(press.submission)
        if submission.rating_id not in batch.stored:
            press = settle(db, press, self.receipts)
            rating = self._rating_of(db, press)
            batch.rows.append(rating)
            batch.stored[submission.rating_id] = content
            if rating.channel == "tablet" and rating.rule is None and not submission.hour_only:
                batch.watched.append(_watched(press, rating, now))
        elif not is_same(submission, batch.stored[submission.rating_id]):
            raise RatingConflict("rating_id")

    def _rating_of(self, db: Database, press: Press) -> Rating:
        submission, slot = press.submission, periods.slot(press.instant)
        known, place = attribute(db, press, self.receipts)
        return Rating(
            rating_id=submission.rating_id,
            iso_week=slot.iso_week,
            day=slot.day,
            hour=slot.hour,
            unit_id=place.unit_id,
            centre_id=place.centre_id,
            counter_id=place.counter_id,
            channel=submission.channel,
            tier=submission.tier,
            satisfied=int(submission.satisfied),
            rule=self._rule(press, place.counter_id, is_tied="service_week" in known),
            user_kind=submission.user_kind,
            **known,
        )

    def _rule(self, press: Press, counter_id: str, *, is_tied: bool) -> str | None:
        """Why the press is not counted; the order is that of `integrity.RULES`."""
        submission = press.submission
        if submission.rule is not None:
            return submission.rule  # its instant may be a guess: it makes nothing else a repeat
        is_tablet = submission.channel == "tablet"
        repeat = burst = None
        if is_tablet and not submission.hour_only:
            named = counter_id, submission.channel, submission.rating_id, press.instant
            repeat = self.repeat_rule.mark(*named)
            if repeat is None and press.is_open and not is_tied:
                burst = self.burst_rule.mark(counter_id, submission.rating_id, press.instant)
        return CLOSED if is_tablet and not press.is_open else repeat or burst


def _watched(press: Press, rating: Rating, now: datetime) -> Watched:
    submission, is_tied = press.submission, rating.service_week is not None
    return Watched(
        rating_id=rating.rating_id,
        counter_id=rating.counter_id,
        instant=press.instant,
        hour=rating.hour,
        waited_seconds=(now - press.instant).total_seconds(),
        officer_id=rating.officer_id,
        on_duty=press.officer_id,
        is_tied=is_tied,
        by_slip=is_tied and submission.receipt is not None,
        has_token=bool(submission.offer or submission.receipt),
        by_service=rating.officer_by == "service",
    )


def _said(submission: Submission) -> dict[str, object]:
    """What is kept of a contradiction: not its age, and nothing that leads to a dossier."""
    hidden = {"age_seconds": None, "service_id": None, "receipt": None, "offer": None}
    return {**asdict(submission), **hidden}


def _find_stored(db: Database, rating_ids: list[str]) -> dict[str, Content]:
    """What is stored under these ids, in the form of `content_of`."""
    rows = db.conn.execute(
        """
        SELECT r.rating_id,
               iif(r.service_week IS NULL, r.counter_id, NULL),
               r.satisfied, r.channel, r.tier, r.user_kind,
               iif(r.service_week IS NULL, r.procedure_id, NULL), r.service_week IS NOT NULL
        FROM json_each(:ids) AS asked
        JOIN rating AS r ON r.rating_id = asked.value
        """,
        {"ids": json.dumps(rating_ids)},
    ).fetchall()
    return {row[0]: (row[1], bool(row[2]), *row[3:7], bool(row[7])) for row in rows}


def find_stored_ids(db: Database, rating_ids: Iterable[str]) -> set[str]:
    """Which of these ratings are in the record."""
    rows = db.conn.execute(
        """
        SELECT r.rating_id
        FROM json_each(:ids) AS asked
        JOIN rating AS r ON r.rating_id = asked.value
        """,
        {"ids": json.dumps(list(rating_ids))},
    ).fetchall()
    return {row[0] for row in rows}


def _insert(db: Database, rows: list[Rating]) -> None:
    for start in range(0, len(rows), ROWS_IN_ONE_STATEMENT):
        part = rows[start : start + ROWS_IN_ONE_STATEMENT]
        row = f"({', '.join('?' * len(Rating._fields))})"
        db.conn.execute(
            f"INSERT INTO rating ({', '.join(Rating._fields)}) VALUES {', '.join([row] * len(part))}",
            [value for rating in part for value in rating],
        )
    announce(db, ((rating.day, rating.centre_id) for rating in rows))


def announce(db: Database, places: Iterable[tuple[str, str]]) -> None:
    """Tell analytics which days at which centres have a new rating: one pair for each rating."""
    db.conn.executemany(
        """
        INSERT INTO change (day, place_id, version) VALUES (?, ?, ?)
        ON CONFLICT (day, place_id) DO UPDATE SET version = version + excluded.version
        """,
        [(*place, count) for place, count in Counter(places).items()],
    )
