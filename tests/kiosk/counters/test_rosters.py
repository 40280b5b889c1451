"""Rosters: exact repeats change nothing, and no counter has two officers at one time."""

from datetime import UTC, datetime

import pytest

from kiosk.counters import duties
from kiosk.counters.rosters import import_roster
from kiosk.errors.faults import ImportRefused
from kiosk.formats.imported import Imported
from kiosk.storage.db import Database
from tests import factories

NOW = datetime(2026, 9, 1, tzinfo=UTC)
MORNING = {
    "counter": "H44.5-9",
    "officer": "H44.5.A-01",
    "starts": "2026-09-07 07:30",
    "ends": "2026-09-07 11:30",
}
AFTERNOON = {
    **MORNING,
    "officer": "H44.5.A-02",
    "starts": "07/09/2026 13:30",
    "ends": "07/09/2026 17:00",
}


@pytest.fixture(autouse=True)
def _a_counter_without_duties(db: Database) -> None:
    factories.a_version(db, "counter", counter_id="H44.5-9", name="Quầy 9", centre_id="H44.5")


def put(db: Database, *rows: dict[str, str]) -> Imported:
    return import_roster(db, enumerate(rows, 2), NOW, "tests")


def refusal_of(db: Database, *rows: dict[str, str]) -> list[tuple[int, str]]:
    before = db.conn.execute("SELECT count(*) FROM duty").fetchone()
    with pytest.raises(ImportRefused) as refusal:
        put(db, *rows)
    assert db.conn.execute("SELECT count(*) FROM duty").fetchone() == before
    return [(line, str(fault)) for line, fault in refusal.value.lines]


@pytest.mark.parametrize(
    ("hour_utc", "officer"),
    [(0, None), (1, "H44.5.A-01"), (4, "H44.5.A-01"), (5, None), (7, "H44.5.A-02"), (10, None)],
)
def test_a_roster_says_who_is_at_the_counter(db: Database, hour_utc: int, officer: str | None) -> None:
    put(db, MORNING, AFTERNOON)
    instant = datetime(2026, 9, 7, hour_utc, 15, tzinfo=UTC)
    assert duties.find_officer_on_duty(db, "H44.5-9", instant) == officer


def test_duties_say_where_they_come_from(db: Database) -> None:
    put(db, MORNING)
    row = db.conn.execute(
        "SELECT source, recorded_by, recorded_at FROM duty WHERE counter_id = 'H44.5-9'"
    )
    assert row.fetchone() == ("roster", "tests", "2026-09-01T00:00:00Z")


def test_exactly_equal_duties_are_added_once(db: Database) -> None:
    assert put(db, MORNING, AFTERNOON, MORNING) == Imported(added=2, unchanged=1)
    assert put(db, AFTERNOON, MORNING) == Imported(added=0, unchanged=2)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"starts": "2026-09-07"}, "starts: give the time as well"),
        ({"ends": "2026-09-07"}, "ends: give the time as well"),
        ({"ends": ""}, "ends: “” is not a day"),
        ({"ends": "2026-09-07 07:30"}, "it ends before it starts."),
        ({"ends": "2026-09-06 11:30"}, "it ends before it starts."),
        ({"counter": "X"}, "the catalogue has no counter “X”."),
        ({"officer": "X"}, "the catalogue has no officer “X”."),
        ({"starts": "2025-06-30 07:30"}, "the counter “H44.5-9” was not in force on 2025-06-30."),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_no_trace(
    db: Database, changes: dict[str, str], reason: str
) -> None:
    [(line, given)] = refusal_of(db, AFTERNOON, {**MORNING, **changes})
    assert line == 3
    assert reason in given


@pytest.mark.parametrize(
    ("starts", "ends", "meets"),
    [
        ("2026-09-07 08:00", "2026-09-07 09:00", True),
        ("2026-09-07 07:00", "2026-09-07 12:00", True),
        ("2026-09-07 11:29", "2026-09-07 12:00", True),
        ("2026-09-07 11:30", "2026-09-07 12:00", False),
        ("2026-09-07 07:00", "2026-09-07 07:30", False),
    ],
)
def test_two_officers_at_one_time_are_refused_and_neighbours_in_time_are_not(
    db: Database, starts: str, ends: str, meets: bool
) -> None:
    put(db, MORNING)
    other = {"counter": "H44.5-9", "officer": "H44.5.A-02", "starts": starts, "ends": ends}
    if meets:
        reason = "the counter H44.5-9 has officer H44.5.A-01 at that time already."
        assert refusal_of(db, other) == [(2, reason)]
    else:
        assert put(db, other) == Imported(added=1, unchanged=0)


def test_an_open_ended_duty_stands_in_the_way_of_another_officer(db: Database) -> None:
    [(_, reason)] = refusal_of(db, {**MORNING, "counter": "H44.5-1", "officer": "H44.5.A-02"})
    assert "has officer H44.5.A-01" in reason


def test_what_a_correction_has_cancelled_stands_in_nobodys_way(db: Database) -> None:
    duty_id = factories.a_duty(db, "H44.5-9", "H44.5.A-02")
    factories.a_duty(db, "H44.5-9", None, replaces=duty_id, reason="never came", source="correction")
    assert put(db, MORNING) == Imported(added=1, unchanged=0)


@pytest.mark.parametrize("source", ["sign_on", "correction"])
def test_what_is_known_from_elsewhere_stands_in_no_rosters_way(db: Database, source: str) -> None:
    factories.a_duty(db, "H44.5-9", "H44.5.A-02", source=source)
    assert put(db, MORNING) == Imported(added=1, unchanged=0)


def test_an_officer_may_hold_two_counters(db: Database) -> None:
    assert put(db, MORNING, {**MORNING, "counter": "H44.5-1"}) == Imported(added=2, unchanged=0)
