"""Everything the rules find of one month, for the person who reviews it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..errors import EmptyBase
from ..stats.beta_binomial import BetaPrior, Prior, fit_prior
from . import appraisal, excess, gaps, kinds, runs, surplus
from .days import Day, Month, month, months
from .findings import Finding
from .spread import Spread, spread_of

Histories = Mapping[str, Sequence[Month]]


@dataclass(frozen=True)
class Usual:
    """What is usual among all, from the months before.

    excesses: by rule; daily: of ratings for each service, day by day; empty and None where no services
    are known. gaps: by rule, -1 to 1. rates: of satisfaction, None without any rating.
    """

    excesses: Mapping[str, excess.Usual]
    daily: Spread | None
    gaps: Mapping[str, float]
    rates: Prior | None


def usual_of(earlier: Histories) -> Usual:
    """What is usual, from each key's earlier months; keys without services or ratings tell nothing."""
    sums = [one.total for own in earlier.values() for one in own]
    rates = [
        (sum(one.total.satisfied for one in own), sum(one.total.n for one in own))
        for own in earlier.values()
    ]
    try:
        daily = spread_of(
            [[(day.n, day.services) for one in own for day in one.days] for own in earlier.values()]
        )
    except EmptyBase:
        daily = None
    return Usual(
        excess.all_usual(kinds.KINDS, earlier),
        daily,
        {pair.rule: gaps.usual_gap(pair, sums) for pair in gaps.PAIRS},
        fit_prior(rates) if any(n for _, n in rates) else None,
    )


def review(
    now: Month, own: Sequence[Month], usual: Usual, *, today: date, appraised: date | None = None
) -> list[Finding]:
    """What is odd about this month of one key, the least probable first; empty where nothing is.

    own: the key's earlier months, oldest first. Gaps and the appraisal look at all of them, since a
    month has too few answers. appraised: the day on which officers are appraised, where it is known.
    """
    whole = month(now.key, now.name, [day for one in (*own, now) for day in one.days])
    found = [
        excess.excess(kind, now, own, usual.excesses[kind.rule])
        for kind in kinds.KINDS
        if kind.rule in usual.excesses
    ]
    found += [gaps.gap(pair, whole.total, usual.gaps[pair.rule]) for pair in gaps.PAIRS]
    if usual.daily:
        found.append(surplus.surplus(now, own, usual.daily, today))
    if usual.rates:
        found.append(runs.all_alike(now.key, now.name, now.days, _prior(usual.rates, own)))
    if appraised:
        found.append(appraisal.rise_at(now.key, whole.days, appraised))
    return sorted(filter(None, found), key=lambda finding: (finding.chance, finding.rule))


def review_all(
    days: Sequence[Day], name: str, *, today: date, appraised: date | None = None
) -> list[Finding]:
    """What is odd about the month of this name (YYYY-MM), of everybody; by key."""
    histories = months(days)
    earlier = {key: [one for one in own if one.name < name] for key, own in histories.items()}
    usual = usual_of({key: own for key, own in earlier.items() if own})
    return [
        finding
        for key, own in histories.items()
        for now in own
        if now.name == name
        for finding in review(now, earlier[key], usual, today=today, appraised=appraised)
    ]


def _prior(rates: Prior, own: Sequence[Month]) -> tuple[float, float]:
    satisfied, n = sum(one.total.satisfied for one in own), sum(one.total.n for one in own)
    if isinstance(rates, BetaPrior):
        return rates.a + satisfied, rates.b + n - satisfied
    return rates.satisfied + 0.5, rates.n - rates.satisfied + 0.5
