"""The optional question of trust: who was asked in a week, and what the counted ones answered."""

from ..driver import sqlite3
from ..suppression import Answers
from ..weeks import Week


def trust_of(connection: sqlite3.Connection, week: Week) -> Answers | None:
    """Answers by week and receiving unit, 'satisfied' for yes and 'unsatisfied' for no; None where it
    was asked on no day of the week.

    Of counted ratings alone. What a tablet without a network asked on after the end is left out.
    """
    if not _was_asked(connection, week):
        return None
    rows = connection.execute(
        """
        SELECT r.unit_id, sum(t.trusts), sum(1 - t.trusts)
        FROM ratings_v1 AS r
        CROSS JOIN trust_v1 AS t ON t.rating_id = r.rating_id
        WHERE r.iso_week = ? AND r.rule IS NULL AND r.tier <> 'poster'
        GROUP BY r.unit_id
        ORDER BY r.unit_id
        """,
        [str(week)],
    ).fetchall()
    units, yes, no = zip(*rows, strict=True) if rows else ((), (), ())
    return Answers({"week": (str(week),) * len(units), "unit": units}, yes, no)


def _was_asked(connection: sqlite3.Connection, week: Week) -> bool:
    """As it stood when the week began, or since a day within it."""
    is_asked = False
    for day, noted in connection.execute(
        "SELECT day, is_asked FROM trust_asked_v1 WHERE day <= ? ORDER BY day, number",
        [week.last_day.isoformat()],
    ):
        if day < week.first_day.isoformat():
            is_asked = bool(noted)
        elif noted:
            return True
    return is_asked
