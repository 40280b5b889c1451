"""What citizens wrote beside their rating, masked when it was stored; without rating, day and place."""

from ..driver import sqlite3


def comments_of_week(connection: sqlite3.Connection, week: str) -> list[tuple[str, str]]:
    """(unit, text) of each counted rating of the week that has one."""
    rows = connection.execute(
        "SELECT unit_id, comment FROM comments_v1 WHERE iso_week = :week AND counted = 1", {"week": week}
    )
    return rows.fetchall()


def comments_of_unit(connection: sqlite3.Connection, unit: str, week: str) -> list[str]:
    """The texts of a unit's ratings of the week, whatever became of these since."""
    rows = connection.execute(
        "SELECT comment FROM comments_v1 WHERE iso_week = :week AND unit_id = :unit",
        {"week": week, "unit": unit},
    )
    return [text for (text,) in rows]
