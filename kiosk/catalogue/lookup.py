"""Reference data as it holds on a day: places, procedures, reasons, officers; and the search."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..errors import RetiredProcedure, UnknownCounter, UnknownProcedure, UnknownReason
from ..storage.db import Database
from ..words import fold

USUAL_DAYS = 60  # a counter's usual procedures are those it finished in this many days


@dataclass(frozen=True)
class Place:
    """A counter as it stands on a day."""

    counter_id: str
    counter: str
    field_id: str | None
    field: str | None
    field_en: str | None
    centre_id: str
    centre: str
    unit_id: str


@dataclass(frozen=True)
class Procedure:
    """A procedure as it is offered to a citizen."""

    procedure_id: str
    name: str
    name_en: str | None


@dataclass(frozen=True)
class Topic:
    """What a rating may be about; reads the same after either answer."""

    topic: str
    label_vi: str
    label_en: str


@dataclass(frozen=True)
class Officer:
    """An officer as shown to a citizen."""

    officer_id: str
    name: str
    position: str | None


def find_places(db: Database, asked: Sequence[tuple[str, str]]) -> list[Place | None]:
    """For each counter and day (as text), the counter with its centre and unit on that day, or None.

    Every rating asks this: one statement for all that arrive together, on the version tables
    by key rather than on the views.
    """
    if not asked:
        return []
    rows = db.conn.execute(
        """
        SELECT w.value ->> 0, w.value ->> 1,
               c.counter_id, c.name, f.field_id, f.name, f.name_en, z.centre_id, z.name, z.unit_id
        FROM json_each(:wanted) AS w
        JOIN counter_version AS c
          ON c.counter_id = w.value ->> 0
          AND c.retired = 0
          AND c.valid_from = (
            SELECT max(valid_from) FROM counter_version
            WHERE counter_id = w.value ->> 0 AND valid_from <= w.value ->> 1)
        JOIN centre_version AS z
          ON z.centre_id = c.centre_id
          AND z.retired = 0
          AND z.valid_from = (
            SELECT max(valid_from) FROM centre_version
            WHERE centre_id = c.centre_id AND valid_from <= w.value ->> 1)
        LEFT JOIN field_version AS f
          ON f.field_id = c.field_id
          AND f.retired = 0
          AND f.valid_from = (
            SELECT max(valid_from) FROM field_version
            WHERE field_id = c.field_id AND valid_from <= w.value ->> 1)
        """,
        {"wanted": json.dumps(sorted(set(asked)))},
    ).fetchall()
    found = {(row[0], row[1]): Place(*row[2:]) for row in rows}
    return [found.get(key) for key in asked]


def get_place(db: Database, counter_id: str, day: date) -> Place:
    """The counter with its centre and unit on that day; raises UnknownCounter."""
    place = find_places(db, [(counter_id, day.isoformat())])[0]
    if place is None:
        raise UnknownCounter("counter_id", counter=counter_id, day=day)
    return place


def get_officer(db: Database, officer_id: str, day: date) -> Officer | None:
    """The officer as named on that day, or None if none of the versions holds then."""
    row = db.conn.execute(
        """
        SELECT officer_id, name, position
        FROM officers_v1
        WHERE officer_id = :officer_id
          AND valid_from <= :day AND (valid_to IS NULL OR valid_to > :day)
        """,
        {"officer_id": officer_id, "day": day.isoformat()},
    ).fetchone()
    return None if row is None else Officer(*row)


def check_procedure(db: Database, procedure_id: str, day: date) -> None:
    """Raises UnknownProcedure, or RetiredProcedure if it was not in force on that day."""
    row = db.conn.execute(
        """
        SELECT max(valid_from <= :day AND (valid_to IS NULL OR valid_to > :day))
        FROM procedures_v1
        WHERE procedure_id = :procedure_id
        """,
        {"procedure_id": procedure_id, "day": day.isoformat()},
    ).fetchone()
    if row[0] is None:
        raise UnknownProcedure("procedure_id", procedure=procedure_id)
    if not row[0]:
        raise RetiredProcedure("procedure_id", procedure=procedure_id, day=day)


def usual_procedures(db: Database, place: Place, day: date, most: int = 6) -> list[Procedure]:
    """What this counter finished most often lately; before it has, the procedures of its field."""
    rows = db.conn.execute(
        """
        SELECT p.procedure_id, p.name, p.name_en
        FROM service AS s
        JOIN procedures_v1 AS p
          ON p.procedure_id = s.procedure_id
          AND p.valid_from <= :day AND (p.valid_to IS NULL OR p.valid_to > :day)
        WHERE s.counter_id = :counter_id
          AND s.finished_day > (
            SELECT date(max(finished_day), :days) FROM service WHERE counter_id = :counter_id)
        GROUP BY p.procedure_id
        ORDER BY count(*) DESC, p.procedure_id
        LIMIT :most
        """,
        {
            "counter_id": place.counter_id,
            "day": day.isoformat(),
            "days": f"-{USUAL_DAYS} days",
            "most": most,
        },
    ).fetchall()
    return [Procedure(*row) for row in rows] or procedures_of_field(db, place.field_id, day, most)


def procedures_of_field(db: Database, field_id: str | None, day: date, most: int) -> list[Procedure]:
    """A field's procedures in force, by name."""
    rows = db.conn.execute(
        """
        SELECT procedure_id, name, name_en
        FROM procedures_v1
        WHERE field_id = :field_id
          AND valid_from <= :day AND (valid_to IS NULL OR valid_to > :day)
        ORDER BY length(name), procedure_id
        LIMIT :most
        """,
        {"field_id": field_id, "day": day.isoformat(), "most": most},
    ).fetchall()
    return [Procedure(*row) for row in rows]


def search_procedures(db: Database, words: str, day: date, most: int = 12) -> list[Procedure]:
    """Procedures in force whose name holds every word, or whose code begins with it.

    Diacritics and case do not matter. Whole words come first, then short names: "khai sinh"
    finds "Đăng ký khai sinh" before longer ones. No words find nothing.
    """
    wanted = fold(words).split()[:8]
    if not wanted:
        return []
    matches = " AND ".join(
        f"(instr(folded, :w{i}) > 0 OR instr(procedure_id, :w{i}) = 1)" for i in range(len(wanted))
    )
    rows = db.conn.execute(
        f"""
        SELECT procedure_id, name, name_en
        FROM procedures_v1
        WHERE {matches}
          AND valid_from <= :day AND (valid_to IS NULL OR valid_to > :day)
        ORDER BY instr(' ' || folded || ' ', :phrase) = 0, length(folded), procedure_id
        LIMIT :most
        """,
        {
            "day": day.isoformat(),
            "most": most,
            "phrase": " " + " ".join(wanted) + " ",
            **{f"w{i}": word for i, word in enumerate(wanted)},
        },
    ).fetchall()
    return [Procedure(*row) for row in rows]


def topics(db: Database) -> list[Topic]:
    """The topics in the order in which they are offered."""
    rows = db.conn.execute(
        """
        SELECT topic, topic_vi, topic_en
        FROM reason
        WHERE satisfied = 0
        ORDER BY position
        """
    ).fetchall()
    return [Topic(*row) for row in rows]


def reason_code(db: Database, topic: str, satisfied: bool) -> str:
    """The code of a topic after that answer; raises UnknownReason."""
    row = db.conn.execute(
        "SELECT reason_code FROM reason WHERE topic = :topic AND satisfied = :satisfied",
        {"topic": topic, "satisfied": int(satisfied)},
    ).fetchone()
    if row is None:
        raise UnknownReason("topics", reason=topic)
    return str(row[0])
