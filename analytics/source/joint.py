"""Everybody who answered in a week, with all by which an edition counts them."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ..driver import sqlite3
from ..periods import Month
from ..suppression import Answers
from ..weeks import Week
from .catalogue import field_of_procedure

COUNTED = "counted"
YES = "1"
AFTERWARDS = "after"
# Of the answer. slot: weekday and hour, '1-08'.
_OWN = {
    "week": "r.iso_week",
    "unit": "r.unit_id",
    "centre": "r.centre_id",
    "counter": "ifnull(r.counter_id, '')",
    "officer": "ifnull(r.officer_id, '')",
    "procedure": "ifnull(r.procedure_id, '')",
    "channel": "r.channel",
    "tier": "r.tier",
    "slot": "r.weekday || '-' || substr('0' || r.hour, -2)",
    "ending": "ifnull(r.service_ending, '')",
    "timeliness": "CASE r.service_overdue WHEN 1 THEN 'late' WHEN 0 THEN 'on_time' ELSE '' END",
    "user_kind": "ifnull(r.user_kind, '')",
    "status": f"CASE WHEN r.tier = 'poster' THEN 'poster' WHEN r.rule IS NULL THEN '{COUNTED}'"
    " ELSE 'excluded' END",
}
# Of its service. sound: '1' where it finished in the same week and had not failed: then the answer
# is within the week's dossier rate; AFTERWARDS where it finished in an earlier week: then about is the
# month in which editions count that week. resolving: the unit that resolved it.
_SERVICE = {
    "sound": f"""CASE
        WHEN r.service_failed = 0 AND r.service_week = r.iso_week THEN '{YES}'
        WHEN r.service_failed = 0 AND r.service_week < r.iso_week THEN '{AFTERWARDS}'
        ELSE '' END""",
    "about": "iif(r.service_failed = 0 AND r.service_week < r.iso_week, r.service_week, '')",
    "resolving": "ifnull(r.resolving_unit_id, '')",
    "service_counter": "ifnull(r.service_counter_id, '')",
}
_TOPICS = """(
    SELECT group_concat(DISTINCT c.topic || ' ' || c.element)
    FROM reasons_v1 AS g JOIN reason_codes_v1 AS c ON c.reason_code = g.reason_code
    WHERE g.rating_id = r.rating_id)"""
_COLUMNS = (*_OWN, *_SERVICE)
_PROCEDURE, _ABOUT = _COLUMNS.index("procedure"), _COLUMNS.index("about")


def joint_of(connection: sqlite3.Connection, week: Week) -> Answers:
    """Every answer given in the week, whatever became of it.

    Returns:
        Columns: those of _OWN and _SERVICE, `field` on the week's last day, and for each topic that
        anybody named `topic:<code> <element>`, '1' for those who named it. Rows that are alike are
        one, in the order of their keys.
    """
    rows = Counter(_rows(connection, week))
    named = sorted({name for *_, names in rows for name in names})
    columns = (*_COLUMNS, "field", *named)
    found: dict[tuple[str, ...], list[int]] = {}
    for (*keys, satisfied, names), n in rows.items():
        flags = (YES if name in names else "" for name in named)
        found.setdefault((*keys, *flags), [0, 0])[satisfied] += n
    ordered = sorted(found)
    keyed = zip(*ordered, strict=True) if ordered else ((),) * len(columns)
    return Answers(
        dict(zip(columns, keyed, strict=True)),
        [found[key][1] for key in ordered],
        [found[key][0] for key in ordered],
    )


def _rows(connection: sqlite3.Connection, week: Week) -> Iterator[tuple[Any, ...]]:
    """Keys, field, satisfied 0 or 1, names of topics."""
    fields = field_of_procedure(connection, week.last_day)
    for *keys, satisfied, named in connection.execute(
        f"""
        SELECT {", ".join((*_OWN.values(), *_SERVICE.values()))}, r.satisfied, {_TOPICS}
        FROM ratings_v1 AS r
        WHERE r.iso_week = ?
        """,
        [str(week)],
    ):
        keys[_ABOUT] = _month_of(keys[_ABOUT])
        yield *keys, fields.get(keys[_PROCEDURE], ""), satisfied, _names(named)


@lru_cache
def _month_of(week: str) -> str:
    return str(Month.of_week(Week.parse(week))) if week else ""


def _names(named: str | None) -> frozenset[str]:
    return frozenset(f"topic:{topic}" for topic in named.split(",")) if named else frozenset()
