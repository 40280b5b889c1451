"""Matters left for follow-up, as they are counted."""

from ..driver import sqlite3
from ..petitions import PetitionRow


def petitions_of_week(connection: sqlite3.Connection, week: str) -> list[PetitionRow]:
    """The matters that were left in the week, and those whose answer was due in it."""
    rows = connection.execute(
        """
        SELECT month, unit_id, said_week, sum(received), sum(due), sum(on_time), sum(satisfied),
               sum(unsatisfied)
        FROM (
          SELECT received_month AS month, unit_id, '' AS said_week, 1 AS received, 0 AS due,
                 0 AS on_time, 0 AS satisfied, 0 AS unsatisfied
          FROM petitions_v1
          WHERE received_week = :week
          UNION ALL
          SELECT month, unit_id, iif(on_time, ifnull(said_week, ''), ''), 0, 1, on_time,
                 on_time AND satisfied IS 1, on_time AND satisfied IS 0
          FROM petitions_v1
          WHERE iso_week = :week
        )
        GROUP BY 1, 2, 3
        ORDER BY 1, 2, 3
        """,
        {"week": week},
    )
    return rows.fetchall()
