"""More than is usual: of answers, of presses when nobody was served, of presses close together. Pure.

None of these looks at an answer. Each count is held against the services of the same month, twice:
against the key's own earlier months, which shows what began, and against others alone, which shows
what has always been so. Some are held against the own months alone, but more sharply: the other
answers of the month tell how much of it is luck.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..errors import EmptyBase
from .days import Month
from .findings import Finding
from .kinds import Kind
from .luck import by_others
from .spread import Counted, Expected, Given, Spread, expect, spread_of


@dataclass(frozen=True)
class Usual:
    """How counts of a kind spread; others: how the other answers do, where they tell the luck."""

    spread: Spread
    others: Spread | None = None


def usual(kind: Kind, keys: Mapping[str, Sequence[Month]]) -> Usual:
    """What is usual of this kind; raises EmptyBase where nobody has any services, or counts it."""
    known = [_known(kind, months) for months in keys.values()]
    if not kind.by_luck:
        return Usual(spread_of([[kind.counted(month) for month in months] for months in known]))
    others = spread_of(
        [[Counted(kind.others(one), one.total.services) for one in months] for months in known]
    )
    return Usual(spread_of([_lucky(kind, months, others) for months in known]), others)


def all_usual(kinds: Sequence[Kind], keys: Mapping[str, Sequence[Month]]) -> dict[str, Usual]:
    """What is usual of each kind, by rule; without those that nobody counts."""
    found = {}
    for kind in kinds:
        try:
            found[kind.rule] = usual(kind, keys)
        except EmptyBase:
            continue
    return found


def excess(kind: Kind, month: Month, own: Sequence[Month], usual: Usual) -> Finding | None:
    """What is found of one kind in one month; None where chance explains it well enough.

    own: the key's earlier months, in any order.
    """
    count, services, _ = kind.counted(month)
    if not services or not kind.is_known(month.total):
        return None
    views = _views(kind, month, _known(kind, own), usual)
    if not views:
        return None
    chance, mean = min((min(1.0, view.at_least(int(count)) / share), view.mean) for view, share in views)
    if chance >= kind.alarm or count - mean < kind.least:
        return None
    return Finding(kind.rule, month.key, month.name, int(services), count, mean, chance)


def _views(kind: Kind, month: Month, own: Sequence[Month], usual: Usual) -> list[tuple[Expected, float]]:
    """What is expected by the others and by the own months, each with its share of the alarm."""
    exposure = kind.counted(month).exposure
    if usual.others:
        return [(_with_luck(kind, month, own, usual, usual.others), 1.0)] if own else []
    if not own:
        return [(expect(usual.spread, exposure), 1.0)]
    counted: list[Given] = [kind.counted(one) for one in own]
    return [
        (expect(usual.spread, exposure), kind.by_others),
        (expect(usual.spread, exposure, counted), 1 - kind.by_others),
    ]


def _with_luck(kind: Kind, month: Month, own: Sequence[Month], usual: Usual, others: Spread) -> Expected:
    pairs = [(kind.counted(one), float(kind.others(one))) for one in own]
    now = by_others(kind.counted(month), kind.others(month), others, pairs)
    return expect(usual.spread, now.exposure, _lucky(kind, own, others), now.blur)


def _lucky(kind: Kind, months: Sequence[Month], others: Spread) -> list[Counted]:
    """The months of one key, each with the luck in its exposure that its other answers tell."""
    pairs = [(kind.counted(one), float(kind.others(one))) for one in months]
    return [by_others(one, theirs, others, pairs) for one, theirs in pairs]


def _known(kind: Kind, months: Sequence[Month]) -> list[Month]:
    return [month for month in months if kind.is_known(month.total)]
