"""More ratings on a day than services were finished. Pure, and blind to the answers.

People rate who only handed something in, and lists of services come late: so one such day is no
finding, days of which no list has come are passed over, and nothing is said within a week.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from math import exp, log1p, sqrt
from statistics import NormalDist

from ..stats.binomial import binomial, sum_of
from .days import Month
from .findings import Finding
from .spread import Expected, Given, Spread, expect

RULE = "surplus-1"
ALARM = 0.0002
FAR = ALARM / 2  # how improbable a rate is reckoned with: the highest that may be had by right
LATE_LISTS = timedelta(days=7)
LEAST_DAYS = 2


def surplus(month: Month, own: Sequence[Month], spread: Spread, today: date) -> Finding | None:
    """Whether more days have more ratings than services than chance explains.

    Args:
        month, own: the key's, and its earlier months in any order.
        spread: of ratings for each service, day by day (see spread_of).
        today: days of the last week are not judged yet.

    Some keys have many ratings for each service by right, every day. So the days are held against
    the highest rate that can be believed of this one; only the luck of each day is left to chance.
    """
    ripe = [
        day for day in month.days if day.services and date.fromisoformat(day.day) + LATE_LISTS <= today
    ]
    over = sum(day.n > day.services for day in ripe)
    if over < LEAST_DAYS:
        return None
    rate = _highest(spread, [(day.n, day.services) for one in own for day in one.days])
    chances = [Expected(day.services * rate, spread.within).at_least(day.services + 1) for day in ripe]
    chance = min(1.0, FAR + sum_of([binomial(1, one) for one in chances]).at_least(over))
    if chance >= ALARM:
        return None
    return Finding(RULE, month.key, month.name, len(ripe), over, sum(chances), chance)


def _highest(spread: Spread, own: Sequence[Given]) -> float:
    """The rate that the key's own exceeds with the chance FAR, taken as log-normal."""
    believed = expect(spread, 1.0, own)
    width = log1p(max(0.0, believed.variation - spread.within))
    return believed.mean * exp(NormalDist().inv_cdf(1 - FAR) * sqrt(width) - width / 2)
