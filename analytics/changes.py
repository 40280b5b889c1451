"""What may be said about one week against another. Pure.

The check is the simplest that is honest: two 95 % intervals that do not overlap. It misses
small changes, and it is called what it is wherever its answer is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from .disclosure import BOUNDS, Cell
from .stats.intervals import Interval
from .tables import Row


class Change(Enum):
    """How a rate stands against an earlier one."""

    HIGHER = "higher"
    LOWER = "lower"
    UNCLEAR = "unclear"  # the intervals overlap
    NO_DATA = "no_data"  # the later one says nothing
    NOTHING_BEFORE = "nothing_before"  # the earlier one says nothing


def compare(before: Cell | None, after: Cell) -> Change:
    """The later cell against the earlier; None where there is no earlier one.

    A cell known only by its bound has no interval to compare.
    """
    later, earlier = _interval(after), _interval(before)
    if later is None:
        return Change.UNCLEAR if _bounded(after) else Change.NO_DATA
    if earlier is None:
        return Change.UNCLEAR if before is not None and _bounded(before) else Change.NOTHING_BEFORE
    if later.overlaps(earlier):
        return Change.UNCLEAR
    return Change.HIGHER if later.low > earlier.high else Change.LOWER


@dataclass(frozen=True)
class Moved:
    """A row whose rate has clearly changed."""

    change: Change
    before: Row
    after: Row


def moved_rows(before: Sequence[Row], after: Sequence[Row]) -> list[Moved]:
    """Rows that have clearly changed against the row of the same key, lower ones first.

    Within each direction the order is that of `after`.
    """
    earlier = {row.key: row for row in before}
    found = []
    for row in after:
        old = earlier.get(row.key)
        change = compare(old.satisfaction if old else None, row.satisfaction)
        if old is not None and change in (Change.LOWER, Change.HIGHER):
            found.append(Moved(change, old, row))
    return sorted(found, key=lambda moved: moved.change is Change.HIGHER)


def _interval(cell: Cell | None) -> Interval | None:
    return None if cell is None else cell.interval


def _bounded(cell: Cell) -> bool:
    return cell.state in BOUNDS
