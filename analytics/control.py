"""What is usual in a series of weeks, and which weeks stand out of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .disclosure import Cell
from .stats.pchart import PChart, laney_chart
from .stats.run_rules import WEEKLY, run_signals

LEAST_WEEKS = 8  # fewer weeks before do not say what is usual
RULES = WEEKLY


@dataclass(frozen=True)
class Judged:
    """One week's limits, 0 to 1, and the rule by which it stands out, if one does.

    side: 1 where it stands out upwards, -1 downwards, 0 where it does not.
    """

    low: float
    high: float
    rule: str | None = None
    side: int = 0


@dataclass(frozen=True)
class Control:
    """The limits of each week of a series; None where the week shows no rate.

    centre: the share of the weeks that say what is usual. widened: whether weeks vary by more
    than chance among single answers explains, so that the limits are wider.
    """

    centre: float
    widened: bool
    weeks: tuple[Judged | None, ...]

    @property
    def signals(self) -> tuple[int, ...]:
        """The places of the weeks that stand out."""
        return tuple(at for at, judged in enumerate(self.weeks) if judged and judged.rule)

    def last(self, weeks: int) -> "Control":
        """The same limits for the last weeks only."""
        return replace(self, weeks=self.weeks[-weeks:])


def control(cells: Sequence[Cell], begin: int = 0) -> Control | None:
    """Limits from the weeks before the newest, which is judged by what was usual before it.

    Args:
        cells: one a week, oldest first, as they may be shown: nothing hidden goes into a limit.
        begin: the first place that is asked in the present way; earlier weeks are not judged.

    Returns:
        Laney's chart, never narrower than Shewhart's: with few weeks the variation between them
        may happen to look smaller than chance allows. None with fewer than LEAST_WEEKS rates
        before the newest, or where they all are equal to 0 or 1.
    """
    shown = [at for at, cell in enumerate(cells) if at >= begin and cell.share is not None]
    samples = [(share.count, share.n) for at in shown if (share := cells[at].share)]
    if len(samples) <= LEAST_WEEKS:
        return None
    laney = laney_chart(samples, reference=samples[:-1])
    if not 0 < laney.centre < 1:
        return None
    chart = replace(laney, sigma_z=max(1.0, laney.sigma_z))
    weeks: list[Judged | None] = [None] * len(cells)
    for place, at in enumerate(shown):
        weeks[at] = Judged(*chart.limits(place))
    for place, (rule, side) in _alarms(chart).items():
        judged = weeks[shown[place]]
        weeks[shown[place]] = judged and replace(judged, rule=rule, side=side)
    return Control(chart.centre, chart.sigma_z > 1, tuple(weeks))


def _alarms(chart: PChart) -> dict[int, tuple[str, int]]:
    """Place to rule and side; of two rules at a place the first of the set counts."""
    found: dict[int, tuple[str, int]] = {}
    for signal in run_signals(chart.scores, RULES):
        found.setdefault(signal.last, (signal.rule.name, signal.side))
    return found
