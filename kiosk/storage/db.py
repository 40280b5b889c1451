"""The record's file: how it is opened, and how it is written.

Nothing here knows Flask, ratings or statistics.
"""

import contextlib
import logging
import math
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

import sqlite_utils

from .driver import sqlite3
from .locking import unlock

Database = sqlite_utils.Database
T = TypeVar("T")
Item = TypeVar("Item")
Store = Callable[[Database, list[Any]], list[Any]]

SAFE_SQLITE = (3, 51, 3)  # earlier ones can damage a WAL file that two connections write
MOST_IN_ONE_COMMIT = 256
RETRY_SECONDS = 0.25  # until the log is emptied again, where a reader held it

PRAGMAS = {
    "foreign_keys": "ON",  # off by default, per connection
    "recursive_triggers": "ON",  # else INSERT OR REPLACE walks past the append-only triggers
    "synchronous": "FULL",  # an acknowledged rating survives a power cut; NORMAL loses it
    "busy_timeout": "10000",  # commands and the server share one file
    "trusted_schema": "OFF",  # a planted schema must not call functions
    "wal_autocheckpoint": "10000",  # 40 MB: random ids touch many pages, so checkpoint them rarely
    "cache_size": "-65536",  # 64 MiB
    "temp_store": "MEMORY",  # sorts never spill answers to disk
}


def sqlite_is_safe() -> bool:
    """Whether this SQLite may keep a write-ahead log with several connections."""
    return sqlite3.sqlite_version_info >= SAFE_SQLITE


def connect(path: Path, *, read_only: bool = False) -> Database:
    """Open an existing file with this program's pragmas; never creates one.

    Raises sqlite3.OperationalError if the file is absent or cannot be opened, KeyUnusable if it is
    locked and its key is missing.
    """
    mode = "ro" if read_only else "rw"
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,  # transactions are begun by name, below
        check_same_thread=False,
    )
    with contextlib.ExitStack() as unless_good:
        unless_good.callback(connection.close)
        unlock(connection, path)
        for name, value in PRAGMAS.items():
            connection.execute(f"PRAGMA {name} = {value}")
        if not read_only:
            journal = "WAL" if sqlite_is_safe() else "TRUNCATE"
            connection.execute(f"PRAGMA journal_mode = {journal}")
        unless_good.pop_all()
    return Database(connection, execute_plugins=False)


@contextlib.contextmanager
def writing(db: Database) -> Iterator[Database]:
    """One transaction that holds the write lock from its first moment.

    A deferred transaction that reads and then writes fails at once with "database is
    locked", whatever the timeout.
    """
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield db
        db.conn.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:  # a commit that failed leaves it open, a full disk may not
            db.conn.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def all_or_nothing(db: Database) -> Iterator[None]:
    """One part of a transaction: if it raises, what it wrote is undone and the rest stands."""
    db.conn.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        db.conn.execute("ROLLBACK TO part")
        db.conn.execute("RELEASE part")
        raise
    db.conn.execute("RELEASE part")


class _Pending:
    """Items of one request that wait for their commit."""

    __slots__ = ("done", "error", "items", "outcomes", "store")

    def __init__(self, store: Store, items: list[Any]) -> None:
        self.store = store
        self.items = items
        self.outcomes: list[Any] = []
        self.error: BaseException | None = None
        self.done = threading.Lock()
        self.done.acquire()


class Writer:
    """The only thread that writes while the server runs: group commit.

    Requests that arrive together share one transaction and one sync of the disk, and those
    with the same `store` share its statements; each is answered only after the commit. The
    write-ahead log is emptied `log_seconds` after its first row, however busy the day: it tells
    the order in which ratings came, which the record itself does not. `rest(db)` is called between
    two commits every `rest_seconds`, however busy the day; what it raises is logged and tried again.
    Where it says True there is more to do, and it is called again once those who wait were served.

    Raises sqlite3.OperationalError at once if the file cannot be opened.
    """

    def __init__(
        self,
        path: Path,
        log_seconds: float = 5.0,
        *,
        rest: Callable[[Database], bool | None] | None = None,
        rest_seconds: float = 600.0,
    ) -> None:
        self._db = connect(path)
        self._log_seconds = log_seconds
        self._rest, self._rest_seconds = rest, rest_seconds
        self._rest_at = time.monotonic() + rest_seconds if rest else math.inf
        self._empty_at: float | None = None  # None: nothing is in the log
        self._queue: SimpleQueue[_Pending | None] = SimpleQueue()
        self._door = threading.Lock()  # so that nothing is queued behind the last word
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="record-writer", daemon=True)
        self._thread.start()

    def write(self, work: Callable[[Database], T]) -> T:
        """Run `work` inside the shared transaction; return its result after the commit.

        Raises whatever `work` raises, or the commit's own error: then nothing of it is stored.
        """
        return self.write_all(lambda db, _: [work(db)], [None])[0]

    def write_all(self, store: Callable[[Database, list[Item]], list[T]], items: list[Item]) -> list[T]:
        """Store the items, perhaps in one call with those of other requests; one outcome each.

        `store` returns its refusals as outcomes; if it raises, nothing of that call is stored
        and each request is tried again alone, so that nobody pays for another's mistake.
        """
        pending = _Pending(store, items)
        with self._door:
            if self._closed:
                raise RuntimeError("the writer is closed")
            self._queue.put(pending)
        pending.done.acquire()
        if pending.error is not None:
            raise pending.error
        return pending.outcomes

    def close(self) -> None:
        """Finish what is queued, empty the write-ahead log, stop. Twice does no harm."""
        with self._door:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        last = False
        while not last:
            batch: list[_Pending] = []
            last = self._collect(batch)
            if batch:
                _commit_together(self._db, batch)
                if self._empty_at is None:
                    self._empty_at = time.monotonic() + self._log_seconds
            self._empty_log_in_time()
            if not last:
                self._rest_in_time()
        empty_log(self._db)
        self._db.conn.close()

    def _collect(self, batch: list[_Pending]) -> bool:
        """Wait for a request, while log and rest may wait, and take what else is there; True to stop."""
        try:
            pending = self._queue.get(timeout=self._patience())
        except Empty:
            return False
        while pending is not None:
            batch.append(pending)
            if len(batch) == MOST_IN_ONE_COMMIT or self._queue.empty():
                return False
            pending = self._queue.get()
        return True

    def _patience(self) -> float | None:
        due = min(self._rest_at, math.inf if self._empty_at is None else self._empty_at)
        return None if due == math.inf else max(0.0, due - time.monotonic())

    def _rest_in_time(self) -> None:
        if self._rest is None or time.monotonic() < self._rest_at:
            return
        is_more = False
        try:
            is_more = bool(self._rest(self._db))
        except Exception as error:  # whatever it is, the thread must go on writing
            logging.getLogger(__name__).warning("the record was not put in order: %s", error)
        now = time.monotonic()
        self._rest_at = now if is_more else now + self._rest_seconds
        if self._empty_at is None:  # it may have written, and a reader held the log
            self._empty_at = now + self._log_seconds

    def _empty_log_in_time(self) -> None:
        if self._empty_at is None or time.monotonic() < self._empty_at:
            return
        is_done = _empty_log_at_once(self._db)
        self._empty_at = None if is_done else time.monotonic() + RETRY_SECONDS


def empty_log(db: Database) -> bool:
    """Move the write-ahead log into the file and cut it to nothing; False while somebody reads it."""
    try:
        return not db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.OperationalError:
        return False


def _empty_log_at_once(db: Database) -> bool:
    """`empty_log`, which lets nobody wait for a reader to end."""
    patience = db.conn.execute("PRAGMA busy_timeout").fetchone()[0]
    db.conn.execute("PRAGMA busy_timeout = 0")
    try:
        return empty_log(db)
    finally:
        db.conn.execute(f"PRAGMA busy_timeout = {patience}")


def _commit_together(db: Database, batch: list[_Pending]) -> None:
    groups: dict[Store, list[_Pending]] = {}
    for pending in batch:
        groups.setdefault(pending.store, []).append(pending)
    try:
        with writing(db):
            for store, members in groups.items():
                _store_group(db, store, members)
    except Exception as error:
        for pending in batch:
            pending.error = pending.error or error
    for pending in batch:
        pending.done.release()


def _store_group(db: Database, store: Store, members: list[_Pending]) -> None:
    try:
        with all_or_nothing(db):
            outcomes = iter(store(db, [item for pending in members for item in pending.items]))
    except Exception as error:
        if len(members) == 1:
            members[0].error = error
        else:
            for pending in members:
                _store_group(db, store, [pending])
        return
    for pending in members:
        pending.outcomes = [next(outcomes) for _ in pending.items]
