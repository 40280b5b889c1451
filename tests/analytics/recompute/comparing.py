"""The fair comparison worked out a second time, from the sources alone: nothing of the program is used.

For fewer than twenty who are compared: then nothing is widened by how they vary among themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb, exp, fsum, log, sqrt

from .formulas import Z_95

NEEDED, FALSE_SIGNALS = 30, 0.05
Reference = Mapping[str, tuple[int, int]]  # procedure to (satisfied, n) of all
Cases = tuple[int, Mapping[str, int]]  # satisfied; n by procedure


@dataclass(frozen=True)
class Result:
    """What is said of one; the numbers are None where there are not enough."""

    verdict: str
    n: int = 0  # that are compared
    expected: float | None = None
    rate: float | None = None
    interval: tuple[float, float] | None = None
    false_alarm: float | None = None
    adjusted: float | None = None
    point: tuple[int, float, float] | None = None  # observed, expected of everybody, variance


@dataclass(frozen=True)
class _Measured:
    n: int
    expected: Fraction
    rate: float
    interval: tuple[float, float]
    below: float
    above: float
    point: tuple[int, float, float]


def compared(cases: Mapping[str, Cases], reference: Reference) -> dict[str, Result]:
    """Everybody's verdict."""
    overall = Fraction(sum(s for s, _ in reference.values()), sum(n for _, n in reference.values()))
    measured = {key: _measured(one, reference, overall) for key, one in cases.items()}
    chances = {
        key: min(1.0, 2 * min(one.below, one.above)) for key, one in measured.items() if one is not None
    }
    return {key: _result(key, one, chances) for key, one in measured.items()}


def _result(key: str, one: _Measured | None, chances: Mapping[str, float]) -> Result:
    if one is None:
        return Result("not_enough_data")
    adjusted = _adjusted(key, chances)
    side = "below_expectation" if one.below < one.above else "above_expectation"
    return Result(
        side if adjusted <= FALSE_SIGNALS else "as_expected",
        one.n,
        float(one.expected),
        one.rate,
        one.interval,
        min(one.below, one.above),
        adjusted,
        one.point,
    )


def _measured(cases: Cases, reference: Reference, overall: Fraction) -> _Measured | None:
    satisfied, by_procedure = cases
    alone = [name for name, n in by_procedure.items() if n == reference[name][1]]
    observed = satisfied - sum(reference[name][0] for name in alone)
    strata = [(n, *reference[name]) for name, n in by_procedure.items() if name not in alone]
    n = sum(own for own, _, _ in strata)
    pooled = sum((Fraction(own * good, base) for own, good, base in strata), Fraction(0))
    if not pooled or n < NEEDED:
        return None
    weights = [Fraction(own * good * (base - good), base * base) for own, good, base in strata]
    if not sum(weights):
        weights = [Fraction(own) for own, _, _ in strata]
    parts = [weight * own / base for weight, (own, _, base) in zip(weights, strata, strict=True)]
    part = sum(parts, Fraction(0)) / sum(weights)
    if n * (1 - part) / part < NEEDED:
        return None
    expected = observed - (observed - pooled) / (1 - part)
    chances = _dealt(strata)
    scale = overall / ((1 - part) * expected)

    def rate_at(count: float) -> float:
        return min(1.0, max(0.0, float(overall) + (count - float(pooled)) * float(scale)))

    low, high = (_mean_at(strata, observed, side * float(Z_95) * sqrt(1 - part)) for side in (1, -1))
    return _Measured(
        n,
        expected,
        min(1.0, float(observed / expected * overall)),
        (rate_at(low), rate_at(high)),
        sum(chances[: observed + 1]),
        sum(chances[observed:]),
        (observed, *_moments(chances)),
    )


def _moments(chances: list[float]) -> tuple[float, float]:
    """Mean and variance of a count."""
    mean = fsum(k * chance for k, chance in enumerate(chances))
    return mean, fsum((k - mean) ** 2 * chance for k, chance in enumerate(chances))


def _dealt(strata: list[tuple[int, int, int]]) -> list[float]:
    """The chance of each count if the answers of each procedure are dealt out at random."""
    chances = [1.0]
    for own, good, base in strata:
        one = [comb(good, k) * comb(base - good, own - k) / comb(base, own) for k in range(own + 1)]
        both = [0.0] * (len(chances) + own)
        for at, chance in enumerate(chances):
            for k, other in enumerate(one):
                both[at + k] += chance * other
        chances = both
    return chances


def _mean_at(strata: list[tuple[int, int, int]], observed: int, z: float) -> float:
    """The mean from which the observed lies z deviations up: all odds multiplied alike, by halving."""
    low, high = -60.0, 60.0
    for _ in range(200):
        tilt = (low + high) / 2
        mean = variance = 0.0
        for own, good, base in strata:
            share = good / base
            if 0 < good < base:
                share = 1 / (1 + exp(-(log(good / (base - good)) + tilt)))
            mean += own * share
            variance += own * share * (1 - share)
        low, high = (tilt, high) if mean + z * sqrt(variance) < observed else (low, tilt)
    return mean


def _adjusted(key: str, chances: Mapping[str, float]) -> float:
    """Benjamini and Hochberg: the smallest of p m / rank over all that are no smaller."""
    ranked = sorted(chances.values())
    return min(
        chance * len(ranked) / (len(ranked) - ranked[::-1].index(chance))
        for chance in ranked
        if chance >= chances[key]
    )
