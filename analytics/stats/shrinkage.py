"""What is known of each unit once the others are taken into account."""

from collections.abc import Sequence
from dataclasses import dataclass

from .beta import beta_quantile
from .beta_binomial import PooledRate, Prior, fit_prior
from .intervals import Interval, wilson_interval


@dataclass(frozen=True)
class Shrunk:
    """A unit's share, drawn towards the others the more, the fewer ratings it has. 0 to 1."""

    satisfied: int
    n: int
    prior: Prior
    rate: float
    interval: Interval


def shrink(satisfied: int, n: int, prior: Prior, level: float = 0.95) -> Shrunk:
    """The posterior mean of a unit's share and the middle part of its posterior distribution.

    Args:
        satisfied, n: 0 <= satisfied <= n. A unit without ratings has the prior's mean and spread.
        prior: of the units it is one of (see fit_prior). A pooled rate stands for every unit,
            with Wilson's interval of the pool: then the unit's own ratings change nothing.
        level: the posterior's share in the interval, strictly between 0 and 1.

    Returns:
        Shrunk. All or none satisfied never give a rate of 1 or 0 under a beta prior.

    Raises:
        ValueError: counts contradict each other, or level is outside its range.

    The prior is taken as known: with fewer than some twenty units intervals are a little narrow.
    Source: Efron and Morris (1975), JASA 70:311-319, for the idea; Gelman and others (2013),
    Bayesian Data Analysis, 3rd ed., section 5.1, for the beta-binomial.

    >>> from .beta_binomial import BetaPrior
    >>> shrink(5, 5, BetaPrior(18, 2)).rate, round(shrink(48, 50, BetaPrior(18, 2)).rate, 6)
    (0.92, 0.942857)
    """
    if not 0 <= satisfied <= n:
        raise ValueError(f"{satisfied} satisfied of {n} is impossible")
    if not 0 < level < 1:
        raise ValueError(f"a level lies strictly between 0 and 1, not at {level}")
    if isinstance(prior, PooledRate):
        pooled = wilson_interval(prior.satisfied, prior.n, level)
        return Shrunk(satisfied, n, prior, prior.mean, pooled)
    a, b = prior.a + satisfied, prior.b + n - satisfied
    low, high = (beta_quantile(chance, a, b) for chance in ((1 - level) / 2, (1 + level) / 2))
    return Shrunk(satisfied, n, prior, a / (a + b), Interval(low, high, level))


def shrink_all(units: Sequence[tuple[int, int]], level: float = 0.95) -> tuple[Shrunk, ...]:
    """Each unit drawn towards the prior that all of them suggest, in the order given.

    Args:
        units: (satisfied, n) of each, 0 <= satisfied <= n.
        level: as for shrink.

    Raises:
        EmptyBase: there is not one rating.
        ValueError: counts contradict each other, or level is outside its range.

    >>> found = shrink_all([(50, 50), (30, 50), (45, 50), (48, 50), (38, 50), (25, 50), (1, 1)])
    >>> [round(unit.rate, 2) for unit in found]
    [0.99, 0.61, 0.89, 0.95, 0.76, 0.52, 0.85]
    """
    prior = fit_prior(units)
    return tuple(shrink(satisfied, n, prior, level) for satisfied, n in units)
