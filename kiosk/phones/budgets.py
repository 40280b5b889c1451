"""Budgets of sources in a file of their own, one for all threads and processes of a server.

The file is worth nothing: it may be deleted at any time, is in no backup and is never synced. A
source stands in it under a keyed digest and only until its budget is whole again, so it tells of
the last minutes and not of anybody. If it cannot be used, everything passes: a limit must never
cost a citizen's answer.
"""

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from ..storage.driver import sqlite3
from .limits import Budget, Charge, spend

T = TypeVar("T")

MOST_SOURCES = 100_000  # of more, those go first that have spent least
BUSY_SECONDS = 1.0  # another process is done long before
REST_SECONDS = 5.0  # after a failure: trying each time would cost more than it protects
SWEEP_SECONDS = 60.0
# What another file would not mend; after anything else the file is made anew.
NOT_ITS_FAULT = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
}

PRAGMAS = ("journal_mode = MEMORY", "synchronous = OFF", "secure_delete = ON")
TABLE = """
CREATE TABLE IF NOT EXISTS budget (
  source TEXT PRIMARY KEY,
  whole_at REAL NOT NULL
) STRICT, WITHOUT ROWID
"""

logger = logging.getLogger(__name__)


class Budgets:
    """What is left to each source.

    digest: makes a limit's name and a source into a name that only this server can make.
    """

    def __init__(
        self, path: Path, digest: Callable[[str, str], str], clock: Callable[[], float] = time.time
    ) -> None:
        self._path, self._digest, self._clock = path, digest, clock
        self._guard = threading.Lock()
        self._connection: Any = None
        self._file: tuple[int, int] | None = None
        self._rests_from: float | None = None
        self._sweeper: threading.Timer | None = None

    def take(self, charges: Sequence[Charge]) -> float:
        """Meet all charges or none; after how many seconds they could be met, 0 if they were.

        No two of them are of one limit and one source.
        """
        return self._try(lambda db, now: self._take(db, charges, now), 0.0)

    def wait_of(self, charge: Charge) -> float:
        """What `take` would answer; takes nothing."""
        return self._try(lambda db, now: self._spent(db, charge, now).wait_seconds, 0.0)

    def forget(self) -> int:
        """Delete whose budget is whole again, and whatever is too much to keep; how many stay."""
        return self._try(_forget, 0)

    def close(self) -> None:
        """Let the file go; the next charge opens it again."""
        with self._guard:
            self._let_go()

    def _take(self, db: Any, charges: Sequence[Charge], now: float) -> float:
        db.execute("BEGIN IMMEDIATE")
        budgets = [self._spent(db, charge, now) for charge in charges]
        wait = max((budget.wait_seconds for budget in budgets), default=0.0)
        if not wait:
            rows = zip(map(self._name, charges), (one.whole_at for one in budgets), strict=True)
            db.executemany("REPLACE INTO budget (source, whole_at) VALUES (?, ?)", rows)
        db.execute("COMMIT")
        self._sweep_later()
        return wait

    def _spent(self, db: Any, charge: Charge, now: float) -> Budget:
        found = db.execute("SELECT whole_at FROM budget WHERE source = ?", [self._name(charge)])
        row = found.fetchone()
        return spend(charge, row[0] if row else None, now)

    def _name(self, charge: Charge) -> str:
        return self._digest(charge.limit.name, charge.source)

    def _try(self, work: Callable[[Any, float], T], otherwise: T) -> T:
        """Do the work on the file; where that fails say so, and rest for a while."""
        with self._guard:
            now = self._clock()
            if self._rests_from is not None and 0 <= now - self._rests_from < REST_SECONDS:
                return otherwise
            try:
                return work(self._open(), now)
            except (sqlite3.Error, OSError) as error:
                self._give_up(error, now)
                return otherwise

    def _open(self) -> Any:
        if self._connection is None or _identity(self._path) != self._file:
            self._let_go()
            with contextlib.suppress(FileExistsError):
                os.close(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            self._file = _identity(self._path)
            self._connection = sqlite3.connect(
                self._path, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS
            )
            for pragma in PRAGMAS:
                self._connection.execute(f"PRAGMA {pragma}")
            self._connection.execute(TABLE)
        return self._connection

    def _give_up(self, error: Exception, now: float) -> None:
        logger.error("%s cannot be used, so nothing is limited for a while: %s", self._path, error)
        self._rests_from = now
        self._let_go()
        is_damaged = getattr(error, "sqlite_errorcode", 0) & 0xFF not in NOT_ITS_FAULT
        if is_damaged and isinstance(error, sqlite3.Error):
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _let_go(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None

    def _sweep_later(self) -> None:
        """Forget also where nobody comes any more: the last visitor of a day must not stay."""
        if self._sweeper is None:
            self._sweeper = threading.Timer(SWEEP_SECONDS, self._sweep)
            self._sweeper.daemon = True
            self._sweeper.start()

    def _sweep(self) -> None:
        self._sweeper = None
        if self.forget():
            with self._guard:
                self._sweep_later()


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _forget(db: Any, now: float) -> int:
    db.execute("DELETE FROM budget WHERE whole_at <= ?", [now])
    db.execute(
        """
        DELETE FROM budget
        WHERE source IN (SELECT source FROM budget ORDER BY whole_at DESC LIMIT -1 OFFSET ?)
        """,
        [MOST_SOURCES],
    )
    return int(db.execute("SELECT count(*) FROM budget").fetchone()[0])
