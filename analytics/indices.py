"""From counts to the rates and points that must never be mixed. Pure; shares are 0 to 1."""

from dataclasses import dataclass

from .counts import POSTER, Counts
from .stats.intervals import Interval, wilson_interval

FULL_POINTS = 6.0
FULL_POINTS_FROM = 0.90  # Decision 766/QD-TTg: the rate from which a unit has all six points


@dataclass(frozen=True)
class Share:
    """`count` of `n`. The interval is None where everything was counted and nothing sampled."""

    count: int
    n: int
    interval: Interval | None = None

    @property
    def value(self) -> float:
        """The share itself, 0 to 1."""
        return self.count / self.n

    @property
    def all_equal(self) -> bool:
        """Whether the share tells what each single one was."""
        return self.count in (0, self.n)


def satisfaction_rate(counts: Counts, level: float = 0.95) -> Share | None:
    """Satisfied among counted ratings, with its Wilson interval. None without ratings.

    Silence is left out, and so is what is not counted.
    """
    return _rate(counts.satisfied, counts.n, level)


def satisfaction_with_excluded(counts: Counts, level: float = 0.95) -> Share | None:
    """The same with the ratings that rules left out; unverified ones stay out."""
    extra = excluded_answers(counts)
    count, n = (extra.count, extra.n) if extra else (0, 0)
    return _rate(counts.satisfied + count, counts.n + n, level)


def excluded_answers(counts: Counts) -> Share | None:
    """Satisfied among the ratings that rules left out; None where they left out none."""
    parts = [part for part in counts.not_counted if part.cause != POSTER and part.n]
    return Share(sum(part.satisfied for part in parts), sum(part.n for part in parts)) if parts else None


def _rate(satisfied: int, n: int, level: float) -> Share | None:
    return Share(satisfied, n, wilson_interval(satisfied, n, level)) if n else None


def response_rate(counts: Counts) -> Share | None:
    """Ratings tied to a finished service among finished services (as AAPOR's RR1).

    None without services, and where more ratings are tied than services are known: then the
    services were recorded under another key than the ratings, and there is no rate to tell.
    """
    if not counts.services or counts.tied > counts.services:
        return None
    return Share(counts.tied, counts.services)


def dossier_satisfaction(counts: Counts) -> Share | None:
    """Dossiers neither overdue, nor complained about, nor rated unsatisfied, among all dossiers.

    Silence counts as satisfied. A dossier is subtracted once, whatever it did wrong. None
    without dossiers, and where more are to be subtracted than are known (see response_rate).

    Source: Decision 766/QD-TTg of 23 June 2022, the index of service to citizens.
    """
    satisfied = counts.services - counts.failed - counts.tied_unsatisfied
    if not counts.services or satisfied < 0:
        return None
    return Share(satisfied, counts.services)


def tied_answers(counts: Counts) -> Share | None:
    """Satisfied among the answers within the dossier rate; None where no answer is in it.

    They are the counted ratings of services that had not failed: whoever knows how many services
    there were and failed can compute them from that rate.
    """
    n = counts.tied_satisfied + counts.tied_unsatisfied
    return Share(counts.tied_satisfied, n) if n else None


def dossier_points(rate: float | None) -> float:
    """Points for dossier satisfaction, 0 to 6; none without dossiers, as the portal has it.

    Source: Decision 766/QD-TTg; all from a rate of 0.90, below that in proportion.

    >>> round(dossier_points(144315 / 184503), 2)
    5.21
    """
    return 0.0 if rate is None else FULL_POINTS * min(1.0, rate / FULL_POINTS_FROM)


def petition_points(good: int, petitions: int) -> float:
    """Points for petitions, 0 to 6: `good` of them on time, or handled to satisfaction.

    Without petitions there is nothing to blame: full points. Source: Decision 766/QD-TTg.

    >>> round(petition_points(182, 247), 2), petition_points(0, 0)
    (4.42, 6.0)
    """
    return FULL_POINTS * good / petitions if petitions else FULL_POINTS
