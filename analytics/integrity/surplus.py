"""More ratings on a day than services were finished. Pure, and blind to the answers.

People rate who only handed something in, and lists of services come late: so one such day is no
finding, days of which no list has come are passed over, and nothing is said within a week.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from ..stats.binomial import binomial, sum_of
from .days import Day
from .findings import Finding
from .spread import Spread, expect

RULE = "surplus-1"
ALARM = 0.0002
LATE_LISTS = timedelta(days=7)
LEAST_DAYS = 2


def surplus(key: str, period: str, days: Sequence[Day], spread: Spread, today: date) -> Finding | None:
    """Whether more days have more ratings than services than chance explains.

    Args:
        days: of one key, each once.
        spread: of ratings for each service, day by day (see spread_of).
        today: days of the last week are not judged yet.
    """
    ripe = [day for day in days if day.services and date.fromisoformat(day.day) + LATE_LISTS <= today]
    over = sum(day.n > day.services for day in ripe)
    if over < LEAST_DAYS:
        return None
    chances = [expect(spread, day.services).at_least(day.services + 1) for day in ripe]
    chance = sum_of([binomial(1, one) for one in chances]).at_least(over)
    if chance >= ALARM:
        return None
    return Finding(RULE, key, period, len(ripe), over, sum(chances), chance)
