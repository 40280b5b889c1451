"""One transaction on the record, and what it says of itself."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from .. import contract, locking
from ..driver import sqlite3
from ..errors import KeyUnusable, RecordUnavailable


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """One read transaction on the record: everything read inside belongs together.

    Raises RecordUnavailable if the file is absent, damaged or no database, ContractBroken if
    it does not offer the views relied on.
    """
    if not path.is_file():
        raise RecordUnavailable(f"there is no record at {path}: name it with --record, or make one")
    try:
        connection = _connect(path)
    except (sqlite3.DatabaseError, KeyUnusable, OSError) as error:
        raise RecordUnavailable(f"{path} cannot be read ({error})") from error
    with contextlib.closing(connection):
        contract.check(connection)
        yield connection


def _connect(path: Path) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    with contextlib.ExitStack() as unless_good:
        unless_good.callback(connection.close)
        locking.unlock(connection, path)
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("PRAGMA cache_size = -65536")  # 64 MiB: a week is read more than once
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_schema")  # the snapshot begins here
        unless_good.pop_all()
    return connection


def record_id(connection: sqlite3.Connection) -> str:
    """Which record this is. Raises RecordUnavailable if it does not say."""
    value = _about(connection, "record_id")
    if value is None:
        raise RecordUnavailable("the record bears no record_id: it was not made by `kiosk migrate`")
    return value


def demonstration(connection: sqlite3.Connection, lang: str) -> str | None:
    """The banner of a demonstration record in that language; None for a real one."""
    value = _about(connection, "demonstration")
    if value is None:
        return None
    texts = json.loads(value)
    return str(texts.get(lang) or texts["en"])


def _about(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM about_v1 WHERE key = :key", {"key": key}).fetchone()
    return None if row is None else str(row[0])


def changes_in_all(connection: sqlite3.Connection) -> int:
    """How often anything has changed. Versions only grow: an equal number means nothing new."""
    return int(connection.execute("SELECT coalesce(sum(version), 0) FROM changes_v1").fetchone()[0])


def changes_by_day(connection: sqlite3.Connection) -> dict[str, int]:
    """For each civil day how often anything of it has changed, over all places."""
    rows = connection.execute("SELECT day, sum(version) FROM changes_v1 GROUP BY day ORDER BY day")
    return dict(rows.fetchall())
