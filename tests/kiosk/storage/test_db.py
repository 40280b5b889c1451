"""How the file is opened and written."""

import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kiosk.storage.db import Database, Writer, all_or_nothing, connect, sqlite_is_safe, writing
from kiosk.storage.driver import sqlite3


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with one table."""
    file = tmp_path / "some.db"
    file.touch()
    db = connect(file)
    db.conn.execute("CREATE TABLE word (word TEXT PRIMARY KEY) STRICT")
    db.conn.close()
    return file


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    """The file's writer."""
    one = Writer(path)
    yield one
    one.close()


def words_in(path: Path) -> set[str]:
    db = connect(path, read_only=True)
    found = {row[0] for row in db.conn.execute("SELECT word FROM word")}
    db.conn.close()
    return found


def add_words(db: Database, words: list[str]) -> list[str]:
    """A store: each word, in order; refuses nothing."""
    db.conn.executemany("INSERT INTO word (word) VALUES (?)", [(word,) for word in words])
    return [f"stored {word}" for word in words]


def add_one(word: str) -> Any:
    return lambda db: db.conn.execute("INSERT INTO word (word) VALUES (?)", [word])


class Stopper:
    """Work that keeps the writer busy until told to go on."""

    def __init__(self) -> None:
        self.started, self.gate = threading.Event(), threading.Event()

    def __call__(self, _: Database) -> bool:
        self.started.set()
        return self.gate.wait(60)


def busy(pool: ThreadPoolExecutor, writer: Writer) -> Stopper:
    """The writer is at work, so what follows waits in its queue."""
    stopper = Stopper()
    pool.submit(writer.write, stopper)
    assert stopper.started.wait(60)
    return stopper


def wait_for_queue(writer: Writer, length: int) -> None:
    end = time.monotonic() + 60
    while writer._queue.qsize() < length:
        assert time.monotonic() < end, "the queue did not fill"
        time.sleep(0.001)


def test_connecting_never_makes_a_file(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        connect(tmp_path / "absent.db")
    assert list(tmp_path.iterdir()) == []


def test_a_commit_is_synchronous_in_full_and_foreign_keys_hold(path: Path) -> None:
    db = connect(path)
    found = {
        name: db.conn.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("synchronous", "foreign_keys", "recursive_triggers", "journal_mode")
    }
    db.conn.close()
    assert found == {
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "journal_mode": "wal" if sqlite_is_safe() else "truncate",
    }


def test_a_reading_connection_cannot_write(path: Path) -> None:
    db = connect(path, read_only=True)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.conn.execute("INSERT INTO word VALUES ('x')")
    db.conn.close()


def test_writing_undoes_everything_when_the_block_raises(path: Path) -> None:
    db = connect(path)
    with pytest.raises(KeyError), writing(db):
        db.conn.execute("INSERT INTO word VALUES ('lost')")
        raise KeyError
    db.conn.close()
    assert words_in(path) == set()


def test_writing_holds_the_lock_from_its_first_moment(path: Path) -> None:
    one, other = connect(path), connect(path)
    other.conn.execute("PRAGMA busy_timeout = 0")
    with writing(one), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.conn.execute("BEGIN IMMEDIATE")
    one.conn.close()
    other.conn.close()


def test_a_part_that_raises_is_undone_and_the_rest_stands(path: Path) -> None:
    db = connect(path)
    with writing(db):
        db.conn.execute("INSERT INTO word VALUES ('before')")
        with pytest.raises(KeyError), all_or_nothing(db):
            db.conn.execute("INSERT INTO word VALUES ('lost')")
            raise KeyError
        db.conn.execute("INSERT INTO word VALUES ('after')")
    db.conn.close()
    assert words_in(path) == {"before", "after"}


def test_what_the_writer_returns_is_on_the_disk(path: Path, writer: Writer) -> None:
    for number in range(20):
        writer.write(add_one(f"w{number}"))
        assert f"w{number}" in words_in(path)


def test_outcomes_come_back_to_those_who_asked(writer: Writer) -> None:
    batches = [[f"{asker}-{i}" for i in range(asker % 5 + 1)] for asker in range(200)]
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda batch: writer.write_all(add_words, batch), batches))
    assert answers == [[f"stored {word}" for word in batch] for batch in batches]


def test_requests_that_wait_together_share_one_call_and_one_transaction(
    path: Path, writer: Writer
) -> None:
    calls = []

    def note(db: Database, words: list[str]) -> list[str]:
        calls.append(len(words))
        return add_words(db, words)

    with ThreadPoolExecutor(11) as pool:
        stopper = busy(pool, writer)
        waiting = [pool.submit(writer.write_all, note, [f"w{i}"]) for i in range(10)]
        wait_for_queue(writer, 10)
        stopper.gate.set()
        assert [one.result() for one in waiting] == [[f"stored w{i}"] for i in range(10)]
    assert calls == [10]
    assert len(words_in(path)) == 10


def test_work_that_raises_is_undone_alone(path: Path, writer: Writer) -> None:
    def fail(db: Database) -> None:
        db.conn.execute("INSERT INTO word VALUES ('lost')")
        raise KeyError("mine")

    with ThreadPoolExecutor(4) as pool:
        stopper = busy(pool, writer)
        good = pool.submit(writer.write, add_one("good"))
        bad = pool.submit(writer.write, fail)
        also_good = pool.submit(writer.write, add_one("also good"))
        wait_for_queue(writer, 3)
        stopper.gate.set()
        good.result()
        also_good.result()
        with pytest.raises(KeyError, match="mine"):
            bad.result()
    assert words_in(path) == {"good", "also good"}


def test_a_request_that_fails_with_others_is_tried_alone_and_costs_them_nothing(
    path: Path, writer: Writer
) -> None:
    def picky(db: Database, words: list[str]) -> list[str]:
        outcomes = add_words(db, words)
        if "bad" in words:
            raise UnicodeError("bad word")
        return outcomes

    with ThreadPoolExecutor(8) as pool:
        stopper = busy(pool, writer)
        asked = {word: pool.submit(writer.write_all, picky, [word]) for word in ("a", "b", "bad", "c")}
        wait_for_queue(writer, 4)
        stopper.gate.set()
        assert [asked[word].result() for word in "abc"] == [["stored a"], ["stored b"], ["stored c"]]
        with pytest.raises(UnicodeError):
            asked["bad"].result()
    assert words_in(path) == {"a", "b", "c"}


def test_when_a_reader_makes_the_commit_fail_the_writer_goes_on_afterwards(path: Path) -> None:
    """Without a write-ahead log a reader can hold up the commit itself."""
    prepare = connect(path)
    prepare.conn.execute("PRAGMA journal_mode = TRUNCATE")
    prepare.conn.close()
    writer = Writer(path)
    writer.write(lambda db: db.conn.execute("PRAGMA busy_timeout = 0"))
    writer._db.conn.execute("PRAGMA journal_mode = TRUNCATE")
    reader = connect(path, read_only=True)
    reader.conn.execute("BEGIN")
    reader.conn.execute("SELECT * FROM word").fetchall()
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        writer.write(add_one("lost"))
    reader.conn.close()
    writer.write(add_one("kept"))
    writer.close()
    assert words_in(path) == {"kept"}


def test_a_file_that_cannot_be_opened_stops_the_writer_at_once(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        Writer(tmp_path / "absent.db")


def log_bytes(path: Path) -> int:
    log = path.with_name(path.name + "-wal")
    return log.stat().st_size if log.exists() else 0


def test_when_nothing_arrives_the_log_that_tells_the_order_is_emptied(path: Path) -> None:
    writer = Writer(path, log_seconds=0.05)
    writer.write(add_one("a"))
    end = time.monotonic() + 60
    while log_bytes(path) and time.monotonic() < end:
        time.sleep(0.02)
    assert log_bytes(path) == 0
    writer.write(add_one("b"))
    writer.close()
    assert words_in(path) == {"a", "b"}


def test_the_log_is_emptied_in_time_however_busy_the_writer(path: Path) -> None:
    writer = Writer(path, log_seconds=0.2)
    sizes: list[int] = []
    emptied = 0
    end = time.monotonic() + 60
    while emptied < 3 and time.monotonic() < end:  # never idle for as long as the log may last
        writer.write(add_one(f"w{len(sizes)}"))
        sizes.append(log_bytes(path))
        emptied += sizes[-2:] != sorted(sizes[-2:])
        time.sleep(0.01)
    writer.close()
    assert emptied == 3
    assert len(words_in(path)) == len(sizes)


def test_a_reader_holds_up_the_emptying_but_no_writer(path: Path) -> None:
    writer = Writer(path, log_seconds=0.05)
    writer.write(add_one("before"))
    reader = connect(path, read_only=True)
    reader.conn.execute("BEGIN")
    reader.conn.execute("SELECT * FROM word").fetchall()
    slowest = 0.0
    for n in range(20):
        began = time.monotonic()
        writer.write(add_one(f"w{n}"))
        slowest = max(slowest, time.monotonic() - began)
        time.sleep(0.03)
    assert slowest < 8  # the pragma's own patience is ten seconds
    assert log_bytes(path) > 0
    reader.conn.execute("COMMIT")
    end = time.monotonic() + 60
    while log_bytes(path) and time.monotonic() < end:
        time.sleep(0.02)
    assert log_bytes(path) == 0
    assert writer.write(lambda db: db.conn.execute("PRAGMA busy_timeout").fetchone()[0]) == 10_000
    reader.conn.close()
    writer.close()


def test_a_closed_writer_leaves_one_whole_file(path: Path, tmp_path: Path) -> None:
    reader = connect(path, read_only=True)
    writer = Writer(path)
    for number in range(5):
        writer.write(add_one(f"w{number}"))
    writer.close()
    assert log_bytes(path) == 0
    shutil.copy(path, tmp_path / "copy.db")
    reader.conn.close()
    assert words_in(tmp_path / "copy.db") == {f"w{number}" for number in range(5)}


def test_closing_finishes_what_is_queued(path: Path) -> None:
    writer = Writer(path)
    with ThreadPoolExecutor(12) as pool:
        stopper = busy(pool, writer)
        for i in range(10):
            pool.submit(writer.write, add_one(f"w{i}"))
        wait_for_queue(writer, 10)
        closing = pool.submit(writer.close)
        stopper.gate.set()
        closing.result()
    assert len(words_in(path)) == 10


def test_a_closed_writer_refuses_at_once(path: Path) -> None:
    writer = Writer(path)
    writer.close()
    with pytest.raises(RuntimeError, match="closed"):
        writer.write(add_one("late"))


def test_threads_that_read_then_write_never_find_the_record_locked(path: Path) -> None:
    """Deferred transactions fail here with "database is locked"."""

    def count_and_add(thread: int) -> None:
        db = connect(path)
        for i in range(10):
            with writing(db):
                db.conn.execute("SELECT count(*) FROM word").fetchone()
                db.conn.execute("INSERT INTO word VALUES (?)", [f"{thread}-{i}"])
        db.conn.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_and_add, range(8)))
    assert len(words_in(path)) == 80
