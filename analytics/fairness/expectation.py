"""One against all: what was observed, what the same procedures let one expect, what chance can do."""

from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from statistics import NormalDist

from ..stats.binomial import CountDistribution, sum_of
from ..stats.funnel import limit_count
from ..stats.hypergeometric import hypergeometric
from ..stats.intervals import Interval
from ..stats.odds import mean_range
from .cases import Cases, Reference

LEVEL = 0.95  # of the interval
NORMAL = NormalDist()


@dataclass(frozen=True)
class Expectation:
    """Observed and expected satisfied ratings, of the procedures that others handle as well.

    n: the ratings that are compared; those for procedures nobody else handles are left out.
    pooled: satisfied expected of the whole reference, of which these ratings are a part. variance:
    of the observed count where everybody is alike. own_part: how much of the reference these
    ratings are, 0 to below 1, weighted by what each procedure tells. by_chance: how many satisfied
    there would be, were the reference's answers dealt out at random within each procedure.
    parts: (n, share of the reference) by procedure.
    """

    observed: int
    n: int
    overall: float
    pooled: float
    variance: float
    own_part: float
    by_chance: CountDistribution
    parts: tuple[tuple[int, float], ...]

    @property
    def expected(self) -> float:
        """Satisfied, had the others' citizens answered for the same procedures.

        Being part of the reference draws its rates towards oneself; this takes that out. For one
        procedure it is n times the rate of all others; for several, their own parts are averaged.
        """
        return self.observed - (self.observed - self.pooled) / (1 - self.own_part)

    @property
    def others(self) -> float:
        """The ratings of others that the expectation is worth: for one procedure, how many they are."""
        return self.n * (1 - self.own_part) / self.own_part

    @property
    def ratio(self) -> float:
        """Satisfied ratings for each one expected; 1 is as the others."""
        return self.observed / self.expected

    @property
    def rate(self) -> float:
        """The standardised rate: ratio times the overall rate, at most 1."""
        return min(1.0, self.ratio * self.overall)

    @property
    def score(self) -> float:
        """Standard deviations above expectation; 0 where nothing can vary."""
        return (self.observed - self.pooled) / sqrt(self.variance) if self.variance else 0.0

    @cached_property
    def tails(self) -> tuple[float, float]:
        """The chances of so few satisfied or fewer, and of so many or more, by chance alone."""
        return self.by_chance.at_most(self.observed), self.by_chance.at_least(self.observed)

    def rate_at(self, count: float) -> float:
        """The standardised rate if so many had been satisfied, all else as it is; 0 to 1."""
        beyond = (count - self.pooled) / ((1 - self.own_part) * self.expected)
        return min(1.0, max(0.0, self.overall * (1 + beyond)))

    def interval(self, level: float = LEVEL) -> Interval:
        """Of the standardised rate.

        With thirty ratings in each procedure on both sides it leaves out the overall rate if the
        score does, but for a hundredth of a standard deviation; with a handful it need not.
        """
        z = NORMAL.inv_cdf((1 + level) / 2) * sqrt(1 - self.own_part)
        low, high = mean_range(self.parts, self.observed, 2 * NORMAL.cdf(z) - 1)
        return Interval(self.rate_at(low), self.rate_at(high), level)

    def limits(self, level: float, phi: float = 1.0) -> Interval:
        """Where the standardised rate of one like the others lies with the level: the funnel.

        phi: how much more units vary than chance explains, at least 1 (see stats.dispersion).
        """
        chance = widened((1 - level) / 2, 1 / phi)
        low = limit_count(self.by_chance, chance)
        high = self.n - limit_count(_mirrored(self.by_chance, self.n), chance)
        return Interval(self.rate_at(low), self.rate_at(high), level)


def widened(chance: float, phi: float) -> float:
    """A tail's chance where units vary phi times as much as chance explains.

    The normal score that belongs to it is divided by the root of phi, so that the exact
    distribution keeps its skewness. phi of 1 changes nothing.

    >>> round(widened(0.0227501, 4), 4)
    0.1587
    """
    if phi == 1 or not 0 < chance < 1:
        return chance
    return NORMAL.cdf(NORMAL.inv_cdf(chance) / sqrt(phi))


def expectation(cases: Cases, reference: Reference, overall: float) -> Expectation | None:
    """What the reference lets one expect of these cases.

    Args:
        cases: of the one that is compared.
        reference: of everybody together, the one included.
        overall: satisfied among all ratings of the reference, 0 to 1.

    Returns:
        Expectation; None where nobody else handles any of the procedures, or not one of the
        reference's ratings for them is satisfied: then there is nothing to compare with.

    Raises:
        ValueError: the reference does not contain the cases.

    Interval and chances take into account that the reference is known from so many ratings only,
    and that it contains the one compared. Source: indirect standardisation as in Breslow and Day
    (1987), Statistical Methods in Cancer Research II, chapter 2; the exact conditional distribution
    of Mantel and Haenszel (1959), J. National Cancer Institute 22:719-748.

    >>> found = expectation(Cases(6, {"land": 10}), {"land": (118, 170)}, overall=118 / 170)
    >>> round(found.expected, 6), round(found.ratio, 4)
    (7.0, 0.8571)
    """
    alone = [procedure for procedure, n in cases.n.items() if n == _all(reference, procedure, n)[1]]
    observed = cases.satisfied - sum(reference[procedure][0] for procedure in alone)
    strata = [
        (n, *reference[procedure]) for procedure, n in cases.n.items() if n and procedure not in alone
    ]
    pooled = sum(n * (good / base) for n, good, base in strata)
    if not strata or pooled == 0:
        return None
    by_chance = sum_of([hypergeometric(n, good, base) for n, good, base in strata])
    fewest = sum(max(0, n - (base - good)) for n, good, base in strata)
    most = sum(min(n, good) for n, good, _ in strata)
    if not fewest <= observed <= most:
        raise ValueError(
            f"the reference does not contain {cases.satisfied} satisfied of {dict(cases.n)}"
        )
    free = [n * (good / base) * (1 - good / base) for n, good, base in strata]
    weights = free if sum(free) else [float(n) for n, _, _ in strata]
    own_part = sum(
        weight * n / base for weight, (n, _, base) in zip(weights, strata, strict=True)
    ) / sum(weights)
    variance = sum(
        spread * (base - n) / (base - 1) for spread, (n, _, base) in zip(free, strata, strict=True)
    )
    parts = tuple((n, good / base) for n, good, base in strata)
    n = sum(n for n, _, _ in strata)
    return Expectation(observed, n, overall, pooled, variance, own_part, by_chance, parts)


def _all(reference: Reference, procedure: str, n: int) -> tuple[int, int]:
    good, base = reference.get(procedure, (0, 0))
    if not (0 <= n <= base and 0 <= good <= base):
        raise ValueError(f"the reference has {good} of {base} for '{procedure}', less than {n}")
    return good, base


def _mirrored(counts: CountDistribution, n: int) -> CountDistribution:
    """The distribution of the unsatisfied."""
    last = counts.first + len(counts.masses) - 1
    return CountDistribution(n - last, counts.masses[::-1])
