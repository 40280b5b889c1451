"""Weeks, months, quarters and years, and the pieces of which all of them are sums. Pure.

A piece is what a week and a month have in common: a week has one or two. Counts are kept by piece,
so that a month is exact although whole weeks are recomputed.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from .errors import WrongPeriod
from .weeks import Period, Week

__all__ = [
    "Month",
    "Period",
    "Piece",
    "Quarter",
    "Week",
    "Year",
    "parse",
    "piece_of",
    "pieces_of",
    "weeks_of",
]

_TO_THURSDAY = timedelta(days=3)
_TEXT = re.compile(r"(2\d{3})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?", re.ASCII)


@dataclass(frozen=True, order=True)
class Month(Period):
    """A calendar month; number 1 to 12."""

    year: int
    number: int

    kind = "month"

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month that holds the day."""
        return cls(day.year, day.month)

    @classmethod
    def of_week(cls, week: Week) -> "Month":
        """The month of its Thursday, in which an edition counts the whole week."""
        return cls.of(week.first_day + _TO_THURSDAY)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first_day(self) -> date:
        """Its first."""
        return _first_of_month(self.year * 12 + self.number - 1)

    @property
    def end_day(self) -> date:
        """The first of the month after it."""
        return _first_of_month(self.year * 12 + self.number)

    def before(self, count: int = 1) -> "Month":
        """The month so many months earlier."""
        return Month.of(_first_of_month(self.year * 12 + self.number - 1 - count))


@dataclass(frozen=True, order=True)
class Quarter(Period):
    """Three months; number 1 to 4."""

    year: int
    number: int

    kind = "quarter"

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter that holds the day."""
        return cls(day.year, (day.month + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year:04d}-Q{self.number}"

    @property
    def first_day(self) -> date:
        """The first of January, April, July or October."""
        return _first_of_month(self.year * 12 + 3 * self.number - 3)

    @property
    def end_day(self) -> date:
        """The first day of the quarter after it."""
        return _first_of_month(self.year * 12 + 3 * self.number)

    def before(self, count: int = 1) -> "Quarter":
        """The quarter so many quarters earlier."""
        return Quarter.of(_first_of_month(self.year * 12 + 3 * (self.number - 1 - count)))


@dataclass(frozen=True, order=True)
class Year(Period):
    """A calendar year: not the ISO year of its weeks."""

    year: int

    kind = "year"

    @classmethod
    def of(cls, day: date) -> "Year":
        """The year that holds the day."""
        return cls(day.year)

    def __str__(self) -> str:
        return f"{self.year:04d}"

    @property
    def first_day(self) -> date:
        """Its first of January."""
        return date(self.year, 1, 1)

    @property
    def end_day(self) -> date:
        """The first of January after it."""
        return date(self.year + 1, 1, 1)

    def before(self, count: int = 1) -> "Year":
        """The year so many years earlier."""
        return Year(self.year - count)


@dataclass(frozen=True, order=True)
class Piece:
    """The days that a week and a month have in common."""

    week: Week
    month: Month


def _first_of_month(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def parse(text: str) -> Period:
    """Read `2026-W34`, `2026-08`, `2026-Q3` or `2026`.

    Raises WrongPeriod for anything else, WrongWeek for a week that its year does not have.

    >>> str(parse("2026-Q3").before(3)), parse("2026-02").end_day
    ('2025-Q4', datetime.date(2026, 3, 1))
    """
    if "W" in text:
        return Week.parse(text)
    match = _TEXT.fullmatch(text)
    if match is None:
        raise WrongPeriod(
            f"{text!r} is no period: write a week like 2026-W34, a month like 2026-08,"
            " a quarter like 2026-Q3 or a year like 2026"
        )
    year, month, quarter = match.groups()
    if month:
        return Month(int(year), int(month))
    return Quarter(int(year), int(quarter)) if quarter else Year(int(year))


def weeks_of(period: Period) -> list[Week]:
    """The weeks of which any day lies in the period, oldest first."""
    first = Week.of(period.first_day).first_day
    count = -(-(period.end_day - first).days // 7)
    return [Week.of(first + timedelta(weeks=number)) for number in range(count)]


def pieces_of(period: Period) -> list[Piece]:
    """The pieces that add up to the period, oldest first."""
    return [
        Piece(week, month)
        for week in weeks_of(period)
        for month in _months_of(week)
        if period.first_day < month.end_day and month.first_day < period.end_day
    ]


@lru_cache(maxsize=1024)
def piece_of(week: str, month: str) -> tuple[str, str]:
    """A stored week and month as a piece's.

    Where the record did not keep in which month a service ended, it gives the month of the answer,
    which may lie after the week: then the week's nearest month is taken.

    >>> piece_of("2026-W36", "2026-08"), piece_of("2026-W36", "2026-10")
    (('2026-W36', '2026-08'), ('2026-W36', '2026-09'))
    """
    months = [str(of_week) for of_week in _months_of(Week.parse(week))]
    return week, min(max(month, months[0]), months[-1])


def _months_of(week: Week) -> list[Month]:
    return sorted({Month.of(week.first_day), Month.of(week.last_day)})
