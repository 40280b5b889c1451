"""Matters that citizens left for follow-up, counted by the week in which their answer was due. Pure.

By that week it is certain of each whether it was answered on time, and it stays so: a matter is
counted once, and what was counted does not move.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields

# Matters that are alike: (month, unit, week in which their authors said how satisfied they are, '' for
# none, received, due, on time, of these satisfied, of these unsatisfied)
PetitionRow = tuple[str, str, str, int, int, int, int, int]
Place = tuple[str, str, str]  # month, unit, week in which it was said or ''


@dataclass(frozen=True)
class Followed:
    """What some matters add up to. The default is zero, which changes no sum.

    received: left in the period. due: to be answered in it; on_time: answered by their day. satisfied,
    unsatisfied: of those on time, authors who said how satisfied they are with the handling.
    """

    received: int = 0
    due: int = 0
    on_time: int = 0
    satisfied: int = 0
    unsatisfied: int = 0

    def __add__(self, other: "Followed") -> "Followed":
        return Followed(*(getattr(self, name) + getattr(other, name) for name in NUMBERS))

    @property
    def said(self) -> int:
        """How many authors of matters on time said how satisfied they are."""
        return self.satisfied + self.unsatisfied


NUMBERS = tuple(field.name for field in fields(Followed))


def tally(rows: Iterable[PetitionRow]) -> dict[Place, Followed]:
    """The matters of each month, unit and week in which their authors spoke."""
    found: dict[Place, Followed] = {}
    for month, unit, said_week, *numbers in rows:
        place = (month, unit, said_week)
        found[place] = found.get(place, Followed()) + Followed(*numbers)
    return found
