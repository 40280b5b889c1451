"""Who was asked and who answered, by how the service ended and by which way it was asked. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields

from .indices import Share
from .stats.intervals import wilson_interval

AT_THE_COUNTER = "counter"
# How a service ended: at the counter by its outcome, else by how its result travelled.
ENDINGS = ("granted", "refused", "returned", "post", "online")
WAYS = ("tablet", "phone")

# A finished service: (month, outcome, channel, offered on a tablet 0 or 1, offered on a phone 0 or 1,
# answered 0 or 1, 'tablet', 'phone' or None for no answer or one before the way was kept)
ResponseRow = tuple[str, str, str, int, int, int, str | None]


@dataclass(frozen=True)
class Responses:
    """What some services add up to. The default is zero, which changes no sum.

    answered: by any way, also by one that is not known; offered is not needed for it.
    """

    finished: int = 0
    answered: int = 0
    offered_on_tablet: int = 0
    answered_on_tablet: int = 0
    offered_on_phone: int = 0
    answered_on_phone: int = 0

    def __add__(self, other: "Responses") -> "Responses":
        return Responses(*(getattr(self, name) + getattr(other, name) for name in NUMBERS))

    def rate(self, level: float = 0.95) -> Share | None:
        """Answered of all that finished, with its Wilson interval. None without services."""
        return _share(self.answered, self.finished, level)

    def rate_by(self, way: str, level: float = 0.95) -> Share | None:
        """Answered by one of WAYS, of those who were asked that way. None where nobody was."""
        return _share(getattr(self, f"answered_on_{way}"), getattr(self, f"offered_on_{way}"), level)


NUMBERS = tuple(field.name for field in fields(Responses))


def ending(outcome: str, channel: str) -> str:
    """Which of ENDINGS a service had.

    >>> ending("refused", "counter"), ending("refused", "post")
    ('refused', 'post')
    """
    return outcome if channel == AT_THE_COUNTER else channel


def tally(rows: Iterable[ResponseRow]) -> dict[str, dict[str, Responses]]:
    """The services of each month and ending; an ending that none had is absent."""
    found: dict[str, dict[str, Responses]] = {}
    for row, n in Counter(rows).items():
        month, outcome, channel, on_tablet, on_phone, answered, answered_on = row
        by_tablet, by_phone = answered_on == "tablet", answered_on == "phone"
        parts = (1, answered, on_tablet, by_tablet and on_tablet, on_phone, by_phone and on_phone)
        key, of_month = ending(outcome, channel), found.setdefault(month, {})
        of_month[key] = of_month.get(key, Responses()) + Responses(*(n * part for part in parts))
    return found


def _share(count: int, n: int, level: float) -> Share | None:
    return Share(count, n, wilson_interval(count, n, level)) if n else None
