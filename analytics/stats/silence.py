"""What the silent might have said."""

from dataclasses import dataclass

from ..errors import EmptyBase


@dataclass(frozen=True)
class SilenceBounds:
    """The shares, 0 to 1, between which the satisfaction of all services lies for certain.

    hidden: answers of which it is not told whether they were satisfied.
    """

    satisfied: int
    n: int
    services: int
    low: float
    high: float
    hidden: int = 0

    @property
    def width(self) -> float:
        """The share of services about which nothing is told: 1 - response rate, and the hidden."""
        return self.high - self.low

    @property
    def silent(self) -> int:
        """Services without an answer."""
        return self.services - self.n

    @property
    def unsatisfied(self) -> int:
        """Answers that were not satisfied for certain."""
        return self.n - self.satisfied - self.hidden


def silence_bounds(satisfied: int, n: int, services: int, most: int | None = None) -> SilenceBounds:
    """The satisfaction of all served, had every silent one been unsatisfied, or satisfied.

    No assumption about the silent is made, so these bounds are not an interval with a level: no
    number of ratings narrows them, only a higher response rate does.

    Args:
        satisfied: satisfied ratings among those tied to a service, 0 <= satisfied <= n.
        n: ratings tied to a service, 0 <= n <= services; with none the bounds are 0 and 1.
        services: finished services, services >= 1.
        most: where the satisfied are told only within bounds, the most they may be; satisfied are
            then the fewest; satisfied <= most <= n.

    Raises:
        EmptyBase: there are no services.
        ValueError: the counts contradict each other.

    Source: Manski (1989), Journal of Human Resources 24:343-360; for a share Cochran (1977),
    Sampling Techniques, 3rd ed., section 13.2.

    >>> silence_bounds(satisfied=180, n=200, services=1000)
    SilenceBounds(satisfied=180, n=200, services=1000, low=0.18, high=0.98, hidden=0)
    """
    if services == 0:
        raise EmptyBase("bounds for the silent need at least one service")
    most = satisfied if most is None else most
    if not 0 <= satisfied <= most <= n <= services:
        raise ValueError(f"{satisfied} satisfied of {n} ratings of {services} services is impossible")
    low, high = satisfied / services, (services - n + most) / services
    return SilenceBounds(satisfied, n, services, low, high, most - satisfied)
