"""What a rating takes from the finished service that it is tied to."""

from dataclasses import dataclass
from datetime import date

from ..catalogue import lookup, remote
from ..catalogue.lookup import Place, Procedure
from ..errors import UnknownService
from ..storage.db import Database


@dataclass(frozen=True)
class Finished:
    """A service as it is known now, corrections included."""

    officer_id: str | None
    procedure_id: str
    iso_week: str
    failed: int
    resolving_unit_id: str
    receiving_unit_id: str
    counter_id: str | None
    finished_day: str
    overdue: int
    outcome: str
    channel: str

    @property
    def ending(self) -> str:
        """At the counter its outcome, else how the result travelled."""
        return self.outcome if self.channel == "counter" else self.channel


def get_finished(db: Database, service_id: str) -> Finished:
    """Raises UnknownService."""
    row = db.conn.execute(
        """
        SELECT officer_id, procedure_id, iso_week, overdue OR petitioned, resolving_unit_id,
               receiving_unit_id, counter_id, finished_day, overdue, outcome, channel
        FROM services_v1
        WHERE service_id = ?
        """,
        [service_id],
    ).fetchone()
    if row is None:
        raise UnknownService("service_id", service=service_id)
    return Finished(*row)


def get_place(db: Database, service: Finished) -> Place:
    """Where it was done, as that was called on the day it ended; raises UnknownCounter."""
    day = date.fromisoformat(service.finished_day)
    if service.counter_id is None:
        return remote.place_of(db, service.receiving_unit_id, day)
    return lookup.get_place(db, service.counter_id, day)


def get_procedure(db: Database, service: Finished) -> Procedure:
    """What was done, as it was called when the service ended, else the latest name."""
    row = db.conn.execute(
        """
        SELECT procedure_id, name, name_en
        FROM procedures_v1
        WHERE procedure_id = :procedure_id
        ORDER BY valid_from <= :day AND (valid_to IS NULL OR valid_to > :day) DESC, valid_from DESC
        LIMIT 1
        """,
        {"procedure_id": service.procedure_id, "day": service.finished_day},
    ).fetchone()
    return Procedure(*row)
