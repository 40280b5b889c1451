"""The binomial distribution itself: exact, fast, without a library of special functions."""

from dataclasses import dataclass
from functools import reduce
from math import ceil, floor, sqrt

import numpy as np
from numpy.typing import NDArray

from ..errors import EmptyBase

# What lies outside ten standard deviations and thirty counts is less than 1e-20 of the whole.
WIDTH, MARGIN = 10, 30


@dataclass(frozen=True)
class CountDistribution:
    """How likely each number of satisfied ratings is.

    first: the count to which masses[0] belongs. masses: (k,) float64, adding up to 1; counts
    outside are so rare (below 1e-20 together) that they are left out.
    """

    first: int
    masses: NDArray[np.float64]

    def mass(self, count: int) -> float:
        """The chance of exactly this count."""
        at = count - self.first
        return float(self.masses[at]) if 0 <= at < len(self.masses) else 0.0

    def at_most(self, count: int) -> float:
        """The chance of this count or fewer, 0 to 1."""
        return min(1.0, float(self.masses[: max(0, count - self.first + 1)].sum()))

    def at_least(self, count: int) -> float:
        """The chance of this count or more, 0 to 1; exact where it is tiny, unlike 1 - at_most."""
        return min(1.0, float(self.masses[max(0, count - self.first) :].sum()))

    def quantile(self, chance: float) -> int:
        """The smallest count whose at_most reaches the chance (0 to 1)."""
        return self.first + min(int(np.searchsorted(self.masses.cumsum(), chance)), len(self.masses) - 1)


def binomial(n: int, share: float) -> CountDistribution:
    """How many of n ratings are satisfied if each is with the same chance, independently.

    Args:
        n: ratings, n >= 0; of none, none are satisfied for certain.
        share: the chance of each, 0 <= share <= 1.

    Raises:
        ValueError: n or share is outside its range.

    Masses follow from their neighbours, mass(k + 1) / mass(k) = (n - k) / (k + 1) * share / (1 -
    share), and are scaled to add up to 1: no factorial is needed, and n may be in the millions.
    Source: Feller (1968), An Introduction to Probability Theory, vol. 1, ch. VI.3.

    >>> round(binomial(3, 0.9).at_most(1), 6)
    0.028
    """
    if n < 0:
        raise ValueError(f"{n} ratings are impossible")
    if not 0 <= share <= 1:
        raise ValueError(f"a share lies from 0 to 1, not at {share}")
    if share in (0, 1):
        return CountDistribution(n if share else 0, np.ones(1))
    reach = WIDTH * sqrt(n * share * (1 - share)) + MARGIN
    first, last = max(0, floor(n * share - reach)), min(n, ceil(n * share + reach))
    counts = np.arange(first, last, dtype=np.float64)
    steps = np.log((n - counts) / (counts + 1)) + np.log(share) - np.log1p(-share)
    logs = np.concatenate([[0.0], steps.cumsum()])
    masses = np.exp(logs - logs.max())
    return CountDistribution(first, masses / masses.sum())


def sum_of(parts: list[CountDistribution]) -> CountDistribution:
    """The distribution of the sum of independent counts (Poisson's binomial, if they are binomial).

    Raises:
        EmptyBase: there are no parts.

    >>> total = sum_of([binomial(1, 0.9), binomial(1, 0.5)])
    >>> round(total.mass(0), 6), round(total.mass(1), 6), round(total.mass(2), 6)
    (0.05, 0.5, 0.45)
    """
    if not parts:
        raise EmptyBase("a sum needs at least one part")
    return reduce(_plus, parts)


def _plus(one: CountDistribution, other: CountDistribution) -> CountDistribution:
    return CountDistribution(one.first + other.first, np.convolve(one.masses, other.masses))
