"""Two shares of one key that should lie no farther apart than they do for others. Pure.

The first two rules look at answers and so may only ever ask a person to look. None is told under
thirty answers on either side: what it tells would else be those answers.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..errors import EmptyBase
from ..stats.comparison import share_difference
from .days import Day
from .findings import Finding

LEAST = 30  # answers, or services, on either side
MARGIN = 0.10  # more than the usual gap: so far officers may differ, for whom they serve
FINEST = 1e-9  # a smaller chance is told as this one
STEPS = 50

Share = tuple[int, int]  # how many of how many


@dataclass(frozen=True)
class Pair:
    """Two shares of one sum of days, of which the first should not be far above the second."""

    rule: str
    one: Callable[[Day], Share]
    other: Callable[[Day], Share]
    alarm: float


TABLET_PHONE = Pair(
    "tablet-phone-1",
    lambda day: (day.tablet_satisfied, day.tablet),
    lambda day: (day.phone_satisfied, day.phone),
    0.0001,
)
UNTIED_TIED = Pair(
    "untied-tied-1",
    lambda day: (day.untied_satisfied, day.untied),
    lambda day: (day.tied_satisfied, day.tied),
    0.0002,
)
# Whoever got what they came for, and whoever did not: how many of them answered.
ENDINGS = Pair(
    "endings-1",
    lambda day: (day.answered - day.denied_answered, day.services - day.denied),
    lambda day: (day.denied_answered, day.denied),
    0.0002,
)
PAIRS = (TABLET_PHONE, UNTIED_TIED, ENDINGS)


def usual_gap(pair: Pair, sums: Iterable[Day]) -> float:
    """By how much the first share exceeds the second among all, -1 to 1; 0 where nothing is known.

    Phones are answered by others than tablets, and who was refused answers less: that is no fraud.
    """
    sums = list(sums)
    one, other = (_summed(of(day) for day in sums) for of in (pair.one, pair.other))
    return one[0] / one[1] - other[0] / other[1] if one[1] and other[1] else 0.0


def _summed(shares: Iterable[Share]) -> Share:
    shares = list(shares)
    return sum(count for count, _ in shares), sum(n for _, n in shares)


def gap(pair: Pair, total: Day, usual: float) -> Finding | None:
    """Whether the key's own gap exceeds the usual one by more than MARGIN and chance explain.

    By the lower bound of Newcombe's interval for the difference of two shares: `chance` is the level
    at which that bound is the usual gap and the margin, one-sided.
    """
    (count, n), (other_count, other_n) = pair.one(total), pair.other(total)
    if min(n, other_n) < LEAST:
        return None
    difference = count / n - other_count / other_n
    chance = _chance((count, n), (other_count, other_n), usual + MARGIN)
    if chance >= pair.alarm:
        return None
    return Finding(pair.rule, total.key, total.day, n + other_n, difference, usual, chance)


def _chance(one: Share, other: Share, allowed: float) -> float:
    """One-sided; by halving, since the bound falls as the level rises."""
    low, high = FINEST, 0.5

    def exceeds(chance: float) -> bool:
        return share_difference(*one, *other, level=1 - 2 * chance).low > allowed

    try:
        if not exceeds(high - FINEST):
            return 1.0
    except EmptyBase:
        return 1.0
    for _ in range(STEPS):
        middle = (low * high) ** 0.5
        low, high = (low, middle) if exceeds(middle) else (middle, high)
    return high
