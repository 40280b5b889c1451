"""How many ratings a statement needs."""

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist


@dataclass(frozen=True)
class SampleSize:
    """The ratings needed to see a change, and what was asked for."""

    before: float
    after: float
    false_alarm: float
    power: float
    n: int


def ratings_to_see_change(
    before: float, after: float, false_alarm: float = 0.05, power: float = 0.8
) -> SampleSize:
    """Ratings needed to tell a changed share from a known one, in one given direction.

    Args:
        before: the known share, strictly between 0 and 1.
        after: the share that is to be noticed, strictly between 0 and 1, other than before.
        false_alarm: the chance of seeing a change though there is none (one-sided), above 0 and
            below 0.5.
        power: the chance of seeing the change where there is one, at least 0.5 and below 1.

    Returns:
        SampleSize with n >= 1, rounded up. It rests on the normal approximation and is the least
        one can do with. The exact binomial test, which never raises more false alarms than
        allowed, needs a tenth to a half more to be sure of its power: 89 instead of 69 below.

    Raises:
        ValueError: an argument is outside its range, or nothing changes.

    Source: Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd ed.,
    chapter 2; the same formula in the NIST/SEMATECH e-Handbook, section 7.2.4.2.

    >>> ratings_to_see_change(0.90, 0.80).n
    69
    """
    if not (0 < before < 1 and 0 < after < 1) or before == after:
        raise ValueError(f"from {before} to {after} is no change between two shares")
    if not (0 < false_alarm < 0.5 and 0.5 <= power < 1):
        raise ValueError(f"a false alarm of {false_alarm} with power {power} cannot be planned for")
    alarm, seen = NormalDist().inv_cdf(1 - false_alarm), NormalDist().inv_cdf(power)
    spread = alarm * sqrt(before * (1 - before)) + seen * sqrt(after * (1 - after))
    return SampleSize(before, after, false_alarm, power, ceil((spread / (after - before)) ** 2))
