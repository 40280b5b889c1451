"""Satisfaction by hour and weekday: where in the week it is worth looking."""

from dataclasses import dataclass
from itertools import groupby

from matplotlib.figure import Figure

from ..disclosure import BOUNDS, Cell, State
from ..words import Words
from .cells import figure_text
from .sheet import Ink, Scale, Sheet

# A share from this on has this ink: the darker, the more were unsatisfied.
STEPS: tuple[tuple[float, Ink], ...] = (
    (0.95, "heat1"),
    (0.90, "heat2"),
    (0.80, "heat3"),
    (0.70, "heat4"),
    (0.0, "heat5"),
)
_LEFT, _ROW, _GAP = 0.95, 0.36, 0.025  # inches


@dataclass(frozen=True)
class Slot:
    """An hour of a weekday, as it may be shown.

    weekday: 1 Monday to 7 Sunday. hour: its beginning, 0 to 23. differs: 1 where it lies clearly
    above all other hours together, -1 where clearly below, 0 where chance may explain it.
    """

    weekday: int
    hour: int
    cell: Cell
    differs: int = 0


@dataclass(frozen=True)
class HeatMap:
    """The hours of a week of one scope over one period; at least one slot. Missing ones are empty."""

    name: str
    slots: tuple[Slot, ...]
    words: Words

    @property
    def caption(self) -> str:
        """What is drawn."""
        return self.words.gettext("Satisfaction rate by weekday and hour, in percent")

    def description(self) -> str:
        """The picture in words: the hours that clearly differ, and how many are too small."""
        _, words = self.words.gettext, self.words
        parts = [f"{self.name}. {self.caption}."]
        for side, text in ((-1, _("Clearly below the other hours:")), (1, _("Clearly above:"))):
            found = [slot for slot in self.slots if slot.differs == side]
            if found:
                told = "; ".join(
                    f"{when(slot, words)} {figure_text(slot.cell, words)}" for slot in found
                )
                parts.append(f"{text} {told}.")
        if not any(slot.differs for slot in self.slots):
            parts.append(_("No hour clearly differs from the others."))
        hidden = sum(slot.cell.n > 0 and _step(slot.cell) is None for slot in self.slots)
        if hidden:
            parts.append(_("Hours without enough data: {count}.", count=hidden))
        return " ".join(parts)

    def draw(self, width: float, titled: bool = False) -> Figure:
        """A row a weekday, a column an hour; grey where n is small, framed where it differs."""
        sheet, words = Sheet(width), self.words
        top = (sheet.heading(self.name, self.caption) if titled else 0.1) + 0.3
        hours = range(min(s.hour for s in self.slots), max(s.hour for s in self.slots) + 1)
        across = Scale(hours[0], hours[-1] + 1, _LEFT, min(width - 0.1, _LEFT + 0.62 * len(hours)))
        for hour in hours:
            sheet.text(across.at(hour + 0.5), top - 0.14, f"{hour}", "soft", ha="center")
        sheet.text(_LEFT - 0.1, top - 0.14, words.gettext("hour"), "soft", ha="right")
        days = groupby(sorted(self.slots, key=lambda s: (s.weekday, s.hour)), lambda s: s.weekday)
        for weekday, slots in days:
            name = words.weekday(weekday)
            sheet.text(_LEFT - 0.1, top + _ROW / 2, name, ha="right")
            for slot in slots:
                _draw_slot(sheet, slot, across, top, words)
            top += _ROW
        _draw_key(sheet, words, top + 0.22)
        return sheet.finish(top + 0.62)


def when(slot: Slot, words: Words) -> str:
    """A slot as it is spoken of."""
    values = {"weekday": words.weekday(slot.weekday), "hour": slot.hour, "end": slot.hour + 1}
    return words.gettext("{weekday} {hour}–{end} h", **values)


def _step(cell: Cell) -> Ink | None:
    """The ink of a cell; None where it shows nothing."""
    if cell.state in BOUNDS:
        return STEPS[0][1] if cell.state is State.AT_LEAST else STEPS[-1][1]
    return next((ink for least, ink in STEPS if cell.value is not None and cell.value >= least), None)


def _draw_slot(sheet: Sheet, slot: Slot, across: Scale, top: float, words: Words) -> None:
    left, right = across.at(slot.hour) + _GAP, across.at(slot.hour + 1) - _GAP
    upper, lower = top + _GAP, top + _ROW - _GAP
    ink = _step(slot.cell)
    if slot.cell.n:
        sheet.box(left, upper, right, lower, ink or "empty")
    middle = ((left + right) / 2, (upper + lower) / 2)
    if ink is None:
        sheet.text(*middle, "–" if slot.cell.n else "", "soft", ha="center")
        return
    sheet.text(*middle, _number(slot.cell, words), "on" if ink == "heat5" else "ink", ha="center")
    if slot.differs:
        frame = [left, right, right, left, left], [upper, upper, lower, lower, upper]
        sheet.line(*frame, "ink", width=1.8)


def _number(cell: Cell, words: Words) -> str:
    if cell.state in BOUNDS:
        return "≥95" if cell.state is State.AT_LEAST else "≤5"
    return words.number(100 * (cell.value or 0))


def _draw_key(sheet: Sheet, words: Words, y: float) -> None:
    """What the inks mean; with the word for grey, the mark for small n."""
    x, upper = 0.2, 1.0
    for number, (least, ink) in enumerate(STEPS):
        edge = words.number(100 * least)
        text = f"≥{edge}" if number == 0 else f"{edge}–{words.number(100 * upper)}"
        text = f"<{words.number(100 * upper)}" if least == 0 else text
        sheet.box(x, y - 0.07, x + 0.16, y + 0.07, ink)
        sheet.text(x + 0.2, y, text)
        x, upper = x + 0.72, least
    sheet.box(0.2, y + 0.17, 0.36, y + 0.31, "empty")
    sheet.text(0.4, y + 0.24, words.gettext("grey: too few to say · framed: clearly differs"), "soft")
