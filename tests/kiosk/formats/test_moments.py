"""Days and times as offices write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors.faults import Fault
from kiosk.formats.moments import Moment, find_moment, get_moment, parse_moment


@pytest.mark.parametrize("text", ["2026-08-19", "19/08/2026"])
def test_a_day_alone_has_no_instant(text: str) -> None:
    assert parse_moment(text) == Moment(date(2026, 8, 19), None)


@pytest.mark.parametrize(
    "text",
    ["2026-08-19 09:30", "2026-08-19T09:30:00", "19/08/2026 09:30", "2026-08-19T02:30:00Z",
     "2026-08-19T09:30:00+07:00"],
)  # fmt: skip
def test_a_time_without_offset_is_viet_nams(text: str) -> None:
    assert parse_moment(text).instant == datetime(2026, 8, 19, 2, 30, tzinfo=UTC)
    assert parse_moment(text).day == date(2026, 8, 19)


def test_the_day_is_the_civil_day_of_the_instant() -> None:
    assert parse_moment("2026-08-18T17:00:00Z").day == date(2026, 8, 19)


@given(st.dates())
def test_both_ways_of_writing_a_day_mean_the_same(day: date) -> None:
    assert parse_moment(day.isoformat()).day == day
    assert parse_moment(f"{day.day:02d}/{day.month:02d}/{day.year:04d}").day == day


@pytest.mark.parametrize(
    "text",
    ["", "19-08-2026", "08/19/2026", "2026-02-30", "31/04/2026", "2026-8-19", "20260819", "46253",
     "2026-08-19 25:00", "2026-08-19 nine", "2026-W34-3",
     "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_its_column(text: str) -> None:
    with pytest.raises(Fault, match=r"received: “.*” is not a day"):
        get_moment({"received": text}, "received")


def test_an_empty_cell_or_an_absent_column_is_no_moment() -> None:
    assert find_moment({"due": ""}, "due") is None
    assert find_moment({}, "due") is None


@pytest.mark.parametrize(
    ("first", "second", "after"),
    [
        ("2026-08-19 10:00", "2026-08-19 09:59", True),
        ("2026-08-19 10:00", "2026-08-19 10:00", False),
        ("2026-08-19 10:00", "2026-08-19", False),  # no instant to compare with: same day
        ("2026-08-19", "2026-08-19 10:00", False),
        ("2026-08-20", "2026-08-19 23:59", True),
        ("2026-08-18 23:59", "2026-08-19", False),
    ],
)
def test_instants_are_compared_where_both_are_known(first: str, second: str, after: bool) -> None:
    assert parse_moment(first).is_after(parse_moment(second)) is after
