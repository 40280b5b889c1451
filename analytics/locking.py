"""Opening what is locked: the record, the file of figures, and what stands behind editions.

Where the key lies is part of the contract (docs/contract.md): `HAILONG_RECORD_KEY` names its file, else
it is with a backup's keys, else in the folder `keys` beside what it locks.
"""

import contextlib
import os
import re
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .driver import sqlite3
from .errors import KeyUnusable

PLACE = "HAILONG_RECORD_KEY"
NAME = "record.key"
_KEY = re.compile(r"[0-9a-f]{64}")
_NONCE_BYTES = 12


def key_file(path: Path) -> Path:
    """Where the key of that file or folder is, or would be. Raises KeyUnusable."""
    told = os.environ.get(PLACE)
    if told and _KEY.fullmatch(told):  # it would be told in messages, and written to the log
        raise KeyUnusable(f"{PLACE} holds a key itself: it is to name the file that holds it")
    if told and not Path(told).is_absolute():
        raise KeyUnusable(
            f"{PLACE} must name the whole path of the key's file, beginning with {Path.cwd().anchor}"
        )
    if told:
        return Path(told)
    of_backup = path.with_name(f"{path.name}.keys") / NAME
    return of_backup if of_backup.exists() else path.parent / "keys" / NAME


def has_key(path: Path) -> bool:
    """Whether what is made there is to be locked."""
    return key_file(path).exists() and _can_lock()


def is_plain(path: Path) -> bool:
    """Whether that database can be read without a key. Raises OSError or sqlite3.DatabaseError.

    SQLite itself is asked: whoever else opens the file and closes it takes away the locks that this
    process holds on it. Source: sqlite.org/howtocorrupt.html, section 2.2.
    """
    if path.stat().st_size == 0:
        return False
    uri = f"{path.resolve().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
        return _reads(connection)


def unlock(connection: sqlite3.Connection, path: Path) -> None:
    """Give the connection the file's key, before anything else is asked of it; a plain file needs none.

    Raises KeyUnusable, OSError, or sqlite3.DatabaseError where it cannot be read for another reason.
    """
    is_new = path.stat().st_size == 0
    if not has_key(path) if is_new else _reads(connection):
        return
    if not _can_lock():
        raise KeyUnusable(f"{path} is locked, and this Python has no SQLCipher: install sqlcipher3")
    connection.execute(f"PRAGMA key = \"x'{_read_key(path)}'\"")


def _reads(connection: sqlite3.Connection) -> bool:
    """Whether its file is a database as the connection stands, with a key or without."""
    try:
        connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise
        return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CORRUPT  # cut short, but legible
    return True


def seal(content: bytes, folder: Path, purpose: str) -> bytes:
    """The content, so that only who has the folder's key can read it. Raises KeyUnusable."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher(folder, purpose).encrypt(nonce, content, None)


def open_sealed(sealed: bytes, folder: Path, purpose: str) -> bytes:
    """What `seal` sealed. Raises KeyUnusable, also where it was changed."""
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return _cipher(folder, purpose).decrypt(nonce, rest, None)
    except (InvalidTag, ValueError) as error:
        raise KeyUnusable(f"{key_file(folder)} does not open what stands in {folder}") from error


def _cipher(folder: Path, purpose: str) -> AESGCM:
    """AES-256-GCM (SP 800-38D) under a key derived for that purpose (HKDF, RFC 5869)."""
    hkdf = HKDF(SHA256(), length=32, salt=None, info=f"hailong-{purpose}-1".encode("ascii"))
    return AESGCM(hkdf.derive(bytes.fromhex(_read_key(folder))))


def _can_lock() -> bool:
    return sqlite3.__name__.startswith("sqlcipher3")


def _read_key(path: Path) -> str:
    place = key_file(path)
    try:
        key = place.read_text("ascii").strip()
    except (OSError, ValueError) as error:
        raise KeyUnusable(f"{path} is locked, and its key {place} is missing: restore it") from error
    if not _KEY.fullmatch(key):
        raise KeyUnusable(f"{path} is locked, and {place} holds no key: restore it from a backup")
    return key
