"""Answers with everything that is known of them, for what has to be decided jointly."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ..driver import sqlite3
from ..periods import pieces_of
from ..suppression import Answers
from ..weeks import Period, Week
from .catalogue import field_of_procedure

_COLUMNS = {
    "week": "iso_week",
    "month": "month",
    "unit": "unit_id",
    "centre": "ifnull(centre_id, '')",
    "counter": "ifnull(counter_id, '')",
    "officer": "ifnull(officer_id, '')",
    "procedure": "ifnull(procedure_id, '')",
    "channel": "channel",
    "tier": "tier",
    "weekday": "CAST(weekday AS TEXT)",
    "hour": "substr('0' || hour, -2)",
    "ending": "ifnull(service_ending, '')",
    "timeliness": "CASE service_overdue WHEN 1 THEN 'late' WHEN 0 THEN 'on_time' ELSE '' END",
    "user_kind": "ifnull(user_kind, '')",
}
KEYS = (*_COLUMNS, "field")
_COUNTED = "rule IS NULL AND tier <> 'poster'"
_PROCEDURE = list(_COLUMNS).index("procedure")


def answers_of(connection: sqlite3.Connection, periods: Iterable[Period]) -> Answers:
    """Counted answers that were given in any of the periods; those that are alike are one row.

    Returns:
        Columns by KEYS, all text, '' for what is not known, rows in the order of their keys: week
        (2026-W34), month (2026-08), unit (the receiving one), centre, counter, officer, procedure,
        channel, tier, weekday ('1', Monday, to '7'), hour ('00' to '23'), ending and timeliness
        ('late' or 'on_time') of the service the answer is tied to, user_kind, and the procedure's
        field on the last day of the week. An answer is there once, in however many periods.
    """
    return _answers(connection, periods, _COLUMNS, _COUNTED)


def left_out_of(connection: sqlite3.Connection, periods: Iterable[Period]) -> Answers:
    """The answers of the periods that no rate uses, with one more column: the cause, which is the
    rule, or 'poster' for an unverified one."""
    cause = {"cause": "iif(tier = 'poster', 'poster', rule)"}
    return _answers(connection, periods, _COLUMNS | cause, f"NOT ({_COUNTED})")


def _answers(
    connection: sqlite3.Connection, periods: Iterable[Period], columns: dict[str, str], where: str
) -> Answers:
    rows: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
    for week, months in _pieces(periods):
        fields = field_of_procedure(connection, week.last_day)
        for *keys, satisfied in connection.execute(
            f"""
            SELECT {", ".join(columns.values())}, satisfied
            FROM ratings_v1
            WHERE iso_week = ? AND month IN ({", ".join("?" * len(months))}) AND {where}
            """,
            [str(week), *months],
        ):
            rows[*keys, fields.get(keys[_PROCEDURE], "")][satisfied] += 1
    ordered = sorted(rows)
    names = (*columns, "field")
    keyed = zip(*ordered, strict=True) if ordered else ((),) * len(names)
    counts = [rows[key] for key in ordered]
    return Answers(
        dict(zip(names, keyed, strict=True)),
        [satisfied for _, satisfied in counts],
        [unsatisfied for unsatisfied, _ in counts],
    )


def _pieces(periods: Iterable[Period]) -> Iterator[tuple[Week, list[str]]]:
    """Each week with those of its months that any period holds."""
    pieces = sorted({piece for period in periods for piece in pieces_of(period)})
    for week in sorted({piece.week for piece in pieces}):
        yield week, [str(piece.month) for piece in pieces if piece.week == week]
