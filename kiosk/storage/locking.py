"""The lock of the record: whoever copies the file without its key learns nothing from it.

An officer who knows his queue to the minute and copies the record at noon and in the evening would
find what each citizen said; so nothing that tells an answer lies open on the disk. The key is 256
random bits in a file apart, which may be kept elsewhere: `HAILONG_RECORD_KEY` names it then.

Source: SQLCipher 4, AES-256 in CBC with an HMAC-SHA512 for each page; a raw key needs no derivation.
"""

import contextlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from ..errors import N_
from ..errors.faults import Fault
from .driver import sqlite3
from .secret_files import to_disk, write_once

PLACE = "HAILONG_RECORD_KEY"
NAME = "record.key"
KEY_BYTES = 32
_KEY = re.compile(f"[0-9a-f]{{{2 * KEY_BYTES}}}")

# What is said of a file that lies open, by whether this SQLite can lock it.
LIES_OPEN = {
    False: N_(
        "The record is not locked: whoever copies its file may learn what each citizen said. Install"
        " sqlcipher3, stop the server and run `kiosk migrate`."
    ),
    True: N_(
        "The record is not locked: whoever copies its file may learn what each citizen said. Stop the"
        " server and run `kiosk migrate`."
    ),
}


class KeyUnusable(Exception):
    """The file is locked and cannot be opened; the message is one line and says what to do."""


class PlaceUnclear(Fault):
    """The key's place depends on the folder in which a program is started; it is not told: it may be
    the key itself, mistyped."""

    def __init__(self) -> None:
        text = N_("{place} must name the whole path of the key's file, beginning with {root}")
        super().__init__(text, place=PLACE, root=Path.cwd().anchor)


def can_lock() -> bool:
    """Whether this SQLite can lock files at all."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        return connection.execute("PRAGMA cipher_version").fetchone() is not None


def is_plain(path: Path) -> bool:
    """Whether the file can be read without a key. Raises OSError or sqlite3.DatabaseError.

    SQLite itself is asked: whoever else opens the file and closes it takes away the locks that this
    process holds on it, and with them what protects two writers from each other.
    Source: sqlite.org/howtocorrupt.html, section 2.2.
    """
    if path.stat().st_size == 0:
        return False
    uri = f"{path.resolve().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
        return _reads(connection)


def warning(path: Path) -> str | None:
    """What whoever runs the server must know of a file that lies open: one of LIES_OPEN; else None."""
    return LIES_OPEN[can_lock()] if is_plain(path) else None


def key_file(path: Path) -> Path:
    """Where the key of that file is: where the environment says, with a backup's keys, or beside it.

    Raises KeyUnusable, or PlaceUnclear where the environment does not name the whole path: server,
    commands and timers run in different folders, and one of them would miss the key or make another.
    """
    told = os.environ.get(PLACE)
    if told and _KEY.fullmatch(told):  # it would be told in messages, and written to the log
        raise KeyUnusable(f"{PLACE} holds a key itself: it is to name the file that holds it")
    if told and not Path(told).is_absolute():
        raise PlaceUnclear
    if told:
        return Path(told)
    of_backup = path.with_name(f"{path.name}.keys") / NAME
    return of_backup if of_backup.exists() else path.parent / "keys" / NAME


def make_key(path: Path) -> None:
    """See to it that there is a key for that file; one that exists stays. Raises OSError."""
    place = key_file(path)
    if not place.exists():
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_once(place, secrets.token_hex(KEY_BYTES) + "\n")


def unlock(connection: sqlite3.Connection, path: Path) -> None:
    """Give the connection the file's key, before anything else is asked of it.

    A file that is not locked needs none, nor does a new one where no key was made.
    Raises KeyUnusable, or sqlite3.DatabaseError where it cannot be read for another reason.
    """
    is_new = path.stat().st_size == 0
    if not key_file(path).exists() if is_new else _reads(connection):
        return
    if connection.execute("PRAGMA cipher_version").fetchone() is None:
        raise KeyUnusable(f"{path} is locked, and this Python has no SQLCipher: install sqlcipher3")
    connection.execute(f"PRAGMA key = \"x'{read_key(path)}'\"")


def _reads(connection: sqlite3.Connection) -> bool:
    """Whether its file is a database as the connection stands, with a key or without."""
    try:
        connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise
        return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CORRUPT  # cut short, but legible
    return True


def read_key(path: Path) -> str:
    """The key of that file, 64 hexadecimal digits. Raises KeyUnusable."""
    place = key_file(path)
    try:
        key = place.read_text("ascii").strip()
    except (OSError, ValueError) as error:
        raise KeyUnusable(f"{path} is locked, and its key {place} is missing: restore it") from error
    if not _KEY.fullmatch(key):
        raise KeyUnusable(f"{path} is locked, and {place} holds no key: restore it from a backup")
    return key


def lock(path: Path) -> bool:
    """Lock a file that lies open, whole or not at all; False where it is locked, or none can be.

    Nobody else may have it open, and whoever comes meanwhile is turned away: what they wrote would be
    lost with the old file. What it held before may be found in free blocks of the disk.
    Raises sqlite3.OperationalError while it is in use, KeyUnusable or OSError.
    """
    if not can_lock() or not is_plain(path):
        return False
    make_key(path)
    draft = path.with_name(f".{path.name}.locking")
    with _alone(path) as connection:
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            _export(connection, draft, read_key(path))
            to_disk(draft)
            if os.name == "nt":  # which replaces no file that somebody has open
                connection.close()
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        to_disk(path.parent)
    return True


def copy_open(path: Path, target: Path) -> None:
    """A copy of a locked file that anybody can read, at `target`, an empty file. Raises KeyUnusable."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA key = \"x'{read_key(path)}'\"")
        _export(connection, target, "")


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that keeps everybody else out of the file until it is closed, all in the file itself.

    Raises sqlite3.OperationalError where others have it open, KeyUnusable where it was locked just now.
    """
    before = path.stat()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        if _reads(connection):
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")  # the mode keeps the lock
            if os.path.samestat(before, path.stat()):
                yield connection
                return
        raise KeyUnusable(f"another program locked {path} just now: try again")


def _export(connection: sqlite3.Connection, target: Path, key: str) -> None:
    """Everything of one file into another, with the marks in its header."""
    connection.execute("ATTACH ? AS other KEY ?", (str(target), f"x'{key}'" if key else ""))
    connection.execute("BEGIN")
    connection.execute("SELECT sqlcipher_export('other')")
    connection.execute("COMMIT")
    for mark in ("application_id", "user_version"):
        value = connection.execute(f"PRAGMA main.{mark}").fetchone()[0]
        connection.execute(f"PRAGMA other.{mark} = {value}")
    connection.execute("DETACH other")
