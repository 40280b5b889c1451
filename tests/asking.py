"""Questions that many tests put to a record."""

from typing import Any

from kiosk.storage.db import Database


def rows(db: Database, question: str, *values: Any) -> list[Any]:
    """What a question finds, in its order."""
    return db.conn.execute(question, values).fetchall()


def count(db: Database, table: str) -> int:
    """How many rows a table holds."""
    [(number,)] = rows(db, f"SELECT count(*) FROM {table}")
    return int(number)
