"""Those who have become better and stayed so, found by a signal: a reason to commend."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt

from ..stats.cusum import Cusum, cusum, cusum_run_length
from .expectation import Expectation

ALLOWANCE, THRESHOLD = 0.5, 4.0  # a false one in 335 periods: commending once too often does no harm
PERIODS = 3  # the change must have lasted so long


@dataclass(frozen=True)
class Period:
    """One officer's period: observed and expected satisfied ratings, and their variance."""

    name: str
    observed: int
    expected: float
    variance: float


@dataclass(frozen=True)
class Improvement:
    """A change for the better that has lasted to the end of the series.

    since: the period with which it began, as far as can be told. seen: the one in which it was
    certain enough. false_alarm: the chance of such a signal in a period where nothing changed.
    """

    key: str
    since: str
    seen: str
    periods: int
    false_alarm: float


def period(name: str, one: Expectation) -> Period:
    """What a comparison found, as a point of a series (see expectation)."""
    return Period(name, one.observed, one.pooled, one.variance)


def improvements(series: Mapping[str, Sequence[Period]]) -> tuple[Improvement, ...]:
    """Those whose citizens have become more satisfied, against their own past, for good so far.

    Args:
        series: by officer, unit or centre, each oldest first; periods without variance, as those
            without ratings, are left out.

    Returns:
        In the order of keys: how much each improved is no reason for a rank.

    Each period's result is held against what the same procedures let one expect, so that an
    easier desk is no improvement, and against the mean of all earlier ones of the same officer.
    "For good so far": the last three periods have kept at least half of the rise.
    Their differences are independent although that mean is learnt on the way, so a false signal
    comes once in 335 periods, 28 years of months. Two standard deviations of a period that last
    are seen after four of them, one after nine, if enough went before to know the usual.

    Source: Hawkins (1987), The Statistician 36:299-315, self-starting sums; the score divided by
    its variance estimates a log odds ratio, Yusuf and others (1985), Progress in Cardiovascular
    Diseases 27:335-371.
    """
    found = []
    for key in sorted(series):
        points = [point for point in series[key] if point.variance > 0]
        sums = cusum(_innovations(points), ALLOWANCE, THRESHOLD)
        found += _lasting(key, points, sums)
    return tuple(found)


def false_alarm_rate() -> float:
    """Signals a period where nothing changed: of the upper of both sides alone."""
    return 1 / (2 * cusum_run_length(ALLOWANCE, THRESHOLD))


def _innovations(points: Sequence[Period]) -> list[float]:
    """(n - 1,) scores: each point against the weighted mean of all before it."""
    return [
        ((one.observed - one.expected) / one.variance - surplus / weight)
        / sqrt(1 / one.variance + 1 / weight)
        for one, (surplus, weight) in zip(points[1:], _sums(points), strict=False)
    ]


def _lasting(key: str, points: Sequence[Period], sums: Cusum) -> list[Improvement]:
    """The last upward change, if the latest periods have kept at least half of it."""
    rises = [change for change in sums.changes if change.side == 1]
    if not rises:
        return []
    began, seen = rises[-1].began + 1, rises[-1].signalled + 1  # places among the points
    half_way = (_level(points[:began]) + _level(points[began : seen + 1])) / 2
    if len(points) - began < PERIODS or _level(points[-PERIODS:]) < half_way:
        return []
    return [
        Improvement(key, points[began].name, points[seen].name, len(points) - began, false_alarm_rate())
    ]


def _level(points: Sequence[Period]) -> float:
    """The mean log odds ratio against expectation."""
    surplus, weight = list(_sums(points))[-1]
    return surplus / weight


def _sums(points: Sequence[Period]) -> Iterator[tuple[float, float]]:
    """(observed - expected, variance), each added to all before it."""
    return accumulate(
        ((one.observed - one.expected, one.variance) for one in points),
        lambda past, one: (past[0] + one[0], past[1] + one[1]),
    )
