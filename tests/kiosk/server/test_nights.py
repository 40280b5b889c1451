"""The server at night: it puts its record in order by itself, once, and lets nobody wait for long."""

import itertools
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.server import upkeep
from kiosk.server.nights import Nights, night_of
from kiosk.storage.db import Database, Writer, connect, writing
from kiosk.storage.driver import sqlite3
from tests.factories import a_service, a_submission, an_acceptance
from tests.kiosk.server.test_upkeep import agreement, order_in

DISPUTE_DAYS = 90
NOON = datetime(2026, 8, 19, 5, tzinfo=UTC)
EVENING = datetime(2026, 8, 19, 14, tzinfo=UTC)  # 21:00 in Viet Nam
NEXT_EVENING = datetime(2026, 8, 20, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "night"),
    [
        (datetime(2026, 8, 19, 12, 59, tzinfo=UTC), None),  # 19:59
        (datetime(2026, 8, 19, 13, 0, tzinfo=UTC), date(2026, 8, 19)),
        (datetime(2026, 8, 19, 16, 59, tzinfo=UTC), date(2026, 8, 19)),
        (datetime(2026, 8, 19, 17, 0, tzinfo=UTC), date(2026, 8, 19)),  # midnight: the same night
        (datetime(2026, 8, 19, 21, 59, tzinfo=UTC), date(2026, 8, 19)),
        (datetime(2026, 8, 19, 22, 0, tzinfo=UTC), None),  # 5:00
    ],
)
def test_a_night_bears_the_day_on_whose_evening_it_began(instant: datetime, night: date | None) -> None:
    assert night_of(instant) == night


@pytest.fixture
def tidied(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The instants at which the record was put in order."""
    found: list[datetime] = []

    def tidy_next(_: Database, now: datetime, dispute_days: int) -> bool:
        assert dispute_days == DISPUTE_DAYS
        found.append(now)
        return True

    monkeypatch.setattr(upkeep, "tidy_next", tidy_next)
    return found


def nights_at(*instants: datetime) -> Callable[[Database], bool]:
    clock = iter(instants)
    return Nights(DISPUTE_DAYS, lambda: next(clock))


def test_by_day_nothing_is_put_in_order_and_by_night_once(db: Database, tidied: list[datetime]) -> None:
    nights = nights_at(NOON, EVENING, EVENING, NOON, NEXT_EVENING)
    for _ in range(5):
        nights(db)
    assert tidied == [EVENING, NEXT_EVENING]


def test_what_failed_is_tried_again_the_same_night(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def tidy_next(*_: object) -> bool:
        calls.append(1)
        if len(calls) == 1:
            raise sqlite3.OperationalError("database is locked")
        return True

    monkeypatch.setattr(upkeep, "tidy_next", tidy_next)
    nights = nights_at(EVENING, EVENING, EVENING)
    with pytest.raises(sqlite3.OperationalError):
        nights(db)
    nights(db)
    nights(db)
    assert len(calls) == 2


def test_of_several_weeks_each_is_forgotten_in_a_turn_of_its_own(db: Database) -> None:
    with writing(db):
        for day in ("2026-05-06", "2026-05-13", "2026-08-19"):
            a_service(db, finished_day=day, received_day=day)
    nights = nights_at(*[EVENING] * 4)
    named = "SELECT count(*) FROM service WHERE service_id LIKE '~%'"
    told = [(nights(db), db.conn.execute(named).fetchone()[0]) for _ in range(4)]
    assert told == [(True, 1), (True, 2), (False, 2), (False, 2)]


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not is_so() and time.monotonic() < end:
        time.sleep(0.02)
    assert is_so()


@pytest.mark.usefixtures("db")
def test_a_writer_to_whom_tablets_write_all_night_rests_all_the_same(record_path: Path) -> None:
    rested: list[float] = []
    begun = time.monotonic()
    writer = Writer(record_path, rest=lambda _: rested.append(time.monotonic()), rest_seconds=0.3)
    while len(rested) < 3 and time.monotonic() < begun + 60:
        writer.write(lambda db: db.conn.execute("SELECT 1").fetchone())
        time.sleep(0.01)
    writer.close()
    assert len(rested) == 3
    assert all(other - one >= 0.3 for one, other in itertools.pairwise([begun, *rested]))


@pytest.mark.usefixtures("db")
def test_whoever_writes_meanwhile_is_served_between_two_parts_of_the_night(record_path: Path) -> None:
    done: list[str] = []
    begun = threading.Event()

    def rest(_: Database) -> bool:
        done.append("part")
        begun.set()
        time.sleep(0.1)  # long enough for the press to be waiting
        return len(done) < 5

    writer = Writer(record_path, rest=rest, rest_seconds=0.01)
    assert begun.wait(60)
    writer.write(lambda _: done.append("press"))
    writer.close()
    assert done.index("press") == 1


@pytest.mark.usefixtures("db")
def test_a_writer_to_whom_nobody_writes_rests_too(record_path: Path) -> None:
    rested: list[int] = []
    writer = Writer(record_path, log_seconds=0.02, rest=lambda _: rested.append(1), rest_seconds=0.05)
    wait_until(lambda: len(rested) >= 2)
    writer.close()


def test_a_writer_in_the_evening_hides_the_order_of_the_day(db: Database, record_path: Path) -> None:
    hours = [NOON]
    nights = Nights(DISPUTE_DAYS, lambda: hours[-1])
    writer = Writer(record_path, log_seconds=0.05, rest=nights, rest_seconds=0.3)
    acceptance, ids = an_acceptance(), []
    for _ in range(60):
        submission = a_submission()
        writer.write_all(acceptance.accept_all_now, [submission])
        ids.append(submission.rating_id)
    hours.append(EVENING)
    wait_until(lambda: nights._done is not None)
    last = a_submission()
    writer.write_all(acceptance.accept_all_now, [last])
    writer.close()
    assert 0.25 < agreement(order_in(record_path, ids), ids) < 0.75
    in_key_order = [one < other for one, other in itertools.pairwise(order_in(record_path, ids))]
    assert sum(in_key_order) / len(in_key_order) > 0.85
    stored = {row[0] for row in db.conn.execute("SELECT rating_id FROM rating")}
    assert stored == {*ids, last.rating_id}


@pytest.mark.parametrize("kind", [sqlite3.OperationalError, ValueError, OSError, RuntimeError])
def test_a_writer_whose_rest_fails_says_so_and_goes_on(
    db: Database, record_path: Path, caplog: pytest.LogCaptureFixture, kind: type[Exception]
) -> None:
    def fail(_: Database) -> None:
        raise kind("disk is full")

    writer = Writer(record_path, log_seconds=0.05, rest=fail, rest_seconds=0.05)
    wait_until(lambda: caplog.text.count("disk is full") >= 2)
    writer.write_all(an_acceptance().accept_all_now, [a_submission()])
    writer.close()
    assert db.conn.execute("SELECT count(*) FROM rating").fetchone() == (1,)


def test_nobody_waits_for_a_rest_that_another_program_holds_up(record_path: Path, db: Database) -> None:
    other = connect(record_path)
    other.conn.execute("BEGIN IMMEDIATE")
    tries: list[str] = []

    def rest(record: Database) -> None:
        record.conn.execute("PRAGMA busy_timeout = 50")
        try:
            upkeep.tidy_all(record, EVENING, DISPUTE_DAYS)
        except sqlite3.OperationalError as error:
            tries.append(str(error))
            raise

    writer = Writer(record_path, rest=rest, rest_seconds=0.05)
    wait_until(lambda: bool(tries))
    other.conn.execute("ROLLBACK")
    other.conn.close()
    writer.write_all(an_acceptance().accept_all_now, [a_submission()])
    writer.close()
    assert "locked" in tries[0]
    assert db.conn.execute("SELECT count(*) FROM rating").fetchone() == (1,)
