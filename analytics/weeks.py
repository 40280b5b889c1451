"""ISO weeks of Viet Nam's calendar: the period in which everything is counted."""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import ClassVar, Self

from .errors import WrongWeek

# UTC+7 all year; a test compares it with the record's own clock.
VIET_NAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
_TEXT = re.compile(r"(2\d{3})-W(\d{2})", re.ASCII)


class Period(ABC):
    """Civil days of Viet Nam from first_day up to, not including, end_day: see periods.py.

    As text it is what `periods.parse` reads. Periods of one kind sort by time.
    """

    kind: ClassVar[str]

    @property
    @abstractmethod
    def first_day(self) -> date:
        """The day on which it begins."""

    @property
    @abstractmethod
    def end_day(self) -> date:
        """The first day that is no longer in it."""

    @abstractmethod
    def before(self, count: int = 1) -> Self:
        """The period of its kind so many earlier."""

    @property
    def last_day(self) -> date:
        """The last day in it: names and fields are those of this day."""
        return self.end_day - timedelta(days=1)

    def has_ended(self, today: date) -> bool:
        """Whether it is over on that day."""
        return self.end_day <= today


@dataclass(frozen=True, order=True)
class Week(Period):
    """An ISO week with its ISO year; weeks sort by time."""

    kind = "week"
    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Week":
        """Read `2026-W34`.

        Raises WrongWeek for any other shape, and for a week that its year does not have.

        >>> Week.parse("2026-W53").last_day
        datetime.date(2027, 1, 3)
        """
        match = _TEXT.fullmatch(text)
        if match is None:
            raise WrongWeek(f"{text!r} is not a week: write it like 2026-W34")
        week = cls(int(match[1]), int(match[2]))
        try:
            _ = week.first_day, week.end_day
        except ValueError as error:
            raise WrongWeek(f"{text!r} is not a week: that year does not have it") from error
        return week

    @classmethod
    def of(cls, day: date) -> "Week":
        """The week that holds the day."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"

    @property
    def first_day(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def end_day(self) -> date:
        """The Monday after it."""
        return self.first_day + timedelta(weeks=1)

    def before(self, count: int = 1) -> "Week":
        """The week so many weeks earlier."""
        return Week.of(self.first_day - timedelta(weeks=count))


def span(until: Week, count: int) -> list[Week]:
    """`count` consecutive weeks, the last of them `until`."""
    return [until.before(back) for back in reversed(range(count))]


def week_of_day(day: str) -> str:
    """The week of a stored civil day.

    >>> week_of_day("2027-01-01")
    '2026-W53'
    """
    return str(Week.of(date.fromisoformat(day)))


def utc_now() -> datetime:
    """The present instant, where nobody passes another clock in."""
    return datetime.now(UTC)


def civil_day(instant: datetime) -> date:
    """The civil day in Viet Nam."""
    return instant.astimezone(VIET_NAM).date()
