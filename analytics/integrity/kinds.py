"""What fraud leaves too much of; none of these looks at an answer. Pure.

Alarms were set on made-up months, so that all rules together flag fewer than one honest month in a
hundred (`python -m bench fraud`, docs/integrity.md).
"""

from collections.abc import Callable
from dataclasses import dataclass

from .days import Day, Month
from .spread import Counted

LEAST_EXCESS = 8  # counts: fewer presses a month than this change no figure worth the suspicion
LEAST_DAILY = 12  # of the kinds whose alarm is loud: about one every second working day


@dataclass(frozen=True)
class Kind:
    """One thing that fraud leaves too much of.

    count: how many of it. alarm: the chance below which it is told. by_others: the share of the alarm
    that is given to the comparison with others, 0 to 1; the key's own months have the rest.
    is_known: whether a sum of days counts it at all. least: by how many it must be too much.
    """

    rule: str
    count: Callable[[Day], int]
    alarm: float
    by_others: float = 0.5
    is_known: Callable[[Day], bool] = lambda _: True
    least: int = LEAST_EXCESS

    @property
    def by_luck(self) -> bool:
        """Whether the other answers of the month tell its luck: where only own months count."""
        return not self.by_others

    def counted(self, month: Month) -> Counted:
        """The month's count and its services."""
        return Counted(self.count(month.total), month.total.services)

    def others(self, month: Month) -> int:
        """The answers of the month that are not of this kind."""
        return max(0, month.total.n - self.count(month.total))


def _knows_slips(day: Day) -> bool:
    """Whether presses without a slip were counted for most of these days: what is untied has none."""
    return 2 * day.slipless >= day.untied


def _is_announced(day: Day) -> bool:
    """Whether services were announced, and late presses counted: those that are lone are late."""
    return day.timed > 0 and day.late >= day.lone


ANSWERS = Kind("answers-1", lambda day: day.n, 0.0003, by_others=0.001)
UNTIED = Kind("untied-1", lambda day: day.untied, 0.0003, by_others=0.2)
LONE = Kind("lone-1", lambda day: day.lone, 0.0003)
CLOSE = Kind("close-1", lambda day: day.close, 0.0003, by_others=0.03)
REPEATS = Kind("repeats-1", lambda day: day.repeats, 0.0003)
OFF_DUTY = Kind("off-duty-1", lambda day: day.off_duty, 0.0003)
ORPHAN = Kind("orphan-1", lambda day: day.orphan, 0.0003)
BULK = Kind("bulk-1", lambda day: day.bulk, 0.0003)
IDLE = Kind("idle-1", lambda day: day.idle, 0.005, 0, _is_announced, LEAST_DAILY)
# Where services are announced it adds what IDLE does not see; where none are, there is nothing better.
SLIPLESS = Kind(
    "slipless-1",
    lambda day: day.slipless,
    0.0005,
    0,
    lambda day: day.timed > 0 and _knows_slips(day),
    LEAST_DAILY,
)
UNANNOUNCED = Kind(
    "unannounced-1",
    lambda day: day.slipless,
    0.008,
    0,
    lambda day: not day.timed and _knows_slips(day),
    LEAST_DAILY,
)
KINDS = (ANSWERS, UNTIED, LONE, CLOSE, REPEATS, OFF_DUTY, ORPHAN, BULK, IDLE, SLIPLESS, UNANNOUNCED)
