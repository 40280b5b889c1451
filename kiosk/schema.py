"""The record's shape: migrations, published views, and the checks made before it is opened."""

import contextlib
import secrets
import stat
from datetime import datetime
from importlib import resources
from pathlib import Path

from sqlite_utils.migrations import Migrations

from . import locking, periods
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
SQL = resources.files(__package__) / "sql"

# What may be added to and never changed; a correction is a row of its own.
APPEND_ONLY = (
    *(f"{kind}_version" for kind in ("unit", "centre", "field", "counter", "procedure", "officer")),
    *("rating", "rating_procedure", "rating_reason", "rating_comment", "set_aside"),
    *("service", "service_answered", "duty", "audit"),
)
APPEND_ONLY_SINCE_M005 = (
    *("enrolment_code", "device", "device_key", "device_former", "device_place"),
    *("device_mark", "quarantine", "quarantine_settled"),
    *("opening", "special_day"),
)
APPEND_ONLY_SINCE_M006 = (
    *(
        "service_offered",
        "service_correction",
        "service_sender",
        "system",
        "system_key",
        "system_key_end",
    ),
    *("petition", "petition_event", "petition_outcome"),
)

APPEND_ONLY_SINCE_M009 = ("void_request", "void_decision")
APPEND_ONLY_SINCE_M011 = ("rating_trust", "trust_asked")

APPEND_ONLY_SINCE_M012 = ("event", "event_withdrawal")
migrations = Migrations("kiosk")


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


def statements(script: str) -> list[str]:
    """A script's single statements; triggers keep their inner semicolons."""
    found, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            found.append(current.strip())
            current = ""
    return found


def _run_script(db: Database, name: str) -> None:
    for statement in statements((SQL / name).read_text("utf-8")):
        db.conn.execute(statement)


@migrations()
def m001_catalogue(db: Database) -> None:
    """Units, centres, counters, fields, procedures, officers, reasons."""
    _run_script(db, "001_catalogue.sql")


@migrations()
def m002_record(db: Database) -> None:
    """Duties, services, ratings and what attaches to them."""
    _run_script(db, "002_record.sql")


@migrations()
def m003_staff(db: Database) -> None:
    """Users, sessions, audit trail."""
    _run_script(db, "003_staff.sql")


@migrations()
def m004_append_only(db: Database) -> None:
    """Triggers that refuse to change what happened."""
    _guard_append_only(db, APPEND_ONLY)


@migrations()
def m005_tablets(db: Database) -> None:
    """Tablets and what has arrived from them; opening hours; badges for signing on."""
    _run_script(db, "004_devices.sql")
    _run_script(db, "005_hours.sql")
    _guard_append_only(db, APPEND_ONLY_SINCE_M005)


@migrations()
def m006_receipts(db: Database) -> None:
    """Receipts and offers, corrections of services, other systems' keys, petitions."""
    _run_script(db, "006_receipts.sql")
    _run_script(db, "007_petitions.sql")
    _guard_append_only(db, APPEND_ONLY_SINCE_M006)


@migrations()
def m007_forgetting(db: Database) -> None:
    """Triggers that let a dossier's code, and nothing else, give way to a random name."""
    _run_script(db, "009_forgetting.sql")


@migrations()
def m008_periods(db: Database) -> None:
    """What a rating keeps of its service for months, lateness and endings."""
    _run_script(db, "008_periods.sql")


@migrations()
def m009_integrity(db: Database) -> None:
    """Counts of odd presses; stretches of hours that two people declare void."""
    _run_script(db, "010_integrity.sql")
    _guard_append_only(db, APPEND_ONLY_SINCE_M009)


@migrations()
def m010_visits(db: Database) -> None:
    """How many visits a service took, where the one-stop system tells."""
    _run_script(db, "011_visits.sql")


@migrations()
def m011_trust(db: Database) -> None:
    """Answers to the optional question of trust, and since when it is asked."""
    _run_script(db, "012_trust.sql")
    _guard_append_only(db, APPEND_ONLY_SINCE_M011)


@migrations()
def m012_events(db: Database) -> None:
    """What happened that may move a figure, and what of it was withdrawn."""
    _run_script(db, "013_events.sql")
    _guard_append_only(db, APPEND_ONLY_SINCE_M012)


@migrations()
def m013_petition_counts(db: Database) -> None:
    """Triggers that announce what matters are counted by."""
    _run_script(db, "014_petition_counts.sql")


def _guard_append_only(db: Database, tables: tuple[str, ...]) -> None:
    for table in tables:
        for verb in ("UPDATE", "DELETE"):
            db.conn.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table}: nothing is ever changed or deleted'); END"
            )


def migrate(db: Database) -> list[str]:
    """Apply what is missing, all or nothing; returns the names applied."""
    db.conn.execute("PRAGMA foreign_keys = OFF")
    with writing(db):
        names = [migration.name for migration in migrations.pending(db)]
        migrations.apply(db)
        if names:
            _replace_views(db)
        broken = db.conn.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RecordDamaged(f"{len(broken)} rows would refer to nothing: nothing was changed")
    db.conn.execute("PRAGMA foreign_keys = ON")
    return names


def _replace_views(db: Database) -> None:
    for view in db.view_names():
        db.conn.execute(f'DROP VIEW "{view}"')
    _run_script(db, "views.sql")


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
    migrate(db)
    record_id = secrets.token_hex(16)
    with writing(db):
        put_meta(db, "record_id", record_id)
        put_meta(db, "created_at", periods.stamp(now))
    db.conn.close()
    marker.write_text(record_id + "\n", "ascii")


def upgrade_record(path: Path) -> list[str]:
    """Bring an older record up to this release; returns the names of what was applied.

    Raises as `open_record` does, except for RecordStale.
    """
    with contextlib.suppress(RecordStale):
        open_record(path).conn.close()
        return []
    db = connect(path)
    with contextlib.closing(db.conn):
        return migrate(db)


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
    known = {migration.name for migration in migrations._migrations}
    applied = {migration.name for migration in migrations.applied(db)}
    if applied - known:
        raise RecordNewer(f"{path} was written by a newer release: install that release")
    if known - applied:
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
