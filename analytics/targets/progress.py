"""How a commitment stands by what was published: its period's edition, else its weeks so far."""

from dataclasses import dataclass

from ..editions import showing, spans
from ..editions.store import Editions
from .commitments import Commitment
from .forecast import Forecast, answers_left, days_gone, forecast
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
        (found,) = judged(editions.of(period), [commitment])
        return Progress(found)
    weeks = [week for week in spans.weeks_in(commitment.period) if editions.numbers(str(week))]
    if not weeks:
        return None
    cells = [cell_of(editions.of(str(week)), commitment) for week in weeks]
    sampled = commitment.index in SAMPLED
    needed = max(cell.needed for cell in cells)
    cell = showing.added(cells, needed) if sampled else cells[-1]
    verdict = judge(cell, commitment.target, sampled=sampled, ended=False)
    so_far = Judged(commitment, str(weeks[-1]), False, cell, verdict)
    gone = days_gone(commitment.period, weeks[-1].end_day)
    if not sampled or not gone:
        return Progress(so_far)
    return Progress(so_far, forecast(cell, commitment.target, answers_left(cell.n, gone)))
