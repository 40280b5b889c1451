"""When a centre is open."""

import random
from datetime import date, datetime, timedelta

import pytest

from kiosk import periods
from kiosk.counters import hours
from kiosk.counters.hours import SpecialDay
from kiosk.storage.db import Database, writing

CENTRE = "H44.5"
MORNING, AFTERNOON = ("07:30", "11:30"), ("13:00", "17:00")
LATER = "2026-08-24"  # a Monday


def at(text: str) -> datetime:
    """`2026-08-19 07:30` on Viet Nam's clocks."""
    return datetime.fromisoformat(text).replace(tzinfo=periods.VIET_NAM)


def a_week(
    db: Database, valid_from: str, intervals: list[tuple[str, str]], weekdays: range = range(1, 6)
) -> None:
    with writing(db):
        for weekday in weekdays:
            for opens, closes in intervals:
                db.conn.execute(
                    "INSERT INTO opening (centre_id, valid_from, weekday, opens, closes)"
                    " VALUES (?, ?, ?, ?, ?)",
                    [CENTRE, valid_from, weekday, opens, closes],
                )


def a_special(
    db: Database,
    day: str,
    kind: str,
    *,
    as_weekday: int | None = None,
    centre: str = "",
    number: int = 1,
) -> None:
    with writing(db):
        db.conn.execute(
            "INSERT INTO special_day (day, centre_id, number, kind, as_weekday, name, name_en,"
            " recorded_at, recorded_by) VALUES (?, ?, ?, ?, ?, 'Ngày lễ', 'Day', 'now', 'tests')",
            [day, centre, number, kind, as_weekday],
        )


@pytest.fixture
def office(db: Database) -> Database:
    """The record with a centre that is open on weekdays, mornings and afternoons."""
    a_week(db, "2026-01-01", [MORNING, AFTERNOON])
    return db


def is_open(db: Database, text: str, centre: str = CENTRE) -> bool:
    return hours.find_open(db, [(centre, at(text))])[0]


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-08-19 07:29:59", False),
        ("2026-08-19 07:30:00", True),
        ("2026-08-19 11:29:59", True),
        ("2026-08-19 11:30:00", False),
        ("2026-08-19 13:00:00", True),
        ("2026-08-19 17:00:00", False),
        ("2026-08-22 09:00:00", False),  # a Saturday
        ("2026-08-23 09:00:00", False),  # a Sunday
        ("2026-08-24 09:00:00", True),
    ],
)
def test_an_interval_holds_its_first_minute_and_not_its_last(
    office: Database, instant: str, expected: bool
) -> None:
    assert is_open(office, instant) is expected


def test_the_hours_are_those_of_viet_nams_clocks(office: Database) -> None:
    utc = datetime.fromisoformat("2026-08-19T00:30:00+00:00")  # 07:30 in Viet Nam
    assert hours.find_open(office, [(CENTRE, utc), (CENTRE, utc - timedelta(seconds=1))]) == [
        True,
        False,
    ]


def test_a_centre_that_keeps_no_hours_is_always_open_even_on_a_holiday(office: Database) -> None:
    a_special(office, "2026-09-02", "holiday")
    assert is_open(office, "2026-09-02 03:00", "H44.9")
    assert hours.week_of(office, "H44.9", date(2026, 9, 2)) is None


def test_before_its_first_week_a_centre_keeps_no_hours(office: Database) -> None:
    assert is_open(office, "2025-12-31 23:00")
    assert hours.week_of(office, CENTRE, date(2025, 12, 31)) is None
    assert not is_open(office, "2026-01-01 00:00")


def test_a_later_week_takes_the_place_of_the_whole_earlier_one(office: Database) -> None:
    a_week(office, LATER, [("08:00", "12:00")], range(6, 7))
    assert is_open(office, "2026-08-21 14:00")
    assert not is_open(office, "2026-08-24 09:00")
    assert is_open(office, "2026-08-29 09:00")
    week = hours.week_of(office, CENTRE, date(2026, 8, 24))
    assert week == {1: [], 2: [], 3: [], 4: [], 5: [], 6: [("08:00", "12:00")], 7: []}
    before = hours.week_of(office, CENTRE, date(2026, 8, 23))
    assert before is not None
    assert before[5] == [MORNING, AFTERNOON]


def test_a_day_may_end_at_midnight(db: Database) -> None:
    a_week(db, "2026-01-01", [("00:00", "24:00")])
    assert is_open(db, "2026-08-19 23:59:59")
    assert not is_open(db, "2026-08-22 00:00:00")


def test_a_holiday_closes_and_a_working_day_takes_the_hours_it_names(office: Database) -> None:
    a_special(office, "2026-09-02", "holiday")  # a Wednesday
    a_special(office, "2026-08-22", "working", as_weekday=1)  # a Saturday
    a_special(office, "2026-08-23", "working", as_weekday=7)  # a Sunday with a Sunday's hours
    assert not is_open(office, "2026-09-02 09:00")
    assert is_open(office, "2026-08-22 09:00")
    assert not is_open(office, "2026-08-23 09:00")


def test_the_last_word_on_a_day_holds(office: Database) -> None:
    a_special(office, "2026-09-02", "holiday")
    a_special(office, "2026-09-02", "as_usual", number=2)
    assert is_open(office, "2026-09-02 09:00")
    a_special(office, "2026-09-02", "holiday", number=10)
    assert not is_open(office, "2026-09-02 09:00")


def test_a_centres_own_word_comes_before_that_for_all(office: Database) -> None:
    a_special(office, "2026-09-02", "working", as_weekday=3, centre=CENTRE)
    a_special(office, "2026-09-02", "holiday", number=2)
    assert is_open(office, "2026-09-02 09:00")
    a_special(office, "2026-09-03", "holiday", centre="H44.9")
    assert is_open(office, "2026-09-03 09:00")


def test_a_centre_that_took_its_own_word_back_follows_that_for_all(office: Database) -> None:
    a_special(office, "2026-09-02", "holiday", centre=CENTRE)
    a_special(office, "2026-09-02", "as_usual", centre=CENTRE, number=2)
    assert is_open(office, "2026-09-02 09:00")
    a_special(office, "2026-09-02", "holiday")
    assert not is_open(office, "2026-09-02 09:00")
    a_special(office, "2026-09-02", "as_usual", number=2)
    assert is_open(office, "2026-09-02 09:00")


def test_special_days_are_listed_in_order_with_their_hours_and_names(office: Database) -> None:
    a_special(office, "2026-09-02", "holiday")
    a_special(office, "2026-08-22", "working", as_weekday=2)
    a_special(office, "2026-08-23", "holiday", centre="H44.9")
    a_special(office, "2026-08-25", "holiday", centre=CENTRE)
    a_special(office, "2026-08-25", "as_usual", centre=CENTRE, number=2)
    a_special(office, "2026-08-26", "holiday")
    a_special(office, "2026-08-26", "holiday", centre=CENTRE)
    found = hours.special_days(office, CENTRE, date(2026, 8, 22), date(2026, 9, 2))
    assert found == [
        SpecialDay(date(2026, 8, 22), "working", [MORNING, AFTERNOON], "Ngày lễ", "Day", True),
        SpecialDay(date(2026, 8, 26), "holiday", [], "Ngày lễ", "Day", False),
        SpecialDay(date(2026, 9, 2), "holiday", [], "Ngày lễ", "Day", True),
    ]
    assert hours.special_days(office, CENTRE, date(2026, 8, 23), date(2026, 8, 25)) == []


def test_nothing_asked_is_nothing_found(office: Database) -> None:
    assert hours.find_open(office, []) == []


def test_a_group_gets_the_answers_that_each_would_get_alone(office: Database) -> None:
    a_special(office, "2026-09-02", "holiday")
    a_special(office, "2026-08-29", "working", as_weekday=3)
    chance = random.Random(7)  # noqa: S311 (chosen days, not secrets)
    asked = [
        (chance.choice([CENTRE, "H44.9"]), at("2026-08-17 00:00") + timedelta(minutes=minute))
        for minute in chance.sample(range(25 * 1440), 200)
    ]
    alone = [hours.find_open(office, [one])[0] for one in asked]
    assert hours.find_open(office, asked) == alone
    assert set(alone) == {True, False}
