"""Many officers, counters or units at once: who strays from the usual by more than chance explains."""

from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

from matplotlib.figure import Figure

from ..disclosure import Cell
from ..stats.funnel import ALARM, WARNING, FunnelLimits, added_limits
from ..words import Words
from .cells import figure_text
from .sheet import Scale, Sheet

_LEFT, _RIGHT, _PLOT, _NARROW = 0.72, 0.3, 2.9, 5.0  # inches
_STEPS = 24  # of a limit's curve
_limits = lru_cache(maxsize=8192)(added_limits)  # half of what a funnel costs
_ROUND = (10, 20, 30, 50, 100, 200, 300, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000)


@dataclass(frozen=True)
class Mark:
    """One of those compared, without a name; `own` is the reader's.

    standardised: the rate freed of its mix of procedures, 0 to 1, which then stands for its own; as
    a function of published cells it is told only where the cell is shown.
    """

    cell: Cell
    own: bool = False
    standardised: float | None = None

    @property
    def rate(self) -> float:
        """What is drawn; only for marks that are shown."""
        return self.standardised if self.standardised is not None else self.cell.value or 0.0


@dataclass(frozen=True)
class Funnel:
    """Shares against their base, with the limits of chance around what is usual.

    target: the usual share, 0 to 1. tau_squared: variance between true shares, see dispersion; 0
    for none. marks: those that may not be shown are left out, and counted in the description.
    """

    name: str
    marks: tuple[Mark, ...]
    target: float
    words: Words
    tau_squared: float = 0.0

    @property
    def caption(self) -> str:
        """What is drawn."""
        _ = self.words.gettext
        if self.tau_squared:
            return _(
                "Satisfaction rate against the number of ratings; limits of 95 and 99.8 %, as wide as"
                " all of them differ"
            )
        return _("Satisfaction rate against the number of ratings, limits of 95 and 99.8 %")

    def shown(self) -> list[Mark]:
        """Those whose share may be shown in full, one's own last, so that it lies on top."""
        return sorted((mark for mark in self.marks if mark.cell.share), key=lambda mark: mark.own)

    def outside(self, level: float = ALARM) -> tuple[int, int]:
        """How many lie below the limits of the level, and how many above."""
        sides = [_side(mark, self._limits(mark.cell.n, level)) for mark in self.shown()]
        return sides.count(-1), sides.count(1)

    def _limits(self, n: int, level: float) -> FunnelLimits:
        return _limits(n, self.target, self.tau_squared, level)

    def description(self) -> str:
        """The picture in words."""
        _, words, shown = self.words.gettext, self.words, self.shown()
        parts = [f"{self.name}. {self.caption}."]
        parts.append(
            _("Shown: {count}; usual: {rate}.", count=len(shown), rate=words.percent(self.target))
        )
        below, above = self.outside()
        parts.append(_("Below the limits of 99.8 %: {below}; above: {above}.", below=below, above=above))
        parts += [_("Yours: {figure}.", figure=figure_text(m.cell, words)) for m in self.marks if m.own]
        if len(shown) < len(self.marks):
            parts.append(_("Without enough data: {count}.", count=len(self.marks) - len(shown)))
        return " ".join(parts)

    def draw(self, width: float, titled: bool = False) -> Figure:
        """Rings for the others, a full diamond for one's own."""
        sheet, words = Sheet(width), self.words
        top = (sheet.heading(self.name, self.caption) if titled else 0.1) + 0.1
        smallest, largest = self._bases()
        across = Scale(log(smallest), log(largest), _LEFT, width - _RIGHT)
        rates = Scale(self._least(smallest), 1.0, top + _PLOT, top)
        _draw_scales(sheet, words, across, rates)
        for level, style in ((WARNING, {"dashes": (5, 3)}), (ALARM, {})):
            self._draw_limits(sheet, level, across, rates, style)
        usual = rates.at(self.target)
        sheet.line([across.start, across.end], [usual, usual], "soft", width=0.8)
        self._draw_marks(sheet, across, rates)
        y = _draw_key(sheet, words, rates.start + 0.68, own=any(mark.own for mark in self.shown()))
        return sheet.finish(y + 0.16)

    def _bases(self) -> tuple[float, float]:
        bases = [mark.cell.n for mark in self.shown()] or [10, 100]
        return max(1, min(bases) * 0.85), max(bases) * 1.15

    def _least(self, smallest: float) -> float:
        lows = [self._limits(round(smallest) or 1, ALARM).low]
        lows += [mark.rate for mark in self.shown()]
        return max(0.0, min(0.8, int(min(lows) * 10) / 10))

    def _draw_limits(
        self, sheet: Sheet, level: float, across: Scale, rates: Scale, style: dict[str, tuple[int, int]]
    ) -> None:
        way = (across.high - across.low) / (_STEPS - 1)
        bases = sorted({round(exp(across.low + way * step)) for step in range(_STEPS)} - {0})
        found = [self._limits(n, level) for n in bases]
        xs = [min(max(across.at(log(n)), across.start), across.end) for n in bases]
        for heights in ([one.low for one in found], [one.high for one in found]):
            sheet.line(
                xs, [rates.at(max(rates.low, height)) for height in heights], "soft", width=1.1, **style
            )

    def _draw_marks(self, sheet: Sheet, across: Scale, rates: Scale) -> None:
        for own in (False, True):
            marks = [mark for mark in self.shown() if mark.own is own]
            xs = [across.at(log(mark.cell.n)) for mark in marks]
            ys = [rates.at(mark.rate) for mark in marks]
            if own and marks:
                sheet.marks(xs, ys, "low", "D", 9)
            elif marks:
                sheet.marks(xs, ys, "accent", "o", 5, hollow=True)


def _side(mark: Mark, limits: FunnelLimits) -> int:
    return (mark.rate > limits.high) - (mark.rate < limits.low)


def _draw_scales(sheet: Sheet, words: Words, across: Scale, rates: Scale) -> None:
    step = 0.05 if rates.high - rates.low <= 0.25 else 0.1 if rates.high - rates.low <= 0.6 else 0.2
    for number in range(round((rates.high - rates.low) / step) + 1):
        tick = rates.low + step * number
        sheet.line([across.start, across.end], [rates.at(tick)] * 2, "grid", width=0.6)
        sheet.text(_LEFT - 0.08, rates.at(tick), words.percent(tick, 0), "soft", ha="right", size=9)
    last = -1.0
    for n in _ROUND:
        if across.low <= log(n) <= across.high and across.at(log(n)) - last > 0.4:
            last = across.at(log(n))
            sheet.line([last, last], [rates.start, rates.start + 0.05], "soft", width=0.8)
            sheet.text(last, rates.start + 0.16, words.number(n), ha="center")
    text = words.gettext("ratings (n)")
    sheet.text((across.start + across.end) / 2, rates.start + 0.38, text, "soft", ha="center")


def _draw_key(sheet: Sheet, words: Words, y: float, *, own: bool) -> float:
    left = _LEFT if sheet.width > _NARROW else 0.1
    sheet.line([left, left + 0.3], [y, y], "soft", width=1.1, dashes=(5, 3))
    sheet.text(left + 0.38, y, words.gettext("95 %: one in 20 lies outside by chance"), "soft")
    sheet.line([left, left + 0.3], [y + 0.2, y + 0.2], "soft", width=1.1)
    sheet.text(left + 0.38, y + 0.2, words.gettext("99.8 %: one in 500"), "soft")
    if own:
        sheet.marks([left + 0.15], [y + 0.4], "low", "D", 8)
        sheet.text(left + 0.38, y + 0.4, words.gettext("yours"), "soft")
    return y + (0.4 if own else 0.2)
