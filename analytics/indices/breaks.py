"""Where a series breaks: another way of asking gives other answers, and no line leads over it.

SIPAS moved by seven points when its sampling frame changed in 2022. Of a kiosk's way of asking the
record knows by which proof an answer came (tier) and on which screen (channel); the words of the
question and the topics have no version there. Since when the optional question of trust is asked, it
notes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..stats.comparison import Difference, share_difference
from ..weeks import Period

LEAST = 0.2  # of the answers must come another way, beyond what chance explains
LEVEL = 0.998  # so that a year of weeks, each compared in several ways, breaks by chance hardly ever


@dataclass(frozen=True)
class Break:
    """A period from which on answers came in another way than in the ones before it.

    way: the one whose share changed most; change: its share in the period less that of all periods
    since the last break, with Newcombe's interval.
    """

    period: Period
    way: str
    change: Difference


def find_breaks(
    series: Iterable[tuple[Period, Mapping[str, int]]], least: float = LEAST, level: float = LEVEL
) -> list[Break]:
    """The breaks of a series, oldest first.

    Each period is compared with all since the last break, so that a slow drift is found too. It is
    a break where the share of a way changed by more than `least` even at the near end of the
    interval: chance makes none of a few answers, and a period with none is passed over.

    Args:
        series: periods, oldest first, each with its counted answers by way of asking.
        least: from 0 to 1; level: of the interval, strictly between 0 and 1.
    """
    found: list[Break] = []
    since: Counter[str] = Counter()
    for period, ways in series:
        changes = _changes(ways, since, level)
        beyond = [one for one in changes if max(one[1].low, -one[1].high) > least]
        if beyond:
            way, change = max(beyond, key=lambda one: (abs(one[1].value), one[0]))
            found.append(Break(period, way, change))
            since.clear()
        since.update(ways)
    return found


def asking_breaks(series: Iterable[tuple[Period, bool]]) -> list[Period]:
    """The periods from which on a question was asked that had not been, or no longer, oldest first:
    an index of its answers ends there, or begins.

    series: periods, oldest first, each with whether it was asked in it.
    """
    told = list(series)
    return [period for (_, before), (period, now) in pairwise(told) if before != now]


def unbroken(periods: Sequence[Period], breaks: Iterable[Break]) -> list[list[Period]]:
    """The periods in stretches within which they may be compared or joined by a line."""
    starts = {one.period for one in breaks}
    stretches: list[list[Period]] = []
    for period in periods:
        if period in starts or not stretches:
            stretches.append([])
        stretches[-1].append(period)
    return stretches


def _changes(
    ways: Mapping[str, int], since: Mapping[str, int], level: float
) -> list[tuple[str, Difference]]:
    n, other_n = sum(ways.values()), sum(since.values())
    if not n or not other_n:
        return []
    return [
        (way, share_difference(ways.get(way, 0), n, since.get(way, 0), other_n, level))
        for way in sorted({*ways, *since})
    ]
