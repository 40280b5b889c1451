"""Funnel limits: how far from a target a share may stray by chance, given its base."""

from dataclasses import dataclass
from math import sqrt

from ..errors import EmptyBase
from .binomial import CountDistribution, binomial

WARNING, ALARM = 0.95, 0.998  # the two funnels Spiegelhalter draws: 2 and 3 standard deviations


@dataclass(frozen=True)
class FunnelLimits:
    """Shares, 0 to 1, within which a unit of n ratings that is on target lies with the level."""

    n: int
    target: float
    low: float
    high: float
    level: float

    def side(self, satisfied: int) -> int:
        """-1 if so many satisfied of n lie below the limits, 1 if above, 0 if within."""
        share = satisfied / self.n
        return (share > self.high) - (share < self.low)


def exact_limits(n: int, target: float, level: float = WARNING) -> FunnelLimits:
    """Exact binomial limits, interpolated between counts so that the funnel is smooth.

    A count lies below them exactly if as few or fewer have a chance under (1 - level) / 2, and
    above them exactly if as many or more have. So at most 1 - level of units on target are out.

    Args:
        n: ratings of the unit, n >= 1. With few, a limit is 0 or 1: no count can be out there.
        target: the share to compare with, 0 to 1; at 0 or 1 every other share is out.
        level: coverage, strictly between 0 and 1; WARNING and ALARM are usual.

    Raises:
        EmptyBase: n is 0.
        ValueError: n, target or level is outside its range.

    Source: Spiegelhalter (2005), Statistics in Medicine 24:1185-1202, appendix. The upper limit
    is the mirror image of the lower one for unsatisfied ratings; interpolated upwards as the lower
    one is, it would put 20 of 20 outside a target of 0.95, which happens to one unit in three.

    >>> found = exact_limits(100, 0.9)
    >>> round(found.low, 4), round(found.high, 4)
    (0.8323, 0.9596)
    """
    if n == 0:
        raise EmptyBase("limits need at least one rating")
    if not 0 < level < 1:
        raise ValueError(f"a level lies strictly between 0 and 1, not at {level}")
    chance = (1 - level) / 2
    low = limit_count(binomial(n, target), chance) / n
    high = 1 - limit_count(binomial(n, 1 - target), chance) / n
    return FunnelLimits(n, target, low, high, level)


def limit_count(counts: CountDistribution, chance: float) -> float:
    """Where a chance falls between the counts: the smooth lower limit of a funnel; never below 0.

    Args:
        counts: how likely each count is for a unit on target.
        chance: of lying below the limit, 0 to 1: (1 - level) / 2.

    A whole count lies below it exactly if as few or fewer have a smaller chance.

    >>> round(limit_count(binomial(100, 0.9), 0.025), 2)
    83.23
    """
    count = counts.quantile(chance)
    surplus = (counts.at_most(count) - chance) / counts.mass(count)
    return max(0.0, count - surplus)


def multiplied_limits(n: int, target: float, phi: float, level: float = WARNING) -> FunnelLimits:
    """Limits for units that vary more than chance explains, all by the same factor.

    Args:
        n, target, level: as for exact_limits.
        phi: the variance found, in multiples of the binomial one (see dispersion); below 1 it
            counts as 1.

    Raises: as exact_limits.

    The distances of the exact limits from the target grow by the root of phi, within 0 and 1. For
    large n that is Spiegelhalter's (2005) target ± z sqrt(phi target (1 - target) / n); for small n
    it keeps the skewness, so that declaring over-dispersion never narrows the limits.

    >>> found = multiplied_limits(100, 0.9, phi=4)
    >>> round(found.low, 4), found.high
    (0.7646, 1.0)
    """
    return _stretched(exact_limits(n, target, level), sqrt(max(1.0, phi)))


def added_limits(n: int, target: float, tau_squared: float, level: float = WARNING) -> FunnelLimits:
    """Limits for units whose true shares differ among themselves, whatever their size.

    Unlike multiplied_limits they do not close for large n: they stay as wide as units differ.

    Args:
        n, target, level: as for exact_limits.
        tau_squared: the variance between the true shares (see dispersion), at least 0.

    Raises: as exact_limits.

    Source: Spiegelhalter (2005), additive random effects: the variance is target (1 - target) / n
    + tau squared. As above, the distances of the exact limits grow by the ratio of deviations.

    >>> found = added_limits(100, 0.9, tau_squared=0.0009)
    >>> round(found.low, 4), round(found.high, 4)
    (0.8042, 0.9843)
    """
    limits = exact_limits(n, target, level)
    variance = target * (1 - target) / n
    ratio = 1 + max(0.0, tau_squared) / variance if variance else 1.0
    return _stretched(limits, sqrt(ratio))


def _stretched(limits: FunnelLimits, factor: float) -> FunnelLimits:
    if factor == 1:
        return limits
    low = max(0.0, limits.target - factor * (limits.target - limits.low))
    high = min(1.0, limits.target + factor * (limits.high - limits.target))
    return FunnelLimits(limits.n, limits.target, low, high, limits.level)
