"""How the file is opened and written."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils.utils import sqlite3

from kiosk.db import Database, Writer, all_or_nothing, connect, sqlite_is_safe, writing


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
    gate, calls = threading.Event(), []

    def note(db: Database, words: list[str]) -> list[str]:
        calls.append(len(words))
        return add_words(db, words)

    with ThreadPoolExecutor(11) as pool:
        first = pool.submit(writer.write, lambda _: gate.wait(5))
        waiting = [pool.submit(writer.write_all, note, [f"w{i}"]) for i in range(10)]
        while writer._queue.qsize() < 10:
            pass
        gate.set()
        assert first.result() is True
        assert [one.result() for one in waiting] == [[f"stored w{i}"] for i in range(10)]
    assert calls == [10]
    assert len(words_in(path)) == 10


def test_work_that_raises_is_undone_alone(path: Path, writer: Writer) -> None:
    gate = threading.Event()

    def fail(db: Database) -> None:
        db.conn.execute("INSERT INTO word VALUES ('lost')")
        raise KeyError("mine")

    with ThreadPoolExecutor(4) as pool:
        pool.submit(writer.write, lambda _: gate.wait(5))
        good = pool.submit(writer.write, add_one("good"))
        bad = pool.submit(writer.write, fail)
        also_good = pool.submit(writer.write, add_one("also good"))
        gate.set()
        good.result()
        also_good.result()
        with pytest.raises(KeyError, match="mine"):
            bad.result()
    assert words_in(path) == {"good", "also good"}


def test_when_the_commit_fails_nobody_is_told_that_it_was_stored(path: Path, writer: Writer) -> None:
    def break_the_transaction(db: Database) -> None:
        db.conn.execute("INSERT INTO word VALUES ('lost')")
        db.conn.execute("ROLLBACK")

    with pytest.raises(sqlite3.OperationalError):
        writer.write(break_the_transaction)
    assert words_in(path) == set()
    writer.write(add_one("the writer goes on"))
    assert words_in(path) == {"the writer goes on"}


def test_closing_finishes_what_is_queued(path: Path) -> None:
    writer, gate = Writer(path), threading.Event()
    with ThreadPoolExecutor(12) as pool:
        pool.submit(writer.write, lambda _: gate.wait(5))
        for i in range(10):
            pool.submit(writer.write, add_one(f"w{i}"))
        while writer._queue.qsize() < 10:
            pass
        closing = pool.submit(writer.close)
        gate.set()
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
