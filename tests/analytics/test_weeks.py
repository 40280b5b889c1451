from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import WrongWeek
from analytics.weeks import Week, civil_day, span, week_of_day
from kiosk import periods


def test_a_week_reads_as_it_is_written() -> None:
    week = Week.parse("2026-W34")

    assert str(week) == "2026-W34"
    assert (week.first_day, week.last_day) == (date(2026, 8, 17), date(2026, 8, 23))


@pytest.mark.parametrize(
    "text",
    [
        "2026-W54",
        "2025-W53",
        "2026-W00",
        "W34",
        "2026-34",
        "2026-W3",
        "2026-w34",
        "",
        "٢٠٢٦-W34",
        "1999-W01",
        "2026-W34 ",
        "2026-W34\n",
    ],
)
def test_what_is_no_week_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(WrongWeek) as caught:
        Week.parse(text)

    assert text.strip() in str(caught.value)
    assert "\n" not in str(caught.value)


def test_new_years_day_2027_lies_in_the_last_week_of_2026() -> None:
    assert week_of_day("2027-01-01") == "2026-W53"
    assert Week.parse("2026-W53").last_day == date(2027, 1, 3)


def test_the_week_before_the_first_is_the_last_of_the_year_before() -> None:
    assert str(Week(2027, 1).before()) == "2026-W53"
    assert str(Week(2026, 1).before(2)) == "2025-W51"


def test_a_span_ends_with_its_last_week_and_leaves_none_out() -> None:
    assert [str(week) for week in span(Week(2027, 2), 4)] == [
        "2026-W52",
        "2026-W53",
        "2027-W01",
        "2027-W02",
    ]


def test_a_week_has_ended_on_the_monday_after_it_not_on_its_sunday() -> None:
    week = Week(2026, 34)

    assert not week.has_ended(date(2026, 8, 23))
    assert week.has_ended(date(2026, 8, 24))


@given(st.dates(date(2000, 1, 3), date(2100, 1, 1)))
def test_every_day_lies_in_its_week_as_the_record_has_it(day: date) -> None:
    week = Week.of(day)

    assert week.first_day <= day <= week.last_day
    assert str(week) == periods.iso_week(day) == week_of_day(day.isoformat())
    assert Week.parse(str(week)) == week


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_civil_day_is_that_of_the_record(instant: datetime) -> None:
    assert civil_day(instant) == periods.civil_day(instant)


def test_weeks_sort_by_time() -> None:
    weeks = [Week.of(date(2026, 12, 1) + timedelta(weeks=number)) for number in range(10)]

    backwards = weeks[::-1]
    assert sorted(backwards) == weeks
