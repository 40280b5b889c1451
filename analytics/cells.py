"""Counted answers jointly by who gave the service and what it was: what case mix is read from. Pure.

One kind alone is told by counts.py; here an officer's answers are parted by procedure, a unit's by
procedure and lateness. Any of the keys may be added up, none is lost.
"""

from collections import Counter
from collections.abc import Iterable
from operator import itemgetter

from .counts import KINDS_OF_RATINGS, UNKNOWN, RatingRow

KEYS = ("unit", "centre", "officer", "procedure", "ending", "timeliness")
_MONTH = 0
_PLACES = [1 + KINDS_OF_RATINGS.index(key) for key in KEYS]
_CAUSE, _SATISFIED = len(KINDS_OF_RATINGS) + 1, len(KINDS_OF_RATINGS) + 2
_wanted = itemgetter(_SATISFIED, _MONTH, *_PLACES)

CellRow = tuple[str | int, ...]  # month, keys in the order of KEYS, satisfied, unsatisfied


def tally(ratings: Iterable[RatingRow]) -> list[CellRow]:
    """One week's counted ratings by month and keys, sorted; unverified ones and others not counted
    are in none."""
    numbers = Counter(_wanted(row) for row in ratings if not row[_CAUSE])
    found: dict[tuple[str, ...], list[int]] = {}
    for (satisfied, *keys), n in numbers.items():
        cell = tuple(key or UNKNOWN for key in keys)
        found.setdefault(cell, [0, 0])[0 if satisfied else 1] += n
    return [(*cell, *answers) for cell, answers in sorted(found.items())]
