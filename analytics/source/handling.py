"""How the dossiers of a week went, by procedure and the unit that resolved them."""

from ..driver import sqlite3
from ..handling import Handling
from ..weeks import Week


def handling_of_week(connection: sqlite3.Connection, week: Week) -> dict[tuple[str, str], Handling]:
    """The services that finished in the week, by procedure ('': not known) and resolving unit."""
    rows = connection.execute(
        """
        SELECT ifnull(procedure_id, ''), resolving_unit_id, count(*), sum(overdue), count(visits),
               ifnull(sum(visits > 1), 0), ifnull(sum(visits), 0)
        FROM services_v1
        WHERE iso_week = :week
        GROUP BY 1, 2
        ORDER BY 1, 2
        """,
        {"week": str(week)},
    )
    return {(procedure, unit): Handling(*numbers) for procedure, unit, *numbers in rows}
