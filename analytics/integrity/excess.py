"""More than is usual: of answers, of presses when nobody was served, of presses close together. Pure.

None of these looks at an answer. Each count is held against the services of the same month, twice:
against the key's own earlier months, which shows what began, and against others alone, which shows
what has always been so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from .days import Day, Month
from .findings import Finding
from .spread import Spread, expect, spread_of

LEAST_EXCESS = 8  # counts: fewer presses a month than this change no figure worth the suspicion


@dataclass(frozen=True)
class Kind:
    """One thing that fraud leaves too much of.

    count: how many of it. alarm: the chance below which it is told.
    """

    rule: str
    count: Callable[[Day], int]
    alarm: float

    def counted(self, month: Month) -> tuple[float, float]:
        """The month's count and its services."""
        return self.count(month.total), month.total.services


ANSWERS = Kind("answers-1", lambda day: day.n, 0.0003)
UNTIED = Kind("untied-1", lambda day: day.untied, 0.0003)
LONE = Kind("lone-1", lambda day: day.lone, 0.0003)
CLOSE = Kind("close-1", lambda day: day.close, 0.0003)
REPEATS = Kind("repeats-1", lambda day: day.repeats, 0.0003)
OFF_DUTY = Kind("off-duty-1", lambda day: day.off_duty, 0.0003)
ORPHAN = Kind("orphan-1", lambda day: day.orphan, 0.0003)
BULK = Kind("bulk-1", lambda day: day.bulk, 0.0003)
KINDS = (ANSWERS, UNTIED, LONE, CLOSE, REPEATS, OFF_DUTY, ORPHAN, BULK)


def usual(kind: Kind, keys: Mapping[str, Sequence[Month]]) -> Spread:
    """What is usual of this kind; raises EmptyBase where nobody has any services."""
    return spread_of([[kind.counted(month) for month in months] for months in keys.values()])


def excess(kind: Kind, month: Month, own: Sequence[Month], spread: Spread) -> Finding | None:
    """What is found of one kind in one month; None where chance explains it well enough.

    own: the key's earlier months, in any order.
    """
    count, services = kind.counted(month)
    if not services:
        return None
    views = [expect(spread, services)]
    if own:
        views.append(expect(spread, services, [kind.counted(one) for one in own]))
    chances = [view.at_least(int(count)) for view in views]
    chance = min(1.0, len(views) * min(chances))
    mean = views[chances.index(min(chances))].mean
    if chance >= kind.alarm or count - mean < LEAST_EXCESS:
        return None
    return Finding(kind.rule, month.key, month.name, int(services), count, mean, chance)
