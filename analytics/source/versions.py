"""Since when things are as they are."""

from datetime import date

from ..driver import sqlite3


def procedure_versions(connection: sqlite3.Connection) -> dict[str, tuple[date, ...]]:
    """The first days of each procedure's versions, oldest first, of those with more than one."""
    found: dict[str, list[date]] = {}
    for key, day in connection.execute(
        """
        SELECT procedure_id, valid_from
        FROM procedures_v1
        ORDER BY procedure_id, valid_from
        """
    ):
        found.setdefault(key, []).append(date.fromisoformat(day))
    return {key: tuple(days) for key, days in found.items() if len(days) > 1}


def newest_day(connection: sqlite3.Connection) -> date | None:
    """The last day of which anything is recorded; None of an empty record."""
    (found,) = connection.execute("SELECT max(day) FROM changes_v1").fetchone()
    return None if found is None else date.fromisoformat(found)
