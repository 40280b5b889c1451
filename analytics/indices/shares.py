"""From counts to the rates that must never be mixed."""

from dataclasses import dataclass

from ..counts import POSTER, Counts
from ..stats.intervals import Interval, wilson_interval


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
