"""Tablets are moved, revoked and marked; what was, stays."""

from datetime import timedelta

import pytest

from kiosk.errors import NoReason, UnknownCounter
from kiosk.errors.tablets import NoSuchTablet
from kiosk.storage import keys
from kiosk.storage.db import Database, writing
from kiosk.storage.driver import sqlite3
from kiosk.tablets import devices, enrolment
from kiosk.tablets.devices import ACTIVE, CLONED, REVOKED, Word
from tests.factories import WEDNESDAY
from tests.tablet import new_key

LATER = WEDNESDAY + timedelta(days=30)


@pytest.fixture
def tablet(db: Database) -> str:
    """A tablet at H44.5-1."""
    return pair(db)


def pair(db: Database, counter_id: str = "H44.5-1") -> str:
    with writing(db):
        code = enrolment.read_code(enrolment.make_code(db, counter_id, "lan", WEDNESDAY))
        key = keys.public_text(new_key().public_key())
        return enrolment.enrol(db, code, key, WEDNESDAY).device_id


def trail(db: Database) -> list[tuple[str, str]]:
    rows = db.conn.execute(
        "SELECT action, subject FROM audit WHERE action NOT IN ('make pairing code', 'pair tablet')"
    )
    return sorted(rows.fetchall())


def test_without_tablets_nothing_is_found(db: Database) -> None:
    assert devices.find_devices(db) == {}
    assert devices.find_device(db, "T1") is None
    with pytest.raises(NoSuchTablet, match="T1"):
        devices.get_device(db, "T1")


def test_tablets_are_found_in_the_order_of_pairing(db: Database) -> None:
    paired = [pair(db) for _ in range(11)]
    assert list(devices.find_devices(db)) == paired
    assert [name.split("-")[0] for name in paired] == [f"T{n}" for n in range(1, 12)]
    second, last = paired[1], paired[10]
    assert list(devices.find_devices(db, [last, second, "T99", second])) == [second, last]
    assert devices.find_devices(db, []) == {}


def test_a_moved_tablet_stands_elsewhere_and_has_stood_here(db: Database, tablet: str) -> None:
    with writing(db):
        devices.move(db, tablet, "H44.9-1", "lan", LATER)
    device = devices.get_device(db, tablet)
    assert (device.counter_id, device.counters) == ("H44.9-1", frozenset({"H44.5-1", "H44.9-1"}))
    with writing(db):
        devices.move(db, tablet, "H44.5-1", "lan", LATER)
    assert devices.get_device(db, tablet).counter_id == "H44.5-1"
    assert trail(db) == [
        ("move tablet", f"{tablet}: H44.5-1 to H44.9-1"),
        ("move tablet", f"{tablet}: H44.9-1 to H44.5-1"),
    ]


def test_a_move_to_where_it_stands_is_none(db: Database, tablet: str) -> None:
    with writing(db):
        devices.move(db, tablet, "H44.5-1", "lan", LATER)
    assert db.conn.execute("SELECT count(*) FROM device_place").fetchone()[0] == 1
    assert trail(db) == []


def test_a_tablet_moves_only_to_a_counter_and_only_if_it_is_one(db: Database, tablet: str) -> None:
    with pytest.raises(UnknownCounter), writing(db):
        devices.move(db, tablet, "H99-1", "lan", LATER)
    with pytest.raises(NoSuchTablet), writing(db):
        devices.move(db, "T9", "H44.9-1", "lan", LATER)


def test_a_revoked_tablet_stays_revoked_with_the_first_reason(db: Database, tablet: str) -> None:
    with writing(db):
        devices.revoke(db, tablet, "  stolen \n on Monday ", "lan", LATER)
        devices.revoke(db, tablet, "again", "binh", LATER)
    assert devices.get_device(db, tablet).standing == REVOKED
    marks = db.conn.execute("SELECT mark, reason, marked_by FROM device_mark").fetchall()
    assert marks == [("revoked", "stolen on Monday", "lan")]
    assert trail(db) == [("revoke tablet", f"{tablet}: stolen on Monday")]


def test_that_a_tablet_is_cloned_can_be_taken_back_with_a_reason(db: Database, tablet: str) -> None:
    with writing(db):
        devices.mark(db, tablet, Word(CLONED, "sequence 4", "system"), WEDNESDAY)
        devices.clear(db, tablet, "  old backup \n of the tablet ", "lan", LATER)
        devices.clear(db, tablet, "again", "binh", LATER)
    assert devices.get_device(db, tablet).standing == ACTIVE
    marks = db.conn.execute("SELECT mark, reason, marked_by FROM device_mark ORDER BY number").fetchall()
    assert marks[1:] == [("active", "old backup of the tablet", "lan")]
    assert trail(db) == [("clear tablet", f"{tablet}: old backup of the tablet")]


def test_a_revoked_tablet_stays_revoked_and_one_in_use_needs_no_clearing(
    db: Database, tablet: str
) -> None:
    with writing(db):
        devices.clear(db, tablet, "nothing was wrong", "lan", LATER)
    assert db.conn.execute("SELECT count(*) FROM device_mark").fetchone()[0] == 0
    with writing(db):
        devices.revoke(db, tablet, "stolen", "lan", LATER)
        devices.clear(db, tablet, "found again", "lan", LATER)
    assert devices.get_device(db, tablet).standing == REVOKED
    with pytest.raises(NoSuchTablet), writing(db):
        devices.clear(db, "T9", "why not", "lan", LATER)


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_no_clone_is_cleared_without_a_reason(db: Database, tablet: str, reason: str) -> None:
    with writing(db):
        devices.mark(db, tablet, Word(CLONED, "sequence 4", "system"), WEDNESDAY)
    with pytest.raises(NoReason), writing(db):
        devices.clear(db, tablet, reason, "lan", LATER)
    assert devices.get_device(db, tablet).standing == CLONED


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_nobody_is_revoked_without_a_reason(db: Database, tablet: str, reason: str) -> None:
    with pytest.raises(NoReason), writing(db):
        devices.revoke(db, tablet, reason, "lan", LATER)
    assert devices.get_device(db, tablet).standing == "active"


def test_a_very_long_reason_is_cut(db: Database, tablet: str) -> None:
    with writing(db):
        devices.revoke(db, tablet, "x" * 1_000, "lan", LATER)
    assert db.conn.execute("SELECT length(reason) FROM device_mark").fetchone()[0] == 200


def test_the_last_word_holds(db: Database, tablet: str) -> None:
    with writing(db):
        devices.mark(db, tablet, Word(CLONED, "sequence 4", "system"), WEDNESDAY)
    assert devices.get_device(db, tablet).standing == CLONED
    with writing(db):
        devices.revoke(db, tablet, "found out", "lan", LATER)
    assert devices.get_device(db, tablet).standing == REVOKED


@pytest.mark.parametrize(
    "table", ["device", "device_key", "device_place", "device_mark", "enrolment_code"]
)
def test_what_was_said_of_a_tablet_cannot_be_unsaid(db: Database, tablet: str, table: str) -> None:
    with writing(db):
        devices.revoke(db, tablet, "stolen", "lan", LATER)
    with pytest.raises(sqlite3.IntegrityError, match="nothing is ever"), writing(db):
        db.conn.execute(f"DELETE FROM {table}")
