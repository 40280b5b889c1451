"""What every command does alike: open the record, and say a refusal in words.

Exit code 2 means that nothing was done, and why stands on stderr.
"""

import contextlib
import errno
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from .. import config, i18n
from ..errors import KioskError
from ..errors.faults import AND_MORE, LINE, MOST_SHOWN, NOTHING_STORED, WHOLE_FILE, Fault, ImportRefused
from ..server import certificates, serving
from ..storage import keys, locking, schema
from ..storage.db import Database
from ..storage.driver import sqlite3

RECORD = "kiosk.db"
CANNOT_WRITE = (*schema.CANNOT_OPEN, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL)
TRY_AGAIN = "look whether another program holds it, and at its disk; then try again"


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """A refusal is one line on stderr and exit code 2, never a traceback."""
    try:
        yield
    except (
        schema.RecordError,
        config.ConfigError,
        serving.CannotServe,
        certificates.CannotCertify,
        keys.KeysMissing,
        locking.KeyUnusable,
        KioskError,
    ) as error:
        click.echo(f"kiosk: {error}", err=True)
        sys.exit(2)
    except ImportRefused as refusal:
        for line in refusal_lines(refusal):
            click.echo(line, err=True)
        sys.exit(2)
    except Fault as fault:
        for locale in i18n.LOCALES:
            click.echo(f"kiosk: {in_words(locale, fault)}", err=True)
        sys.exit(2)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in CANNOT_WRITE:
            raise
        click.echo(f"kiosk: {record_path()} cannot be written just now ({error}): {TRY_AGAIN}", err=True)
        sys.exit(2)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC):
            raise
        where = error.filename or config.instance_folder()
        click.echo(f"kiosk: {where} cannot be written: {error.strerror}", err=True)
        sys.exit(2)


def in_words(locale: str, fault: Fault) -> str:
    """A reason in the reader's language."""
    return i18n.translate(locale, fault.text, **fault.values)


def refusal_lines(refusal: ImportRefused) -> Iterator[str]:
    """The first bad lines of a file with their reasons, in each language."""
    for locale in i18n.LOCALES:
        yield i18n.translate(locale, NOTHING_STORED, count=refusal.count)
        for line, fault in refusal.lines[:MOST_SHOWN]:
            reason = in_words(locale, fault)
            yield "  " + i18n.translate(locale, LINE if line else WHOLE_FILE, line=line, reason=reason)
        if refusal.count > MOST_SHOWN:
            yield "  " + i18n.translate(locale, AND_MORE, more=refusal.count - MOST_SHOWN)


def warn_if_open(path: Path) -> None:
    """Say in each language that the record lies open, where it does, and what to do."""
    words = locking.warning(path)
    for locale in i18n.LOCALES if words else ():
        click.echo(i18n.translate(locale, words or ""), err=True)


def record_path() -> Path:
    """Where the record of this deployment lives."""
    return config.instance_folder() / RECORD


@contextlib.contextmanager
def open_record() -> Iterator[Database]:
    """The record, open for one command."""
    with plain_errors():
        db = schema.open_record(record_path())
        with contextlib.closing(db.conn):
            yield db
