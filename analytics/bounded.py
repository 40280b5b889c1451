"""What two shares allow to say of their difference where one of them is told only within bounds. Pure.

It follows from published numbers alone, so it tells no hidden one.
"""

from dataclasses import dataclass
from enum import Enum

from .disclosure import Cell, possible_counts
from .stats.comparison import Difference, share_difference


class Verdict(Enum):
    """How the one share stands against the other."""

    HIGHER = "higher"
    LOWER = "lower"
    UNCLEAR = "unclear"  # chance alone may explain the difference
    UNKNOWN = "unknown"  # the bounds allow more than one of these


@dataclass(frozen=True)
class BoundedDifference:
    """The smallest and the largest difference that the counts within the bounds give, each with
    Newcombe's interval; equal where both shares are told in full."""

    least: Difference
    most: Difference

    @property
    def is_exact(self) -> bool:
        """Whether there is one difference only."""
        return self.least == self.most

    @property
    def verdict(self) -> Verdict:
        """What holds for every count within the bounds."""
        if self.least.low > 0:
            return Verdict.HIGHER
        if self.most.high < 0:
            return Verdict.LOWER
        if self.most.low <= 0 <= self.least.high:
            return Verdict.UNCLEAR
        return Verdict.UNKNOWN


def told_counts(cell: Cell) -> tuple[int, int] | None:
    """The fewest and the most that were counted; None where the cell tells nothing, or where bounds of
    a few answers would leave one number that is not told."""
    found = possible_counts(cell)
    if found is None or (cell.share is None and found[0] >= found[1]):
        return None
    return found


def bounded_difference(one: Cell, other: Cell) -> BoundedDifference | None:
    """`one` less `other`, nobody being counted in both; None where either is not told at all.

    >>> from .disclosure import State
    >>> high, low = ((0.90, 0.94), (0.60, 0.66))
    >>> one, other = (Cell(State.BETWEEN, 100, 10, None, *ends) for ends in (high, low))
    >>> found = bounded_difference(one, other)
    >>> found.verdict, round(found.least.value, 2), round(found.most.value, 2)
    (<Verdict.HIGHER: 'higher'>, 0.24, 0.34)
    """
    first, second = told_counts(one), told_counts(other)
    if first is None or second is None or not one.n or not other.n:
        return None
    (fewest, most), (other_fewest, other_most) = first, second
    return BoundedDifference(
        share_difference(fewest, one.n, other_most, other.n),
        share_difference(most, one.n, other_fewest, other.n),
    )
