"""One share against another of the same ratings: late against on time, businesses against citizens."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..counts import UNKNOWN, Counts
from ..stats.comparison import Difference, share_difference
from .shares import Share, satisfaction_rate


@dataclass(frozen=True)
class Split:
    """Two satisfaction rates, and the first less the second, -1 to 1.

    shares: by name, in order; None without answers. difference: None unless both have some.
    unknown: counted ratings of which it is not known on which side they are; they are in neither.
    """

    method: str
    shares: dict[str, Share | None]
    difference: Difference | None
    unknown: int

    @property
    def present(self) -> tuple[str, ...]:
        """The sides that have answers."""
        return tuple(name for name, share in self.shares.items() if share)

    @property
    def absent(self) -> tuple[str, ...]:
        """The sides that have none."""
        return tuple(name for name, share in self.shares.items() if not share)


def timeliness_split(by_timeliness: Mapping[str, Counts], level: float = 0.95) -> Split:
    """On time less late: what a late result costs in satisfaction.

    by_timeliness: counts of the kind 'timeliness' by key. Only ratings that are tied to a service
    say whether it was late; who answers at all may hang on it too, so this is no proof of a cause.
    """
    return _split("timeliness-1", ("on_time", "late"), by_timeliness, level)


def user_kind_split(by_user_kind: Mapping[str, Counts], level: float = 0.95) -> Split:
    """Citizens less businesses, of those who said which they were.

    by_user_kind: counts of the kind 'user_kind' by key.
    """
    return _split("user-kind-1", ("citizen", "business"), by_user_kind, level)


def _split(method: str, names: tuple[str, str], counts: Mapping[str, Counts], level: float) -> Split:
    one, other = (counts.get(name, Counts()) for name in names)
    difference = None
    if one.n and other.n:
        difference = share_difference(one.satisfied, one.n, other.satisfied, other.n, level)
    rates = (satisfaction_rate(one, level), satisfaction_rate(other, level))
    unknown = counts.get(UNKNOWN, Counts()).n
    return Split(method, dict(zip(names, rates, strict=True)), difference, unknown)
