"""What happened that may move a figure: an outage, other fees, moved counters. Added, never changed.

An event stands beside the weekly charts, so that a dip is read with what is known of that week. It
changes no figure. Whoever notes one is named, and what was noted wrongly is withdrawn by a row of
its own. Its words are masked like a citizen's: pages and reports of many show them.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from .. import periods
from ..errors import MissingField, UnknownProcedure, WrongChoice
from ..errors.events import AlreadyWithdrawn, NoSuchEvent, UnknownUnit
from ..errors.faults import Fault
from ..formats import codes
from ..masking import mask_comment
from ..staff import audit
from ..storage.db import Database
from ..words import check_free_text

KINDS = ("new_procedure", "fees", "counters", "outage", "holiday", "other")
LONGEST_TEXT = 120  # it stands in one or two lines below a chart
LISTED = 300


@dataclass(frozen=True)
class NewEvent:
    """What is noted.

    unit_id: whom it concerns; None: the whole province. procedure_id: a national code, or a local
    one; None: whatever the procedure. kind: one of KINDS. text_en: '' where there is no English.
    """

    day: date
    kind: str
    text: str
    text_en: str = ""
    unit_id: str | None = None
    procedure_id: str | None = None


@dataclass(frozen=True)
class Event:
    """What was noted, by whom, and by whom it was withdrawn; None as long as it stands."""

    event_id: str
    day: date
    unit_id: str | None
    procedure_id: str | None
    kind: str
    text: str
    text_en: str | None
    recorded_at: datetime
    recorded_by: str
    withdrawn_by: str | None


def note(db: Database, new: NewEvent, *, now: datetime, by: str) -> str:
    """Put an event on record, with a line in the trail; the same twice is once.

    Telephone and identity numbers and codes of dossiers are struck out of its words.
    Returns its name. Raises WrongChoice (the kind), UnknownUnit, UnknownProcedure, MissingField,
    TextTooLong or UnsafeText.
    """
    if new.kind not in KINDS:
        raise WrongChoice("kind", choices=", ".join(KINDS))
    text = _masked(new.text, "text")
    if not text:
        raise MissingField("text")
    row = {
        "day": new.day.isoformat(),
        "unit_id": _unit(db, new.unit_id),
        "procedure_id": _procedure(db, new.procedure_id),
        "kind": new.kind,
        "text": text,
        "text_en": _masked(new.text_en, "text_en") or None,
    }
    return _standing(db, row) or _put(db, row, now, by)


def withdraw(db: Database, event_id: str, *, now: datetime, by: str) -> None:
    """Take an event back; it stays on record as withdrawn.

    Raises NoSuchEvent or AlreadyWithdrawn.
    """
    event = get_event(db, event_id)
    if event.withdrawn_by is not None:
        raise AlreadyWithdrawn
    db.conn.execute(
        "INSERT INTO event_withdrawal (event_id, withdrawn_at, withdrawn_by) VALUES (?, ?, ?)",
        [event_id, periods.stamp(now), by],
    )
    audit.record(db, now, actor=by, action="withdraw event", subject=f"{event.day} {event.kind}")


def get_event(db: Database, event_id: str) -> Event:
    """Raises NoSuchEvent."""
    found = _find(db, "e.event_id = ?", [event_id])
    if not found:
        raise NoSuchEvent
    return found[0]


def all_events(db: Database) -> list[Event]:
    """The latest LISTED, the newest day first, withdrawn ones among them."""
    return _find(db, "1", [])


def units_on(db: Database, day: date) -> list[tuple[str, str]]:
    """Key and name of the units that exist on that day, by name."""
    return _named(db, "unit", day)


def procedures_on(db: Database, day: date) -> list[tuple[str, str]]:
    """Code and name of the procedures in force on that day, by name."""
    return _named(db, "procedure", day)


def names_of(db: Database, noted: Iterable[Event]) -> dict[str, str]:
    """What the units and procedures of these events are, or were last, called."""
    wanted = {key for event in noted for key in (event.unit_id, event.procedure_id) if key}
    found: dict[str, str] = {}
    for kind in ("unit", "procedure"):
        rows = db.conn.execute(
            f"""
            SELECT {kind}_id, name
            FROM {kind}s_v1
            WHERE {kind}_id IN (SELECT value FROM json_each(?))
            ORDER BY {kind}_id, valid_from
            """,
            [json.dumps(sorted(wanted))],
        )
        found |= dict(rows.fetchall())
    return {key: found.get(key, key) for key in wanted}


def _named(db: Database, kind: str, day: date) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = db.conn.execute(
        f"""
        SELECT {kind}_id, name
        FROM {kind}s_v1
        WHERE valid_from <= :day AND (valid_to IS NULL OR valid_to > :day)
        ORDER BY name, {kind}_id
        """,
        {"day": day.isoformat()},
    ).fetchall()
    return rows


def _find(db: Database, where: str, values: list[str]) -> list[Event]:
    rows = db.conn.execute(
        f"""
        SELECT e.event_id, e.day, e.unit_id, e.procedure_id, e.kind, e.text, e.text_en,
               e.recorded_at, e.recorded_by, w.withdrawn_by
        FROM event AS e
        LEFT JOIN event_withdrawal AS w ON w.event_id = e.event_id
        WHERE {where}
        ORDER BY e.day DESC, e.recorded_at DESC, e.event_id
        LIMIT {LISTED}
        """,
        values,
    )
    return [
        Event(
            event_id=row[0],
            day=date.fromisoformat(row[1]),
            unit_id=row[2],
            procedure_id=row[3],
            kind=row[4],
            text=row[5],
            text_en=row[6],
            recorded_at=periods.parse_stamp(row[7]),
            recorded_by=row[8],
            withdrawn_by=row[9],
        )
        for row in rows
    ]


def _masked(text: str, field: str) -> str:
    return mask_comment(check_free_text(text, field, LONGEST_TEXT))


def _standing(db: Database, row: dict[str, str | None]) -> str | None:
    """The name of the same event, where it is noted and not withdrawn."""
    found = db.conn.execute(
        """
        SELECT event_id
        FROM event
        WHERE day = :day AND unit_id IS :unit_id AND procedure_id IS :procedure_id
          AND kind = :kind AND text = :text AND text_en IS :text_en
          AND event_id NOT IN (SELECT event_id FROM event_withdrawal)
        """,
        row,
    ).fetchone()
    return None if found is None else str(found[0])


def _put(db: Database, row: dict[str, str | None], now: datetime, by: str) -> str:
    event_id = secrets.token_hex(16)
    db.conn.execute(
        """
        INSERT INTO event (event_id, day, unit_id, procedure_id, kind, text, text_en, recorded_at,
                           recorded_by)
        VALUES (:event_id, :day, :unit_id, :procedure_id, :kind, :text, :text_en, :now, :by)
        """,
        {**row, "event_id": event_id, "now": periods.stamp(now), "by": by},
    )
    audit.record(db, now, actor=by, action="note event", subject=f"{row['day']} {row['kind']}")
    return event_id


def _unit(db: Database, unit_id: str | None) -> str | None:
    if unit_id and not db.conn.execute("SELECT 1 FROM unit WHERE unit_id = ?", [unit_id]).fetchone():
        raise UnknownUnit("unit", unit=unit_id)
    return unit_id or None


def _procedure(db: Database, given: str | None) -> str | None:
    """The national code of one that the catalogue has."""
    if not given:
        return None
    try:
        code = codes.procedure_code(given).national
    except Fault as fault:
        raise UnknownProcedure("procedure", procedure=given) from fault
    if not db.conn.execute("SELECT 1 FROM procedure WHERE procedure_id = ?", [code]).fetchone():
        raise UnknownProcedure("procedure", procedure=given)
    return code
