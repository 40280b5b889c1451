"""Who signs off while people wait, and counters at which nobody is known to sit, can be seen."""

from datetime import date, datetime, timedelta

import pytest

from kiosk import periods
from kiosk.counters import absences, calendars, sign_on
from kiosk.counters.absences import Absences
from kiosk.counters.calendars import Said
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY, a_duty, a_version

DAY = date(2026, 8, 19)
COUNTER, OFFICER, OTHER = "H44.5-7", "H44.5.A-01", "H44.5.A-02"
LATER = WEDNESDAY + timedelta(days=3)


def at(time: str) -> datetime:
    """A time of that Wednesday by the clocks of Viet Nam."""
    return datetime.fromisoformat(f"2026-08-19T{time}").replace(tzinfo=periods.VIET_NAM)


@pytest.fixture
def office(db: Database) -> Database:
    """A counter of which no roster speaks, in a centre open from 07:30 to 11:30 and 13:00 to 17:00."""
    with writing(db):
        a_version(db, "counter", counter_id=COUNTER, name="Quầy 7", centre_id="H44.5")
        week = {3: [("07:30", "11:30"), ("13:00", "17:00")]}
        calendars.set_week(db, "H44.5", date(2026, 8, 1), week, now=WEDNESDAY, by="tests")
    return db


def roster(db: Database, starts: str, ends: str, officer_id: str = OFFICER) -> None:
    with writing(db):
        a_duty(db, COUNTER, officer_id, starts_at=at(starts), ends_at=at(ends))


def on(db: Database, time: str, officer_id: str = OFFICER) -> None:
    with writing(db):
        sign_on.sign_on(db, officer_id, COUNTER, now=at(time), by="tests")


def off(db: Database, time: str, officer_id: str = OFFICER) -> None:
    with writing(db):
        sign_on.sign_off(db, officer_id, now=at(time), by="tests")


def found(db: Database, now: datetime = LATER) -> tuple[int, list[str]]:
    """The sign-offs, and the gaps as the page writes them."""
    told = absences.absences_of(db, COUNTER, "H44.5", DAY, now)
    gaps = [tuple(periods.local(moment) for moment in gap) for gap in told.gaps]
    return told.sign_offs, [f"{begins:%H:%M}–{ends:%H:%M}" for begins, ends in gaps]


def test_a_day_without_anybody_is_one_gap_for_each_time_of_opening(office: Database) -> None:
    assert found(office) == (0, ["07:30–11:30", "13:00–17:00"])


def test_who_sits_there_whenever_it_is_open_leaves_no_gap(office: Database) -> None:
    roster(office, "07:30", "11:30")
    roster(office, "12:50", "17:10", OTHER)
    assert found(office) == (0, [])


def test_a_sign_off_for_ten_minutes_is_seen_with_its_gap(office: Database) -> None:
    roster(office, "07:00", "17:30")
    on(office, "07:20")
    off(office, "09:10")
    on(office, "09:20")
    assert found(office) == (1, ["09:10–09:20"])


def test_every_sign_off_counts_once_with_a_roster_and_without(office: Database) -> None:
    roster(office, "07:00", "11:30")
    for time in ("08:00", "09:00", "14:00"):
        on(office, time)
        off(office, time.replace(":00", ":30"))
    assert found(office) == (3, ["08:30–09:00", "09:30–11:30", "13:00–14:00", "14:30–17:00"])


def test_being_relieved_is_no_sign_off_and_no_gap(office: Database) -> None:
    on(office, "07:00")
    on(office, "09:00", OTHER)
    assert found(office) == (0, [])


def test_outside_of_opening_hours_nobody_is_missed(office: Database) -> None:
    on(office, "07:00")
    off(office, "11:30")
    on(office, "13:00")
    off(office, "17:00")
    assert found(office) == (2, [])


def test_of_a_day_that_is_not_over_only_what_has_passed_is_told(office: Database) -> None:
    on(office, "07:00")
    off(office, "09:10")
    assert found(office, at("09:30")) == (1, ["09:10–09:30"])
    assert found(office, at("07:00")) == (1, [])


def test_a_holiday_has_no_gaps_and_neither_has_a_centre_without_hours(office: Database) -> None:
    with writing(office):
        holiday = Said(DAY, "", "holiday", None, "Nghỉ", None)
        calendars.say(office, holiday, now=WEDNESDAY, by="tests")
    assert found(office) == (0, [])
    assert absences.absences_of(office, "H44.9-1", "H44.9", DAY, LATER) == Absences(0, ())


def test_the_sign_offs_of_another_day_are_of_that_day(office: Database) -> None:
    on(office, "07:00")
    off(office, "09:10")
    for day in (date(2026, 8, 18), date(2026, 8, 20)):
        assert absences.absences_of(office, COUNTER, "H44.5", day, LATER).sign_offs == 0
