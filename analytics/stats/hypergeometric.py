"""The hypergeometric distribution: what falls to one by chance when all share the same answers."""

from math import ceil, floor, sqrt

import numpy as np

from .binomial import MARGIN, WIDTH, CountDistribution


def hypergeometric(n: int, all_satisfied: int, all_n: int) -> CountDistribution:
    """How many of a unit's n ratings are satisfied if all ratings are dealt out at random.

    Unlike the binomial, it knows that the unit's own ratings are among all of them, and that the
    others' share is itself known from so many ratings only: a test with it is exact whatever part
    of the whole the unit is.

    Args:
        n: ratings of the unit, 0 <= n <= all_n.
        all_satisfied: satisfied among all, the unit's included, 0 <= all_satisfied <= all_n.
        all_n: all ratings.

    Returns:
        CountDistribution over max(0, n - unsatisfied) to min(n, all_satisfied). A unit that is
        everybody, or among whom all answers are alike, has one possible count.

    Raises:
        ValueError: the counts contradict each other.

    Source: Fisher (1935), JRSS 98:39-82; the sum over strata is the exact conditional test of
    Mantel and Haenszel (1959), J. National Cancer Institute 22:719-748.

    The lady who tastes tea knows all four cups by chance once in 70 times.

    >>> round(hypergeometric(4, 4, 8).mass(4) * 70, 6)
    1.0
    """
    if not (0 <= n <= all_n and 0 <= all_satisfied <= all_n):
        raise ValueError(f"{n} ratings of {all_n}, {all_satisfied} of them satisfied, are impossible")
    unsatisfied = all_n - all_satisfied
    fewest, most = max(0, n - unsatisfied), min(n, all_satisfied)
    if fewest == most:
        return CountDistribution(fewest, np.ones(1))
    mean = n * (all_satisfied / all_n)
    spread = mean * (unsatisfied / all_n) * ((all_n - n) / (all_n - 1))
    reach = WIDTH * sqrt(spread) + MARGIN
    first, last = max(fewest, floor(mean - reach)), min(most, ceil(mean + reach))
    counts = np.arange(first, last, dtype=np.float64)
    steps = np.log((all_satisfied - counts) / (counts + 1))
    steps += np.log((n - counts) / (unsatisfied - n + counts + 1))
    logs = np.concatenate([[0.0], steps.cumsum()])
    masses = np.exp(logs - logs.max())
    return CountDistribution(first, masses / masses.sum())
