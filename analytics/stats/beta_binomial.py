"""The prior that the units themselves suggest: a beta distribution of their true shares."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import EmptyBase

WEAKEST = 1.0  # ratings: a prior worth less than one would say that units are all good or all bad
STRONGEST = 1e9  # ratings: a prior worth more is no different from a pool
FINE_MEAN, FINE_SPREAD = 1e-13, 1e-11  # absolute, and relative to the spread itself

Counts = NDArray[np.float64]


@dataclass(frozen=True)
class BetaPrior:
    """True shares of units vary as Beta(a, b): as if each had a satisfied, b unsatisfied already."""

    a: float
    b: float

    @property
    def mean(self) -> float:
        """The share of a unit of which nothing is known, 0 to 1."""
        return self.a / (self.a + self.b)

    @property
    def strength(self) -> float:
        """The ratings the prior is worth: a unit with as many lies half-way to it."""
        return self.a + self.b


@dataclass(frozen=True)
class PooledRate:
    """Units do not differ beyond chance: one share for all of them."""

    satisfied: int
    n: int

    @property
    def mean(self) -> float:
        """The share of every unit, 0 to 1."""
        return self.satisfied / self.n


Prior = BetaPrior | PooledRate


def fit_prior(units: Sequence[tuple[int, int]]) -> Prior:
    """The beta distribution of true shares under which the counts are most likely.

    Args:
        units: (satisfied, n) of each, 0 <= satisfied <= n; units without ratings change nothing.

    Returns:
        BetaPrior, of at least the strength of one rating; or PooledRate, where units vary no more
        than ratings of one and the same share do: no more units than one, no unit with two
        ratings, all answers equal, or under-dispersion. Then the likelihood grows with the
        strength of the prior without end.

    Raises:
        EmptyBase: there is not one rating.
        ValueError: counts contradict each other.

    Likelihood in mean and 1 / strength, whose terms are sums over ratings, without any gamma
    function: it is smooth at 1 / strength = 0, where it is the binomial's. Time and memory grow
    with the number of units plus the largest n.
    Source: Griffiths (1973), Biometrics 29:637-648; the sign of the slope at 0 is the test of
    Tarone (1979), Biometrika 66:585-590.

    >>> fit_prior([(9, 10), (8, 10), (9, 10), (10, 10)])
    PooledRate(satisfied=36, n=40)
    >>> found = fit_prior([(50, 50), (30, 50), (45, 50), (48, 50), (38, 50), (25, 50)])
    >>> round(found.mean, 3), round(found.strength, 1)
    (0.797, 3.4)
    """
    for satisfied, n in units:
        if not 0 <= satisfied <= n:
            raise ValueError(f"{satisfied} satisfied of {n} is impossible")
    pooled = PooledRate(sum(satisfied for satisfied, _ in units), sum(n for _, n in units))
    if pooled.n == 0:
        raise EmptyBase("a prior needs at least one rating")
    if pooled.satisfied in (0, pooled.n):
        return pooled
    likelihood = _Likelihood(units)
    if likelihood.slope(pooled.mean, 0.0) <= 0:
        return pooled
    spread = _spread(likelihood)
    if spread * STRONGEST <= 1:
        return pooled
    mean = likelihood.best_mean(spread)
    return BetaPrior(mean / spread, (1 - mean) / spread)


class _Likelihood:
    """How likely the counts are, given the mean of true shares and their spread (1 / strength)."""

    def __init__(self, units: Sequence[tuple[int, int]]) -> None:
        self.satisfied = _reached([satisfied for satisfied, _ in units])
        self.unsatisfied = _reached([n - satisfied for satisfied, n in units])
        self.rated = _reached([n for _, n in units])

    def slope(self, mean: float, spread: float) -> float:
        """Derivative of its logarithm by the spread."""
        return (
            _weighted(self.satisfied, mean, spread)
            + _weighted(self.unsatisfied, 1 - mean, spread)
            - _weighted(self.rated, 1.0, spread)
        )

    def best_mean(self, spread: float) -> float:
        """The mean at which it is largest: the only zero of a falling derivative, by Newton's steps."""
        low, high, mean = 0.0, 1.0, 0.5
        while high - low > FINE_MEAN:
            up, bend_up = _inverse(self.satisfied, mean, spread)
            down, bend_down = _inverse(self.unsatisfied, 1 - mean, spread)
            low, high = (mean, high) if up > down else (low, mean)
            following = mean + (up - down) / (bend_up + bend_down)
            if abs(following - mean) <= FINE_MEAN:
                return following
            mean = following if low < following < high else (low + high) / 2
        return mean


def _spread(likelihood: _Likelihood) -> float:
    """Where the slope along the best means turns negative; at most that of the weakest prior."""
    low, high = 0.0, 1 / WEAKEST
    while high - low > FINE_SPREAD * high and high * STRONGEST > 1:
        spread = (low + high) / 2
        rising = likelihood.slope(likelihood.best_mean(spread), spread) > 0
        low, high = (spread, high) if rising else (low, spread)
    return high


def _reached(counts: list[int]) -> Counts:
    """(largest,) float64: at place j, how many counts exceed j."""
    exactly = np.bincount(counts)
    return (len(counts) - exactly.cumsum())[:-1].astype(np.float64)


def _inverse(reached: Counts, start: float, spread: float) -> tuple[float, float]:
    """Sum of the reached by their places, and by the squares of these."""
    parts = 1 / (start + np.arange(len(reached)) * spread)
    return float(reached @ parts), float(reached @ (parts * parts))


def _weighted(reached: Counts, start: float, spread: float) -> float:
    steps = np.arange(len(reached))
    return float(reached @ (steps / (start + steps * spread)))
