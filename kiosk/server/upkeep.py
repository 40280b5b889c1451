"""Looking after the record: a backup while it is in use, with its keys; its rows put in order.

Inside the file, the rows of a page lie in the order in which they came until SQLite rewrites
the page; and the write-ahead log holds the last ones as they arrived. Whoever copies the live
files could read that order. Both of these write every row anew, in the order of its random key.
"""

import contextlib
import os
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from .. import periods
from ..services import forgetting, receipts, system_log
from ..staff import audit
from ..storage import keys, locking
from ..storage.db import Database, empty_log, writing
from ..storage.secret_files import write_secret

PAUSE_SECONDS = 0.1  # so often a server beside this program tries whether it can write


def back_up(db: Database, target: Path) -> None:
    """A whole, compact copy at `target`, which must not exist; the server may be running.

    The copy is locked by the record's own key.
    Raises FileExistsError, or sqlite3.OperationalError if there is no room: then nothing stays.
    """
    with _new(target):
        db.conn.execute("VACUUM INTO ?", [str(target)])


def copy_open(db: Database, record: Path, target: Path, now: datetime) -> None:
    """A copy at `target` that anybody can read, for who recomputes; that it was made stays on record.

    Raises FileExistsError, sqlite3.OperationalError or KeyUnusable: then nothing stays.
    """
    with _new(target):
        with writing(db):
            audit.record(db, now, actor="command", action="copy open", subject=target.name)
        if locking.is_plain(record):
            db.conn.execute("VACUUM INTO ?", [str(target)])
        else:
            locking.copy_open(record, target)


def back_up_with_keys(db: Database, instance: Path, target: Path) -> Path:
    """`back_up`, and the server's own keys into a folder beside it, for its owner alone.

    Returns the folder. Without the keys the tablets take a restored server for a stranger, nobody can
    open what they still hold, and nobody the copy. Raises as `back_up`; then nothing stays.
    """
    folder = target.with_name(f"{target.name}.keys")
    folder.mkdir(mode=0o700)
    try:
        back_up(db, target)
    except BaseException:
        folder.rmdir()
        raise
    of_record = locking.key_file(instance / "kiosk.db")
    copies = {name: instance / "keys" / name for name in keys.NAMES} | {locking.NAME: of_record}
    for name, source in copies.items():  # the record's own may have another name where it is kept
        if source.exists():
            write_secret(folder / name, source.read_text("ascii"))
    return folder


@contextlib.contextmanager
def _new(target: Path) -> Iterator[None]:
    """An empty file for its owner alone, which does not stay where filling it fails."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield
    except BaseException:
        target.unlink()
        raise


def tidy_all(db: Database, now: datetime, dispute_days: int) -> None:
    """Forget receipts, calls and dossier codes that are too old, then `tidy`. Raises as that does."""
    while not tidy_next(db, now, dispute_days):
        time.sleep(PAUSE_SECONDS)


def tidy_next(db: Database, now: datetime, dispute_days: int) -> bool:
    """One part of `tidy_all`, so that nobody waits for the others: some units of a week, in the end
    all else; whether that was the end. Raises as `tidy`.
    """
    today = periods.civil_day(now)
    if forgetting.forget_part(db, today, dispute_days):
        return False
    with writing(db):
        receipts.forget_old(db, today, dispute_days)
        system_log.forget_old(db, today)
    tidy(db)
    return True


def tidy(db: Database) -> None:
    """Rewrite the file in the order of its keys and empty the log. Needs room for a second copy.

    Raises sqlite3.OperationalError while others write; nothing has changed then.
    """
    db.conn.execute("VACUUM")
    empty_log(db)
