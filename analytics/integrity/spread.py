"""How counts vary among people, and from month to month, where nobody has tampered with them. Pure.

A month's count is taken to be Poisson around exposure x rate of the key x luck of the month: the
rates of keys differ by a gamma distribution, and so does the luck. Both are estimated from medians,
so that a few who tamper do not make tampering look usual.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import EmptyBase
from ..stats.beta import beta_at_most

MEDIAN = 0.454936  # of a squared standard normal deviate
TRIM = 0.05  # of the keys, at either end, are left out of the mean rate
WIDEST = 25.0  # a squared coefficient of variation; beyond it nothing stands out any more
STEPS = 60

Numbers = NDArray[np.float64]


class Counted(NamedTuple):
    """A count, its exposure, and how uncertain that is (squared coefficient of variation)."""

    number: float
    exposure: float
    blur: float = 0.0


Given = Counted | tuple[float, float]


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


def spread_of(keys: Sequence[Sequence[Given]]) -> Spread:
    """What is usual among these keys.

    Args:
        keys: for each its months; those without exposure are passed over.

    Raises:
        EmptyBase: nobody has any exposure.

    The scale of counts is freed by square roots [Anscombe (1948), Biometrika 35:246-254]; both
    variations are those at which the squared scores have the median of squared normal deviates.

    >>> spread_of([[(10, 100), (11, 100)], [(9, 100), (10, 100)], [(10, 100), (9, 100)]])
    Spread(rate=0.09833333333333333, between=0.0, within=0.0)
    """
    known = [own for own in map(_exposed, keys) if own]
    if not known:
        raise EmptyBase("what is usual cannot be told without any services")
    sums = [_sum(own) for own in known]
    rate = _middle_rate(sums)
    within = _within(known)
    counts, exposures, blurs = np.array(sums, dtype=np.float64).T
    own_luck = within / np.array([len(own) for own in known]) + blurs
    means = exposures * rate
    between = _solve(_squares(counts, means), lambda b: 1 + (b + own_luck) * means)
    return Spread(rate, between, within)


def expect(spread: Spread, exposure: float, own: Sequence[Given] = (), blur: float = 0.0) -> Expected:
    """The count of a month with this exposure, given the key's own earlier months.

    Without own months it is that of anybody; with many it is the own rate, and only the luck of the
    month is left (credibility after Bühlmann (1967), ASTIN Bulletin 4:199-207). blur: of the exposure.
    """
    known = _exposed(own)
    if spread.rate <= 0:
        return Expected(0.0, 0.0)
    if not known:
        return Expected(exposure * spread.rate, spread.between + spread.within + blur)
    count, base, blurs = _sum(known)
    noise = 1 / (base * spread.rate) + spread.within / len(known) + blurs
    belief = spread.between / (spread.between + noise) if spread.between else 0.0
    rate = spread.rate * (1 - belief) + belief * count / base
    left = spread.between * (1 - belief) * (spread.rate / rate) ** 2 if rate else 0.0
    return Expected(exposure * rate, left + spread.within + blur)


def _exposed(months: Sequence[Given]) -> list[Counted]:
    return [Counted(*month) for month in months if month[1] > 0]


def _sum(months: Sequence[Counted]) -> Counted:
    """All of them together; each one's blur weighs as the square of its exposure."""
    exposure = sum(month.exposure for month in months)
    blur = sum(month.exposure**2 * month.blur for month in months) / exposure**2
    return Counted(sum(month.number for month in months), exposure, blur)


def _middle_rate(sums: Sequence[Counted]) -> float:
    ordered = sorted(sums, key=lambda one: one.number / one.exposure)
    cut = int(len(ordered) * TRIM)
    middle = ordered[cut : len(ordered) - cut]
    return sum(one.number for one in middle) / sum(one.exposure for one in middle)


def _within(keys: Sequence[Sequence[Counted]]) -> float:
    rows = []
    for months in keys:
        count, exposure, _ = _sum(months)
        if len(months) > 1 and count:
            part = (len(months) - 1) / len(months)
            rows += [(one.number, one.exposure * count / exposure, part, one.blur) for one in months]
    if not rows:
        return 0.0
    counts, means, part, blurs = np.array(rows, dtype=np.float64).T
    return _solve(_squares(counts, means) / part, lambda w: 1 + (w + blurs) * means)


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
