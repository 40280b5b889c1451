"""What is held of an announced service, as its sender may see it: never whether it was answered.

Who knows which dossiers were answered, finds some ratings' dossiers by elimination; and what a
system has asked and noted would outlive the codes that the record forgets.
"""

from dataclasses import dataclass

from ..errors.services import NoSuchService
from ..storage.db import Database


@dataclass(frozen=True)
class Correction:
    """One correction, with everything that held from then on."""

    number: int
    due: str | None
    overdue: bool
    petitioned: bool
    outcome: str
    channel: str
    officer: str | None
    visits: int | None
    reason: str
    recorded_at: str
    recorded_by: str


@dataclass(frozen=True)
class Standing:
    """A service as it stands now; the names are those of the announcement.

    offered: by which ways its person was asked.
    """

    dossier: str
    procedure: str
    receiving_unit: str
    resolving_unit: str
    centre: str | None
    counter: str | None
    officer: str | None
    received: str
    due: str | None
    finished: str
    outcome: str
    channel: str
    overdue: bool
    petitioned: bool
    visits: int | None
    offered: list[str]
    corrections: list[Correction]


def get_standing(db: Database, service_id: str) -> Standing:
    """The service as it stands; raises NoSuchService."""
    row = db.conn.execute(
        """
        SELECT service_id, procedure_id, receiving_unit_id, resolving_unit_id, centre_id, counter_id,
               officer_id, received_day, due_day, finished_day, outcome, channel, overdue, petitioned,
               visits
        FROM services_v1
        WHERE service_id = ?
        """,
        [service_id],
    ).fetchone()
    if row is None:
        raise NoSuchService
    known = {
        "overdue": bool(row[12]),
        "petitioned": bool(row[13]),
        "offered": _offered(db, service_id),
        "corrections": _corrections(db, service_id),
    }
    return Standing(**dict(zip(Standing.__dataclass_fields__, row, strict=False)) | known)


def _offered(db: Database, service_id: str) -> list[str]:
    rows = db.conn.execute(
        "SELECT channel FROM service_offered WHERE service_id = ? ORDER BY channel", [service_id]
    ).fetchall()
    return [row[0] for row in rows]


def _corrections(db: Database, service_id: str) -> list[Correction]:
    rows = db.conn.execute(
        """
        SELECT number, due_day, overdue, petitioned, outcome, channel, officer_id, visits, reason,
               recorded_at, recorded_by
        FROM service_correction
        WHERE service_id = ?
        ORDER BY number
        """,
        [service_id],
    ).fetchall()
    return [
        Correction(number, due, bool(overdue), bool(petitioned), *rest)
        for number, due, overdue, petitioned, *rest in rows
    ]
