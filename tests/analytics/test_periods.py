from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import WrongPeriod
from analytics.periods import (
    Month,
    Piece,
    Quarter,
    Year,
    parse,
    piece_of,
    pieces_of,
    weeks_of,
)
from analytics.weeks import Period, Week

days = st.dates(date(2001, 1, 1), date(2099, 12, 31))
periods = st.builds(lambda kind, day: kind.of(day), st.sampled_from([Week, Month, Quarter, Year]), days)


@pytest.mark.parametrize(
    ("text", "kind", "first", "end"),
    [
        ("2026-W34", "week", date(2026, 8, 17), date(2026, 8, 24)),
        ("2026-08", "month", date(2026, 8, 1), date(2026, 9, 1)),
        ("2026-12", "month", date(2026, 12, 1), date(2027, 1, 1)),
        ("2028-02", "month", date(2028, 2, 1), date(2028, 3, 1)),
        ("2026-Q3", "quarter", date(2026, 7, 1), date(2026, 10, 1)),
        ("2026-Q4", "quarter", date(2026, 10, 1), date(2027, 1, 1)),
        ("2026", "year", date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_a_period_reads_as_it_is_written_and_is_half_open(
    text: str, kind: str, first: date, end: date
) -> None:
    period = parse(text)

    assert (str(period), period.kind) == (text, kind)
    assert (period.first_day, period.end_day) == (first, end)


@pytest.mark.parametrize(
    "text",
    ["", "2026-13", "2026-00", "2026-8", "2026-Q5", "2026-q3", "26", "1999", "2026-W54", "2026-08-19",
     "2026-08\n", "٢٠٢٦"],
)  # fmt: skip
def test_what_is_no_period_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(WrongPeriod) as caught:
        parse(text)

    assert "\n" not in str(caught.value)
    assert "2026-W34" in str(caught.value) or "that year does not have it" in str(caught.value)


def test_the_last_day_of_a_quarter_is_in_it() -> None:
    quarter = parse("2026-Q3")

    assert quarter.last_day == date(2026, 9, 30)
    assert not quarter.has_ended(date(2026, 9, 30))
    assert quarter.has_ended(date(2026, 10, 1))


@given(periods)
def test_each_day_of_a_period_lies_in_exactly_one_of_its_pieces(period: Period) -> None:
    pieces = pieces_of(period)
    days = (period.end_day - period.first_day).days

    inside = [period.first_day + timedelta(days=number) for number in range(days)]
    assert {Piece(Week.of(day), Month.of(day)) for day in inside} == set(pieces)
    assert len(set(pieces)) == len(pieces)
    assert pieces == sorted(pieces)


@given(periods)
def test_the_days_before_and_after_a_period_lie_in_none_of_its_pieces(period: Period) -> None:
    for day in (period.first_day - timedelta(days=1), period.end_day):
        assert Piece(Week.of(day), Month.of(day)) not in pieces_of(period)


@given(periods, st.integers(1, 40))
def test_the_period_before_ends_where_this_one_begins(period: Period, count: int) -> None:
    assert period.before().end_day == period.first_day
    assert period.before(count) == period.before(count - 1).before()
    assert parse(str(period)) == period


@given(days)
def test_a_week_has_one_or_two_pieces(day: date) -> None:
    week = Week.of(day)

    assert len(pieces_of(week)) == (2 if week.first_day.month != week.last_day.month else 1)


def test_a_month_has_the_weeks_of_which_any_day_lies_in_it() -> None:
    weeks = [str(week) for week in weeks_of(parse("2026-08"))]

    assert weeks == [f"2026-W{number}" for number in range(31, 37)]


def test_new_years_day_2027_is_in_january_and_in_the_last_week_of_2026() -> None:
    assert Piece(Week(2026, 53), Month(2027, 1)) in pieces_of(parse("2027"))
    assert Piece(Week(2026, 53), Month(2026, 12)) in pieces_of(parse("2026-Q4"))
    assert pieces_of(Week(2026, 53)) == [
        Piece(Week(2026, 53), Month(2026, 12)),
        Piece(Week(2026, 53), Month(2027, 1)),
    ]


@given(days, days)
def test_a_month_that_was_not_kept_becomes_one_of_the_weeks_own(ended: date, answered: date) -> None:
    week, month = piece_of(str(Week.of(ended)), str(Month.of(answered)))

    assert (week, month) in {(str(p.week), str(p.month)) for p in pieces_of(Week.of(ended))}
