"""Working days across Tết and National Day, weekends, swapped Saturdays, and a centre's own week."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.counters import calendars, working_days
from kiosk.counters.calendars import Said
from kiosk.counters.hours import EVERY_CENTRE
from kiosk.counters.working_days import Calendar, calendar_of, public_days
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY

FIRST, LAST = date(2026, 1, 1), date(2030, 12, 31)
MORNING = [("07:30", "11:30")]
CLOSED_ON_MONDAYS = dict.fromkeys(range(2, 7), MORNING)  # Tuesday to Saturday

days = st.dates(FIRST, LAST - timedelta(days=120))
counts = st.integers(0, 60)


def say(db: Database, day: date, kind: str, centre_id: str = "H44.5") -> None:
    as_weekday = 1 if kind == "working" else None
    with writing(db):
        calendars.say(db, Said(day, centre_id, kind, as_weekday, "x", None), now=WEDNESDAY, by="t")


def of(db: Database, centre_id: str = "H44.5") -> Calendar:
    return calendar_of(db, centre_id, date(2026, 7, 1), date(2027, 6, 30))


@pytest.mark.parametrize(
    ("left", "count", "due"),
    [
        ((2026, 8, 3), 15, (2026, 8, 22)),  # a Saturday that is worked
        ((2026, 8, 10), 15, (2026, 8, 28)),
        ((2026, 8, 19), 15, (2026, 9, 11)),  # across National Day, 29 August to 2 September
        ((2026, 8, 28), 1, (2026, 9, 3)),
        ((2026, 8, 21), 1, (2026, 8, 22)),
        ((2027, 1, 25), 15, (2027, 2, 22)),  # across Tết, 4 to 10 February
        ((2027, 2, 3), 1, (2027, 2, 11)),
        ((2027, 2, 6), 1, (2027, 2, 11)),  # left on the first day of the year itself
        ((2026, 4, 24), 1, (2026, 4, 28)),  # the Hùng Kings' day fell on a Sunday
        ((2026, 12, 31), 1, (2027, 1, 4)),
        ((2026, 11, 6), 15, (2026, 11, 30)),  # the Day of Culture
    ],
)
def test_the_last_day_is_counted_by_the_public_calendar(
    db: Database, left: tuple[int, int, int], count: int, due: tuple[int, int, int]
) -> None:
    calendar = calendar_of(db, EVERY_CENTRE, date(*left), date(*due))
    assert calendar.after(date(*left), count) == date(*due)


def test_no_working_day_later_is_the_same_day() -> None:
    assert Calendar({}).after(date(2026, 8, 22), 0) == date(2026, 8, 22)


@given(days, counts)
def test_the_day_found_is_worked_and_lies_as_many_working_days_ahead(day: date, count: int) -> None:
    calendar = Calendar(public_days())
    due = calendar.after(day, count)
    assert calendar.between(day, due) == count
    assert count == 0 or calendar.is_working(due)


@given(days, counts, st.sets(days, max_size=30))
def test_numpy_counts_the_same_where_no_saturday_is_worked(
    day: date, count: int, holidays: set[date]
) -> None:
    calendar = Calendar(dict.fromkeys(holidays, False))
    theirs = np.busday_offset(day, count, roll="backward", holidays=sorted(holidays))
    assert count == 0 or calendar.after(day, count) == theirs.astype(date)


@given(days, days)
def test_between_is_nothing_backwards_and_adds_up_forwards(first: date, last: date) -> None:
    calendar = Calendar(public_days())
    if last <= first:
        assert calendar.between(first, last) == 0
    else:
        middle = first + (last - first) / 2
        halves = calendar.between(first, middle) + calendar.between(middle, last)
        assert calendar.between(first, last) == halves


def test_a_later_day_of_leaving_is_never_due_earlier() -> None:
    calendar = Calendar(public_days())
    due = [calendar.after(FIRST + timedelta(days=number), 15) for number in range(1_000)]
    assert due == sorted(due)


def test_each_year_of_the_file_has_the_eleven_days_of_the_labour_code() -> None:
    for year in range(FIRST.year, LAST.year + 1):
        off = [day for day, worked in public_days().items() if day.year == year and not worked]
        assert (
            len(off) >= 11
        )  # article 112: New Year, five of Tết, the Kings, April, May, two of September
        assert {(4, 30), (5, 1), (9, 2)} <= {(day.month, day.day) for day in off}


def test_what_a_centre_says_of_a_day_holds_before_the_shipped_file(db: Database) -> None:
    say(db, date(2026, 9, 2), "working")
    say(db, date(2026, 9, 3), "holiday")
    say(db, date(2026, 8, 22), "holiday")
    worked = of(db).is_working
    found = [worked(date(2026, 9, 2)), worked(date(2026, 9, 3)), worked(date(2026, 8, 22))]
    assert found == [True, False, False]
    assert [of(db, "H44.9").is_working(date(2026, 9, day)) for day in (2, 3)] == [False, True]


def test_a_word_for_every_centre_holds_unless_a_centre_has_its_own(db: Database) -> None:
    say(db, date(2026, 10, 5), "holiday", EVERY_CENTRE)
    assert not of(db).is_working(date(2026, 10, 5))
    say(db, date(2026, 10, 5), "working")
    assert of(db).is_working(date(2026, 10, 5))
    assert not of(db, "H44.9").is_working(date(2026, 10, 5))


def test_a_word_taken_back_leaves_the_shipped_file(db: Database) -> None:
    say(db, date(2026, 9, 2), "working")
    say(db, date(2026, 9, 2), "as_usual")
    assert not of(db).is_working(date(2026, 9, 2))


def test_a_centre_that_closes_on_mondays_works_on_saturdays_from_that_week_on(db: Database) -> None:
    with writing(db):
        calendars.set_week(db, "H44.5", date(2026, 10, 5), CLOSED_ON_MONDAYS, now=WEDNESDAY, by="tests")
    calendar = of(db)
    assert calendar.is_working(date(2026, 9, 28))  # the Monday before
    assert not calendar.is_working(date(2026, 10, 5))
    assert calendar.is_working(date(2026, 10, 10))
    assert calendar.after(date(2026, 10, 3), 1) == date(2026, 10, 6)


def test_a_centre_that_is_always_open_counts_the_days_of_an_office(db: Database) -> None:
    with writing(db):
        calendars.set_week(db, "H44.5", date(2026, 8, 1), CLOSED_ON_MONDAYS, now=WEDNESDAY, by="t")
        calendars.set_week(db, "H44.5", date(2026, 9, 7), None, now=WEDNESDAY, by="t")
    week = [of(db).is_working(date(2026, 9, day)) for day in range(7, 14)]
    assert week == [True] * 5 + [False] * 2
    assert frozenset({1, 2, 3, 4, 5}) == working_days.OFFICE_WEEK
