"""What the report on procedures to simplify must know of their past."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..disclosure import Cell
from ..editions import Editions
from ..periods import Period, weeks_of
from ..simplify.evidence import TWO_YEARS
from ..source.happened import Noted
from ..weeks import Week, span


@dataclass(frozen=True)
class Past:
    """When procedures changed, as the record has it. versions: by procedure, the first days of its
    versions, of those with more than one. noted: what staff noted."""

    versions: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    noted: tuple[Noted, ...] = ()


@dataclass(frozen=True)
class History:
    """The same, and by procedure its published weeks, where any change of it is known."""

    past: Past = field(default_factory=Past)
    weeks: Mapping[str, tuple[tuple[Week, Cell], ...]] = field(default_factory=dict)


def history_of(editions: Editions, period: Period, keys: Sequence[str], past: Past) -> History:
    """Two years of weeks until the period's end, for a comparison with the year before."""
    wanted = [key for key in keys if past.noted or key in past.versions]
    weeks: dict[str, list[tuple[Week, Cell]]] = {key: [] for key in wanted}
    published = set(editions.periods("week")) if wanted else set()
    for week in span(weeks_of(period)[-1], TWO_YEARS):
        if str(week) in published:
            for row in editions.of(str(week)).rows("procedure"):
                if row.key in weeks:
                    weeks[row.key].append((week, row.satisfaction))
    return History(past, {key: tuple(points) for key, points in weeks.items()})
