"""What is known of each tablet, and since when its centre was open."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk import periods
from kiosk.storage.db import Database, writing
from kiosk.tablets import fleet
from kiosk.tablets.fleet import Tablet
from tests.factories import WEDNESDAY, a_version
from tests.tablets import ENROLLED, a_contact, a_mark, a_tablet, arrived, set_aside

TODAY = date(2026, 8, 19)


def local(text: str) -> datetime:
    """An instant by the clocks of Viet Nam: "2026-08-19 09:30"."""
    return datetime.fromisoformat(text + "+07:00").astimezone(UTC)


def only(db: Database, today: date = TODAY) -> Tablet:
    (tablet,) = fleet.find_tablets(db, today)
    return tablet


def test_a_record_without_tablets_has_none(db: Database) -> None:
    assert fleet.find_tablets(db, TODAY) == []


def test_a_tablet_before_its_first_contact_was_last_heard_of_at_its_pairing(db: Database) -> None:
    with writing(db):
        a_tablet(db)
    tablet = only(db)
    assert (tablet.contact, tablet.seen_at) == (None, ENROLLED)
    assert (tablet.ledger.last, tablet.ledger.missing, tablet.set_aside) == (0, 0, 0)


def test_a_tablet_is_told_with_its_place_and_last_contact(db: Database) -> None:
    with writing(db):
        a_tablet(db)
        a_contact(
            db,
            clock_offset_seconds=-12.5,
            last_sequence=412,
            queued=3,
            oldest_seconds=600.0,
            battery_percent=41,
            charging=0,
            late=2,
        )
        arrived(db, "T1", (1, 400), (405, 409))
    tablet = only(db)
    assert tablet.place is not None
    assert (tablet.place.counter, tablet.place.centre_id) == ("Quầy 1", "H44.5")
    assert tablet.seen_at == WEDNESDAY
    assert tablet.contact is not None
    assert tablet.contact.clock_slow == timedelta(seconds=-12.5)
    assert (tablet.contact.oldest, tablet.contact.charging) == (timedelta(minutes=10), False)
    # 401-404 and 410-412 have not arrived; three of these seven are still waiting on the tablet
    assert (tablet.ledger.last, tablet.ledger.missing, tablet.ledger.late) == (412, 4, 2)


@pytest.mark.parametrize(("shows", "is_code_only"), [("question", False), ("code", True)])
def test_a_counters_second_screen_is_told_as_such(db: Database, shows: str, is_code_only: bool) -> None:
    with writing(db):
        a_tablet(db)
        a_contact(db, shows=shows)
    contact = only(db).contact
    assert contact is not None
    assert contact.is_code_only is is_code_only


def test_what_the_browser_does_not_tell_is_none(db: Database) -> None:
    with writing(db):
        a_tablet(db)
        a_contact(db, battery_percent=None, charging=None)
    contact = only(db).contact
    assert contact is not None
    assert (contact.battery_percent, contact.charging, contact.oldest) == (None, None, None)


@pytest.mark.parametrize(
    ("marks", "replaced", "in_use"),
    [
        ([], False, True),
        (["cloned"], False, True),
        (["revoked"], False, False),
        (["cloned", "revoked"], False, False),
        ([], True, False),
    ],
)
def test_a_tablet_is_in_use_until_it_is_revoked_or_replaced(
    db: Database, marks: list[str], replaced: bool, in_use: bool
) -> None:
    with writing(db):
        a_tablet(db, "T1")
        for mark in marks:
            a_mark(db, "T1", mark)
        if replaced:
            a_tablet(db, "T2", replaces="T1", enrolled=WEDNESDAY)
    assert fleet.find_tablets(db, TODAY)[0].in_use is in_use


def test_a_tablet_at_a_counter_that_is_no_longer_in_use_has_no_place(db: Database) -> None:
    with writing(db):
        a_tablet(db)
        a_version(
            db, "counter", "2026-08-19", counter_id="H44.5-1", name="Q", centre_id="H44.5", retired=1
        )
    assert only(db).place is None
    assert only(db, date(2026, 8, 18)).place is not None


def test_what_was_kept_aside_counts_for_a_week(db: Database) -> None:
    with writing(db):
        a_tablet(db)
        set_aside(db, "T1", 5, "wrong_id", "2026-08-19")
        set_aside(db, "T1", 6, "revoked", "2026-08-13")
        set_aside(db, "T1", 7, "revoked", "2026-08-12")
        set_aside(db, "T9", 1, "unknown_device", "2026-08-19")
    assert only(db).set_aside == 2


def test_the_counters_in_use_are_told_by_centre(db: Database) -> None:
    with writing(db):
        a_version(
            db, "counter", "2026-08-19", counter_id="H44.5-1", name="Q", centre_id="H44.5", retired=1
        )
    found = [(one.centre_id, one.counter_id) for one in fleet.find_counters(db, TODAY)]
    assert found == [("H44.5", "H44.5-2"), ("H44.9", "H44.9-1")]
    assert len(fleet.find_counters(db, date(2026, 8, 18))) == 3


MORNING, AFTERNOON = ("07:30", "11:30"), ("13:00", "17:00")


@pytest.fixture
def hours(db: Database) -> Database:
    """The centre H44.5 is open on weekdays, mornings and afternoons."""
    rows = [
        ("H44.5", "2026-01-01", weekday, *times)
        for weekday in range(1, 6)
        for times in (MORNING, AFTERNOON)
    ]
    with writing(db):
        db.conn.executemany(
            "INSERT INTO opening (centre_id, valid_from, weekday, opens, closes) VALUES (?, ?, ?, ?, ?)",
            rows,
        )
    return db


@pytest.mark.parametrize(
    ("now", "since"),
    [
        ("2026-08-19 09:30", "2026-08-19 09:00"),  # open for hours
        ("2026-08-19 08:00", "2026-08-19 07:30"),  # open for just half an hour
        ("2026-08-19 07:50", "2026-08-18 16:20"),  # open, but for less: yesterday counts
        ("2026-08-19 12:10", "2026-08-19 10:40"),  # at noon the morning counts
        ("2026-08-19 23:00", "2026-08-19 16:00"),
        ("2026-08-23 10:00", "2026-08-21 16:00"),  # on a Sunday, Friday
    ],
)
def test_the_last_half_hour_of_opening_is_found(hours: Database, now: str, since: str) -> None:
    found = fleet.last_open(hours, ["H44.5", "H44.5"], local(now))["H44.5"]
    assert periods.local(found).isoformat(" ", "minutes")[:16] == since


def test_a_centre_without_hours_is_always_open(hours: Database) -> None:
    now = local("2026-08-23 03:00")
    assert fleet.last_open(hours, ["H44.9"], now) == {"H44.9": now - timedelta(minutes=30)}


def test_after_two_weeks_of_closing_whoever_was_silent_so_long_is_told(hours: Database) -> None:
    with writing(hours):
        for day in range(4, 20):
            hours.conn.execute(
                "INSERT INTO special_day VALUES (?, '', 1, 'holiday', NULL, 'Nghỉ', NULL, 'x', 'tests')",
                [f"2026-08-{day:02d}"],
            )
    now = local("2026-08-19 09:30")
    assert fleet.last_open(hours, ["H44.5"], now) == {"H44.5": now - timedelta(days=14)}


def test_without_centres_nothing_is_asked(db: Database) -> None:
    assert fleet.last_open(db, [], WEDNESDAY) == {}
