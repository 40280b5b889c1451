"""Reasons, the most frequent first: what to mend before anything else."""

from dataclasses import dataclass

from matplotlib.figure import Figure

from ..disclosure import Cell
from ..words import Words
from .cells import figure_text
from .sheet import Scale, Sheet

MOST = 0.8  # Pareto's vital few: the reasons that together make up so much
_ROW, _NARROW = 0.34, 5.0  # inches


@dataclass(frozen=True)
class Bar:
    """How many of the answers named a reason: count of n, as it may be shown."""

    name: str
    cell: Cell

    @property
    def count(self) -> int:
        """Answers that named it; 0 where that may not be told."""
        return self.cell.share.count if self.cell.share else 0


@dataclass(frozen=True)
class Pareto:
    """Reasons named in `n` answers, each answer may name several. Bars in any order."""

    name: str
    n: int
    bars: tuple[Bar, ...]
    words: Words

    @property
    def caption(self) -> str:
        """What is drawn."""
        n = self.words.number(self.n)
        return self.words.gettext("Share of answers that named it, with its 95 % interval; n = {n}", n=n)

    def ranked(self) -> list[tuple[Bar, float]]:
        """Those that may be shown, most frequent first, each with the cumulative share of mentions."""
        bars = sorted(
            (bar for bar in self.bars if bar.cell.share), key=lambda bar: (-bar.count, bar.name)
        )
        mentions, running, found = sum(bar.count for bar in bars), 0, []
        for bar in bars:
            running += bar.count
            found.append((bar, running / mentions if mentions else 0.0))
        return found

    def vital(self) -> list[Bar]:
        """The fewest reasons that together make up MOST of what is shown."""
        ranked = self.ranked()
        enough = next((at for at, (_bar, so_far) in enumerate(ranked) if so_far >= MOST), len(ranked))
        return [bar for bar, _so_far in ranked[: enough + 1]]

    def description(self) -> str:
        """The picture in words."""
        words = self.words
        told = [f"{bar.name}: {figure_text(bar.cell, words)}" for bar, _so_far in self.ranked()]
        parts = [f"{self.name}. {self.caption}.", "; ".join(told) + "." if told else ""]
        if self._hidden():
            parts.append(self._hidden_text())
        return " ".join(part for part in parts if part)

    def _hidden(self) -> list[Bar]:
        return [bar for bar in self.bars if not bar.cell.share]

    def _hidden_text(self) -> str:
        names = ", ".join(sorted(bar.name for bar in self._hidden()))
        return self.words.gettext("Too few to show apart: {names}.", names=names)

    def draw(self, width: float, titled: bool = False) -> Figure:
        """A bar a reason with its interval; a line below the vital few."""
        sheet, words, ranked = Sheet(width), self.words, self.ranked()
        top = (sheet.heading(self.name, self.caption) if titled else 0.1) + 0.1
        narrow = width < _NARROW
        left, lead = (0.1, 0.22) if narrow else (0.42 * width, 0.0)
        bars = Scale(0, _reach(ranked), left, width - 1.4)
        sheet.text(width - 0.78, top, "n", "soft", ha="right")
        sheet.text(width - 0.08, top, words.gettext("cumulated"), "soft", ha="right")
        top += 0.1
        for bar, so_far in ranked:
            middle = top + lead + _ROW / 2
            _draw_bar(sheet, bar, bars, middle)
            sheet.text(
                left if narrow else left - 0.12,
                middle - (0.25 if narrow else 0),
                bar.name,
                ha="left" if narrow else "right",
            )
            sheet.text(width - 0.78, middle, words.number(bar.count), ha="right", weight="bold")
            sheet.text(width - 0.08, middle, words.percent(so_far, 0), "soft", ha="right")
            top += _ROW + lead
            if bar is self.vital()[-1] and bar is not ranked[-1][0]:
                sheet.line([0.1, width - 0.05], [top, top], "soft", width=0.8, dashes=(2, 2))
        return sheet.finish(top + 0.12)


def _reach(ranked: list[tuple[Bar, float]]) -> float:
    highs = [
        share.interval.high for bar, _so_far in ranked if (share := bar.cell.share) and share.interval
    ]
    return max([0.1, *highs])


def _draw_bar(sheet: Sheet, bar: Bar, bars: Scale, middle: float) -> None:
    share = bar.cell.share
    if share is None:
        return
    sheet.box(bars.start, middle - 0.08, bars.at(share.value), middle + 0.08, "low")
    if share.interval is not None:
        ends = [bars.at(share.interval.low), bars.at(share.interval.high)]
        sheet.line(ends, [middle, middle], "whisker", width=1.6)
        for end in ends:
            sheet.line([end, end], [middle - 0.05, middle + 0.05], "whisker", width=1.6)
