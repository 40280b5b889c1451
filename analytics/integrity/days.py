"""What one day or month of an officer, or of a counter, adds up to. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Day:
    """Counts of one key on one day, or summed over days. The default is zero, which changes no sum.

    key: an officer or a counter. day: a civil day, or what a sum is called.
    services: finished there; answered: of them, whenever; denied: refused or returned, and of those
    denied_answered. tied, untied: counted ratings on the tablet, tied to a finished service
    or not; phone: counted ones from phones; each with how many of them were satisfied.
    repeats: presses that were a repeat. timed: presses on the tablet of which it is known whether
    somebody had just been served; lone: those before which nobody had. close: presses less than a
    minute after another one. slipless: presses that no slip tied. late: of the timed ones, those
    more than a minute after the last service; followed: of these, those soon before another one.
    off_duty: of a service whose officer was not on duty there; orphan: with a slip or an offer that
    leads nowhere; bulk: delivered late with too many others of their hour.
    """

    key: str
    day: str
    services: int = 0
    answered: int = 0
    denied: int = 0
    denied_answered: int = 0
    tied: int = 0
    tied_satisfied: int = 0
    untied: int = 0
    untied_satisfied: int = 0
    phone: int = 0
    phone_satisfied: int = 0
    repeats: int = 0
    timed: int = 0
    lone: int = 0
    close: int = 0
    slipless: int = 0
    late: int = 0
    followed: int = 0
    off_duty: int = 0
    orphan: int = 0
    bulk: int = 0

    @property
    def tablet(self) -> int:
        """Counted ratings on the tablet."""
        return self.tied + self.untied

    @property
    def tablet_satisfied(self) -> int:
        """The satisfied ones among them."""
        return self.tied_satisfied + self.untied_satisfied

    @property
    def n(self) -> int:
        """Counted ratings."""
        return self.tablet + self.phone

    @property
    def idle(self) -> int:
        """Presses while the counter served nobody: a service neither just before nor just after."""
        return max(0, self.late - self.followed)

    @property
    def satisfied(self) -> int:
        """The satisfied ones among them."""
        return self.tablet_satisfied + self.phone_satisfied


NUMBERS = tuple(field.name for field in fields(Day) if field.name not in ("key", "day"))


@dataclass(frozen=True)
class Month:
    """One key's days of one month, oldest first, and their sum."""

    key: str
    name: str
    days: tuple[Day, ...]
    total: Day


def months(days: Iterable[Day]) -> dict[str, tuple[Month, ...]]:
    """Days gathered to months: key to its months, oldest first.

    A month's name is that of the civil month, YYYY-MM.

    >>> found = months([Day("o", "2026-08-03", services=2), Day("o", "2026-08-04", services=3)])
    >>> [(month.name, month.total.services) for month in found["o"]]
    [('2026-08', 5)]
    """
    parts = defaultdict(list)
    for day in days:
        parts[day.key, day.day[:7]].append(day)
    found = defaultdict(list)
    for (key, name), own in sorted(parts.items()):
        found[key].append(month(key, name, own))
    return {key: tuple(own) for key, own in found.items()}


def month(key: str, name: str, days: Iterable[Day]) -> Month:
    """These days as one month."""
    own = tuple(sorted(days, key=lambda day: day.day))
    sums = {number: sum(getattr(day, number) for day in own) for number in NUMBERS}
    return Month(key, name, own, Day(key, name, **sums))
