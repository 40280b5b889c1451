"""Cells for pictures, from counts written down."""

from analytics.control import control
from analytics.counts import Counts
from analytics.disclosure import Cell, State, disclose
from analytics.indices import Share, satisfaction_rate
from analytics.pictures.weekly import Event, WeeklyChart
from analytics.stats.intervals import wilson_interval
from analytics.weeks import Week, span
from analytics.words import Words

LAST = Week(2026, 34)


def a_cell(satisfied: int, unsatisfied: int, kind: str = "counter") -> Cell:
    """As much of so many answers as may be shown."""
    return disclose(kind, satisfaction_rate(Counts(satisfied=satisfied, unsatisfied=unsatisfied)))


def a_share(count: int, n: int) -> Cell:
    """A share that is shown in full."""
    return Cell(State.SHOWN, n, 10, Share(count, n, wilson_interval(count, n)))


def a_chart(
    *answers: tuple[int, int],
    name: str = "Quầy 1",
    kind: str = "counter",
    lang: str = "vi",
    until: Week = LAST,
    events: tuple[Event, ...] = (),
    judged: bool = False,
) -> WeeklyChart:
    """One week for each pair of satisfied and unsatisfied answers, the last of them `until`."""
    points = tuple(
        (week, a_cell(*pair, kind))
        for week, pair in zip(span(until, len(answers)), answers, strict=True)
    )
    usual = control([cell for _week, cell in points]) if judged else None
    return WeeklyChart(name, points, Words(lang), usual, events)
