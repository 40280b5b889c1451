"""Reasons, the most frequent first: what to mend before anything else."""

from dataclasses import dataclass

from matplotlib.figure import Figure

from ..disclosure import Cell, State
from ..listing import cell_text
from ..words import Words
from .cells import figure_text
from .pareto_drawing import draw

MOST = 0.8  # Pareto's vital few: the reasons that together make up so much


@dataclass(frozen=True)
class Bar:
    """How many of the answers named a reason, as it may be shown.

    cell: their share. spread: the fewest and the most there may be, where the number itself is not
    told; None where the cell tells all or nothing. ceiling: of one that is not shown at all, the most
    there may be.
    """

    name: str
    cell: Cell
    spread: tuple[int, int] | None = None
    ceiling: int = 0

    @property
    def is_told(self) -> bool:
        """Whether it has a bar."""
        return self.cell.share is not None or self.spread is not None

    @property
    def low(self) -> int:
        """The fewest answers that named it; 0 where nothing may be told."""
        return self.cell.share.count if self.cell.share else self.spread[0] if self.spread else 0

    @property
    def high(self) -> int:
        """The most that may have named it."""
        if self.cell.share:
            return self.cell.share.count
        return self.spread[1] if self.spread else self.ceiling

    def text(self, words: Words) -> str:
        """How many, or between which two numbers."""
        low, high = words.number(self.low), words.number(self.high)
        return low if self.low == self.high else f"{low}–{high}"


@dataclass(frozen=True)
class Pareto:
    """Reasons named in `n` answers, each answer may name several. Bars in any order.

    fewest: where n itself is not told but between two numbers, the lower one; n is the upper.
    unlisted: the most answers that may have named a reason that is not among the bars at all.
    """

    name: str
    n: int
    bars: tuple[Bar, ...]
    words: Words
    fewest: int | None = None
    unlisted: int = 0

    @property
    def base(self) -> str:
        """n in words, or between which two numbers it lies."""
        n, fewest = self.words.number(self.n), self.fewest
        return n if fewest in (None, self.n) else f"{self.words.number(fewest or 0)}–{n}"

    @property
    def caption(self) -> str:
        """What is drawn."""
        _, n = self.words.gettext, self.base
        if self.is_exact:
            return _("Share of answers that named it, with its 95 % interval; n = {n}", n=n)
        return _("Share of answers that named it; lighter: it lies within; n = {n}", n=n)

    @property
    def is_exact(self) -> bool:
        """Whether every bar has its number, none only two between which it lies."""
        return all(bar.low == bar.high for bar, _so_far in self.ranked())

    def ranked(self) -> list[tuple[Bar, float]]:
        """Those that may be shown, by the fewest that there may be, most first, each with the
        cumulative share of what is shown: no less than that, where numbers lie between two."""
        bars = sorted(
            (bar for bar in self.bars if bar.is_told), key=lambda bar: (-bar.low, -bar.high, bar.name)
        )
        running, found = 0, []
        for at, bar in enumerate(bars):
            running += bar.low
            mentions = running + sum(other.high for other in bars[at + 1 :])
            found.append((bar, running / mentions if mentions else 0.0))
        return found

    def vital(self) -> list[Bar]:
        """The fewest reasons that together make up MOST of what is shown."""
        ranked = self.ranked()
        enough = next((at for at, (_bar, so_far) in enumerate(ranked) if so_far >= MOST), len(ranked))
        return [bar for bar, _so_far in ranked[: enough + 1]]

    def first(self) -> tuple[list[Bar], bool]:
        """The reason named most, or all that may be it; and whether none that is not shown may be."""
        ranked = self.ranked()
        if not ranked or not ranked[0][0].low:
            return [], False
        fewest = ranked[0][0].low
        found = [bar for at, (bar, _so_far) in enumerate(ranked) if not at or bar.high > fewest]
        hidden = (self.unlisted, *(bar.high for bar in self.bars if not bar.is_told))
        return found, all(most <= fewest for most in hidden)

    def description(self) -> str:
        """The picture in words."""
        words = self.words
        as_text = figure_text if self.fewest is None else cell_text
        told = [f"{bar.name}: {as_text(bar.cell, words)}" for bar, _so_far in self.ranked()]
        parts = [f"{self.name}. {self.caption}.", "; ".join(told) + "." if told else ""]
        return " ".join(part for part in (*parts, *self.hidden_texts()) if part)

    def hidden_texts(self) -> list[str]:
        """Which reasons have no bar, and why: too few, or since it would tell other figures."""
        _ = self.words.gettext
        hidden = [bar for bar in self.bars if not bar.is_told]
        withheld = ", ".join(sorted(bar.name for bar in hidden if bar.cell.state is State.WITHHELD))
        few = ", ".join(sorted(bar.name for bar in hidden if bar.cell.state is not State.WITHHELD))
        texts = (
            withheld and _("Not shown, since it would tell other figures: {names}.", names=withheld),
            few and _("Too few to show apart: {names}.", names=few),
            self.unlisted
            and _(
                "Topics that fewer than {n} citizens named here are not listed.",
                n=self.words.number(self.unlisted + 1),
            ),
        )
        return [text for text in texts if text]

    def draw(self, width: float, titled: bool = False) -> Figure:
        """A bar a reason with its interval; a line below the vital few."""
        heading = (self.name, self.caption) if titled else None
        return draw(self.ranked(), len(self.vital()), width, self.words, heading)
