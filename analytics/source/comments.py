"""What citizens wrote beside their rating, masked when it was stored; without rating, day and place."""

from pathlib import Path

from ..driver import sqlite3

# The record refuses to change or delete a text by these (docs/contract.md): who does so takes one away
# first, and that counts up the version of the file's shape.
_GUARDS = ("rating_comment_no_delete", "rating_comment_no_update")


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


def seal_of_comments(connection: sqlite3.Connection) -> tuple[int, ...] | None:
    """The same again as long as no text can have been deleted or changed; None while one can be.

    New texts leave it as it is. It names the file, which may be replaced by another, and its shape.
    """
    marks = ", ".join("?" * len(_GUARDS))
    found = connection.execute(
        f"SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name IN ({marks})", _GUARDS
    ).fetchone()[0]
    if found != len(_GUARDS):
        return None
    (shape,) = connection.execute("PRAGMA schema_version").fetchone()
    [path] = [row[2] for row in connection.execute("PRAGMA database_list") if row[1] == "main"]
    file = Path(path).stat()
    return file.st_dev, file.st_ino, shape
