"""How reasons are drawn: a bar each, what cumulates beside it, a line below the vital few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from ..words import Words
from .sheet import Scale, Sheet

if TYPE_CHECKING:
    from .pareto import Bar

_ROW, _NARROW = 0.34, 5.0  # inches


def draw(
    ranked: Sequence[tuple[Bar, float]],
    vital: int,
    width: float,
    words: Words,
    heading: tuple[str, str] | None,
) -> Figure:
    """ranked: bars with their cumulative share. vital: below how many of them the line stands."""
    sheet, _ = Sheet(width), words.gettext
    top = (sheet.heading(*heading) if heading else 0.1) + 0.1
    narrow, is_exact = width < _NARROW, all(bar.low == bar.high for bar, _so_far in ranked)
    left, lead = (0.1, 0.22) if narrow else (0.42 * width, 0.0)
    number = width - (0.78 if is_exact else 0.92)
    bars = Scale(0, _reach(ranked), left, width - (1.4 if is_exact else 1.85))
    sheet.text(number, top, "n", "soft", ha="right")
    cumulated = _("cumulated") if is_exact else _("sum, at least")
    sheet.text(width - 0.08, top, cumulated, "soft", ha="right")
    top += 0.1
    for at, (bar, so_far) in enumerate(ranked, start=1):
        middle = top + lead + _ROW / 2
        _draw_bar(sheet, bar, bars, middle)
        above, side = (0.25, "left") if narrow else (0, "right")
        sheet.text(left if narrow else left - 0.12, middle - above, bar.name, ha=side)
        sheet.text(number, middle, bar.text(words), ha="right", weight="bold")
        sheet.text(width - 0.08, middle, words.percent(so_far, 0), "soft", ha="right")
        top += _ROW + lead
        if at == vital < len(ranked):
            sheet.line([0.1, width - 0.05], [top, top], "soft", width=0.8, dashes=(2, 2))
    return sheet.finish(top + 0.12)


def _reach(ranked: Sequence[tuple[Bar, float]]) -> float:
    intervals = [bar.cell.interval for bar, _so_far in ranked]
    mosts = [bar.cell.most for bar, _so_far in ranked if bar.cell.share is None]
    highs = [interval.high for interval in intervals if interval is not None]
    return max([0.1, *highs, *(most for most in mosts if most is not None)])


def _draw_bar(sheet: Sheet, bar: Bar, bars: Scale, middle: float) -> None:
    share = bar.cell.share
    if share is None:
        _draw_spread(sheet, bar, bars, middle)
        return
    sheet.box(bars.start, middle - 0.08, bars.at(share.value), middle + 0.08, "low")
    if share.interval is not None:
        ends = [bars.at(share.interval.low), bars.at(share.interval.high)]
        sheet.line(ends, [middle, middle], "whisker", width=1.6)
        for end in ends:
            sheet.line([end, end], [middle - 0.05, middle + 0.05], "whisker", width=1.6)


def _draw_spread(sheet: Sheet, bar: Bar, bars: Scale, middle: float) -> None:
    """To the fewest there may be, and lighter from there to the most."""
    least, most = bar.cell.least, bar.cell.most
    if least is None or most is None:
        return
    if least:
        sheet.box(bars.start, middle - 0.08, bars.at(least), middle + 0.08, "low")
    sheet.box(bars.at(least), middle - 0.08, bars.at(most), middle + 0.08, "whisker")
