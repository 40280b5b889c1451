"""The beta distribution: how sure one is of a share, given a prior and some ratings."""

from math import exp, inf, lgamma, log, log1p, sqrt
from statistics import NormalDist

TINY = 1e-300  # no smaller denominator, and no smaller share, is told from 0
PRECISION = 1e-15
MOST_STEPS = 100_000  # some times the root of the larger parameter is needed, so this never ends it


def beta_at_most(share: float, a: float, b: float) -> float:
    """The chance that a share drawn from Beta(a, b) is at most this: the incomplete beta ratio.

    Args:
        share: 0 to 1; outside, the chance is 0 or 1.
        a, b: parameters, both above 0: satisfied and unsatisfied ratings, in kind.

    Raises:
        ValueError: a or b is not above 0.

    Source: continued fraction 26.5.8 of Abramowitz and Stegun (1964), Handbook of Mathematical
    Functions, evaluated by Lentz's method. The smaller tail is right to a relative 1e-7 up to
    a + b = 10,000,000.

    >>> round(beta_at_most(0.5, 2, 2), 6), round(beta_at_most(0.9, 18, 2), 6)
    (0.5, 0.420265)
    """
    _check(a, b)
    if share <= 0 or share >= 1:
        return 0.0 if share <= 0 else 1.0
    # The fraction converges fast below the mean; above it, look from the other end.
    if share > (a + 1) / (a + b + 2):
        return 1 - _weight(share, a, b) * _fraction(1 - share, b, a) / b
    return _weight(share, a, b) * _fraction(share, a, b) / a


def beta_quantile(chance: float, a: float, b: float) -> float:
    """The share below which Beta(a, b) lies with this chance.

    Args:
        chance: strictly between 0 and 1.
        a, b: parameters, both above 0.

    Raises:
        ValueError: chance, a or b is outside its range.

    Newton's steps on beta_at_most, inside a bracket that each step narrows.

    >>> round(beta_quantile(0.5, 3, 3), 6), round(beta_quantile(0.025, 23, 2), 4)
    (0.5, 0.7888)
    """
    _check(a, b)
    if not 0 < chance < 1:
        raise ValueError(f"a chance lies strictly between 0 and 1, not at {chance}")
    low, high = 0.0, 1.0
    share = _first_guess(chance, a, b)
    while high - low > PRECISION * high and high > TINY:
        excess = beta_at_most(share, a, b) - chance
        low, high = (low, share) if excess > 0 else (share, high)
        density = _weight(share, a, b) / (share * (1 - share))
        following = share - excess / density if density > 0 else inf
        if abs(following - share) <= PRECISION * share:
            break
        share = following if low < following < high else (low + high) / 2
    return share


def _check(a: float, b: float) -> None:
    if not (a > 0 and b > 0):
        raise ValueError(f"Beta({a}, {b}) does not exist: both must be above 0")


def _weight(share: float, a: float, b: float) -> float:
    """Density times share times (1 - share), which stays finite at the ends."""
    scale = lgamma(a + b) - lgamma(a) - lgamma(b)
    return exp(scale + a * log(share) + b * log1p(-share))


def _first_guess(chance: float, a: float, b: float) -> float:
    mean = a / (a + b)
    guess = mean + NormalDist().inv_cdf(chance) * sqrt(mean * (1 - mean) / (a + b + 1))
    return guess if 0 < guess < 1 else mean


def _fraction(share: float, a: float, b: float) -> float:
    """Lentz's evaluation: pairs of terms until nothing changes."""
    upper, lower = 1.0, 1 / _away(1 - (a + b) * share / (a + 1))
    value = lower
    for m in range(1, MOST_STEPS):
        at = a + 2 * m
        even = m * (b - m) * share / ((at - 1) * at)
        odd = -(a + m) * (a + b + m) * share / (at * (at + 1))
        for term in (even, odd):
            lower = 1 / _away(1 + term * lower)
            upper = _away(1 + term / upper)
            value *= lower * upper
        if abs(lower * upper - 1) < PRECISION:
            break
    return value


def _away(denominator: float) -> float:
    return denominator if abs(denominator) > TINY else TINY
