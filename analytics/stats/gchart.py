"""Control chart for rare dissatisfaction: satisfied ratings between one unsatisfied and the next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

from ..errors import EmptyBase
from .binomial import binomial

FALSE_ALARM = 0.0027  # as rare as three standard deviations of a normal score, both sides together


@dataclass(frozen=True)
class GChart:
    """Gaps with the limits that chance alone rarely passes.

    gaps: satisfied ratings before each unsatisfied one, oldest first. since_last: satisfied
    ratings after the latest. group: gaps that are added up to one point. points: the sums; gaps
    left over at the old end are in none. share: unsatisfied among all, 0 to 1.
    low: a sum below it says that dissatisfaction has grown; 0 if no sum is that unlikely.
    high: a sum above it says that dissatisfaction has become rarer.
    """

    gaps: tuple[int, ...]
    since_last: int
    group: int
    points: tuple[int, ...]
    share: float
    low: int
    high: int

    @property
    def centre(self) -> float:
        """The mean of a point: most points lie below it, for gaps are skewed."""
        return self.group * (1 - self.share) / self.share

    @property
    def three_sigma_limits(self) -> tuple[float, float]:
        """Benneyan's limits, centre ± 3 deviations, for comparison with other programs.

        For single gaps the upper one is passed by chance once in 55 points, and the lower is 0.
        """
        reach = 3 * sqrt(self.group * (1 - self.share)) / self.share
        return max(0.0, self.centre - reach), self.centre + reach

    @property
    def worse(self) -> tuple[int, ...]:
        """The places, from 0, of points so small that dissatisfaction has grown."""
        return tuple(at for at, point in enumerate(self.points) if point < self.low)

    @property
    def better(self) -> tuple[int, ...]:
        """The places, from 0, of points so large that dissatisfaction has become rarer."""
        return tuple(at for at, point in enumerate(self.points) if point > self.high)

    @property
    def is_quiet(self) -> bool:
        """Whether the gap still open alone passes the upper limit."""
        return self.since_last > self.high

    @property
    def false_alarms(self) -> tuple[float, float]:
        """The exact chances of a point below low, and of one above high, if nothing changed."""
        below = _at_most(self.low - 1, self.group, self.share) if self.low else 0.0
        return below, _above(self.high, self.group, self.share)


def g_chart(
    gaps: Sequence[int], since_last: int = 0, group: int = 1, false_alarm: float = FALSE_ALARM
) -> GChart:
    """Chart of gaps between unsatisfied ratings, where weeks have none or one of them.

    A single short gap proves nothing: the next rating is unsatisfied with chance `share` anyway.
    With a group of 3 or 4 gaps a point, growth shows too, if later.

    Args:
        gaps: satisfied ratings before each unsatisfied one, each at least 0, oldest first.
        since_last: satisfied ratings after the latest unsatisfied one, at least 0.
        group: gaps a point, at least 1; counted from the latest one back.
        false_alarm: chance for both sides together, strictly between 0 and 1; half on either.

    Returns:
        GChart. Limits are exact (geometric; negative binomial for groups), so that neither side's
        chance exceeds half of false_alarm. Only unsatisfied ratings: share 1, and both limits 0.

    Raises:
        EmptyBase: there was no unsatisfied rating.
        ValueError: a number is outside its range.

    Source: Kaminsky and others (1992), Journal of Quality Technology 24:63-69; Benneyan (2001),
    Health Care Management Science 4:305-318.

    >>> chart = g_chart([30, 12, 55, 20, 33, 41, 8, 25], since_last=260)
    >>> round(chart.share, 4), chart.low, chart.high, chart.is_quiet
    (0.0163, 0, 403, False)
    """
    if not gaps:
        raise EmptyBase("a chart of gaps needs at least one unsatisfied rating")
    if min(gaps) < 0 or since_last < 0:
        raise ValueError("a gap cannot be below 0")
    if group < 1 or not 0 < false_alarm < 1:
        raise ValueError(f"groups of {group} with a false alarm of {false_alarm} are impossible")
    share = len(gaps) / (len(gaps) + sum(gaps) + since_last)
    starts = range(len(gaps) % group, len(gaps), group)
    points = tuple(sum(gaps[at : at + group]) for at in starts)
    side = false_alarm / 2
    low = _first(lambda gap: _at_most(gap, group, share) > side)
    high = _first(lambda gap: _above(gap, group, share) <= side)
    return GChart(tuple(gaps), since_last, group, points, share, low, high)


def _at_most(gap: int, group: int, share: float) -> float:
    """The chance that at least `group` of the first gap + group ratings are unsatisfied."""
    return binomial(gap + group, share).at_least(group)


def _above(gap: int, group: int, share: float) -> float:
    return binomial(gap + group, share).at_most(group - 1)


def _first(holds: Callable[[int], bool]) -> int:
    """The smallest number from 0 for which something holds that, once it does, always does."""
    beyond = 1
    while not holds(beyond):
        beyond *= 2
    below = -1
    while beyond - below > 1:
        middle = (below + beyond) // 2
        below, beyond = (below, middle) if holds(middle) else (middle, beyond)
    return beyond
