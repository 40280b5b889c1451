"""A whole view, or a week of one, however long: rows for whoever counts them anew."""

from collections.abc import Sequence

from sqlite_utils.utils import sqlite3


def rows_of_view(
    connection: sqlite3.Connection, view: str, columns: Sequence[str], week: str | None = None
) -> sqlite3.Cursor:
    """Those columns of every row, sorted by them in their order; of one week only if it is given.

    view, columns: names out of the contract. The cursor reads on as it is asked; what must be
    sorted beyond the connection's cache is sorted on the disk.
    """
    wanted = ", ".join(columns)
    chosen = "" if week is None else "WHERE iso_week = :week"
    return connection.execute(
        f"SELECT {wanted} FROM {view} {chosen} ORDER BY {wanted}", {"week": week} if week else {}
    )
