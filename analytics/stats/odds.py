"""Interval of an expected count whose parts have different shares to start from."""

from collections.abc import Sequence
from math import exp, log, sqrt
from statistics import NormalDist

from .intervals import wilson_interval

STEEPEST = 60.0  # log odds: beyond, a share is 0 or 1 to the last digit
FINE = 1e-13  # of a log odds ratio; six steps are usual


def mean_range(parts: Sequence[tuple[int, float]], observed: int, level: float) -> tuple[float, float]:
    """The means that a score test at the level does not reject, given what was observed.

    The odds in every part differ from those given by one common ratio; each ratio means another
    mean of the total, and those stay whose distance from the observed is at most z deviations.

    Args:
        parts: (n, share) with n >= 1 and share from 0 to 1; shares of 0 and 1 stay what they are.
        observed: satisfied of all n together, possible under the parts' shares.
        level: coverage, strictly between 0 and 1.

    Returns:
        Fewest and most satisfied, as means. For a single part, or several with one share, n times
        Wilson's interval; so too where no share lies between 0 and 1, as no ratio changes those.

    Source: inversion of the score test of Rao (1948), Proc. Cambridge Philosophical Society
    44:50-57; Wilson (1927), JASA 22:209-212, did so for one part.

    >>> [round(mean / 263, 4) for mean in mean_range([(263, 0.5)], 81, 0.95)]
    [0.2553, 0.3662]
    """
    varied = [(n, log(share / (1 - share))) for n, share in parts if 0 < share < 1]
    if not varied:
        interval, n = (
            wilson_interval(observed, sum(n for n, _ in parts), level),
            sum(n for n, _ in parts),
        )
        return interval.low * n, interval.high * n
    certain = sum(n for n, share in parts if share == 1)
    free, most = observed - certain, sum(n for n, _ in varied)
    z = NormalDist().inv_cdf((1 + level) / 2)
    low = 0.0 if free == 0 else _mean_at(varied, free, z)
    high = float(most) if free == most else _mean_at(varied, free, -z)
    return certain + low, certain + high


def _mean_at(varied: list[tuple[int, float]], observed: int, score: float) -> float:
    """The mean from which the observed lies this many deviations away, by Newton's steps."""
    low, high, tilt = -STEEPEST, STEEPEST, 0.0
    while high - low > FINE:
        mean, variance, third = _moments(varied, tilt)
        excess = observed - mean - score * sqrt(variance)
        low, high = (tilt, high) if excess > 0 else (low, tilt)
        slope = variance + score * third / (2 * sqrt(variance)) if variance else 0.0
        following = tilt + excess / slope if slope > 0 else STEEPEST
        if abs(following - tilt) <= FINE:
            break
        tilt = following if low < following < high else (low + high) / 2
    return mean


def _moments(varied: list[tuple[int, float]], tilt: float) -> tuple[float, float, float]:
    """Mean, variance and third central moment of the total; each is the slope of the one before."""
    mean = variance = third = 0.0
    for n, odds in varied:
        share = 1 / (1 + exp(-(odds + tilt)))
        spread = n * share * (1 - share)
        mean, variance, third = mean + n * share, variance + spread, third + spread * (1 - 2 * share)
    return mean, variance, third
