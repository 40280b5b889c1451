"""Satisfaction by hour and weekday: where in the week it is worth looking."""

from dataclasses import dataclass

from matplotlib.figure import Figure

from ..disclosure import BOUNDS, Cell, State
from ..words import Words
from .cells import figure_text
from .sheet import LETTER, Ink, Scale, Sheet, rectangle

# A share from this on has this ink: the darker, the more were unsatisfied.
STEPS: tuple[tuple[float, Ink], ...] = (
    (0.95, "heat1"),
    (0.90, "heat2"),
    (0.80, "heat3"),
    (0.70, "heat4"),
    (0.0, "heat5"),
)
Place = tuple[float, float, float, float]  # left, top, right, bottom
_LEFT, _ROW, _GAP, _LINE, _NARROW = 0.95, 0.36, 0.025, 0.14, 5.0  # inches


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
        hidden = sum(_ink(slot.cell) == "empty" for slot in self.slots)
        if hidden:
            parts.append(_("Hours not shown: {count}.", count=hidden))
        return " ".join(parts)

    def draw(self, width: float, titled: bool = False) -> Figure:
        """A row a weekday, a column an hour; a dash where nothing is shown, framed where it differs."""
        sheet, words = Sheet(width), self.words
        top = (sheet.heading(self.name, self.caption) if titled else 0.1) + 0.3
        hours = range(min(s.hour for s in self.slots), max(s.hour for s in self.slots) + 1)
        left = _LEFT if width > _NARROW else 0.64
        across = Scale(hours[0], hours[-1] + 1, left, min(width - 0.05, left + 0.62 * len(hours)))
        for hour in hours:
            sheet.text(across.at(hour + 0.5), top - 0.14, f"{hour}", "soft", ha="center")
        sheet.text(left - 0.1, top - 0.14, words.gettext("hour"), "soft", ha="right")
        days = sorted({slot.weekday for slot in self.slots})
        places = {
            slot: _place(slot, across, top + _ROW * days.index(slot.weekday)) for slot in self.slots
        }
        inks: list[Ink] = ["empty", *(ink for _least, ink in STEPS)]
        for ink in inks:
            sheet.areas([rectangle(*at) for slot, at in places.items() if _ink(slot.cell) == ink], ink)
        for number, weekday in enumerate(days):
            middle = top + _ROW * (number + 0.5)
            sheet.text(left - 0.1, middle, words.weekday(weekday), ha="right")
        for slot, place in places.items():
            _write(sheet, slot, place, words)
        top += _ROW * len(days)
        return sheet.finish(_draw_key(sheet, words, top + 0.22) + 0.16)


def when(slot: Slot, words: Words) -> str:
    """A slot as it is spoken of."""
    values = {"weekday": words.weekday(slot.weekday), "hour": slot.hour, "end": slot.hour + 1}
    return words.gettext("{weekday} {hour}–{end} h", **values)


def _ink(cell: Cell) -> Ink | None:
    """What a cell is filled with: `empty` where it shows nothing, None where there is nothing."""
    if cell.state in BOUNDS:
        return STEPS[0][1] if cell.state is State.AT_LEAST else STEPS[-1][1]
    value = _middle(cell)
    if value is None:
        return "empty" if cell.n else None
    return next(ink for least, ink in STEPS if value >= least)


def _middle(cell: Cell) -> float | None:
    """The share, or what lies between the two that are told."""
    if cell.state is State.BETWEEN and cell.least is not None and cell.most is not None:
        return (cell.least + cell.most) / 2
    return cell.value


def _place(slot: Slot, across: Scale, top: float) -> Place:
    left, right = across.at(slot.hour) + _GAP, across.at(slot.hour + 1) - _GAP
    return left, top + _GAP, right, top + _ROW - _GAP


def _write(sheet: Sheet, slot: Slot, place: Place, words: Words) -> None:
    """What stands in a cell, and a frame where it differs."""
    left, upper, right, lower = place
    ink, x, y = _ink(slot.cell), (left + right) / 2, (upper + lower) / 2
    if ink == "empty":
        sheet.text(x, y, "–", "soft", ha="center")
    elif ink is not None:
        lines = _lines(_number(slot.cell, words), right - left)
        for number, line in enumerate(lines):
            middle = y + _LINE * (number - (len(lines) - 1) / 2)
            sheet.text(x, middle, line, "on" if ink == "heat5" else "ink", ha="center")
    if slot.differs:
        corners = [*rectangle(*place), (left, upper)]
        sheet.line([x for x, _y in corners], [y for _x, y in corners], "ink", width=1.8)


def _lines(number: str, width: float) -> list[str]:
    """A number in its cell of so many inches: two ends stand below each other where it is narrow."""
    least, dash, most = number.partition("–")
    return [least + dash, most] if most and LETTER * len(number) > width else [number]


def _number(cell: Cell, words: Words) -> str:
    if cell.state in BOUNDS:
        return "≥95" if cell.state is State.AT_LEAST else "≤5"
    if cell.state is State.BETWEEN:
        ends = dict.fromkeys(words.number(100 * (end or 0)) for end in (cell.least, cell.most))
        return "–".join(ends)
    return words.number(100 * (cell.value or 0))


def _draw_key(sheet: Sheet, words: Words, y: float) -> float:
    """What the inks mean, in as many lines as it takes; the dash for what shows nothing: no page
    promises its colour. Returns the last line's place."""
    x, upper = 0.2, 1.0
    for number, (least, ink) in enumerate(STEPS):
        edge = words.number(100 * least)
        text = f"≥{edge}" if number == 0 else f"{edge}–{words.number(100 * upper)}"
        text = f"<{words.number(100 * upper)}" if least == 0 else text
        sheet.box(x, y - 0.07, x + 0.16, y + 0.07, ink)
        sheet.text(x + 0.2, y, text)
        x, upper = x + 0.72, least
        if x + 0.62 > sheet.width:
            x, y = 0.2, y + 0.24
    if x > 0.2:
        y += 0.24
    sheet.box(0.2, y - 0.07, 0.36, y + 0.07, "empty")
    sheet.text(0.28, y, "–", "soft", ha="center")
    sheet.text(0.42, y, words.gettext("not shown · framed: clearly differs"), "soft")
    return y
