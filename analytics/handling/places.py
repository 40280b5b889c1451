"""Where a procedure goes worse than elsewhere: units beyond what chance explains, never a ranking."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ..counts import UNKNOWN
from ..stats.hypergeometric import hypergeometric
from ..stats.multiplicity import benjamini_hochberg
from .counts import ByPlace, Handling, by_procedure

LATE, REPEAT = "late", "repeat"
OTHERS = 30  # dossiers of other units, below which they are no expectation
FALSE_SIGNALS = 0.05


@dataclass(frozen=True)
class Place:
    """A unit in which dossiers of a procedure were late, or sent back, more often than in the others.

    what: LATE or REPEAT. count: dossiers that were, of n. expected: how many of n would have been,
    had they gone as those of the same procedure in all other units.
    """

    unit: str
    what: str
    count: int
    n: int
    expected: float


@dataclass(frozen=True)
class Compared:
    """Of one procedure: how many units could be held against the others, and which stand out."""

    units: int
    worse: tuple[Place, ...]


@dataclass(frozen=True)
class _Test:
    procedure: str
    place: Place
    chance: float


def worse_places(found: ByPlace, needed: int) -> dict[str, Compared]:
    """By procedure, the units that stand out, in the order of their keys; absent where no unit can be
    held against others.

    needed: dossiers of a unit below which nothing is said of it, and beside OTHERS of the others.

    Each unit is held against all others of the same procedure by the exact conditional test of Fisher
    (one-sided); which stand out is decided by Benjamini and Hochberg's procedure over all procedures,
    units and both questions at once, so that on average at most one signal in twenty is false.
    """
    all_of = by_procedure(found)
    tests = [
        _Test(procedure, place, chance)
        for (procedure, unit), own in sorted(found.items())
        if procedure != UNKNOWN
        for what in (LATE, REPEAT)
        for place, chance in _tested(unit, what, own, all_of[procedure], needed)
    ]
    stands_out = benjamini_hochberg([test.chance for test in tests], FALSE_SIGNALS).stands_out
    units: dict[str, set[str]] = defaultdict(set)
    worse: dict[str, list[Place]] = defaultdict(list)
    for test, is_worse in zip(tests, stands_out, strict=True):
        units[test.procedure].add(test.place.unit)
        if is_worse and test.place.count > test.place.expected:
            worse[test.procedure].append(test.place)
    return {key: Compared(len(those), tuple(worse[key])) for key, those in units.items()}


def _tested(
    unit: str, what: str, own: Handling, all_of: Handling, needed: int
) -> Iterator[tuple[Place, float]]:
    """The unit with the chance of so many or more; nothing where there are too few to tell."""
    (count, n), (every, base) = _counted(own, what), _counted(all_of, what)
    if n >= needed and base - n >= OTHERS:
        expected = n * (every - count) / (base - n)
        chance = 1.0 if count <= expected else hypergeometric(n, every, base).at_least(count)
        yield Place(unit, what, count, n, expected), chance


def _counted(handling: Handling, what: str) -> tuple[int, int]:
    if what == LATE:
        return handling.overdue, handling.dossiers
    return handling.repeated, handling.known
