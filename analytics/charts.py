"""What a weekly picture says, before anyone draws it: its words, its points, its description."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils.utils import sqlite3

from .counts import TOTAL, UNKNOWN
from .disclosure import BOUNDS, Cell
from .listing import cell_text, full_name
from .tables import find_name, series
from .weeks import Week
from .words import Words

Point = tuple[Week, Cell]


@dataclass(frozen=True)
class WeeklyChart:
    """A satisfaction rate over consecutive weeks. Equal charts are drawn equal.

    name: whose rate it is, in the reader's language. points: oldest week first.
    """

    name: str
    points: tuple[Point, ...]
    words: Words

    @property
    def caption(self) -> str:
        """What is drawn."""
        return self.words.gettext("Satisfaction rate by week with its 95 % interval")

    def last(self, weeks: int) -> "WeeklyChart":
        """The same over its last weeks only, for a narrow screen."""
        return WeeklyChart(self.name, self.points[-weeks:], self.words)

    def shown(self) -> list[Point]:
        """The weeks whose rate may be shown in full."""
        return [point for point in self.points if point[1].share is not None]

    def description(self) -> str:
        """The picture in words, for whoever cannot see it."""
        parts = [f"{self.name}. {self.caption}: {_span(self.points, self.words)}."]
        shown = self.shown()
        if shown:
            _ = self.words.gettext
            parts.append(_("Latest: {point}.", point=point_text(shown[-1], self.words)))
            parts.append(_("Lowest: {point}.", point=point_text(min(shown, key=_rate), self.words)))
            parts.append(_("Highest: {point}.", point=point_text(max(shown, key=_rate), self.words)))
        bounded = [point for point in self.points if is_bound(point[1])]
        parts += [f"{point_text(point, self.words)}." for point in bounded]
        silent = len(self.points) - len(shown) - len(bounded)
        if silent:
            parts.append(self.words.gettext("Weeks without enough data: {count}.", count=silent))
        return " ".join(parts)


def of_key(
    derived: sqlite3.Connection,
    record: sqlite3.Connection,
    weeks: Sequence[Week],
    *,
    by: str,
    key: str | None,
    words: Words,
) -> WeeklyChart:
    """The chart of one key of a dimension, named as of the last week; of the total for None.

    It begins with the first week that has ratings.

    Raises UnknownKey if the catalogue has no such key.
    """
    if key is None:
        found = series(derived, record, weeks, by=TOTAL, key=UNKNOWN)
        return WeeklyChart(words.gettext("All together"), _begun(found), words)
    name = find_name(record, by, key, weeks[-1])
    found = series(derived, record, weeks, by=by, key=key)
    return WeeklyChart(full_name(name, words), _begun(found), words)


def _begun(points: Sequence[Point]) -> tuple[Point, ...]:
    """Without the weeks before the first rating; the last one stays in any case."""
    first = next((at for at, (_, cell) in enumerate(points) if cell.n), len(points) - 1)
    return tuple(points[first:])


def is_bound(cell: Cell) -> bool:
    """Whether all answers of the cell were equal, so that only a bound is shown."""
    return cell.state in BOUNDS


def point_text(point: Point, words: Words) -> str:
    """One week in words: its rate, interval and base."""
    week, cell = point
    value = cell_text(cell, words)
    if cell.share is not None and cell.share.interval is not None:
        value = f"{value} ({words.interval(cell.share.interval)})"
    return f"{week_text(week, words)}: {value}, n = {words.number(cell.n)}"


def week_text(week: Week, words: Words) -> str:
    """A week as it is spoken of."""
    return words.gettext("week {number}/{year}", number=week.number, year=week.year)


def runs(points: Sequence[Point]) -> list[list[tuple[int, Cell]]]:
    """Stretches of consecutive weeks whose rate is shown, each with the week's position."""
    found: list[list[tuple[int, Cell]]] = []
    open_run = False
    for position, (_, cell) in enumerate(points):
        if cell.share is None:
            open_run = False
            continue
        if not open_run:
            found.append([])
        found[-1].append((position, cell))
        open_run = True
    return found


def _rate(point: Point) -> float:
    return point[1].value or 0.0


def _span(points: Sequence[Point], words: Words) -> str:
    first, last = points[0][0], points[-1][0]
    return f"{week_text(first, words)} – {week_text(last, words)}"
