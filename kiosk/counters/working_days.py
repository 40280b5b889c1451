"""Working days: a centre's own where they are on record, else Monday to Friday and the public
holidays that the product ships. Source of those: data/README.md; whoever knows better says so of
the day (`kiosk import-holidays`), and that holds before them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from ..catalogue import shipped
from ..storage.db import Database
from . import hours

OFFICE_WEEK = frozenset(range(1, 6))  # Monday is 1
_ONE = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """Which days are worked at one place.

    said: what is known of single days, True where they are worked.
    weeks: from which day on which weekdays are worked, in order; the office week before the first.
    """

    said: Mapping[date, bool]
    weeks: tuple[tuple[date, frozenset[int]], ...] = ()

    def is_working(self, day: date) -> bool:
        """Whether that day is worked: by the last word on it, else by the week in force."""
        known = self.said.get(day)
        if known is not None:
            return known
        week = OFFICE_WEEK
        for first, weekdays in self.weeks:
            if first <= day:
                week = weekdays
        return day.isoweekday() in week

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which is not counted itself; `day` for 0.

        >>> Calendar({}).after(date(2026, 8, 21), 1)
        datetime.date(2026, 8, 24)
        """
        while count > 0:
            day += _ONE
            count -= self.is_working(day)
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days follow `first`, up to and with `last`; 0 where it is not later.

        >>> Calendar({}).between(date(2026, 8, 21), date(2026, 8, 25))
        2
        """
        days = (first + number * _ONE for number in range(1, (last - first).days + 1))
        return sum(self.is_working(day) for day in days)


@cache
def public_days() -> Mapping[date, bool]:
    """The public holidays, and the days worked instead of days off, that the product ships."""
    return {
        date.fromisoformat(row["day"]): row["kind"] == "working"
        for row in shipped.rows("public_holidays.csv")
    }


def calendar_of(db: Database, centre_id: str, first: date, last: date) -> Calendar:
    """The centre's working days from `first` to `last`; hours.EVERY_CENTRE is what holds for all.

    Outside that span only its weeks and the shipped days are known.
    """
    said = {
        special.day: special.kind == "working"
        for special in hours.special_days(db, centre_id, first, last)
    }
    return Calendar({**public_days(), **said}, _weeks(db, centre_id))


def _weeks(db: Database, centre_id: str) -> tuple[tuple[date, frozenset[int]], ...]:
    """A week in which the centre keeps no hours is the office's: that it is always open says
    nothing of who works."""
    found = []
    for first in hours.first_days(db, centre_id):
        week = hours.week_of(db, centre_id, first)
        worked = OFFICE_WEEK if week is None else frozenset(day for day, open_ in week.items() if open_)
        found.append((first, worked))
    return tuple(found)
