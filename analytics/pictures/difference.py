"""Two periods or two scopes side by side, and what the true difference may be."""

from dataclasses import dataclass
from functools import cached_property
from textwrap import shorten, wrap
from typing import Any

from matplotlib.figure import Figure

from ..bounded import BoundedDifference, Verdict, bounded_difference, told_counts
from ..disclosure import BOUNDS, Cell, State
from ..stats.comparison import Difference
from ..words import Words
from .cells import figure_text
from .sheet import LETTER, SMALL, TEXT, Ink, Scale, Sheet

_LEFT, _ROW, _NARROW = 0.2, 0.62, 5.0  # inches


@dataclass(frozen=True)
class Side:
    """One of the two: what it is called, and what may be shown of it."""

    name: str
    cell: Cell


@dataclass(frozen=True)
class Comparison:
    """`one` less `other`; nobody may be counted in both."""

    name: str
    one: Side
    other: Side
    words: Words

    @property
    def caption(self) -> str:
        """What is drawn."""
        return self.words.gettext("Satisfaction rates and their difference, with 95 % intervals")

    @cached_property
    def bounded(self) -> BoundedDifference | None:
        """What the difference may be; None where either is not told at all."""
        return bounded_difference(self.one.cell, self.other.cell)

    @property
    def difference(self) -> Difference | None:
        """Newcombe's; None unless both are told in full."""
        return self.bounded.least if self.bounded and self.bounded.is_exact else None

    def verdict(self) -> str:
        """What the difference allows to say."""
        _, found = self.words.gettext, self.bounded
        if found is None:
            states = (self.one.cell.state, self.other.cell.state)
            if any(state in (State.WITHHELD, State.BETWEEN, *BOUNDS) for state in states):
                return _("Not compared: a figure is not shown, since it would tell others.")
            return _("Not enough data for a comparison.")
        if found.is_exact:
            return {
                Verdict.HIGHER: _("Clearly higher."),
                Verdict.LOWER: _("Clearly lower."),
            }.get(found.verdict, _("No clear difference: chance alone may explain it."))
        return {
            Verdict.HIGHER: _("Clearly higher, wherever the figures lie within their bounds."),
            Verdict.LOWER: _("Clearly lower, wherever the figures lie within their bounds."),
            Verdict.UNCLEAR: _("No clear difference, wherever the figures lie within their bounds."),
            Verdict.UNKNOWN: _("Cannot be said: the figures are told only within bounds."),
        }[found.verdict]

    def gap(self) -> str:
        """The difference in words; '' where there is none to tell."""
        if self.bounded is None:
            return ""
        if self.difference is not None:
            return difference_text(self.difference, self.words)
        return bounded_text(self.bounded, self.words)

    def description(self) -> str:
        """The picture in words."""
        sides = [f"{s.name}: {figure_text(s.cell, self.words)}." for s in (self.one, self.other)]
        gap = [f"{self.gap()}."] if self.bounded else []
        return " ".join([f"{self.name}. {self.caption}.", *sides, *gap, self.verdict()])

    def draw(self, width: float, titled: bool = False) -> Figure:
        """A row for each, and below, on a scale of its own around 0, the difference."""
        sheet, words = Sheet(width), self.words
        top = (sheet.heading(self.name, self.caption) if titled else 0.1) + 0.2
        shares = Scale(*self._span(), _LEFT, width - _LEFT)
        for side, shape in ((self.one, "o"), (self.other, "s")):
            top = _draw_names(sheet, side.name, figure_text(side.cell, words), top)
            _draw_share(sheet, side.cell, shares, top + 0.26, shape)
            top += _ROW
        top = _draw_ticks(sheet, shares, top - 0.12, words)
        if self.bounded is None:
            return sheet.finish(_lines(sheet, top + 0.3, self.verdict(), "soft"))
        return sheet.finish(self._draw_difference(sheet, self.bounded, top + 0.42))

    def _span(self) -> tuple[float, float]:
        lows = [low for side in (self.one, self.other) if (low := _lowest(side.cell)) is not None]
        return int(min([0.8, *lows]) * 10) / 10, 1.0

    def _draw_difference(self, sheet: Sheet, found: BoundedDifference, top: float) -> float:
        low, high = found.least.low, found.most.high
        reach = max(0.05, abs(low), abs(high)) * 1.1
        points = Scale(-reach, reach, _LEFT, sheet.width - _LEFT)
        size = 9.5 if sheet.width > _NARROW else 7.5
        top = _lines(sheet, top, self.gap(), "ink", size=size, weight="bold")
        middle = top + 0.12
        sheet.line([points.at(0)] * 2, [middle - 0.16, middle + 0.16], "ink", width=1)
        sheet.text(points.at(0), middle + 0.28, "0", "soft", ha="center")
        inks: dict[Verdict, Ink] = {Verdict.HIGHER: "high", Verdict.LOWER: "low"}
        ink: Ink = inks.get(found.verdict, "soft")
        sheet.line([points.at(low), points.at(high)], [middle] * 2, "band", width=7)
        ends = [points.at(found.least.value), points.at(found.most.value)]
        if found.is_exact:
            sheet.marks(ends[:1], [middle], ink, "D", 8)
        else:
            sheet.line(ends, [middle] * 2, ink, width=4)
        return _lines(sheet, middle + 0.56, self.verdict(), "soft")


def difference_text(found: Difference, words: Words) -> str:
    """A difference in percentage points with its interval, each with its sign."""
    values = [words.points(share) for share in (found.value, found.low, found.high)]
    return words.gettext(
        "Difference: {value} percentage points ({low} to {high})",
        value=values[0],
        low=values[1],
        high=values[2],
    )


def _draw_names(sheet: Sheet, name: str, figure: str, top: float) -> float:
    """What a row is about and its figure: side by side, or below each other where that is too wide;
    returns where the last line stands."""
    room = int((sheet.width - 2 * _LEFT) / (LETTER * TEXT / SMALL))
    if len(name) + len(figure) + 2 <= room:
        sheet.text(_LEFT, top, name, size=TEXT)
        sheet.text(sheet.width - _LEFT, top, figure, "soft", ha="right")
        return top
    top = _lines(sheet, top, shorten(name, 2 * room - 8, placeholder=" …"), "ink")
    sheet.text(_LEFT, top, figure, "soft")
    return top


def _lines(sheet: Sheet, top: float, text: str, ink: Ink, **style: Any) -> float:
    """A text in as many lines as it needs; returns where the next would stand."""
    size = style.setdefault("size", TEXT)
    room = int((sheet.width - 2 * _LEFT) / (LETTER * size / SMALL))
    for line in wrap(text, room):
        sheet.text(_LEFT, top, line, ink, **style)
        top += 0.2
    return top


def bounded_text(found: BoundedDifference, words: Words) -> str:
    """The differences that the bounds allow, and how far their intervals reach."""
    shares = (found.least.value, found.most.value, found.least.low, found.most.high)
    least, most, low, high = (words.points(share) for share in shares)
    return words.gettext(
        "Difference: {least} to {most} percentage points, with their intervals {low} to {high}",
        least=least,
        most=most,
        low=low,
        high=high,
    )


def _lowest(cell: Cell) -> float | None:
    """The lowest share that is drawn of a cell."""
    counts = told_counts(cell)
    if counts is None:
        return None
    return min([counts[0] / cell.n, *([cell.interval.low] if cell.interval else [])])


def _draw_share(sheet: Sheet, cell: Cell, shares: Scale, y: float, shape: str) -> None:
    """The interval as a band; on it a mark, or a bar from bound to bound."""
    counts = told_counts(cell)
    sheet.line([shares.start, shares.end], [y, y], "grid", width=0.6)
    if counts is None:
        return
    if cell.interval is not None:
        ends = [shares.at(cell.interval.low), shares.at(cell.interval.high)]
        sheet.line(ends, [y, y], "band", width=7)
    if cell.share is not None:
        sheet.marks([shares.at(cell.share.value)], [y], "accent", shape, 8)
    else:
        sheet.line([shares.at(count / cell.n) for count in counts], [y, y], "accent", width=4)


def _draw_ticks(sheet: Sheet, shares: Scale, y: float, words: Words) -> float:
    step = 0.05 if shares.high - shares.low <= 0.25 else 0.1 if shares.high - shares.low <= 0.6 else 0.2
    for number in range(round((shares.high - shares.low) / step) + 1):
        tick = shares.low + step * number
        ha = "left" if number == 0 else "right" if tick > shares.high - step / 2 else "center"
        sheet.text(shares.at(tick), y, words.percent(tick, 0), "soft", ha=ha)
    return y
