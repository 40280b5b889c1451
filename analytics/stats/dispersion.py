"""How much more units differ among themselves than chance explains."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean

from ..errors import EmptyBase

TRIM = 0.1  # Spiegelhalter's: the tenth at either end may be the very units one looks for


@dataclass(frozen=True)
class Scatter:
    """How far scores lie from 0, in multiples of what chance alone does.

    scores: standard deviations from what was expected, one a unit, in the order given. trim: the
    part pulled in at either end. phi: mean square of the scores so treated, 1 under pure chance
    without trimming.
    """

    scores: tuple[float, ...]
    trim: float
    phi: float

    @property
    def corrected_phi(self) -> float:
        """phi without the loss that trimming itself causes; 1 under pure chance.

        Pulling in a tenth at either end of scores that are normal leaves 0.68 of their variance,
        so phi as published understates over-dispersion by a third, and limits widened by it raise
        more false alarms than their level says.
        """
        return self.phi / self._under_chance[0]

    @property
    def is_beyond_chance(self) -> bool:
        """Whether phi is more than two standard errors above what pure chance gives.

        That happens by chance to three to five sets of units in a hundred.
        """
        mean, variance = self._under_chance
        return self.phi > mean + 2 * sqrt(variance / len(self.scores))

    @property
    def _under_chance(self) -> tuple[float, float]:
        return _mean_square(_pulled(len(self.scores), self.trim) / len(self.scores))


@dataclass(frozen=True)
class Dispersion(Scatter):
    """The same of shares about a target. tau_squared: variance between the true shares, at least 0."""

    tau_squared: float


def scatter(scores: Sequence[float], trim: float = TRIM) -> Scatter:
    """Winsorised over-dispersion of scores that were computed elsewhere, as after standardisation.

    Args:
        scores: finite, one a unit, at least one.
        trim: as for dispersion.

    Raises:
        EmptyBase: there are no scores.
        ValueError: trim is outside its range.

    >>> round(scatter([0.0, -2.0, 2.0]).phi, 4)
    2.6667
    """
    if not scores:
        raise EmptyBase("dispersion needs at least one unit")
    if not 0 <= trim < 0.5:
        raise ValueError(f"there is no dispersion with {trim} pulled in at either end")
    phi = fmean(score * score for score in winsorised(scores, trim))
    return Scatter(tuple(scores), trim, phi)


def dispersion(units: Sequence[tuple[int, int]], target: float, trim: float = TRIM) -> Dispersion:
    """Winsorised over-dispersion of units about a target.

    Args:
        units: (satisfied, n) of each, 0 <= satisfied <= n, n >= 1; at least one unit.
        target: the share they are compared with, strictly between 0 and 1.
        trim: the part of the scores pulled in to the next one at either end, rounded down to
            whole units; from 0 to below 0.5. With fewer than ten units a tenth is none.

    Returns:
        Dispersion. All units exactly on target give phi 0 and tau squared 0; so does a single one.

    Raises:
        EmptyBase: there are no units, or one has no ratings.
        ValueError: a count, target or trim is outside its range.

    Source: Spiegelhalter (2005), Statistics in Medicine 24:1185-1202, and Quality and Safety in
    Health Care 14:347-351; tau squared by DerSimonian and Laird (1986), Controlled Clinical Trials
    7:177-188.

    >>> found = dispersion([(90, 100), (84, 100), (96, 100)], target=0.9)
    >>> round(found.phi, 4), round(found.tau_squared, 6)
    (2.6667, 0.0027)
    """
    if not 0 < target < 1:
        raise ValueError(f"there is no dispersion about {target}")
    found = scatter([standard_score(satisfied, n, target) for satisfied, n in units], trim)
    tau_squared = _between(found.phi, [n for _, n in units], target)
    return Dispersion(found.scores, found.trim, found.phi, tau_squared)


def standard_score(satisfied: int, n: int, target: float) -> float:
    """Standard deviations by which a share of n ratings lies above a target.

    Args:
        satisfied, n: 0 <= satisfied <= n, n >= 1.
        target: strictly between 0 and 1.

    Raises:
        EmptyBase: n is 0.
        ValueError: the counts contradict each other.

    >>> round(standard_score(84, 100, 0.9), 6)
    -2.0
    """
    if n == 0:
        raise EmptyBase("a score needs at least one rating")
    if not 0 <= satisfied <= n:
        raise ValueError(f"{satisfied} satisfied of {n} is impossible")
    return (satisfied / n - target) / sqrt(target * (1 - target) / n)


def winsorised(scores: Sequence[float], trim: float = TRIM) -> tuple[float, ...]:
    """The scores with the lowest and highest part pulled in to the next one, in the same order.

    >>> winsorised([5, -9, 1, 2, 3, 0, 4, 99, 6, 7])
    (5, 0, 1, 2, 3, 0, 4, 7, 6, 7)
    """
    pulled = _pulled(len(scores), trim)
    if not pulled:
        return tuple(scores)
    ranked = sorted(scores)
    low, high = ranked[pulled], ranked[-1 - pulled]
    return tuple(min(max(score, low), high) for score in scores)


def _pulled(units: int, trim: float) -> int:
    return int(units * trim)


def _between(phi: float, bases: list[int], target: float) -> float:
    """Variance of the true shares, by moments; 0 where chance alone explains as much."""
    weights = [n / (target * (1 - target)) for n in bases]
    scale = sum(weights) - sum(weight * weight for weight in weights) / sum(weights)
    surplus = len(bases) * phi - (len(bases) - 1)
    return max(0.0, surplus / scale) if scale > 0 else 0.0


def _mean_square(part: float) -> tuple[float, float]:
    """Mean square of standard normal scores with a part pulled in, and its variance times their number.

    The bound is itself an order statistic of the scores, so that those beyond it still count
    through their number: the leap is the change of the mean square for each score beyond it.
    Source: influence functions as in Huber (1981), Robust Statistics, section 3.3.
    """
    if part == 0:
        return 1.0, 2.0
    normal = NormalDist()
    bound, within = normal.inv_cdf(1 - part), 1 - 2 * part
    density = normal.pdf(bound)
    leap = 2 * part * bound / density
    mean = within - 2 * bound * density + 2 * part * bound**2
    fourth = 3 * within - 2 * (bound**3 + 3 * bound) * density
    square = fourth + 2 * part * (bound**2 + leap) ** 2
    return mean, square - (mean + 2 * part * leap) ** 2
