"""Counted answers jointly by who gave the service and what it was: what case mix is read from. Pure.

One kind alone is told by counts.py; here an officer's answers are parted by procedure, a unit's by
lateness or by the way they were asked for. Any of the keys may be added up, none is lost.
"""

from collections import Counter
from collections.abc import Iterable
from operator import itemgetter

from .counts import KINDS_OF_RATINGS, RatingRow

KEYS = ("unit", "centre", "officer", "procedure", "ending", "timeliness", "tier")
_MONTH = 0
_PLACES = [1 + KINDS_OF_RATINGS.index(key) for key in KEYS]
_CAUSE, _SATISFIED = len(KINDS_OF_RATINGS) + 1, len(KINDS_OF_RATINGS) + 2
_cell_of = itemgetter(_MONTH, *_PLACES)

Cell = tuple[str | None, ...]  # month, and keys in the order of KEYS, None where not known


def tally(ratings: Iterable[RatingRow]) -> dict[Cell, tuple[int, int]]:
    """One week's counted ratings by month and keys: satisfied and unsatisfied ones. Unverified ones
    and others not counted are in none."""
    counted = [row for row in ratings if not row[_CAUSE]]
    satisfied = Counter(map(_cell_of, (row for row in counted if row[_SATISFIED])))
    unsatisfied = Counter(map(_cell_of, (row for row in counted if not row[_SATISFIED])))
    found = {cell: (n, unsatisfied.pop(cell, 0)) for cell, n in satisfied.items()}
    return found | {cell: (0, n) for cell, n in unsatisfied.items()}
