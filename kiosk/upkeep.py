"""Looking after the record's file: a backup while it is in use, and its rows put in order.

Inside the file, the rows of a page lie in the order in which they came until SQLite rewrites
the page; and the write-ahead log holds the last ones as they arrived. Whoever copies the live
files could read that order. Both of these write every row anew, in the order of its random key.
"""

import os
from pathlib import Path

from .db import Database, empty_log


def back_up(db: Database, target: Path) -> None:
    """A whole, compact copy at `target`, which must not exist; the server may be running.

    Raises FileExistsError, or sqlite3.OperationalError if there is no room: then nothing stays.
    """
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.close(descriptor)
    try:
        db.conn.execute("VACUUM INTO ?", [str(target)])
    except BaseException:
        target.unlink()
        raise


def tidy(db: Database) -> None:
    """Rewrite the file in the order of its keys and empty the log. Needs room for a second copy.

    Raises sqlite3.OperationalError while others write; nothing has changed then.
    """
    db.conn.execute("VACUUM")
    empty_log(db)
