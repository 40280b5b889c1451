"""Control charts of a share over time: what is signal, what merely wobbles."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, copysign, floor, inf, sqrt
from statistics import fmean

from ..errors import EmptyBase
from .binomial import binomial

SIGMAS = 3.0  # Shewhart's
ROUNDING = 1e-12  # a share on its limit is within, whatever the last digit of either
EXPECTED_RANGE = 1.128  # d2: the mean range of two draws, in standard deviations (Laney's value)

Sample = tuple[int, int]


@dataclass(frozen=True)
class PChart:
    """A share per week (or other sample) with the limits that chance alone rarely passes.

    samples: (count, n), oldest first. centre: share of the reference, 0 to 1. sigma_z: 1 on a
    p-chart; on Laney's the variation from sample to sample in multiples of the binomial one.
    """

    samples: tuple[Sample, ...]
    centre: float
    sigma_z: float = 1.0
    sigmas: float = SIGMAS

    def limits(self, at: int) -> tuple[float, float]:
        """Lower and upper limit of the sample at this place, 0 to 1."""
        reach = self.sigmas * self.sigma_z * _deviation(self.centre, self.samples[at][1])
        return max(0.0, self.centre - reach), min(1.0, self.centre + reach)

    @property
    def outside(self) -> tuple[int, ...]:
        """The places, from 0, of the samples beyond their limits."""
        return tuple(at for at in range(len(self.samples)) if self._side(at))

    @property
    def scores(self) -> tuple[float, ...]:
        """Standard deviations of each sample from the centre, for run rules and CUSUM.

        With a centre of 0 or 1, or a sigma_z of 0, nothing varied: 0, or infinite for another share.
        """
        return tuple(
            _score(sample, self.centre, self.sigma_z * _deviation(self.centre, sample[1]))
            for sample in self.samples
        )

    def false_alarm(self, at: int) -> float:
        """The exact chance that a sample of this size leaves its limits though nothing changed.

        It is 0.0027 only for large n and a share far from 0 and 1; where sigma_z is above 1 it
        holds for the binomial part of the variation alone, and is the smaller one.
        """
        n = self.samples[at][1]
        low, high = self.limits(at)
        counts = binomial(n, self.centre)
        below, above = ceil((low - ROUNDING) * n) - 1, floor((high + ROUNDING) * n) + 1
        return counts.at_most(below) + counts.at_least(above)

    def _side(self, at: int) -> int:
        count, n = self.samples[at]
        low, high = self.limits(at)
        return (count / n > high + ROUNDING) - (count / n < low - ROUNDING)


def p_chart(
    samples: Sequence[Sample], reference: Sequence[Sample] | None = None, sigmas: float = SIGMAS
) -> PChart:
    """Shewhart's chart of a share, with limits for each sample's own n.

    Args:
        samples: (count, n) a week, 0 <= count <= n, n >= 1, oldest first: satisfied or
            unsatisfied, as the reader prefers. Leave weeks without ratings out.
        reference: the samples that say what is usual; all of them unless given. Leave out those
            whose special cause is known, or take a period before the one that is judged.
        sigmas: half-width of the limits in standard deviations, above 0.

    Returns:
        PChart. Where all answers of the reference are equal, centre and limits coincide. One
        sample alone lies on its own centre.

    Raises:
        EmptyBase: a sample has no ratings, or the reference no sample.
        ValueError: counts contradict each other, or sigmas is not above 0.

    Source: Montgomery (2009), Introduction to Statistical Quality Control, 6th ed., section 7.2.

    >>> chart = p_chart([(12, 50), (15, 50), (8, 50), (22, 50)], reference=[(10, 50), (12, 50)])
    >>> chart.centre, [round(limit, 4) for limit in chart.limits(0)], chart.outside
    (0.22, [0.0443, 0.3957], (3,))
    """
    usual = samples if reference is None else reference
    return PChart(_checked(samples), _centre(usual), 1.0, _checked_sigmas(sigmas))


def laney_chart(
    samples: Sequence[Sample], reference: Sequence[Sample] | None = None, sigmas: float = SIGMAS
) -> PChart:
    """Laney's p'-chart: as p_chart, but for shares that vary by more than the binomial's law.

    With thousands of ratings a week p-chart limits are so narrow that nearly every week is out.
    Here the limits are widened (or narrowed) by sigma_z, the mean moving range of the scores
    divided by 1.128. Only the step from one sample to the next counts, so that a lasting change
    does not widen the limits that should show it.

    Args:
        samples, sigmas: as for p_chart.
        reference: as for p_chart, at least two samples, in order.

    Raises:
        EmptyBase: a sample has no ratings, or the reference fewer than two samples.
        ValueError: counts contradict each other, or sigmas is not above 0.

    Source: Laney (2002), Quality Engineering 14:531-537.

    >>> chart = laney_chart([(9000, 10000), (9100, 10000), (8900, 10000), (9000, 10000)])
    >>> round(chart.sigma_z, 4), [round(limit, 4) for limit in chart.limits(0)]
    (3.9401, [0.8645, 0.9355])
    """
    plain = p_chart(samples, reference, sigmas)
    scores = p_chart(samples if reference is None else reference).scores
    if len(scores) < 2:
        raise EmptyBase("Laney's chart needs at least two samples to see how they vary")
    steps = [abs(following - score) for score, following in pairwise(scores)]
    return PChart(plain.samples, plain.centre, fmean(steps) / EXPECTED_RANGE, plain.sigmas)


def _checked(samples: Sequence[Sample]) -> tuple[Sample, ...]:
    for count, n in samples:
        if n == 0:
            raise EmptyBase("a sample needs at least one rating: leave empty weeks out")
        if not 0 <= count <= n:
            raise ValueError(f"{count} of {n} is impossible")
    return tuple(samples)


def _checked_sigmas(sigmas: float) -> float:
    if not sigmas > 0:
        raise ValueError(f"limits {sigmas} standard deviations from the centre are no limits")
    return sigmas


def _centre(reference: Sequence[Sample]) -> float:
    if not reference:
        raise EmptyBase("a chart needs at least one sample to say what is usual")
    checked = _checked(reference)
    return sum(count for count, _ in checked) / sum(n for _, n in checked)


def _deviation(centre: float, n: int) -> float:
    return sqrt(centre * (1 - centre) / n)


def _score(sample: Sample, centre: float, deviation: float) -> float:
    distance = sample[0] / sample[1] - centre
    if deviation:
        return distance / deviation
    return copysign(inf, distance) if distance else 0.0
