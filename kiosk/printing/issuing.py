"""Slips for services of the record: their links are made valid as the slips are made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from .. import periods
from ..errors import N_, UnknownService
from ..errors.faults import Fault
from ..services.receipts import Receipts
from ..staff import audit
from ..storage.db import Database
from . import links
from .slips import Slip


@dataclass(frozen=True)
class Issuer:
    """Who issues slips with which tokens: `by` is noted in the audit trail."""

    receipts: Receipts
    base_url: str
    by: str


def issue_slips(db: Database, issuer: Issuer, service_ids: Iterable[str], now: datetime) -> list[Slip]:
    """A slip for each service, inside the caller's transaction; the same ones each time.

    Raises UnknownService, or Fault where a service may be rated no longer.
    """
    return [_issue(db, issuer, service_id, now) for service_id in service_ids]


def _issue(db: Database, issuer: Issuer, service_id: str, now: datetime) -> Slip:
    finished, centre, counter = _find(db, service_id)
    until = issuer.receipts.last_day(finished)
    if until < periods.civil_day(now):
        raise Fault(
            N_("the dossier {dossier} could be rated until {day}."), dossier=service_id, day=until
        )
    token = issuer.receipts.issue(db, service_id)
    db.conn.execute(  # whoever gets a slip is asked
        "INSERT INTO service_offered (service_id, channel) VALUES (?, 'phone') ON CONFLICT DO NOTHING",
        [service_id],
    )
    audit.record(db, now, actor=issuer.by, action="print slip", subject=service_id)
    return Slip(service_id, links.receipt_url(issuer.base_url, token), centre, counter, until)


def _find(db: Database, service_id: str) -> tuple[date, str | None, str | None]:
    """The day a service was finished on, and the names of its centre and counter on that day."""
    row = db.conn.execute(
        """
        SELECT s.finished_day, z.name, c.name
        FROM services_v1 AS s
        LEFT JOIN centres_v1 AS z
          ON z.centre_id = s.centre_id
          AND z.valid_from <= s.finished_day AND (z.valid_to IS NULL OR z.valid_to > s.finished_day)
        LEFT JOIN counters_v1 AS c
          ON c.counter_id = s.counter_id
          AND c.valid_from <= s.finished_day AND (c.valid_to IS NULL OR c.valid_to > s.finished_day)
        WHERE s.service_id = ?
        """,
        [service_id],
    ).fetchone()
    if row is None:
        raise UnknownService("service", service=service_id)
    return date.fromisoformat(row[0]), row[1], row[2]
