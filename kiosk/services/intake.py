"""Finished services from the one-stop system: what ratings are measured against."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import TypeVar

from .. import periods
from ..catalogue.spans import Spans
from ..errors import N_
from ..errors.faults import Fault, Faults
from ..formats import codes
from ..formats.imported import Imported
from ..formats.moments import Moment, find_moment, get_moment
from ..formats.strict_json import Field
from ..formats.tables import Column, Row
from ..storage.db import Database, writing
from ..words import slug
from . import forgotten
from .history import History

T = TypeVar("T")

COLUMNS = (
    Column("dossier", ("ma_ho_so", "dossier_code"), required=True),
    Column("procedure", ("ma_thu_tuc", "procedure_code"), required=True),
    Column("receiving_unit", ("don_vi_tiep_nhan",)),
    Column("resolving_unit", ("don_vi_giai_quyet",), required=True),
    Column("counter", ("quay",)),
    Column("officer", ("can_bo",)),
    Column("received", ("ngay_tiep_nhan",), required=True),
    Column("due", ("ngay_hen_tra",)),
    Column("finished", ("ngay_ket_thuc", "ngay_tra_ket_qua"), required=True),
    Column("outcome", ("ket_qua",), required=True),
    Column("channel", ("kenh",), required=True),
    Column("petitioned", ("phan_anh",)),
    Column("visits", ("so_lan_den", "so_lan_di_lai")),
)
OUTCOMES = {
    **{word: word for word in ("granted", "refused", "returned")},
    **{"dong_y": "granted", "tu_choi": "refused", "tra_lai": "returned"},
}
CHANNELS = {
    **{word: word for word in ("counter", "online", "post")},
    **{"truc_tiep": "counter", "truc_tuyen": "online", "buu_chinh": "post"},
}
PETITIONED = {"": 0, "0": 0, "1": 1, "khong": 0, "co": 1}
MOST_VISITS = 99  # more is a slip of the keys, and would spoil every sum
_VISITS = re.compile("[1-9][0-9]?")
VISITS = Field((int,), N_("a whole number from 1 to 99"), schema={"minimum": 1, "maximum": MOST_VISITS})


class Contradiction(Fault):
    """What is stored under the same dossier code says something else."""


@dataclass(frozen=True)
class Service:
    """A row of the record, in the order of its columns. visits: None where nobody has told."""

    service_id: str
    iso_week: str
    finished_day: str
    received_day: str
    due_day: str | None
    overdue: int
    petitioned: int
    outcome: str
    channel: str
    procedure_id: str
    receiving_unit_id: str
    resolving_unit_id: str
    centre_id: str | None
    counter_id: str | None
    officer_id: str | None
    visits: int | None = None


def import_services(
    db: Database, rows: Iterable[Row], now: datetime, faults: Faults | None = None
) -> Imported:
    """Store finished services, all or nothing; the same ones again change nothing.

    Raises ImportRefused naming the bad lines; `faults` brings those found while reading.
    """
    with writing(db):
        return store_services(db, rows, now, faults)


def store_services(
    db: Database, rows: Iterable[Row], now: datetime, faults: Faults | None = None
) -> Imported:
    """The same inside the caller's transaction, which must be given up if this raises."""
    faults = faults or Faults()
    spans, boundary = Spans(db), forgotten.find_boundary(db)
    history = History(_NAMES)
    seen = added = 0
    for line, values in rows:
        try:
            service = read_service(values, spans, now)
            if is_forgotten(service, boundary):
                history.add(line, _as_row(service))
            else:
                added += store_service(db, service)
        except Fault as fault:
            faults.add(line, fault)
            continue
        seen += 1
    added += history.store(db, faults)
    faults.refuse_if_any()
    return Imported(added, seen - added)


def is_forgotten(service: Service, boundary: date | None) -> bool:
    """Whether the record keeps no codes any more of the time in which the service ended."""
    return boundary is not None and service.finished_day < boundary.isoformat()


def read_service(values: dict[str, str], spans: Spans, now: datetime) -> Service:
    """One row of text as a service, judged against the catalogue of its days; raises Fault."""
    dossier = codes.dossier_code(values["dossier"])
    received, finished = get_moment(values, "received"), get_moment(values, "finished")
    _check_order(received, finished, now)
    due = find_moment(values, "due")
    procedure_id = codes.procedure_code(values["procedure"]).national
    spans.check("procedure", procedure_id, received.day)
    days = (finished.day, received.day)
    resolving_unit_id = codes.identifier(values["resolving_unit"])
    spans.check("unit", resolving_unit_id, *days)
    centre_id, receiving_unit_id = _place(values, spans, days)
    officer_id = values.get("officer") or None
    if officer_id is not None:
        spans.check("officer", officer_id)  # one who has left did work then
    return Service(
        service_id=dossier.code,
        iso_week=_iso_week(finished.day),
        finished_day=finished.day.isoformat(),
        received_day=received.day.isoformat(),
        due_day=None if due is None else due.day.isoformat(),
        overdue=int(due is not None and finished.is_after(due)),
        petitioned=_choice(values, "petitioned", PETITIONED),
        outcome=_choice(values, "outcome", OUTCOMES),
        channel=_choice(values, "channel", CHANNELS),
        procedure_id=procedure_id,
        receiving_unit_id=receiving_unit_id,
        resolving_unit_id=resolving_unit_id,
        centre_id=centre_id,
        counter_id=values.get("counter") or None,
        officer_id=officer_id,
        visits=find_visits(values.get("visits", "")),
    )


def find_visits(text: str) -> int | None:
    """How often the person came or sent papers, the first time included; None where nothing stands.

    Raises Fault for what is no whole number from 1 to MOST_VISITS.
    """
    if not text:
        return None
    if not _VISITS.fullmatch(text):
        raise Fault(
            N_("{column}: “{given}” is not a whole number from 1 to {limit}."),
            column="visits",
            given=text,
            limit=MOST_VISITS,
        )
    return int(text)


def _check_order(received: Moment, finished: Moment, now: datetime) -> None:
    if received.is_after(finished):
        raise Fault(
            N_("it was received on {received}, after it was finished on {finished}."),
            received=received.day,
            finished=finished.day,
        )
    if finished.is_after(Moment(periods.civil_day(now), now)):
        raise Fault(N_("it is said to be finished on {day}, which has not come yet."), day=finished.day)


def _place(values: dict[str, str], spans: Spans, days: tuple[date, date]) -> tuple[str | None, str]:
    """Centre and receiving unit; the counter decides both where one took part."""
    unit_id = codes.identifier(values["receiving_unit"]) if values.get("receiving_unit") else None
    counter_id = values.get("counter")
    if not counter_id:
        if unit_id is None:
            raise Fault(N_("neither a counter nor a receiving unit is given."))
        spans.check("unit", unit_id, *days)
        return None, unit_id
    centre_id, unit_of_counter = spans.place(counter_id, *days)
    if unit_id not in (None, unit_of_counter):
        raise Fault(
            N_("the counter {counter} belongs to {expected}, not to the receiving unit {given}."),
            counter=counter_id,
            expected=unit_of_counter,
            given=unit_id,
        )
    return centre_id, unit_of_counter


@lru_cache(maxsize=4_096)
def _iso_week(day: date) -> str:
    return periods.iso_week(day)


def _choice(values: dict[str, str], column: str, choices: dict[str, T]) -> T:
    given = values.get(column, "")
    found = choices.get(given)
    if found is None:
        found = choices.get(slug(given).replace("-", "_"))
    if found is None:
        raise Fault(
            N_("{column}: “{given}” is not one of: {choices}."),
            column=column,
            given=given,
            choices=", ".join(word for word in choices if word),
        )
    return found


_NAMES = [column.name for column in fields(Service)]
_as_row = attrgetter(*_NAMES)
_INSERT = (
    f"INSERT INTO service ({', '.join(_NAMES)}) VALUES ({', '.join('?' * len(_NAMES))})"
    " ON CONFLICT (service_id) DO NOTHING"
)
_SAID = " UNION ALL ".join(  # as it was announced, and as it stands with its corrections
    f"SELECT {', '.join(_NAMES)} FROM {source} WHERE service_id = :service_id"
    for source in ("service", "services_v1")
)


def store_service(db: Database, service: Service) -> bool:
    """Whether the service was new; raises Contradiction if another one bears its code.

    One that was corrected may be announced as it was at first, and as it is now.
    """
    row = _as_row(service)
    if db.conn.execute(_INSERT, row).rowcount:
        return True
    if row not in db.conn.execute(_SAID, {"service_id": service.service_id}).fetchall():
        raise Contradiction(
            N_("the dossier {dossier} is already stored with other content."), dossier=service.service_id
        )
    return False
