"""Where a series of editions breaks: another method, or another way of asking. For pages and paper.

SIPAS moved by seven points when its sampling frame changed: no line leads over such a place, and what is
usual begins anew behind it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from . import terms
from .editions import Editions
from .editions.spans import weeks_in
from .editions.store import Reference
from .indices import find_breaks
from .periods import parse
from .pictures.weekly import Event
from .weeks import Week
from .words import Words


@dataclass(frozen=True)
class Broken:
    """The week from which on another series begins, and why: a new method, or a way of asking of which
    the share has changed, as a tier's code. One of the two is empty."""

    week: Week
    method: str = ""
    way: str = ""


def newest(editions: Editions, kind: str) -> list[Reference]:
    """The newest edition of each period of a kind, oldest period first."""
    return list({place.period: place for place in editions.listed(kind)}.values())


def find_broken(
    editions: Editions, weeks: Iterable[Reference], months: Iterable[Reference], until: date, count: int
) -> tuple[Broken, ...]:
    """The breaks among the last `count` weeks and months that ended before the day `until`."""
    of_weeks, of_months = (
        tuple([place for place in places if parse(place.period).end_day <= until][-count:])
        for places in (weeks, months)
    )
    return (*_methods(editions, of_weeks), *_ways(editions, of_months))


def as_marks(broken: Iterable[Broken], words: Words) -> list[Event]:
    """The same as marks of a weekly chart, in the reader's language."""
    return [Event(one.week, _text(one, words), breaks=True) for one in broken]


def _text(one: Broken, words: Words) -> str:
    _ = words.gettext
    if one.method:
        return _("another method: {method}", method=one.method)
    return _("asked another way: {way}", way=terms.coded("tier", one.way, words))


@lru_cache(maxsize=64)
def _methods(editions: Editions, places: Sequence[Reference]) -> tuple[Broken, ...]:
    methods = [(place, editions.at(place.period, place.number).method) for place in places]
    return tuple(
        Broken(Week.parse(after.period), method=new)
        for (_place, old), (after, new) in pairwise(methods)
        if old != new
    )


@lru_cache(maxsize=64)
def _ways(editions: Editions, places: Sequence[Reference]) -> tuple[Broken, ...]:
    """From months: a week does not tell by which way its answers came."""
    series = [
        (
            parse(place.period),
            {
                row.key: row.satisfaction.n
                for row in editions.at(place.period, place.number).tables.get("tier", ())
            },
        )
        for place in places
    ]
    return tuple(Broken(weeks_in(found.period)[0], way=found.way) for found in find_breaks(series))
