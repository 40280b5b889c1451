"""What every picture asks of the cells it is given: they are decided already, and say so."""

from collections.abc import Collection, Sequence

from ..disclosure import BOUNDS, Cell
from ..listing import cell_text, interval_text
from ..weeks import Week
from ..words import Words

Point = tuple[Week, Cell]


def is_bound(cell: Cell) -> bool:
    """Whether (nearly) all answers of the cell were equal, so that only a bound is shown."""
    return cell.state in BOUNDS


def figure_text(cell: Cell, words: Words) -> str:
    """A cell in words: its rate with interval and base, or why there is none."""
    interval = interval_text(cell, words)
    value = cell_text(cell, words)
    inside = f" ({interval})" if interval else ""
    return f"{value}{inside}, n = {words.number(cell.n)}"


def point_text(point: Point, words: Words) -> str:
    """One week in words: its rate, interval and base."""
    week, cell = point
    return f"{week_text(week, words)}: {figure_text(cell, words)}"


def week_text(week: Week, words: Words) -> str:
    """A week as it is spoken of."""
    return words.gettext("week {number}/{year}", number=week.number, year=week.year)


def runs(points: Sequence[Point], breaks: Collection[Week] = ()) -> list[list[tuple[int, Cell]]]:
    """Stretches of consecutive weeks whose rate is shown, each with the week's position.

    breaks: weeks that begin a stretch of their own, since they were asked in another way.
    """
    found: list[list[tuple[int, Cell]]] = []
    open_run = False
    for position, (week, cell) in enumerate(points):
        if cell.share is None:
            open_run = False
            continue
        if not open_run or week in breaks:
            found.append([])
        found[-1].append((position, cell))
        open_run = True
    return found
