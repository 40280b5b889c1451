"""The weekly chart of one key, from the derived figures."""

from collections.abc import Sequence

from .control import control
from .counts import TOTAL, UNKNOWN
from .driver import sqlite3
from .listing import full_name
from .pictures.cells import Point
from .pictures.weekly import WeeklyChart
from .tables import find_name, series
from .weeks import Week
from .words import Words


def of_key(
    derived: sqlite3.Connection,
    record: sqlite3.Connection,
    weeks: Sequence[Week],
    *,
    by: str,
    key: str | None,
    words: Words,
) -> WeeklyChart:
    """The chart of one key of a dimension, named as of the last week; of the total for None.

    It begins with the first week that has ratings.

    Raises UnknownKey if the catalogue has no such key.
    """
    if key is None:
        found = series(derived, record, weeks, by=TOTAL, key=UNKNOWN)
        return _judged(words.gettext("All together"), found, words)
    name = find_name(record, by, key, weeks[-1])
    found = series(derived, record, weeks, by=by, key=key)
    return _judged(full_name(name, words), found, words)


def _judged(name: str, found: Sequence[Point], words: Words) -> WeeklyChart:
    points = _begun(found)
    return WeeklyChart(name, points, words, control([cell for _week, cell in points]))


def _begun(points: Sequence[Point]) -> tuple[Point, ...]:
    """Without the weeks before the first rating; the last one stays in any case."""
    first = next((at for at, (_, cell) in enumerate(points) if cell.n), len(points) - 1)
    return tuple(points[first:])
