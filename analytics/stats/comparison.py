"""The difference of two shares."""

from dataclasses import dataclass
from math import sqrt

from .intervals import wilson_interval


@dataclass(frozen=True)
class Difference:
    """One share less another, and what the true difference may be: all from -1 to 1."""

    satisfied: int
    n: int
    other_satisfied: int
    other_n: int
    low: float
    high: float
    level: float = 0.95

    @property
    def value(self) -> float:
        """The difference that was observed, -1 to 1."""
        return self.satisfied / self.n - self.other_satisfied / self.other_n

    @property
    def excludes_zero(self) -> bool:
        """Whether the two shares differ by more than chance explains, at the level."""
        return self.low > 0 or self.high < 0


def share_difference(
    satisfied: int, n: int, other_satisfied: int, other_n: int, level: float = 0.95
) -> Difference:
    """Newcombe's hybrid score interval for the difference of two independent shares.

    It is squared together from the Wilson interval of each. Nobody may be counted in both.

    Args:
        satisfied, n: the one share, 0 <= satisfied <= n, n >= 1.
        other_satisfied, other_n: the share that is subtracted, likewise.
        level: coverage, strictly between 0 and 1.

    Returns:
        Difference from -1 to 1 (not percentage points). All satisfied against none gives 1 with
        an upper bound of exactly 1; equal shares give an interval around 0, never a point.

    Raises:
        EmptyBase: n or other_n is 0.
        ValueError: satisfied, other_satisfied or level is outside its range.

    Source: Newcombe (1998), Statistics in Medicine 17:873-890, method 10.

    >>> found = share_difference(56, 70, 48, 80)
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    one = wilson_interval(satisfied, n, level)
    other = wilson_interval(other_satisfied, other_n, level)
    share, other_share = satisfied / n, other_satisfied / other_n
    below = sqrt((share - one.low) ** 2 + (other.high - other_share) ** 2)
    above = sqrt((one.high - share) ** 2 + (other_share - other.low) ** 2)
    difference = share - other_share
    return Difference(
        satisfied, n, other_satisfied, other_n, difference - below, difference + above, level
    )
