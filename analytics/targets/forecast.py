"""Whether a target can still be reached: what the answers to come would have to say, and how likely
that is."""

from dataclasses import dataclass
from math import ceil

from ..disclosure import Cell
from ..stats.beta_binomial import BetaPrior
from ..stats.intervals import wilson_interval
from ..stats.predictive import beta_binomial
from .judging import ROUNDING

JEFFREYS = BetaPrior(0.5, 0.5)  # knows nothing of the unit but its own answers


@dataclass(frozen=True)
class Reach:
    """What a goal takes. needed: satisfied among those to come; more than these: out of reach.

    chance: that so many come, given those so far, 0 to 1.
    """

    needed: int
    left: int
    chance: float

    @property
    def share(self) -> float | None:
        """The share of the answers to come that would have to be satisfied; None where none do, or
        none are to come. Above 1 it is out of reach."""
        return self.needed / self.left if self.left and self.needed else None

    @property
    def possible(self) -> bool:
        """Whether it can still happen."""
        return self.needed <= self.left


@dataclass(frozen=True)
class Forecast:
    """Of a target at the end of its period. share: that the rate itself reaches it. surely: that the
    whole interval does, which is what a pass takes."""

    n: int
    left: int
    share: Reach
    surely: Reach


def forecast(cell: Cell, target: float, left: int, prior: BetaPrior = JEFFREYS) -> Forecast | None:
    """Whether a target can still be reached, from a published cell of the period so far.

    Args:
        cell: of answers. One that does not show its count gives None: a forecast would tell it.
        target: share, above 0, at most 1.
        left: answers still to come, at least 0 (see answers_left).
        prior: what is known of such units anyway; by default nothing.

    Returns:
        Forecast, for citizens to come who answer like those so far. It knows nothing of the season,
        nor of what the unit will change: that is what it is for.

    Raises:
        ValueError: target or left is outside its range.

    >>> from ..disclosure import State
    >>> from ..indices import Share
    >>> found = forecast(Cell(State.SHOWN, 100, 10, Share(85, 100)), 0.90, left=100)
    >>> found.share.needed, found.share.share, round(found.share.chance, 4)
    (95, 0.95, 0.0149)
    """
    if not (0 < target <= 1 and left >= 0):
        raise ValueError(f"a target of {target} with {left} answers to come is impossible")
    if cell.share is None:
        return None
    count, n = cell.share.count, cell.n
    to_come = beta_binomial(left, prior.a + count, prior.b + n - count)
    goals = _to_share(count, n, target, left), _to_pass(count, n, target, left)
    share, surely = (
        Reach(needed, left, to_come.at_least(needed) if needed else 1.0) for needed in goals
    )
    return Forecast(n, left, share, surely)


def answers_left(n: int, gone: float) -> int:
    """How many answers are to come if they go on at the pace so far.

    Args:
        n: answers so far, at least 0.
        gone: the part of the period that is over, above 0, at most 1.

    Raises:
        ValueError: an argument is outside its range.

    >>> answers_left(120, 0.75)
    40
    """
    if n < 0 or not 0 < gone <= 1:
        raise ValueError(f"no pace follows from {n} answers in {gone} of a period")
    return round(n * (1 - gone) / gone)


def _to_share(count: int, n: int, target: float, left: int) -> int:
    """The fewest satisfied of those to come with which the share is the target; 0 if it is anyway."""
    return max(0, ceil(target * (n + left) - ROUNDING) - count)


def _to_pass(count: int, n: int, target: float, left: int) -> int:
    """The fewest with which the whole interval is; one more than those to come if not even all do."""
    low, high = -1, left + 1
    while high - low > 1:
        middle = (low + high) // 2
        enough = wilson_interval(count + middle, n + left).low >= target - ROUNDING
        low, high = (low, middle) if enough else (middle, high)
    return high
