"""Counts of dossiers by procedure and resolving unit: they add."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Handling:
    """How some finished dossiers went. The default is zero, which changes no sum.

    overdue: finished after the day that was promised. known: those of which the one-stop system has
    told how many visits they took; repeated: of these, with more than one; visits: of these, together.
    """

    dossiers: int = 0
    overdue: int = 0
    known: int = 0
    repeated: int = 0
    visits: int = 0

    def __add__(self, other: "Handling") -> "Handling":
        return Handling(*(getattr(self, name) + getattr(other, name) for name in _NUMBERS))


_NUMBERS = tuple(field.name for field in fields(Handling))
ByPlace = Mapping[tuple[str, str], Handling]  # by procedure and resolving unit


def add_up(parts: Iterable[ByPlace]) -> dict[tuple[str, str], Handling]:
    """The sums of several times, place by place."""
    found: dict[tuple[str, str], Handling] = defaultdict(Handling)
    for part in parts:
        for place, handling in part.items():
            found[place] += handling
    return dict(found)


def by_procedure(found: ByPlace) -> dict[str, Handling]:
    """The sums of all units, procedure by procedure."""
    sums: dict[str, Handling] = defaultdict(Handling)
    for (procedure, _unit), handling in found.items():
        sums[procedure] += handling
    return dict(sums)
