"""Long stretches of days on which everybody gave the same answer. Pure.

The record keeps no order within a day, so a run is one of whole days. It looks at answers, and only
asks a person to look: an officer whom everybody likes has long runs by right.
"""

from collections.abc import Sequence

from ..stats.beta import beta_quantile
from .days import Day
from .findings import Finding

RULE = "all-alike-1"
LEAST = 30  # ratings in a run
ALARM = 0.0002
SURE = 0.975  # how sure one is that the true rate does not exceed the one reckoned with


def longest_run(days: Sequence[Day]) -> int:
    """Ratings in the longest stretch of days, in their order, without one that was unsatisfied."""
    longest = current = 0
    for day in days:
        current = current + day.n if day.satisfied == day.n else 0
        longest = max(longest, current)
    return longest


def run_chance(length: int, n: int, rate: float) -> float:
    """The chance that n ratings hold a run of so many satisfied ones, or more.

    Args:
        length: at least 1.
        n: ratings in all, n >= 0.
        rate: of satisfied ones, 0 to 1, independent of one another.

    Source: Feller (1968), An Introduction to Probability Theory, vol. 1, ch. XIII.7: the first run
    ends at place k if the one before it was unsatisfied and no run had ended until then.

    >>> run_chance(2, 3, 0.5), run_chance(4, 3, 0.9)
    (0.375, 0.0)
    """
    if length < 1 or not 0 <= rate <= 1:
        raise ValueError(f"no run of {length} at a rate of {rate}")
    whole = rate**length
    none = [1.0] * length  # none[k]: no run among the first k
    for place in range(length, n + 1):
        if place == length:
            none.append(1 - whole)
        else:
            none.append(none[-1] - none[place - length - 1] * (1 - rate) * whole)
    return min(1.0, max(0.0, 1 - none[n])) if n >= length else 0.0


def all_alike(key: str, period: str, days: Sequence[Day], prior: tuple[float, float]) -> Finding | None:
    """Whether a run is longer than chance makes it.

    prior: what is known of the key's rate from elsewhere, as satisfied and unsatisfied ratings, both
    above 0: its earlier months, drawn towards others. A rate is reckoned with that is hardly lower
    than the true one, so the chance told is rather too large.
    """
    n, length = sum(day.n for day in days), longest_run(days)
    if length < LEAST:
        return None
    chance = run_chance(length, n, beta_quantile(SURE, *prior))
    if chance >= ALARM:
        return None
    return Finding(RULE, key, period, n, length, prior[0] / (prior[0] + prior[1]), chance)
