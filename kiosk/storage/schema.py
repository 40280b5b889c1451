"""The record: made, brought up to date, and checked before it is opened."""

import contextlib
import secrets
import stat
from datetime import datetime
from pathlib import Path

from .. import periods
from . import locking, migrations
from .db import Database, connect, writing
from .driver import sqlite3

APPLICATION_ID = 0x48414C4F  # "HALO", in the file's header: this is our record
SMALL_ENOUGH_TO_CHECK_BYTES = 64 * 1024 * 1024  # a full check of this takes under a second
CANNOT_OPEN = (
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
)


class RecordError(Exception):
    """The record cannot be opened; the message is one line and says what to do."""


class RecordMissing(RecordError):
    """There is no record where one is expected."""


class RecordStale(RecordError):
    """The record is older than this program."""


class RecordNewer(RecordError):
    """The record is newer than this program."""


class RecordDamaged(RecordError):
    """The file is empty, cut or damaged."""


class RecordUnreachable(RecordError):
    """The file is there, but this user or this file system does not let it be opened."""


class RecordLocked(RecordError):
    """The file is locked, and its key is missing."""


class RecordForeign(RecordError):
    """The file is some other database."""


def marker_of(path: Path) -> Path:
    """Where the record's identity is noted beside it, so that a loss is noticed."""
    return path.with_name("record.id")


def create_record(path: Path, now: datetime) -> None:
    """Make a new, empty record; never over one that exists or has gone missing.

    Raises RecordMissing if a record lived here before, FileExistsError if one does.
    """
    marker = marker_of(path)
    if marker.exists():
        raise RecordMissing(_lost(path))
    path.touch(mode=stat.S_IRUSR | stat.S_IWUSR, exist_ok=False)
    if locking.can_lock():
        locking.make_key(path)
    db = connect(path)
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrations.migrate(db)
    record_id = secrets.token_hex(16)
    with writing(db):
        put_meta(db, "record_id", record_id)
        put_meta(db, "created_at", periods.stamp(now))
    db.conn.close()
    marker.write_text(record_id + "\n", "ascii")


def lock_record(path: Path) -> bool:
    """Lock a record that an earlier release left open; whether that was to be done.

    Raises as `open_record` does, except for RecordStale, and as `locking.lock`: then it stays as it was.
    """
    with contextlib.suppress(RecordStale):
        open_record(path, read_only=True).conn.close()
    try:
        return locking.lock(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        raise RecordDamaged(f"{path} is damaged ({error}): restore it from a backup") from error


def upgrade_record(path: Path) -> list[str]:
    """Bring an older record up to this release; returns the names of what was applied.

    Raises as `open_record` does, except for RecordStale.
    """
    with contextlib.suppress(RecordStale):
        open_record(path).conn.close()
        return []
    db = connect(path)
    with contextlib.closing(db.conn):
        try:
            return migrations.migrate(db)
        except migrations.RefersToNothing as error:
            raise RecordDamaged(str(error)) from error


def put_meta(db: Database, key: str, value: str) -> None:
    """Note one fact about the record itself; an existing one is replaced."""
    db.conn.execute(
        "INSERT INTO meta (key, value) VALUES (:key, :value)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        {"key": key, "value": value},
    )


def get_meta(db: Database, key: str) -> str | None:
    """The value that `put_meta` noted, or None."""
    row = db.conn.execute("SELECT value FROM meta WHERE key = :key", {"key": key}).fetchone()
    return None if row is None else str(row[0])


def open_record(path: Path, *, read_only: bool = False) -> Database:
    """Open the record after checking that it is ours, whole and current.

    Raises RecordMissing, RecordUnreachable, RecordLocked, RecordDamaged, RecordForeign, RecordStale
    or RecordNewer.
    """
    if not path.exists():
        raise RecordMissing(_lost(path) if marker_of(path).exists() else _absent(path))
    if path.stat().st_size == 0:
        raise RecordDamaged(f"{path} is empty: restore it from a backup")
    try:
        # Checked through a connection that cannot write, so that a file which is not ours
        # stays as it was found.
        with contextlib.closing(connect(path, read_only=True).conn) as connection:
            _check(Database(connection), path)
        return connect(path, read_only=read_only)
    except locking.KeyUnusable as error:
        raise RecordLocked(str(error)) from error
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in CANNOT_OPEN:
            raise RecordUnreachable(
                f"{path} cannot be opened ({error}): check its disk, and who owns it"
            ) from error
        raise RecordDamaged(f"{path} is damaged ({error}): {_cure(path)}") from error


def _check(db: Database, path: Path) -> None:
    application_id = db.conn.execute("PRAGMA application_id").fetchone()[0]
    if application_id != APPLICATION_ID:
        raise RecordForeign(f"{path} is not a Hài lòng record: point HAILONG_INSTANCE elsewhere")
    if path.stat().st_size <= SMALL_ENOUGH_TO_CHECK_BYTES:
        _check_whole(db, path)
    _check_release(db, path)


def _check_whole(db: Database, path: Path) -> None:
    answer = db.conn.execute("PRAGMA quick_check(1)").fetchone()[0]
    if answer != "ok":
        first = answer.splitlines()[0].strip("* ")
        raise RecordDamaged(f"{path} is damaged ({first}): restore it from a backup")


def _check_release(db: Database, path: Path) -> None:
    if migrations.unknown(db):
        raise RecordNewer(f"{path} was written by a newer release: install that release")
    if migrations.missing(db):
        raise RecordStale(f"{path} was written by an older release: run `kiosk migrate`")


def _cure(path: Path) -> str:
    if locking.is_plain(path):
        return "restore it from a backup"
    return f"restore it from a backup, unless {locking.key_file(path)} is another record's key"


def _lost(path: Path) -> str:
    return (
        f"{path} is missing, although {marker_of(path).name} says that a record lived here: "
        f"restore it from a backup, or delete {marker_of(path).name} to begin a new one"
    )


def _absent(path: Path) -> str:
    return f"{path} does not exist: run `kiosk migrate` to make a new record"
