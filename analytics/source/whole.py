"""A whole view, or a week of one, however long: rows for whoever counts them anew."""

from collections.abc import Sequence

from ..contract import VIEWS, Column
from ..driver import sqlite3

TIES = "rating_id"  # by which two copies could be subtracted rating by rating: it never leaves
# Nor do texts, and what citizens said of how their matters were handled: whose each was, staff know.
_NEVER = ("about_v1", "changes_v1", "comments_v1", "petitions_v1", "trust_asked_v1")
_ANSWERS = "ratings_v1"
# What may leave whole: a name of it, and the view. What only hangs on a rating's id may not.
WHOLE = {
    view.removesuffix("_v1"): view
    for view, columns in VIEWS.items()
    if view not in _NEVER and (view == _ANSWERS or TIES not in {column.name for column in columns})
}


def columns_of(what: str) -> list[Column]:
    """The columns of one of WHOLE that may leave."""
    return [column for column in VIEWS[WHOLE[what]] if column.name != TIES]


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
