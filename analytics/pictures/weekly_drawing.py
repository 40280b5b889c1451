"""How a weekly chart is drawn."""

from math import ceil, floor
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from ..disclosure import BOUND, Cell, State
from ..listing import cell_text
from ..weeks import Week
from ..words import Words
from .cells import is_bound, runs
from .sheet import LETTER, TEXT, Ink, Scale, Sheet

if TYPE_CHECKING:
    from .weekly import WeeklyChart

LEAST_SPAN = 0.2  # no axis so short that noise looks like news
_LEFT, _RIGHT = 0.72, 0.72  # inches
_ROWS = (0.18, 0.4, 0.62)  # below the plot: the week, its n, its year


def draw(chart: "WeeklyChart", width: float, titled: bool) -> Figure:
    """Plot, the rows below it, and the notes."""
    sheet = Sheet(width)
    top = (sheet.heading(chart.name, chart.caption) if titled else 0.12) + 0.1
    top += 0.2 if chart.events else 0
    rates = Scale(*value_range(chart), top + chart.height, top)
    half = (width - _LEFT - _RIGHT) / len(chart.points) / 2
    weeks = Scale(0, max(1, len(chart.points) - 1), _LEFT + half, width - _RIGHT - half)
    _draw_scale(sheet, chart.words, rates)
    _draw_weeks(sheet, chart, weeks, rates.start)
    _draw_events(sheet, chart, weeks, rates)
    _draw_usual(sheet, chart, weeks, rates)
    _draw_rates(sheet, chart, weeks, rates)
    _draw_bounds(sheet, chart, weeks, rates)
    _draw_signals(sheet, chart, weeks, rates)
    _label_last(sheet, chart, weeks, rates)
    return sheet.finish(sheet.notes(_LEFT, rates.start + _ROWS[-1] + 0.24, chart.notes()))


def value_range(chart: "WeeklyChart") -> tuple[float, float]:
    """Where the axis begins and ends, in whole tenths of the share around all that is drawn."""
    lows, highs = [], []
    for _week, cell in chart.points:
        if cell.share is not None and cell.share.interval is not None:
            lows.append(cell.share.interval.low)
            highs.append(cell.share.interval.high)
        elif cell.state is State.BETWEEN:
            lows += [bound for bound in (cell.least,) if bound is not None]
            highs += [bound for bound in (cell.most,) if bound is not None]
        elif is_bound(cell):
            lows.append(1 - BOUND if cell.state is State.AT_LEAST else 0.0)
            highs.append(1.0 if cell.state is State.AT_LEAST else BOUND)
    for judged in chart.usual.weeks if chart.usual else ():
        lows += [judged.low] if judged else []
        highs += [judged.high] if judged else []
    if not lows:
        return 1 - LEAST_SPAN, 1.0
    low, high = floor(min(lows) * 10 + 1e-9) / 10, ceil(max(highs) * 10 - 1e-9) / 10
    high = min(1.0, max(high, low + LEAST_SPAN))
    return max(0.0, min(low, high - LEAST_SPAN)), high


def _draw_scale(sheet: Sheet, words: Words, rates: Scale) -> None:
    span = rates.high - rates.low
    step = 0.05 if span <= 0.25 else 0.1 if span <= 0.6 else 0.2
    for number in range(round(span / step) + 1):
        tick = round(rates.low + step * number, 2)
        sheet.line([_LEFT, sheet.width - _RIGHT], [rates.at(tick)] * 2, "grid", width=0.6)
        sheet.text(_LEFT - 0.08, rates.at(tick), words.percent(tick, 0), "soft", ha="right", size=9)


def _draw_weeks(sheet: Sheet, chart: "WeeklyChart", weeks: Scale, bottom: float) -> None:
    """Three rows below the axis; as many weeks as find room, the newest always."""
    words, newest = chart.words, len(chart.points) - 1
    longest = max(len(words.number(cell.n)) for _week, cell in chart.points) + 1
    every = ceil(max(longest, 3) * LETTER * len(chart.points) / (sheet.width - _LEFT - _RIGHT))
    for row, text in zip(_ROWS, (words.gettext("week"), "n"), strict=False):
        sheet.text(_LEFT - 0.08, bottom + row, text, "soft", ha="right")
    year = None
    for at, (week, cell) in enumerate(chart.points):
        if (newest - at) % every:
            continue
        known = cell.share is not None or is_bound(cell) or cell.state is State.BETWEEN
        sheet.text(weeks.at(at), bottom + _ROWS[0], str(week.number), ha="center")
        n = words.number(cell.n)
        sheet.text(weeks.at(at), bottom + _ROWS[1], n, "ink" if known else "soft", ha="center")
        if week.year != year:
            sheet.text(weeks.at(at), bottom + _ROWS[2], str(week.year), "soft", ha="center")
            year = week.year


def _draw_events(sheet: Sheet, chart: "WeeklyChart", weeks: Scale, rates: Scale) -> None:
    """A dotted line before the week in which something happened, with its number on top."""
    places = {week: at for at, (week, _cell) in enumerate(chart.points)}
    numbers: dict[Week, list[int]] = {}
    for number, event in enumerate(chart.events, start=chart.earlier_events + 1):
        numbers.setdefault(event.week, []).append(number)
    for week, own in numbers.items():
        if week not in places:
            continue
        x = weeks.at(places[week] - 0.5)
        sheet.line([x, x], [rates.end - 0.08, rates.start], "soft", width=1, dashes=(1, 2))
        text = str(own[0]) if len(own) == 1 else f"{own[0]}–{own[-1]}"
        sheet.text(x, rates.end - 0.2, text, "soft", ha="center", weight="bold")


def _draw_usual(sheet: Sheet, chart: "WeeklyChart", weeks: Scale, rates: Scale) -> None:
    """Limits as steps, for each week's own n; the centre as a thin line."""
    if chart.usual is None:
        return
    for run in _stretches(chart):
        edges = [edge for at in run for edge in (weeks.at(at - 0.5), weeks.at(at + 0.5))]
        judged = [found for at in run if (found := chart.usual.weeks[at])]
        for bounds in ([week.low for week in judged], [week.high for week in judged]):
            heights = [rates.at(bound) for bound in bounds for _twice in (0, 1)]
            sheet.line(edges, heights, "low", width=1, dashes=(5, 3))
        sheet.line(edges, [rates.at(chart.usual.centre)] * len(edges), "soft", width=0.7)


def _stretches(chart: "WeeklyChart") -> list[list[int]]:
    """Places of consecutive weeks that have limits."""
    found: list[list[int]] = []
    for at, judged in enumerate(chart.usual.weeks if chart.usual else ()):
        if judged and found and found[-1][-1] == at - 1:
            found[-1].append(at)
        elif judged:
            found.append([at])
    return found


def _draw_rates(sheet: Sheet, chart: "WeeklyChart", weeks: Scale, rates: Scale) -> None:
    breaks = {event.week for event in chart.events if event.breaks}
    for run in runs(chart.points, breaks):
        xs = [weeks.at(at) for at, _cell in run]
        shares = [cell.share for _at, cell in run if cell.share is not None]
        bounds = [share.interval for share in shares if share.interval is not None]
        band = list(zip(xs, bounds, strict=True))
        if len(run) == 1:  # a band needs width
            band = [(xs[0] - 0.05, bounds[0]), (xs[0] + 0.05, bounds[0])]
        corners = [(x, rates.at(bound.low)) for x, bound in band]
        corners += [(x, rates.at(bound.high)) for x, bound in reversed(band)]
        sheet.area(corners, "band", alpha=0.38)
        ys = [rates.at(share.value) for share in shares]
        sheet.line(xs, ys, "accent", width=2, cap="round")
        sheet.marks(xs, ys, "accent")


def _draw_bounds(sheet: Sheet, chart: "WeeklyChart", weeks: Scale, rates: Scale) -> None:
    for at, (_week, cell) in enumerate(chart.points):
        if cell.state is State.BETWEEN and cell.least is not None and cell.most is not None:
            ends = [rates.at(cell.least), rates.at(cell.most)]
            sheet.line([weeks.at(at)] * 2, ends, "band", width=6)
        if not is_bound(cell):
            continue
        bound, end = (1 - BOUND, 1.0) if cell.state is State.AT_LEAST else (BOUND, 0.0)
        sheet.line([weeks.at(at)] * 2, [rates.at(bound), rates.at(end)], "accent", width=1.5)
        sheet.marks([weeks.at(at)], [rates.at(bound)], "accent", size=6, hollow=True)


def _draw_signals(sheet: Sheet, chart: "WeeklyChart", weeks: Scale, rates: Scale) -> None:
    """A triangle that points to where the rate went, larger than the mark below it."""
    for at in chart.usual.signals if chart.usual else ():
        judged, value = chart.usual and chart.usual.weeks[at], chart.points[at][1].value
        if judged and value is not None:
            ink: Ink = "high" if judged.side > 0 else "low"
            shape = "^" if judged.side > 0 else "v"
            sheet.marks([weeks.at(at)], [rates.at(value)], ink, shape, size=10)


def _label_last(sheet: Sheet, chart: "WeeklyChart", weeks: Scale, rates: Scale) -> None:
    for at, (_week, cell) in reversed(list(enumerate(chart.points))):
        value = _height(cell)
        if value is not None:
            text = cell_text(cell, chart.words)
            sheet.text(weeks.at(at) + 0.12, rates.at(value), text, size=10, weight="bold")
            return
    words = chart.words
    text = cell_text(chart.points[-1][1], words, words.gettext("no ratings"))
    middle = (rates.start + rates.end) / 2
    sheet.box(_LEFT + 0.1, middle - 0.18, sheet.width - _RIGHT - 0.1, middle + 0.18, "paper")
    sheet.text(sheet.width / 2, middle, text, "soft", ha="center", size=TEXT + 1.5)


def _height(cell: Cell) -> float | None:
    if cell.state is State.AT_LEAST:
        return 1 - BOUND
    return BOUND if cell.state is State.AT_MOST else cell.value
