"""The three rates as indices; they are never mixed."""

from dataclasses import replace

from ..counts import Counts
from ..stats.intervals import wilson_interval
from .model import RESPONSE, SATISFACTION, Index
from .shares import Share, dossier_satisfaction, response_rate, satisfaction_rate

OVERDUE, PETITIONED, RATED_UNSATISFIED = "overdue", "petitioned", "rated_unsatisfied"


def satisfaction_index(counts: Counts, level: float = 0.95) -> Index:
    """Satisfied of those who answered."""
    return _index("satisfaction-1", SATISFACTION, satisfaction_rate(counts, level))


def response_index(counts: Counts, level: float = 0.95) -> Index:
    """Those who answered of those who were served, with an interval for how willing people are."""
    share = response_rate(counts)
    if share is not None:
        share = replace(share, interval=wilson_interval(share.count, share.n, level))
    return _index("response-1", RESPONSE, share)


def dossier_index(counts: Counts) -> Index:
    """Dossiers with nothing to blame, of all. Silence counts as satisfied; the lower bound says what
    it would be had every silent one been unsatisfied.

    The dossiers rated unsatisfied are absent where no counted answer is tied to a dossier that had
    not failed: then the rate is that of the other two alone.
    """
    share = dossier_satisfaction(counts)
    if share is None:
        return Index("dossiers-766-1", None, (), (OVERDUE, PETITIONED, RATED_UNSATISFIED))
    told = bool(counts.tied_satisfied + counts.tied_unsatisfied)
    rated = (RATED_UNSATISFIED,)
    return Index(
        "dossiers-766-1",
        share,
        (OVERDUE, PETITIONED, *(rated if told else ())),
        () if told else rated,
        (counts.tied_satisfied / share.n, share.value),
    )


def _index(method: str, name: str, share: Share | None) -> Index:
    return Index(method, share, (name,) if share else (), () if share else (name,))
