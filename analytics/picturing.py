"""An edition's rows as pictures, the same on managers' pages and in reports. Pure."""

from collections.abc import Iterable, Sequence

from . import terms
from .bounded import told_counts
from .control import control
from .disclosure import Cell, State, possible_counts
from .editions import Edition, Row
from .fairness.comparison import UNITS_FOR_SCATTER
from .indices import Share
from .pictures.cells import Point
from .pictures.funnel import Funnel, Mark
from .pictures.heat import Slot
from .pictures.pareto import Bar, Pareto
from .pictures.silence import Silence
from .pictures.weekly import Event, WeeklyChart
from .stats.comparison import share_difference
from .stats.dispersion import dispersion
from .stats.intervals import wilson_interval
from .words import Words

CHANCE = 0.05  # that any hour at all is framed though none differs


def weekly_of(
    name: str, points: Sequence[Point], words: Words, events: Iterable[Event] = ()
) -> WeeklyChart | None:
    """The chart of published weeks, with the events beside them in their order; None without any week.

    What is usual is that of the weeks since the series last broke.
    """
    if not points:
        return None
    shown = sorted((one for one in events if _is_among(one, points)), key=lambda one: one.week)
    breaks = [event.week for event in shown if event.breaks]
    begin = next((at for at, (week, _c) in enumerate(points) if breaks and week >= breaks[-1]), 0)
    usual = control([cell for _week, cell in points], begin)
    return WeeklyChart(name, tuple(points), words, usual, tuple(shown))


def _is_among(event: Event, points: Sequence[Point]) -> bool:
    """Whether it falls into these weeks; a series does not break before its first one."""
    first, last = points[0][0], points[-1][0]
    return first < event.week <= last or (event.week == first and not event.breaks)


def pareto_of(row: Row, words: Words) -> Pareto | None:
    """Topics named by the unsatisfied, of all unsatisfied; None where none of it may be told."""
    base = _unsatisfied(row.satisfaction)
    if base is None or not base[0] or not row.reasons:
        return None
    topics = [reason for reason in row.reasons if reason.topic]
    bars = tuple(bar_of(terms.topic(one.topic, words), one.cell, base) for one in topics)
    if not any(bar.high for bar in bars if bar.is_told):
        return None
    heading = words.gettext("Why citizens were not satisfied")
    fewest = None if base[0] == base[1] else base[0]
    unlisted = row.satisfaction.needed - 1 if row.kind == "procedure" else 0
    return Pareto(heading, base[1], bars, words, fewest, unlisted)


def bar_of(name: str, named: Cell, base: tuple[int, int]) -> Bar:
    """Of the unsatisfied, those who named the topic: it follows from two published cells.

    named: satisfied among those who named it. base: the fewest and the most unsatisfied.
    """
    found = _unsatisfied(named)
    if found is None or found[0] > base[1]:
        state = State.WITHHELD if named.state is State.WITHHELD else State.TOO_FEW
        return Bar(name, Cell(state, base[1], named.needed), ceiling=min(named.n, base[1]))
    low, high = found[0], min(found[1], base[1])
    if low == high and base[0] == base[1]:
        share = Share(low, base[1], wilson_interval(low, base[1]))
        return Bar(name, Cell(State.SHOWN, base[1], named.needed, share))
    least, most = low / base[1], min(1.0, high / base[0])
    return Bar(name, Cell(State.BETWEEN, base[1], named.needed, None, least, most), (low, high))


def _unsatisfied(cell: Cell) -> tuple[int, int] | None:
    """The fewest and the most unsatisfied there may be; None where a cell does not tell."""
    counts = possible_counts(cell)
    return None if counts is None else (cell.n - counts[1], cell.n - counts[0])


def funnel_of(edition: Edition, by: str, words: Words, own: str | None = None) -> Funnel | None:
    """Points without names, but one's own marked; None where the usual rate is not told."""
    total = edition.total.satisfaction.share
    if total is None:
        return None
    marks = tuple(
        Mark(row.satisfaction, row.key == own, row.comparison.rate if row.comparison else None)
        for row in edition.rows(by)
        if row.key
    )
    spread = _spread([mark for mark in marks if mark.cell.share], total.value)
    return Funnel(terms.dimension(by, words), marks, total.value, words, spread)


def _spread(marks: Sequence[Mark], target: float) -> float:
    """Variance between them beyond chance: verdicts allow for it, so that limits have to as well."""
    if len(marks) < UNITS_FOR_SCATTER or not 0 < target < 1:
        return 0.0
    rates = [(round(min(1.0, mark.rate) * mark.cell.n), mark.cell.n) for mark in marks]
    found = dispersion(rates, target)
    return found.tau_squared if found.is_beyond_chance else 0.0


def silence_of(name: str, row: Row, words: Words) -> Silence:
    """The answers that are tied to a service, and all services."""
    return Silence(name, tied_answers(row), row.services, words)


def tied_answers(row: Row) -> Cell:
    """Answers about services on time and late together; within bounds where either is told so, and
    where either may not be told at all, why."""
    parts = [cell for cell in (row.on_time, row.late) if cell.n]
    counts = [found for cell in parts if (found := told_counts(cell))]
    n, needed = sum(cell.n for cell in parts), row.satisfaction.needed
    if not counts or len(counts) < len(parts):
        few = any(cell.state is State.TOO_FEW for cell in parts)
        state = State.TOO_FEW if few else State.WITHHELD if parts else State.EMPTY
        return Cell(state, n, needed)
    least, most = sum(low for low, _high in counts), sum(high for _low, high in counts)
    if least < most:
        return Cell(State.BETWEEN, n, needed, None, least / n, most / n)
    return Cell(State.SHOWN, n, needed, Share(least, n, wilson_interval(least, n)))


def slots_of(rows: Sequence[Row], total: Cell) -> tuple[Slot, ...]:
    """The hours in order, each held against all other ratings together."""
    shown = sum(ends(row.satisfaction) is not None for row in rows)
    level = 1 - CHANCE / max(1, shown)  # Bonferroni's: cautious whatever hangs together
    slots = [
        Slot(*_hour(row.key), row.satisfaction, _side(row.satisfaction, total, level)) for row in rows
    ]
    return tuple(sorted(slots, key=lambda slot: (slot.weekday, slot.hour)))


def ends(cell: Cell) -> tuple[int, int] | None:
    """The smallest and the largest count that the cell tells; None where it tells none."""
    if cell.share is not None:
        return cell.share.count, cell.share.count
    if cell.state is not State.BETWEEN or cell.least is None or cell.most is None:
        return None
    return round(cell.least * cell.n), round(cell.most * cell.n)


def _hour(key: str) -> tuple[int, int]:
    weekday, _dash, hour = key.partition("-")
    return int(weekday), int(hour)


def _side(cell: Cell, total: Cell, level: float) -> int:
    """Of an hour that is told between two shares: the side on which both of them lie, if any."""
    found, every = ends(cell), total.share
    if found is None or every is None or not cell.n < every.n:
        return 0
    sides = {_side_of(count, cell.n, every, level) for count in found}
    return sides.pop() if len(sides) == 1 else 0


def _side_of(count: int, n: int, every: Share, level: float) -> int:
    others, others_n = every.count - count, every.n - n
    if not 0 <= others <= others_n:
        return 0
    found = share_difference(count, n, others, others_n, level)
    return (found.low > 0) - (found.high < 0)
