"""Who has become better and stayed so, from the months as they are published: a reason to commend."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from .editions import Editions
from .editions.model import Edition, Row
from .editions.store import Reference
from .fairness import Improvement, Period, improvements
from .periods import parse

MONTHS = 36  # that are looked back upon: longer ago it was another desk


def improved(
    editions: Editions, months: Iterable[Reference], table: str, until: date
) -> tuple[Improvement, ...]:
    """Those of a table, in the order of keys.

    months: the newest edition of each month, oldest first. until: the day after the last that may be
    looked at. A month in which somebody had too little to be compared is left out of their series, as
    are editions from before months could be held against each other.
    """
    places = [place for place in months if parse(place.period).end_day <= until]
    return _improved(editions, tuple(places[-MONTHS:]), table)


@lru_cache(maxsize=64)
def _improved(editions: Editions, places: Sequence[Reference], table: str) -> tuple[Improvement, ...]:
    """Worked out once: an edition never changes, and a restatement is another one."""
    return improvements(series([editions.at(one.period, one.number) for one in places], table))


def series(months: Sequence[Edition], table: str) -> dict[str, list[Period]]:
    """By key what each month observed and let expect, oldest first."""
    found: dict[str, list[Period]] = defaultdict(list)
    for edition in months:
        for row in edition.tables.get(table, ()):
            point = _point(edition.period, row)
            if point is not None and row.key:
                found[row.key].append(point)
    return found


def _point(period: str, row: Row) -> Period | None:
    one = row.comparison
    if one is None or one.observed is None or one.pooled is None or one.variance is None:
        return None
    return Period(period, one.observed, one.pooled, one.variance)
