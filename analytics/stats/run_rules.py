"""Run rules: patterns in a chart that chance alone rarely draws, and how rarely."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Side = int  # 1: high, -1: low, 0: neither in particular
Points = Sequence[float]

TREND, ALTERNATING, HUGGING, AVOIDING = 6, 14, 15, 8  # points that these patterns take


@dataclass(frozen=True)
class RunRule:
    """A pattern of the last `span` points.

    sides: what the points show: a side for each way in which the pattern is there. run_length:
    points, on average, until it appears although nothing changed (independent, normal scores).
    """

    name: str
    span: int
    run_length: float
    sides: Callable[[Points], tuple[Side, ...]]


@dataclass(frozen=True)
class RuleSet:
    """Rules used together: run_length is that of the first alarm, whichever rule raises it."""

    name: str
    rules: tuple[RunRule, ...]
    run_length: float

    @property
    def false_alarm_rate(self) -> float:
        """False alarms a point, where the count starts afresh after each: 1 / run_length."""
        return 1 / self.run_length


@dataclass(frozen=True)
class RunSignal:
    """A rule that holds at a point: first and last are the places, from 0, of its points."""

    rule: RunRule
    first: int
    last: int
    side: Side


def run_signals(scores: Points, rules: RuleSet) -> tuple[RunSignal, ...]:
    """Every point at which a rule of the set holds, oldest first.

    Args:
        scores: standard deviations from the centre, oldest first (see PChart.scores). A point on
            the centre lies on neither side. Fewer points than a rule needs give no signal.
        rules: WESTERN_ELECTRIC, NELSON or WEEKLY.

    Returns:
        One signal a rule, side and point: a run of ten is two runs of nine.

    Rates of false alarm hold for independent and normal scores. Shares near 0 or 1 of small n are
    neither symmetric nor continuous: look at PChart.false_alarm.

    >>> found = run_signals([0, -3.2, 2.5, 0.1, 2.1], WESTERN_ELECTRIC)
    >>> [(signal.rule.name, signal.first, signal.last, signal.side) for signal in found]
    [('beyond three', 1, 1, -1), ('two of three beyond two', 2, 4, 1)]
    """
    found = []
    for last in range(len(scores)):
        for rule in rules.rules:
            first = max(0, last + 1 - rule.span)
            sides = rule.sides(scores[first : last + 1])
            found += [RunSignal(rule, first, last, side) for side in sides]
    return tuple(found)


def _beyond(bound: float, needed: int) -> Callable[[Points], tuple[Side, ...]]:
    """So many points beyond the bound on one side, the last one among them."""

    def sides(points: Points) -> tuple[Side, ...]:
        return tuple(
            side
            for side in (1, -1)
            if side * points[-1] > bound and sum(side * point > bound for point in points) >= needed
        )

    return sides


def _trend(points: Points) -> tuple[Side, ...]:
    if len(points) < TREND:
        return ()
    steps = list(pairwise(points))
    return tuple(side for side in (1, -1) if all(side * (after - before) > 0 for before, after in steps))


def _alternating(points: Points) -> tuple[Side, ...]:
    if len(points) < ALTERNATING:
        return ()
    steps = [after - before for before, after in pairwise(points)]
    turns = all(one * other < 0 for one, other in pairwise(steps))
    return (0,) if turns else ()


def _hugging(points: Points) -> tuple[Side, ...]:
    return (0,) if len(points) >= HUGGING and all(abs(point) < 1 for point in points) else ()


def _avoiding(points: Points) -> tuple[Side, ...]:
    away = len(points) >= AVOIDING and all(abs(point) > 1 for point in points)
    return (0,) if away and min(points) < 0 < max(points) else ()


# Run lengths: zone rules by Markov chain (Champ and Woodall (1987), Technometrics 29:393-399);
# trends and alternation by recursion over ranks; Nelson's set by simulation, +-0.1.
# Rules are Nelson's, (1984), Journal of Quality Technology 16:237-239.
BEYOND_THREE = RunRule("beyond three", 1, 370.40, _beyond(3, 1))
NINE_ON_A_SIDE = RunRule("nine on a side", 9, 511.00, _beyond(0, 9))
SIX_TREND = RunRule("six in a trend", TREND, 421.6, _trend)
FOURTEEN_ALTERNATING = RunRule("fourteen alternating", ALTERNATING, 601.0, _alternating)
TWO_OF_THREE = RunRule("two of three beyond two", 3, 510.69, _beyond(2, 2))
FOUR_OF_FIVE = RunRule("four of five beyond one", 5, 291.32, _beyond(1, 4))
FIFTEEN_HUGGING = RunRule("fifteen within one", HUGGING, 963.27, _hugging)
EIGHT_AVOIDING = RunRule("eight beyond one on both sides", AVOIDING, 14342.3, _avoiding)
# Western Electric (1956), Statistical Quality Control Handbook: a run of eight is enough.
EIGHT_ON_A_SIDE = RunRule("eight on a side", 8, 255.00, _beyond(0, 8))

WESTERN_ELECTRIC = RuleSet(
    "Western Electric", (BEYOND_THREE, TWO_OF_THREE, FOUR_OF_FIVE, EIGHT_ON_A_SIDE), 91.75
)
# Enough for a chart of weeks: one false alarm in four years.
WEEKLY = RuleSet("weekly", (BEYOND_THREE, NINE_ON_A_SIDE), 216.70)
# All eight raise a false alarm every seventeen months: for a closer look, not for the first one.
NELSON = RuleSet(
    "Nelson",
    (
        BEYOND_THREE,
        NINE_ON_A_SIDE,
        SIX_TREND,
        FOURTEEN_ALTERNATING,
        TWO_OF_THREE,
        FOUR_OF_FIVE,
        FIFTEEN_HUGGING,
        EIGHT_AVOIDING,
    ),
    73.5,
)
