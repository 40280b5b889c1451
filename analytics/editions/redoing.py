"""Deciding an edition's cells once more, from what stands behind it and beside what had been published.

The rows of an edition follow from its decision, and what stands behind it bears the digest that the
edition names. Whoever opens a hidden cell in both, with digests that fit, is found by this alone.
"""

from collections.abc import Iterator
from datetime import datetime

from ..periods import Month, parse
from ..suppression import Frozen
from ..suppression.grid import CellKey
from ..weeks import Week
from . import behind, monthly, plan, spans
from .behind import Behind
from .deciding import decide
from .model import Edition
from .restating import named, published_of, recalled
from .store import Editions, Reference
from .trusted import decide_trust


def otherwise(editions: Editions, edition: Edition) -> Iterator[CellKey]:
    """The cells that would be decided otherwise than they were; none of an edition that follows from
    others, or that decided nothing anew.

    A week takes as long as its freezing did, a month minutes. Raises DamagedEdition or NoEdition.
    """
    numbers = [number for number in editions.numbers(edition.period) if number < edition.number]
    inherited = {editions.at(edition.period, number).behind for number in numbers}
    if edition.behind is None or edition.behind in inherited:
        return
    stored, again = behind.recall(editions.folder, edition), _again(editions, edition)
    yield from _differing(stored.frozen, again.frozen)
    if stored.trust is not None and again.trust is not None:
        yield from _differing(stored.trust.frozen, again.trust.frozen)


def _again(editions: Editions, edition: Edition) -> Behind:
    period = parse(edition.period)
    if isinstance(period, Week):
        return _week_again(editions, edition, period)
    weeks = [week for week in spans.weeks_in(period) if str(week) not in edition.missing]
    own = recalled(editions, edition.period, range(1, edition.number))
    earlier = named(edition.period, own)
    with_reasons = plan.tells_reasons(behind.recall(editions.folder, edition).frozen)
    return monthly.behind_month(
        editions, weeks, edition.rule, earlier, edition.frozen_at, with_reasons=with_reasons
    )


def _week_again(editions: Editions, edition: Edition, week: Week) -> Behind:
    stored = behind.recall(editions.folder, edition)

    def seen(place: Reference) -> bool:
        return _was_before(place, editions.at(place.period, place.number).frozen_at, edition)

    earlier = published_of(editions, week, seen) if edition.number > 1 else {}
    stages = plan.of_week(stored.answers, with_others=plan.protects_others(stored.frozen))
    frozen = decide(stored.answers, stages, edition.rule, earlier)
    answers = None if stored.trust is None else stored.trust.answers
    return Behind(
        stored.answers, frozen, stored.public, trust=decide_trust(answers, edition.rule, earlier)
    )


def _was_before(place: Reference, instant: datetime, edition: Edition) -> bool:
    """Whether it was published before the week's edition: of one instant weeks are frozen first, then
    restated in their order, then come months."""
    if place.period == edition.period:
        return place.number < edition.number
    if instant != edition.frozen_at:
        return instant < edition.frozen_at
    is_week = not isinstance(parse(place.period), Month)
    return is_week and (place.number == 1 or place.period < edition.period)


def _differing(stored: Frozen, again: Frozen) -> Iterator[CellKey]:
    for key in sorted({*stored.cells, *again.cells}):
        if stored.cells.get(key) != again.cells.get(key):
            yield key
