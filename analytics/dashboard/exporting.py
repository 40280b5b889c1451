"""A table of a page as CSV: exactly what is shown."""

import csv
import io

from ..disclosure import Cell
from ..listing import outwards
from ..words import Words
from .parts import Table, Value

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PARTS = ("%", "from %", "to %", "low %", "high %", "n", "state")  # of a share


def as_csv(table: Table, words: Words) -> str:
    """Heads in the reader's language, shares in percent with a point and one decimal.

    A share has seven columns: itself, or from what to what it may be where that alone is told; the
    interval, its base, and how much of it is shown. What is withheld is empty. No cell starts a
    spreadsheet's formula.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    cells = [
        any(isinstance(line.values[at], Cell) for line in table.lines)
        for at in range(len(table.columns))
    ]
    heads = [table.head, words.gettext("Belongs to")]
    for name, is_cell in zip(table.columns, cells, strict=True):
        heads += [f"{name} {part}" for part in _PARTS] if is_cell else [name]
    writer.writerow(_harmless(head) for head in heads)
    for line in table.lines:
        row: list[str] = [line.head, line.of]
        for value, is_cell in zip(line.values, cells, strict=True):
            row += _share(value) if is_cell else ["" if value is None else str(value)]
        writer.writerow(_harmless(value) for value in row)
    return text.getvalue()


def _share(value: Value) -> list[str]:
    if not isinstance(value, Cell):
        return ["" if value is None else str(value), *[""] * (len(_PARTS) - 1)]
    between = outwards(value) or (None, None)
    interval = value.interval
    ends = (interval.low, interval.high) if interval else (None, None)
    rate = [_percent(share) for share in (value.value, *between, *ends)]
    return [*rate, str(value.n), value.state.value]


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.1f}"


def _harmless(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA) else text
