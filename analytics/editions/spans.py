"""Of which weeks a month, a quarter and a year consist. Pure.

Each week belongs to the month of its Thursday, as it belongs to the ISO year of its Thursday. So
months share no answer with one another, and none with a part of a week: what is published of a month
stands beside whole weeks that are published themselves, and nothing can be told apart that is
smaller. A calendar month would tell, by subtraction, the days at its ends.
"""

from collections.abc import Collection
from datetime import timedelta

from ..periods import Month, Quarter, Year
from ..weeks import Period, Week


def weeks_in(period: Period) -> list[Week]:
    """The weeks of which the period consists, oldest first; of a week, itself.

    >>> [str(week) for week in weeks_in(Month(2026, 8))]
    ['2026-W32', '2026-W33', '2026-W34', '2026-W35']
    """
    if isinstance(period, Week):
        return [period]
    week = Week.of(period.first_day)
    found = []
    while week.first_day < period.end_day:
        if period.first_day <= Month.of_week(week).first_day < period.end_day:
            found.append(week)
        week = Week.of(week.first_day + timedelta(weeks=1))
    return found


def missing_in(period: Period, published: Collection[str]) -> tuple[str, ...]:
    """The weeks of the period that are not among those published."""
    return tuple(str(week) for week in weeks_in(period) if str(week) not in published)


def months_in(period: Period) -> list[Month]:
    """The months of a quarter or a year, oldest first."""
    numbers = range(period.first_day.month, period.last_day.month + 1)
    return [Month(period.first_day.year, number) for number in numbers]


def longer_periods_of(week: Week) -> list[Period]:
    """The month, the quarter and the year to which a week belongs."""
    month = Month.of_week(week)
    return [month, Quarter.of(month.first_day), Year.of(month.first_day)]
