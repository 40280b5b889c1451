"""Fair comparison: what a unit achieves against what its cases let one expect."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import TypeVar

from ..errors import EmptyBase
from .binomial import CountDistribution, binomial, sum_of
from .intervals import Interval
from .odds import mean_range

Unit = TypeVar("Unit", bound=Hashable)
Kind = TypeVar("Kind", bound=Hashable)


@dataclass(frozen=True)
class Stratum:
    """Cases of one kind: a unit's own, and all of the reference, which the unit is part of.

    key: what they have in common: a procedure, or (procedure, ending, hour).
    """

    key: Hashable
    satisfied: int
    n: int
    reference_satisfied: int
    reference_n: int

    @property
    def rate(self) -> float:
        """The reference's share, 0 to 1."""
        return self.reference_satisfied / self.reference_n


@dataclass(frozen=True)
class Standardised:
    """A unit's result, freed of its mix of cases.

    overall: the reference's share over all kinds of cases. ratio: observed by expected. interval:
    of the standardised rate, 0 to 1.
    """

    strata: tuple[Stratum, ...]
    overall: float
    observed: int
    n: int
    expected: float
    variance: float
    interval: Interval

    @property
    def ratio(self) -> float:
        """Satisfied ratings for each one expected; 1 is as the reference."""
        return self.observed / self.expected

    @property
    def rate(self) -> float:
        """Ratio times overall, 0 to 1.

        The product may exceed 1 where a unit is far better at what others are bad at; then it
        is 1, and the ratio tells the rest.
        """
        return min(1.0, self.ratio * self.overall)

    @property
    def score(self) -> float:
        """Standard deviations above expectation; 0 where the reference never varied."""
        return (self.observed - self.expected) / sqrt(self.variance) if self.variance else 0.0

    @cached_property
    def by_chance(self) -> CountDistribution:
        """How many satisfied ratings the reference itself would have got from these cases.

        Its at_most(observed) is the chance that a signal of being below expectation is false.
        """
        return sum_of([binomial(part.n, part.rate) for part in self.strata])


def standardise(strata: Iterable[Stratum], overall: float, level: float = 0.95) -> Standardised:
    """Indirect standardisation: observed by expected satisfied ratings, times the overall rate.

    Expected is the sum over kinds of cases of n times the reference's rate. The interval holds
    all odds ratios between unit and reference, the same in every stratum, that a score test at
    the level does not reject: it leaves out the overall rate exactly if the score does, and for a
    single stratum it is Wilson's. Uncertainty of the reference itself is not in it: use a
    reference many times the unit.

    Args:
        strata: each with 0 <= satisfied <= n and the unit's counts within the reference's; those
            without a rating of the unit are left out.
        overall: share of the whole reference, also of cases the unit never has, 0 to 1.
        level: coverage, strictly between 0 and 1.

    Returns:
        Standardised. Where the reference is all satisfied, or all unsatisfied, in a stratum, that
        stratum adds nothing to the interval; where it is in every one, the interval is Wilson's of
        the raw share, scaled likewise. Each unit is compared with what its own mix lets one
        expect: rates of two units with very different mixes are each right against 1, and only
        roughly comparable with each other.

    Raises:
        EmptyBase: the unit has no ratings, or the reference not one satisfied in its strata.
        ValueError: counts contradict each other, or overall or level is outside its range.

    Source: Breslow and Day (1987), Statistical Methods in Cancer Research II, chapter 2; for the
    interval see mean_range.

    >>> a = standardise([Stratum("certificate", 180, 190, 219, 230), Stratum("land", 6, 10, 118, 170)],
    ...                 overall=337 / 400)
    >>> round(a.expected, 3), round(a.ratio, 4), round(a.rate, 4)
    (187.854, 0.9901, 0.8342)
    """
    kept = tuple(part for part in strata if _checked(part).n)
    if not kept:
        raise EmptyBase("standardisation needs at least one rating")
    if not (0 <= overall <= 1 and 0 < level < 1):
        raise ValueError(f"an overall rate of {overall} at level {level} is impossible")
    observed, n = sum(part.satisfied for part in kept), sum(part.n for part in kept)
    expected = sum(part.n * part.rate for part in kept)
    if expected == 0:
        raise EmptyBase("nobody was satisfied in these strata: nothing is expected")
    low, high = mean_range([(part.n, part.rate) for part in kept], observed, level)
    interval = Interval(min(1.0, low / expected * overall), min(1.0, high / expected * overall), level)
    variance = sum(part.n * part.rate * (1 - part.rate) for part in kept)
    return Standardised(kept, overall, observed, n, expected, variance, interval)


def standardise_all(
    units: Mapping[Unit, Mapping[Kind, tuple[int, int]]], level: float = 0.95
) -> dict[Unit, Standardised]:
    """Each unit against all of them together.

    Args:
        units: for each unit and kind of case (satisfied, n). Units without ratings, and units in
            whose strata nobody satisfied anyone, have no result and are left out.
        level: coverage, strictly between 0 and 1.

    Returns:
        Standardised by unit, in the order given. A single unit is its own reference: ratio 1.

    Raises:
        ValueError: counts contradict each other, or level is outside its range.

    An easy desk no longer wins: B, at .755 far behind A's .930, is the better at both.

    >>> found = standardise_all({"A": {"certificate": (180, 190), "land": (6, 10)},
    ...                          "B": {"certificate": (39, 40), "land": (112, 160)}})
    >>> [(unit, round(it.rate, 4)) for unit, it in found.items()]
    [('A', 0.8342), ('B', 0.853)]
    """
    totals: dict[Kind, tuple[int, int]] = {}
    for cases in units.values():
        for key, (satisfied, n) in cases.items():
            so_far, base = totals.get(key, (0, 0))
            totals[key] = (so_far + satisfied, base + n)
    everything = sum(n for _, n in totals.values())
    overall = sum(satisfied for satisfied, _ in totals.values()) / everything if everything else 0.0
    strata = {
        unit: [Stratum(key, *counts, *totals[key]) for key, counts in cases.items()]
        for unit, cases in units.items()
    }
    return {
        unit: standardise(parts, overall, level)
        for unit, parts in strata.items()
        if any(part.n and part.reference_satisfied for part in parts)
    }


def _checked(part: Stratum) -> Stratum:
    unsatisfied = part.n - part.satisfied
    others = part.reference_n - part.reference_satisfied
    if not (0 <= part.satisfied <= part.reference_satisfied and 0 <= unsatisfied <= others):
        raise ValueError(f"the reference does not contain the unit: {part}")
    return part
