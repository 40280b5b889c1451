"""Intervals for a share."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from ..errors import EmptyBase


@dataclass(frozen=True)
class Interval:
    """Shares in [0, 1] between which the true share lies with the given level."""

    low: float
    high: float
    level: float = 0.95

    def rounded(self, digits: int) -> "Interval":
        """The same with rounded bounds."""
        return Interval(round(self.low, digits), round(self.high, digits), self.level)

    def overlaps(self, other: "Interval") -> bool:
        """Whether some share lies in both."""
        return self.low <= other.high and other.low <= self.high


def wilson_interval(satisfied: int, n: int, level: float = 0.95) -> Interval:
    """Score interval for a share, without continuity correction.

    Args:
        satisfied: counted ratings that were satisfied, 0 <= satisfied <= n.
        n: counted ratings, n >= 1.
        level: coverage, strictly between 0 and 1.

    Returns:
        Interval of shares in [0, 1] (not percent).

    Raises:
        EmptyBase: n is 0: there is no share to estimate.
        ValueError: satisfied or level is outside its range.

    Source: Wilson (1927), JASA 22:209-212; Newcombe (1998), Stat. Med. 17:857, method 3.

    >>> wilson_interval(81, 263).rounded(4)
    Interval(low=0.2553, high=0.3662, level=0.95)
    """
    if n == 0:
        raise EmptyBase("an interval needs at least one rating")
    if not 0 <= satisfied <= n:
        raise ValueError(f"{satisfied} satisfied of {n} is impossible")
    if not 0 < level < 1:
        raise ValueError(f"a level lies strictly between 0 and 1, not at {level}")
    z = NormalDist().inv_cdf((1 + level) / 2)
    unsatisfied = n - satisfied
    spread = z * sqrt(z * z + 4 * satisfied * unsatisfied / n)
    below, base = 2 * satisfied + z * z, 2 * (n + z * z)
    # The bounds are exactly 0 and 1 at the ends; rounding must not say otherwise.
    low = 0.0 if satisfied == 0 else (below - spread) / base
    high = 1.0 if unsatisfied == 0 else (below + spread) / base
    return Interval(low, high, level)
