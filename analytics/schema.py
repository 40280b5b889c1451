"""analytics.db: counts by piece and how far they have seen. It may be deleted at any time."""

import contextlib
import stat
from collections.abc import Iterator
from pathlib import Path

from . import locking
from .driver import sqlite3
from .errors import FiguresUnavailable, KeyUnusable

APPLICATION_ID = 0x48414C41  # "HALA", in the file's header
SHAPE = 7  # a file of another shape is built anew, never migrated
SAFE_SQLITE = (3, 51, 3)  # earlier ones can damage a write-ahead log under two connections

TABLES = """
CREATE TABLE about (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE seen (
  day TEXT PRIMARY KEY,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A piece is a week's days in one month: see periods.py. The week comes first, so that one of them
-- is replaced whole, and the month last, so that its two pieces stand side by side.
CREATE TABLE piece_counts (
  iso_week TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  month TEXT NOT NULL,
  satisfied INTEGER NOT NULL,
  unsatisfied INTEGER NOT NULL,
  services INTEGER NOT NULL,
  overdue INTEGER NOT NULL,
  petitioned INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  tied INTEGER NOT NULL,
  tied_satisfied INTEGER NOT NULL,
  tied_unsatisfied INTEGER NOT NULL,
  PRIMARY KEY (iso_week, kind, key, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE piece_not_counted (
  iso_week TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  month TEXT NOT NULL,
  cause TEXT NOT NULL,
  satisfied INTEGER NOT NULL,
  unsatisfied INTEGER NOT NULL,
  PRIMARY KEY (iso_week, kind, key, month, cause)
) STRICT, WITHOUT ROWID;

CREATE TABLE piece_responses (
  iso_week TEXT NOT NULL,
  ending TEXT NOT NULL,
  month TEXT NOT NULL,
  finished INTEGER NOT NULL,
  answered INTEGER NOT NULL,
  offered_on_tablet INTEGER NOT NULL,
  answered_on_tablet INTEGER NOT NULL,
  offered_on_phone INTEGER NOT NULL,
  answered_on_phone INTEGER NOT NULL,
  PRIMARY KEY (iso_week, ending, month)
) STRICT, WITHOUT ROWID;

-- said_week: in which the authors said how satisfied they are; '' where they did not.
CREATE TABLE piece_petitions (
  iso_week TEXT NOT NULL,
  unit TEXT NOT NULL,
  said_week TEXT NOT NULL,
  month TEXT NOT NULL,
  received INTEGER NOT NULL,
  due INTEGER NOT NULL,
  on_time INTEGER NOT NULL,
  satisfied INTEGER NOT NULL,
  unsatisfied INTEGER NOT NULL,
  PRIMARY KEY (iso_week, unit, said_week, month)
) STRICT, WITHOUT ROWID;
"""


@contextlib.contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One write transaction on the derived file, made if absent, emptied if of another shape.

    Readers keep what they had until it commits; a second writer waits for it.
    Raises FiguresUnavailable if the path holds some other file or cannot be written.
    """
    with contextlib.closing(_open_for_writing(path)) as connection:
        try:
            if not _has_shape(connection):
                build_anew(connection)
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _open_for_writing(path: Path) -> sqlite3.Connection:
    """A connection that holds the write lock."""
    journal = "WAL" if sqlite3.sqlite_version_info >= SAFE_SQLITE else "TRUNCATE"
    try:
        _make_way_for_a_locked_one(path)
        if not path.exists():
            path.touch(mode=stat.S_IRUSR | stat.S_IWUSR)  # as private as the record
        connection = _connect(path, "rw")
        with contextlib.ExitStack() as unless_good:
            unless_good.callback(connection.close)
            _check_ours(connection, path)
            connection.execute(f"PRAGMA journal_mode = {journal}")
            connection.execute("PRAGMA synchronous = NORMAL")  # a lost refresh is done again
            connection.execute("BEGIN IMMEDIATE")
            unless_good.pop_all()
    except (sqlite3.DatabaseError, OSError, KeyUnusable) as error:
        raise FiguresUnavailable(f"{path} cannot be written ({error})") from error
    return connection


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """One read transaction on the derived file.

    Raises FiguresUnavailable if it is absent, of another shape or some other file.
    """
    if not path.is_file():
        raise FiguresUnavailable(f"there are no figures at {path}: run `analytics refresh`")
    try:
        connection = _connect(path, "ro")
    except (sqlite3.DatabaseError, KeyUnusable, OSError) as error:
        raise FiguresUnavailable(f"{path} cannot be opened ({error})") from error
    with contextlib.closing(connection):
        try:
            connection.execute("BEGIN")
            _check_ours(connection, path)
            ready = _has_shape(connection)
        except sqlite3.DatabaseError as error:
            raise FiguresUnavailable(f"{path} cannot be read ({error})") from error
        if not ready:
            raise FiguresUnavailable(f"{path} is of another release: run `analytics refresh`")
        yield connection


def build_anew(connection: sqlite3.Connection) -> None:
    """Drop whatever is there and make empty tables, inside the caller's transaction."""
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    for (table,) in tables.fetchall():
        connection.execute(f'DROP TABLE "{table}"')
    for statement in TABLES.split(";\n"):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SHAPE}")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    with contextlib.ExitStack() as unless_good:
        unless_good.callback(connection.close)
        locking.unlock(connection, path)
        connection.execute("PRAGMA busy_timeout = 60000")  # a refresh of everything takes seconds
        unless_good.pop_all()
    return connection


def _make_way_for_a_locked_one(path: Path) -> None:
    """Delete figures of ours that lie open although there is a key: they are made anew."""
    if path.exists() and locking.is_plain(path) and locking.has_key(path):
        with contextlib.closing(_connect(path, "ro")) as connection:
            _check_ours(connection, path)
        for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)


def _check_ours(connection: sqlite3.Connection, path: Path) -> None:
    application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if tables and application_id != APPLICATION_ID:
        raise FiguresUnavailable(f"{path} is not a file of figures: name another with --derived")


def _has_shape(connection: sqlite3.Connection) -> bool:
    ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    return ours and bool(connection.execute("PRAGMA user_version").fetchone()[0] == SHAPE)
