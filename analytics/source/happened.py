"""What staff noted that may move a figure."""

from dataclasses import dataclass
from datetime import date

from ..driver import sqlite3


@dataclass(frozen=True)
class Noted:
    """An event. unit, procedure, field: keys, '' for all of them; where: the unit's name, of_what: the
    procedure's, each in Vietnamese and English, '' likewise."""

    event_id: str
    day: date
    kind: str
    text: str
    text_en: str = ""
    unit: str = ""
    procedure: str = ""
    field: str = ""
    where: str = ""
    of_what: str = ""
    of_what_en: str = ""


def noted(connection: sqlite3.Connection) -> tuple[Noted, ...]:
    """All that stands, by day; names as they were last."""
    rows = connection.execute(
        """
        SELECT e.event_id, e.day, e.kind, e.text, ifnull(e.text_en, ''), ifnull(e.unit_id, ''),
               ifnull(e.procedure_id, ''), ifnull(p.field_id, ''), ifnull(u.name, ''),
               ifnull(p.name, ''), ifnull(p.name_en, '')
        FROM events_v1 AS e
        LEFT JOIN units_v1 AS u ON u.unit_id = e.unit_id AND u.valid_from = (
          SELECT max(valid_from) FROM units_v1 WHERE unit_id = e.unit_id)
        LEFT JOIN procedures_v1 AS p ON p.procedure_id = e.procedure_id AND p.valid_from = (
          SELECT max(valid_from) FROM procedures_v1 WHERE procedure_id = e.procedure_id)
        ORDER BY e.day, e.event_id
        """
    )
    return tuple(Noted(key, date.fromisoformat(day), *rest) for key, day, *rest in rows)
