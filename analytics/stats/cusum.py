"""Cumulative sums: small changes that last, when they began, and how often chance feigns one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import erfc, sqrt

import numpy as np
from numpy.typing import NDArray

ALLOWANCE, THRESHOLD = 0.5, 5.0  # tuned to a shift of one standard deviation; run length 465
NODES = 60  # of the quadrature: more change nothing before the tenth digit


@dataclass(frozen=True)
class Change:
    """A shift that lasted long enough to be told from chance.

    side: 1 up, -1 down. began: the place, from 0, of the first point after the sum last was 0: the
    best guess of when. signalled: the place at which it was certain enough. shift: how far the
    points lie from the target since then, in standard deviations.
    """

    side: int
    began: int
    signalled: int
    shift: float


@dataclass(frozen=True)
class Cusum:
    """Sums of what scores exceed the allowance by, upwards and downwards, never below 0."""

    scores: tuple[float, ...]
    allowance: float
    threshold: float
    upper: tuple[float, ...]
    lower: tuple[float, ...]
    changes: tuple[Change, ...]

    @property
    def run_length(self) -> float:
        """Points, on average, to a false alarm."""
        return cusum_run_length(self.allowance, self.threshold)


def cusum(scores: Sequence[float], allowance: float = ALLOWANCE, threshold: float = THRESHOLD) -> Cusum:
    """Tabular CUSUM of both sides, with the points of change.

    Args:
        scores: standard deviations from the target, oldest first (see PChart.scores): finite. None
            are no change.
        allowance: half the shift worth noticing, at least 0.
        threshold: the sum from which a change is certain enough, above 0.

    Returns:
        Cusum. One change a side and excursion: another only after the sum was back at 0. With the
        usual 0.5 and 5 a false alarm comes every 465 points, a lasting shift of one standard
        deviation is seen after 10.4 on average, of two after 4.0.

    Raises:
        ValueError: allowance, threshold or a score is outside its range.

    Source: Page (1954), Biometrika 41:100-115; tabular form of Montgomery (2009), Introduction to
    Statistical Quality Control, 6th ed., section 9.1.

    >>> found = cusum([0.2, -0.4, 1.8, 2.1, 1.4, 2.0])
    >>> [(it.side, it.began, it.signalled, round(it.shift, 3)) for it in found.changes]
    [(1, 2, 5, 1.825)]
    """
    _check(allowance, threshold)
    if not np.isfinite(np.asarray(scores, dtype=np.float64)).all():
        raise ValueError("a sum needs finite scores: leave out points whose limits coincide")
    upper, risen = _one_side([float(score) for score in scores], 1, allowance, threshold)
    lower, fallen = _one_side([-float(score) for score in scores], -1, allowance, threshold)
    changes = sorted(risen + fallen, key=lambda change: (change.signalled, change.side))
    return Cusum(tuple(scores), allowance, threshold, upper, lower, tuple(changes))


def cusum_run_length(
    allowance: float = ALLOWANCE, threshold: float = THRESHOLD, shift: float = 0.0
) -> float:
    """Points, on average, until a two-sided CUSUM signals; in control where the shift is 0.

    Args:
        allowance: at least 0.
        threshold: above 0.
        shift: the true distance from the target in standard deviations.

    Raises:
        ValueError: allowance or threshold is outside its range.

    For independent, normal scores. The integral equation of Page (1954) by Gauss and Legendre's
    quadrature, as Goel and Wu (1971), Technometrics 13:221-230; sides combined as in Kemp (1961),
    JRSS B 23:149-153.

    >>> round(cusum_run_length(0.5, 5)), round(cusum_run_length(0.5, 5, shift=1), 1)
    (465, 10.4)
    """
    _check(allowance, threshold)
    up, down = (_one_sided(allowance, threshold, side * shift) for side in (1, -1))
    return 1 / (1 / up + 1 / down)


def _check(allowance: float, threshold: float) -> None:
    if not (allowance >= 0 and threshold > 0):
        raise ValueError(f"an allowance of {allowance} with threshold {threshold} is impossible")


def _one_side(
    scores: list[float], side: int, allowance: float, threshold: float
) -> tuple[tuple[float, ...], list[Change]]:
    sums, changes = [], []
    total, began, signalled = 0.0, 0, False
    for at, score in enumerate(scores):
        total = max(0.0, total + score - allowance)
        sums.append(total)
        if total == 0:
            began, signalled = at + 1, False
        elif total > threshold and not signalled:
            signalled = True
            shift = allowance + total / (at + 1 - began)
            changes.append(Change(side, began, at, side * shift))
    return tuple(sums), changes


@lru_cache(maxsize=64)
def _one_sided(allowance: float, threshold: float, shift: float) -> float:
    """Mean run length of one side, started at 0."""
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    sums = (nodes + 1) * threshold / 2
    places = np.concatenate([[0.0], sums])
    # From each sum to each other in one point, and (first column) back to 0.
    moves = (
        _normal_density(sums[None, :] - places[:, None] + allowance - shift) * weights * threshold / 2
    )
    back = np.array([erfc((place - allowance + shift) / sqrt(2)) / 2 for place in places])
    transitions = np.column_stack([back, moves])
    lengths = np.linalg.solve(np.eye(len(places)) - transitions, np.ones(len(places)))
    return float(lengths[0])


def _normal_density(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.exp(-x * x / 2) / sqrt(2 * np.pi))
