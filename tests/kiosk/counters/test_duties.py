"""Who sat at which counter when."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.counters import duties
from kiosk.storage.db import Database, writing
from kiosk.storage.driver import sqlite3
from tests.factories import WEDNESDAY, a_duty

COUNTER = "H44.5-1"
MORNING = datetime(2026, 8, 20, 0, 30, tzinfo=UTC)
NOON = datetime(2026, 8, 20, 4, 30, tzinfo=UTC)


@pytest.fixture
def empty_counter(db: Database) -> str:
    """A counter that nobody has been assigned to."""
    from tests.factories import a_version

    with writing(db):
        a_version(db, "counter", counter_id="H44.5-9", name="Quầy 9", centre_id="H44.5")
    return "H44.5-9"


def test_the_officer_on_duty_is_found(db: Database) -> None:
    assert duties.find_officer_on_duty(db, COUNTER, WEDNESDAY) == "H44.5.A-01"


def test_nobody_is_found_where_nobody_was_assigned(db: Database, empty_counter: str) -> None:
    assert duties.find_officer_on_duty(db, empty_counter, WEDNESDAY) is None


def test_a_duty_begins_with_its_start_and_ends_before_its_end(db: Database, empty_counter: str) -> None:
    with writing(db):
        a_duty(db, empty_counter, "H44.5.A-02", starts_at=MORNING, ends_at=NOON)
    second = timedelta(seconds=1)
    moments = [MORNING - second, MORNING, NOON - second, NOON]
    assert duties.find_officers_on_duty(db, [(empty_counter, at) for at in moments]) == [
        None,
        "H44.5.A-02",
        "H44.5.A-02",
        None,
    ]


def test_two_officers_at_once_mean_nobody_rather_than_the_wrong_one(db: Database) -> None:
    with writing(db):
        a_duty(db, COUNTER, "H44.5.A-02", starts_at=MORNING, ends_at=NOON)
    assert duties.find_officer_on_duty(db, COUNTER, MORNING) is None
    assert duties.find_officer_on_duty(db, COUNTER, NOON) == "H44.5.A-01"


def test_the_same_officer_assigned_twice_is_still_that_officer(db: Database) -> None:
    with writing(db):
        a_duty(db, COUNTER, "H44.5.A-01", starts_at=MORNING, ends_at=NOON)
    assert duties.find_officer_on_duty(db, COUNTER, MORNING) == "H44.5.A-01"


def test_a_correction_takes_the_place_of_what_it_replaces(db: Database, empty_counter: str) -> None:
    with writing(db):
        wrong = a_duty(db, empty_counter, "H44.5.A-01", starts_at=MORNING, ends_at=NOON)
        a_duty(
            db,
            empty_counter,
            "H44.5.A-02",
            starts_at=MORNING,
            ends_at=NOON,
            source="correction",
            replaces=wrong,
            reason="đổi ca",
        )
    assert duties.find_officer_on_duty(db, empty_counter, MORNING) == "H44.5.A-02"


def test_a_correction_without_an_officer_cancels_a_duty(db: Database, empty_counter: str) -> None:
    with writing(db):
        wrong = a_duty(db, empty_counter, "H44.5.A-01", starts_at=MORNING, ends_at=NOON)
        a_duty(
            db,
            empty_counter,
            None,
            starts_at=MORNING,
            ends_at=NOON,
            source="correction",
            replaces=wrong,
            reason="nghỉ ốm",
        )
    assert duties.find_officer_on_duty(db, empty_counter, MORNING) is None


def test_a_correction_needs_a_reason(db: Database) -> None:
    wrong = db.conn.execute("SELECT duty_id FROM duty LIMIT 1").fetchone()[0]
    with pytest.raises(sqlite3.IntegrityError), writing(db):
        a_duty(db, COUNTER, None, source="correction", replaces=wrong)


def test_a_duty_is_corrected_only_once(db: Database) -> None:
    wrong = db.conn.execute("SELECT duty_id FROM duty LIMIT 1").fetchone()[0]
    with writing(db):
        a_duty(db, COUNTER, None, source="correction", replaces=wrong, reason="một")
    with pytest.raises(sqlite3.IntegrityError), writing(db):
        a_duty(db, COUNTER, None, source="correction", replaces=wrong, reason="hai")


def test_a_duty_cannot_end_before_it_begins(db: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError), writing(db):
        a_duty(db, COUNTER, "H44.5.A-01", starts_at=NOON, ends_at=MORNING)


@pytest.mark.parametrize("statement", ["DELETE FROM duty", "UPDATE duty SET officer_id = NULL"])
def test_duties_are_never_changed(db: Database, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="duty"), writing(db):
        db.conn.execute(statement)
