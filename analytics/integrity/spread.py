"""How counts vary among people, and from month to month, where nobody has tampered with them. Pure.

A month's count is taken to be Poisson around exposure x rate of the key x luck of the month: the
rates of keys differ by a gamma distribution, and so does the luck. Both are estimated from medians,
so that a few who tamper do not make tampering look usual.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import EmptyBase
from ..stats.beta import beta_at_most

MEDIAN = 0.454936  # of a squared standard normal deviate
TRIM = 0.05  # of the keys, at either end, are left out of the mean rate
WIDEST = 25.0  # a squared coefficient of variation; beyond it nothing stands out any more
STEPS = 60

Numbers = NDArray[np.float64]
Counted = tuple[float, float]  # a count and its exposure


@dataclass(frozen=True)
class Spread:
    """What is usual: counts per unit of exposure, and how they vary (squared coefficients).

    rate: of all keys together. between: among keys, each over many months. within: from month to
    month of one key, beyond what chance does.
    """

    rate: float
    between: float
    within: float


@dataclass(frozen=True)
class Expected:
    """The count to be expected, and its squared coefficient of variation beyond chance."""

    mean: float
    variation: float

    def at_least(self, count: int) -> float:
        """The chance of so many or more: the upper tail of a negative binomial distribution.

        Source: Johnson, Kemp and Kotz (2005), Univariate Discrete Distributions, 3rd ed., 5.6.

        >>> round(Expected(2.0, 0.5).at_least(6), 4)
        0.0625
        """
        if count <= 0:
            return 1.0
        if self.mean <= 0:
            return 0.0
        shape = 1 / max(self.variation, 1e-9)
        return beta_at_most(self.mean / (self.mean + shape), count, shape)


def spread_of(keys: Sequence[Sequence[Counted]]) -> Spread:
    """What is usual among these keys.

    Args:
        keys: for each its months, as (count, exposure); months without exposure are passed over.

    Raises:
        EmptyBase: nobody has any exposure.

    The scale of counts is freed by square roots [Anscombe (1948), Biometrika 35:246-254]; both
    variations are those at which the squared scores have the median of squared normal deviates.

    >>> spread_of([[(10, 100), (11, 100)], [(9, 100), (10, 100)], [(10, 100), (9, 100)]])
    Spread(rate=0.09833333333333333, between=0.0, within=0.0)
    """
    known = [[month for month in months if month[1] > 0] for months in keys]
    sums = [(sum(c for c, _ in months), sum(e for _, e in months), len(months)) for months in known]
    sums = [one for one in sums if one[2]]
    if not sums:
        raise EmptyBase("what is usual cannot be told without any services")
    rate = _middle_rate([(count, exposure) for count, exposure, _ in sums])
    within = _within(known)
    counts, exposures, number = np.array(sums, dtype=np.float64).T
    means = exposures * rate
    between = _solve(_squares(counts, means), lambda b: 1 + (b + within / number) * means)
    return Spread(rate, between, within)


def expect(spread: Spread, exposure: float, own: Sequence[Counted] = ()) -> Expected:
    """The count of a month with this exposure, given the key's own earlier months.

    Without own months it is that of anybody; with many it is the own rate, and only the luck of the
    month is left (credibility after Bühlmann (1967), ASTIN Bulletin 4:199-207).
    """
    own = [month for month in own if month[1] > 0]
    if spread.rate <= 0:
        return Expected(0.0, 0.0)
    if not own:
        return Expected(exposure * spread.rate, spread.between + spread.within)
    count, base = sum(c for c, _ in own), sum(e for _, e in own)
    noise = 1 / (base * spread.rate) + spread.within / len(own)
    belief = spread.between / (spread.between + noise) if spread.between else 0.0
    rate = spread.rate * (1 - belief) + belief * count / base
    left = spread.between * (1 - belief) * (spread.rate / rate) ** 2 if rate else 0.0
    return Expected(exposure * rate, left + spread.within)


def _middle_rate(sums: Sequence[Counted]) -> float:
    ordered = sorted(sums, key=lambda one: one[0] / one[1])
    cut = int(len(ordered) * TRIM)
    middle = ordered[cut : len(ordered) - cut]
    return sum(count for count, _ in middle) / sum(exposure for _, exposure in middle)


def _within(keys: Sequence[Sequence[Counted]]) -> float:
    rows = []
    for months in keys:
        count, exposure = sum(c for c, _ in months), sum(e for _, e in months)
        if len(months) > 1 and count:
            part = (len(months) - 1) / len(months)
            rows += [(c, e * count / exposure, part) for c, e in months]
    if not rows:
        return 0.0
    counts, means, part = np.array(rows, dtype=np.float64).T
    return _solve(_squares(counts, means) / part, lambda w: 1 + w * means)


def _squares(counts: Numbers, means: Numbers) -> Numbers:
    return 4 * (np.sqrt(counts + 3 / 8) - np.sqrt(means + 3 / 8)) ** 2


def _solve(squares: Numbers, variance: Callable[[float], Numbers]) -> float:
    """The variation, 0 to WIDEST, at which the squares by their variance have the usual median."""
    low, high = 0.0, WIDEST
    if np.median(squares / variance(low)) <= MEDIAN:
        return 0.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        if np.median(squares / variance(middle)) > MEDIAN:
            low = middle
        else:
            high = middle
    return high
