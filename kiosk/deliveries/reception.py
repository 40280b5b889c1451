"""Contacts are received: each entry ends as a rating, a detail, or in quarantine, exactly once.

Contacts that arrive together are received together, and their ratings pass through one
acceptance, because each statement costs more than an entry's share of it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .. import periods
from ..errors import DetailConflict, KioskError, RatingConflict
from ..ratings.details import Detail, add_details
from ..ratings.submissions import Outcome, Submission
from ..services.receipts import Receipts
from ..storage.db import Database
from ..tablets import devices, offers
from ..tablets.contacts import Contact
from . import quarantine
from .judgement import Judge, Verdict

RECORDED, KEPT_ASIDE = "recorded", "kept_aside"

AcceptAll = Callable[[Database, Sequence[Submission], datetime], list[Outcome]]


@dataclass(frozen=True)
class Settled:
    """What became of one entry. Both statuses mean: it is on the server's disk.

    is_new: False where it had arrived before.
    """

    sequence: int
    rating_id: str
    status: str
    is_new: bool


@dataclass(frozen=True)
class Answer:
    """A contact's answer: the tablet as it stands now, and its entries in their order.

    is_replaced: another one has taken its place.
    """

    standing: str
    counter_id: str
    entries: tuple[Settled, ...]
    is_replaced: bool = False


class Reception:
    """Where tablets' contacts are received, in front of the record's one door for ratings."""

    def __init__(
        self, accept_all: AcceptAll, *, max_age_days: int, receipts: Receipts | None = None
    ) -> None:
        self._accept_all, self._receipts = accept_all, receipts
        self._max_age_seconds = max_age_days * 86_400.0

    def receive_all_now(self, db: Database, contacts: Sequence[Contact]) -> list[Answer]:
        """`receive_all` at the present instant, as the server's writer calls it."""
        return self.receive_all(db, contacts, periods.now())

    def receive_all(self, db: Database, contacts: Sequence[Contact], now: datetime) -> list[Answer]:
        """Receive contacts inside the caller's transaction; one answer each, in order.

        Their tablets exist and have signed them. Raises ReviewFull, or what the database does;
        then nothing of any of them is stored.
        """
        judge = Judge(db, contacts, now, self._max_age_seconds)
        judged = [judge.judge_all(contact) for contact in contacts]
        verdicts = [verdict for some in judged for verdict in some]
        self._take_ratings(db, verdicts, now)
        _take_details(db, verdicts, now)
        if self._receipts:
            shown = [*_shown(contacts), *_pressed(verdicts)]
            offers.note_shown(db, self._receipts, shown, periods.civil_day(now))
        _keep_aside(db, zip(contacts, judged, strict=True), now)
        judge.write(db)
        known = devices.find_devices(db, {contact.device_id for contact in contacts})
        return [
            _answer(known[contact.device_id], some)
            for contact, some in zip(contacts, judged, strict=True)
        ]

    def _take_ratings(self, db: Database, verdicts: list[Verdict], now: datetime) -> None:
        due, submissions = [], []
        for verdict in verdicts:
            content = verdict.entry.content
            if isinstance(content, Submission) and verdict.cause is None:
                due.append(verdict)
                submissions.append(verdict.submission(content, now, self._max_age_seconds))
        if due:
            _note_refusals(due, self._accept_all(db, submissions, now))


def _shown(contacts: Sequence[Contact]) -> Iterable[str]:
    """The offers that tablets say have stood on their screens."""
    return (token for contact in contacts for token in contact.shown)


def _pressed(verdicts: list[Verdict]) -> Iterable[str]:
    """The offers under which somebody has answered: they were seen as well."""
    contents = (verdict.entry.content for verdict in verdicts if verdict.cause is None)
    return (one.offer for one in contents if isinstance(one, Submission) and one.offer)


def _take_details(db: Database, verdicts: list[Verdict], now: datetime) -> None:
    due, details = [], []
    for verdict in verdicts:
        content = verdict.entry.content
        if isinstance(content, Detail) and verdict.cause is None:
            due.append(verdict)
            details.append(content)
    _note_refusals(due, add_details(db, details, now))


def _note_refusals(verdicts: list[Verdict], outcomes: Sequence[Outcome]) -> None:
    """A contradiction of what is stored has been set aside already, and is answered like a first
    arrival: from a refusal, whoever forges an entry would learn what the citizen said."""
    for verdict, outcome in zip(verdicts, outcomes, strict=True):
        if isinstance(outcome, KioskError) and not isinstance(outcome, (RatingConflict, DetailConflict)):
            verdict.cause = outcome.code


def _keep_aside(db: Database, judged: Iterable[tuple[Contact, list[Verdict]]], now: datetime) -> None:
    day = periods.slot(now).day
    kept = [
        quarantine.Kept(
            name=quarantine.name_of(one.entry),
            device_id=one.entry.device_id,
            sender_id=contact.device_id,
            rating_id=one.entry.rating_id,
            body=quarantine.body_of(
                one.entry, one.slot(), is_certain=one.pressed is not None and one.pressed.is_certain
            ),
            day=day,
            cause=one.cause,
        )
        for contact, verdicts in judged
        for one in verdicts
        if one.cause is not None
    ]
    quarantine.keep(db, kept)


def _answer(device: devices.Device, verdicts: list[Verdict]) -> Answer:
    settled = (
        Settled(
            sequence=one.entry.sequence,
            rating_id=one.entry.rating_id,
            status=RECORDED if one.cause is None else KEPT_ASIDE,
            is_new=one.is_new,
        )
        for one in verdicts
    )
    is_replaced = device.replaced_by is not None
    return Answer(device.standing, device.counter_id, tuple(settled), is_replaced)
