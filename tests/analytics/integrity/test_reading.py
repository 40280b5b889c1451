"""From the record to days, and from a month to words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from analytics import source
from analytics.integrity.commands import find
from analytics.integrity.days import Day
from analytics.integrity.reading import COUNTER, OFFICER, days_of
from analytics.periods import Month
from analytics.source.oddities import marks_between, tallies_between
from kiosk.storage.db import Database, writing
from kiosk.storage.driver import sqlite3
from tests.factories import WEDNESDAY, a_service, rate

DAY = "2026-08-19"


def test_ratings_count_by_kind_and_services_by_ending() -> None:
    tallies = [
        (DAY, "q", "o", "tied", 5, 4),
        (DAY, "q", "o", "untied", 3, 3),
        (DAY, "q", "o", "phone", 2, 1),
        (DAY, "q", "o", "repeat-1", 4, 4),
        (DAY, "q", "o", "poster", 9, 9),
        (DAY, "q", "o", "void", 9, 9),
        (DAY, "q", "o", "granted", 10, None),
        (DAY, "q", "o", "granted answered", 4, None),
        (DAY, "q", "o", "denied", 3, None),
        (DAY, "q", "o", "denied answered", 1, None),
    ]
    marks = [(DAY, "q", "o", "lone-1", 2), (DAY, "q", "o", "timed-1", 7), (DAY, "q", "o", "orphan-1", 1)]
    marks += [
        (DAY, "q", "o", "off-duty-1", 3),
        (DAY, "q", "o", "bulk-1", 4),
        (DAY, "q", "o", "slipless-1", 6),
        (DAY, "q", "o", "late-1", 3),
        (DAY, "q", "o", "followed-1", 1),
        (DAY, "q", "o", "new-7", 5),
    ]
    day = Day(
        "o",
        DAY,
        services=18,
        answered=5,
        denied=4,
        denied_answered=1,
        tied=5,
        tied_satisfied=4,
        untied=3,
        untied_satisfied=3,
        phone=2,
        phone_satisfied=1,
        repeats=4,
        timed=7,
        lone=2,
        slipless=6,
        late=3,
        followed=1,
        off_duty=3,
        orphan=1,
        bulk=4,
    )
    assert days_of(OFFICER, tallies, marks) == [day]
    assert (day.n, day.satisfied, day.tablet, day.tablet_satisfied) == (10, 8, 8, 7)
    assert (day.idle, replace(day, followed=9).idle) == (2, 0)
    assert [one.key for one in days_of(COUNTER, tallies, marks)] == ["q"]


def test_an_officer_at_two_counters_has_one_day() -> None:
    tallies = [(DAY, counter, "o", "tied", 1, 1) for counter in ("p", "q")]
    assert days_of(OFFICER, tallies, []) == [Day("o", DAY, tied=2, tied_satisfied=2)]


def test_a_service_without_an_officer_is_that_of_the_only_one_who_was_rated_there() -> None:
    service = (DAY, "q", "", "granted", 6, None)
    one = (DAY, "q", "o", "untied", 1, 1)
    two = (DAY, "q", "p", "untied", 1, 1)
    assert [day.services for day in days_of(OFFICER, [service, one], [])] == [6]
    assert [day.services for day in days_of(OFFICER, [service, one, two], [])] == [0, 0]
    assert days_of(OFFICER, [service], []) == []
    assert [day.services for day in days_of(COUNTER, [service, one, two], [])] == [6]


def test_ratings_of_nobody_are_no_officers() -> None:
    assert days_of(OFFICER, [(DAY, "q", "", "untied", 1, 1)], [(DAY, "q", "", "lone-1", 1)]) == []


@pytest.fixture
def read(db: Database, record_path: Path) -> Callable[..., Any]:
    def reading(do: Callable[[sqlite3.Connection], Any]) -> Any:
        with source.reading(record_path) as record:
            return do(record)

    return reading


def test_the_record_is_read_by_day_counter_and_officer(db: Database, read: Callable[..., Any]) -> None:
    with writing(db):
        tied = a_service(db)
        a_service(db, outcome="refused")
        a_service(db, counter_id=None, centre_id=None, channel="online")
    rate(db, service_id=tied)
    rate(db, satisfied=False)
    rate(db, channel="phone", tier="poster")

    day = date.fromisoformat(DAY)
    rows = read(lambda record: tallies_between(record, day, day))

    officer = "H44.5.A-01"
    assert sorted(rows) == [
        (DAY, "H44.5-1", "", "poster", 1, 1),
        (DAY, "H44.5-1", officer, "denied", 1, None),
        (DAY, "H44.5-1", officer, "granted answered", 1, None),
        (DAY, "H44.5-1", officer, "tied", 1, 1),
        (DAY, "H44.5-1", officer, "untied", 1, 0),
    ]
    for other in (day - timedelta(days=1), day + timedelta(days=1)):
        assert read(lambda record, on=other: tallies_between(record, on, on)) == []


def test_marks_are_read_by_day(db: Database, read: Callable[..., Any]) -> None:
    row = (DAY, "H44.5-1", "", "lone-1", 3)
    with writing(db):
        db.conn.execute("INSERT INTO press_mark VALUES (?, ?, ?, ?, ?)", row)
    day = date.fromisoformat(DAY)
    assert read(lambda record: marks_between(record, day, day)) == [row]
    assert read(lambda record: marks_between(record, date(2026, 1, 1), date(2026, 8, 18))) == []


def test_a_record_without_a_past_gives_no_finding(db: Database, read: Callable[..., Any]) -> None:
    for _ in range(3):
        rate(db)
    today = WEDNESDAY.date() + timedelta(days=30)
    assert read(lambda record: find(record, OFFICER, Month(2026, 8), today=today)) == []
