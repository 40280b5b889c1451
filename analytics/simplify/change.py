"""Before and after a change of a procedure: what is known, and what it does not prove."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..disclosure import Cell
from ..stats.comparison import Difference, share_difference
from ..weeks import Week

SPAN = 26  # weeks before and after: half a year each, so that old habits do not stand for today
YEAR = 52


@dataclass(frozen=True)
class BeforeAfter:
    """Satisfaction after a change less that before it.

    since: first day of the change. before, after: how many weeks are told of each. left_out: weeks
    within the span of which nothing may be told. same_season: the like difference of the same
    weeks a year earlier, when nothing changed; None where too little is known of them.
    """

    since: date
    difference: Difference
    before: int
    after: int
    left_out: int
    same_season: Difference | None

    @property
    def beyond_season(self) -> bool | None:
        """Whether the change is larger than the seasons explain; None where they are unknown.

        Cautious: the two intervals must not overlap.
        """
        usual = self.same_season
        if usual is None:
            return None
        return self.difference.low > usual.high or self.difference.high < usual.low


def before_after(
    points: Iterable[tuple[Week, Cell]], since: date, span: int = SPAN
) -> BeforeAfter | None:
    """Compare the weeks wholly before a change with those that began on its day or later.

    Args:
        points: published weeks of one procedure, in any order; the more years, the better.
        since: the first day of the changed procedure.
        span: weeks to look at on either side, at least 1.

    Returns:
        BeforeAfter of all ratings of the weeks that are shown; the week of the change itself counts
        on neither side unless it begins with it. None unless both sides show a week.

    It is no proof that the change was the cause: other things happened too, and seasons differ.
    """
    cells = dict(points)
    first = Week.of(since)
    after = (
        [first.before(-ahead) for ahead in range(span)]
        if first.first_day == since
        else [first.before(-ahead) for ahead in range(1, span + 1)]
    )
    before = [first.before(back) for back in range(1, span + 1)]
    difference = _difference(cells, before, after)
    if difference is None:
        return None
    within = [week for week in (*before, *after) if week in cells]
    shown = [week for week in within if cells[week].share]
    return BeforeAfter(
        since=since,
        difference=difference,
        before=sum(week in before for week in shown),
        after=sum(week in after for week in shown),
        left_out=len(within) - len(shown),
        same_season=_same_season(cells, before, after),
    )


def _same_season(
    cells: dict[Week, Cell], before: Sequence[Week], after: Sequence[Week]
) -> Difference | None:
    """The same weeks a year earlier, only those of which both years are told."""

    def pairs(weeks: Sequence[Week]) -> list[Week]:
        told = [week for week in weeks if week in cells and cells[week].share]
        return [week.before(YEAR) for week in told]

    return _difference(cells, pairs(before), pairs(after))


def _difference(
    cells: dict[Week, Cell], before: Sequence[Week], after: Sequence[Week]
) -> Difference | None:
    old, new = _sum(cells, before), _sum(cells, after)
    return share_difference(*new, *old) if old[1] and new[1] else None


def _sum(cells: dict[Week, Cell], weeks: Sequence[Week]) -> tuple[int, int]:
    shares = [share for week in weeks if week in cells and (share := cells[week].share)]
    return sum(share.count for share in shares), sum(share.n for share in shares)
