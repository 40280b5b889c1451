"""How a commitment stands by what was published: its period's edition, else its weeks so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..editions import Edition, showing, spans
from ..editions.store import Editions
from ..periods import parse
from ..weeks import Period, Week
from .commitments import Commitment
from .forecast import Forecast, answers_left, forecast
from .judging import SAMPLED, Judged, cell_of, judge, judged


@dataclass(frozen=True)
class Progress:
    """forecast: while the period runs, of a figure that is shown."""

    judged: Judged
    forecast: Forecast | None = None


def progress(editions: Editions, commitment: Commitment) -> Progress | None:
    """A commitment held against the editions there are; None before any of its weeks was published.

    Weeks so far are added up from their published cells, so that nothing new is told. What is counted
    in full (dossiers, responses) is judged by the period's own edition alone.
    """
    period = str(commitment.period)
    if editions.numbers(period):
        return _of_whole(editions.of(period), commitment)
    published = {place.period for place in editions.listed("week")}
    weeks = [week for week in spans.weeks_in(commitment.period) if str(week) in published]
    return _so_far([editions.of(str(week)) for week in weeks], commitment)


def progress_by(
    editions: Editions, commitments: Iterable[Commitment], edition: Edition
) -> tuple[Progress, ...]:
    """The commitments whose period holds the edition's, as they stood when that period ended.

    Returns:
        In the order given; those of which nothing was published are left out. An edition's own
        period is judged by that very edition, so that a page of it says the same whenever it is read.
    """
    of = parse(edition.period)
    known = {place.period: place.number for place in editions.listed()}
    last, weeks = spans.weeks_in(of)[-1], dict[Period, list[Edition]]()
    found: list[Progress | None] = []
    for commitment in commitments:
        period = commitment.period
        if not _holds(period, of):
            continue
        if period == of:
            found.append(_of_whole(edition, commitment))
            continue
        if period not in weeks:
            until = [week for week in spans.weeks_in(period) if week.first_day <= last.first_day]
            names = [str(week) for week in until if str(week) in known]
            weeks[period] = [editions.at(name, known[name]) for name in names]
        found.append(_so_far(weeks[period], commitment))
    return tuple(one for one in found if one is not None)


def _holds(longer: Period, period: Period) -> bool:
    """Whether all weeks of the period are among those of the other."""
    if isinstance(period, Week):
        return longer == period or longer in spans.longer_periods_of(period)
    return longer.first_day <= period.first_day and period.end_day <= longer.end_day


def _of_whole(edition: Edition, commitment: Commitment) -> Progress:
    (found,) = judged(edition, [commitment])
    return Progress(found)


def _so_far(weeks: Sequence[Edition], commitment: Commitment) -> Progress | None:
    """Of a period that has not ended: its weekly editions, oldest first."""
    if not weeks:
        return None
    cells = [cell_of(edition, commitment) for edition in weeks]
    last = parse(weeks[-1].period)
    sampled = commitment.index in SAMPLED
    needed = max(cell.needed for cell in cells)
    cell = showing.added(cells, needed) if sampled else cells[-1]
    verdict = judge(cell, commitment.target, sampled=sampled, ended=False)
    so_far = Judged(commitment, str(last), False, cell, verdict)
    gone = _gone(commitment.period, parse(weeks[0].period), last)
    if not sampled or not gone:
        return Progress(so_far)
    return Progress(so_far, forecast(cell, commitment.target, answers_left(cell.n, gone)))


def _gone(period: Period, first: Period, last: Period) -> float:
    """The part of the period that is over, of what is left of it since the first week that was
    published: a record begun in August knows the pace of August, not of a year."""
    begin = max(period.first_day, first.first_day)
    gone = (last.end_day - begin).days / (period.end_day - begin).days
    return min(1.0, max(0.0, gone))
