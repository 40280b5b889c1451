"""Two periods or two scopes side by side, and what the true difference may be."""

from dataclasses import dataclass
from functools import cached_property

from matplotlib.figure import Figure

from ..disclosure import BOUNDS, Cell, State
from ..stats.comparison import Difference, share_difference
from ..stats.intervals import Interval
from ..words import Words
from .cells import figure_text
from .sheet import Ink, Scale, Sheet

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
    def difference(self) -> Difference | None:
        """Newcombe's; None unless both may be shown in full."""
        one, other = self.one.cell.share, self.other.cell.share
        return share_difference(one.count, one.n, other.count, other.n) if one and other else None

    def verdict(self) -> str:
        """What the difference allows to say."""
        _, found = self.words.gettext, self.difference
        states = (self.one.cell.state, self.other.cell.state)
        if found is None and any(state in (State.WITHHELD, State.BETWEEN, *BOUNDS) for state in states):
            return _("Not compared: a figure is not shown, or only within bounds.")
        if found is None:
            return _("Not enough data for a comparison.")
        if not found.excludes_zero:
            return _("No clear difference: chance alone may explain it.")
        return _("Clearly higher.") if found.value > 0 else _("Clearly lower.")

    def description(self) -> str:
        """The picture in words."""
        sides = [f"{s.name}: {figure_text(s.cell, self.words)}." for s in (self.one, self.other)]
        gap = [difference_text(self.difference, self.words) + "."] if self.difference else []
        return " ".join([f"{self.name}. {self.caption}.", *sides, *gap, self.verdict()])

    def draw(self, width: float, titled: bool = False) -> Figure:
        """A row for each, and below, on a scale of its own around 0, the difference."""
        sheet, words = Sheet(width), self.words
        top = (sheet.heading(self.name, self.caption) if titled else 0.1) + 0.2
        shares = Scale(*self._span(), _LEFT, width - _LEFT)
        for side, shape in ((self.one, "o"), (self.other, "s")):
            sheet.text(_LEFT, top, side.name, size=9.5)
            sheet.text(width - _LEFT, top, figure_text(side.cell, words), "soft", ha="right")
            _draw_share(sheet, side.cell, shares, top + 0.26, shape)
            top += _ROW
        top = _draw_ticks(sheet, shares, top - 0.12, words)
        if self.difference is None:
            sheet.text(_LEFT, top + 0.3, self.verdict(), "soft", size=9.5)
            return sheet.finish(top + 0.5)
        return sheet.finish(self._draw_difference(sheet, top + 0.42))

    def _span(self) -> tuple[float, float]:
        found = [
            share.interval for s in (self.one, self.other) if (share := s.cell.share) and share.interval
        ]
        low = int(min([0.8, *(interval.low for interval in found)]) * 10) / 10
        return low, 1.0

    def _draw_difference(self, sheet: Sheet, top: float) -> float:
        found, words = self.difference, self.words
        if found is None:
            return top
        reach = max(0.05, abs(found.low), abs(found.high)) * 1.1
        points = Scale(-reach, reach, _LEFT, sheet.width - _LEFT)
        size = 9.5 if sheet.width > _NARROW else 7.5
        sheet.text(_LEFT, top, difference_text(found, words), size=size, weight="bold")
        middle = top + 0.32
        sheet.line([points.at(0)] * 2, [middle - 0.16, middle + 0.16], "ink", width=1)
        sheet.text(points.at(0), middle + 0.28, "0", "soft", ha="center")
        ink: Ink = "soft" if not found.excludes_zero else "high" if found.value > 0 else "low"
        sheet.line([points.at(found.low), points.at(found.high)], [middle] * 2, "band", width=7)
        sheet.marks([points.at(found.value)], [middle], ink, "D", 8)
        sheet.text(_LEFT, middle + 0.56, self.verdict(), "soft", size=9.5)
        return middle + 0.76


def difference_text(found: Difference, words: Words) -> str:
    """A difference in percentage points with its interval, each with its sign."""
    values = [words.points(share) for share in (found.value, found.low, found.high)]
    return words.gettext(
        "Difference: {value} percentage points ({low} to {high})",
        value=values[0],
        low=values[1],
        high=values[2],
    )


def _draw_share(sheet: Sheet, cell: Cell, shares: Scale, y: float, shape: str) -> None:
    share = cell.share
    sheet.line([shares.start, shares.end], [y, y], "grid", width=0.6)
    if share is None:
        return
    interval = share.interval or Interval(share.value, share.value)
    sheet.line([shares.at(interval.low), shares.at(interval.high)], [y, y], "band", width=7)
    sheet.marks([shares.at(share.value)], [y], "accent", shape, 8)


def _draw_ticks(sheet: Sheet, shares: Scale, y: float, words: Words) -> float:
    step = 0.05 if shares.high - shares.low <= 0.25 else 0.1 if shares.high - shares.low <= 0.6 else 0.2
    for number in range(round((shares.high - shares.low) / step) + 1):
        tick = shares.low + step * number
        ha = "left" if number == 0 else "right" if tick > shares.high - step / 2 else "center"
        sheet.text(shares.at(tick), y, words.percent(tick, 0), "soft", ha=ha)
    return y
