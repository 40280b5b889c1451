"""Instants become civil days, hours and ISO weeks of Viet Nam."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import periods

INSTANTS = st.datetimes(
    min_value=datetime(2019, 1, 1),  # noqa: DTZ001 (hypothesis adds the zone)
    max_value=datetime(2035, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(INSTANTS)
def test_local_time_agrees_with_the_zones_own_history(instant: datetime) -> None:
    assert periods.local(instant).replace(tzinfo=None) == instant.astimezone(
        ZoneInfo("Asia/Ho_Chi_Minh")
    ).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("instant", "day", "hour"),
    [
        (datetime(2026, 8, 18, 16, 59, 59, tzinfo=UTC), date(2026, 8, 18), 23),
        (datetime(2026, 8, 18, 17, 0, 0, tzinfo=UTC), date(2026, 8, 19), 0),
        (datetime(2026, 12, 31, 17, 0, 0, tzinfo=UTC), date(2027, 1, 1), 0),
    ],
)
def test_the_civil_day_turns_at_seventeen_hours_utc(instant: datetime, day: date, hour: int) -> None:
    assert (periods.civil_day(instant), periods.slot(instant).hour) == (day, hour)


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2027, 1, 1), "2026-W53"),
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2024, 12, 30), "2025-W01"),
        (date(2026, 8, 19), "2026-W34"),
    ],
)
def test_a_week_bears_its_iso_year(day: date, week: str) -> None:
    assert periods.iso_week(day) == week


@given(INSTANTS)
def test_a_slot_is_the_instants_week_day_and_hour(instant: datetime) -> None:
    day = periods.civil_day(instant)
    assert periods.slot(instant) == (
        periods.iso_week(day),
        day.isoformat(),
        (instant + timedelta(hours=7)).astimezone(UTC).hour,
    )


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        periods.local(datetime(2026, 8, 19, 9, 30))  # noqa: DTZ001


@given(INSTANTS, INSTANTS)
def test_stamps_sort_as_their_instants_do(one: datetime, other: datetime) -> None:
    one, other = one.replace(microsecond=0), other.replace(microsecond=0)
    assert (periods.stamp(one) < periods.stamp(other)) == (one < other)


@given(INSTANTS)
def test_a_stamp_is_read_back_to_the_second(instant: datetime) -> None:
    assert instant - periods.parse_stamp(periods.stamp(instant)) < timedelta(seconds=1)


def test_a_stamp_is_written_in_utc_whatever_the_zone() -> None:
    assert periods.stamp(datetime(2026, 8, 19, 9, 30, tzinfo=periods.VIET_NAM)) == "2026-08-19T02:30:00Z"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-08-19",
        "2026-08-19T02:30:00",
        "2026-08-19 02:30:00Z",
        "2026-08-19T02:30:00.5Z",
        "2026-08-19T02:30:00+07:00",
        "2026-02-30T02:30:00Z",
        "2026-08-19T24:00:00Z",
        "2026-08-19T02:30:00Z\n",
        "٢٠٢٦-08-19T02:30:00Z",
    ],
)
def test_what_no_stamp_is_written_like_is_none(text: str) -> None:
    with pytest.raises(ValueError):
        periods.parse_stamp(text)
