"""What a page consists of: words first, then a picture, then the table of the same numbers. Pure.

Everything that a page shows is in these values, so that a CSV of a table is exactly what is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import floor
from typing import TypeGuard

from ..disclosure import Cell
from ..editions import Edition
from ..pictures.files import Picture

Value = str | int | Cell | None  # text, a count, a share as it may be shown, nothing


LONG = 30  # letters that find room in one line of a column


def _is_words(value: Value) -> TypeGuard[str]:
    return isinstance(value, str) and value[:1].isalpha()


@dataclass(frozen=True)
class Line:
    """A row: what it is about, to what that belongs, and a value a column.

    wishes: what its link changes in the address; none: no link.
    """

    head: str
    values: tuple[Value, ...]
    of: str = ""
    wishes: Mapping[str, str | None] = field(default_factory=dict)
    marked: bool = False


@dataclass(frozen=True)
class Table:
    """A row a line; `columns` names the values, `head` what the lines are."""

    head: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def values(self) -> tuple[Value, ...]:
        """Every value that it shows."""
        return tuple(value for line in self.lines for value in line.values)

    @property
    def texts(self) -> tuple[bool, ...]:
        """For each column, whether it holds words more than figures, or such as want several lines;
        those begin on the left, figures end on the right."""
        return tuple(
            any(len(words) > LONG for words in column if _is_words(words))
            or 2 * sum(map(_is_words, column)) > sum(value not in ("", None) for value in column)
            for column in zip(*(line.values for line in self.lines), strict=True)
        ) or (False,) * len(self.columns)

    def scale(self, column: int) -> float:
        """Where the small pictures of a column begin: a whole tenth below all of them, 0 to 0.5."""
        cells = [line.values[column] for line in self.lines]
        lows = [
            cell.share.interval.low
            for cell in cells
            if isinstance(cell, Cell) and cell.share is not None and cell.share.interval is not None
        ]
        return min([0.5, *(floor(low * 10) / 10 for low in lows)])


@dataclass(frozen=True)
class Leaf:
    """One of several pages of what is too long for one: its number, and how many there are."""

    number: int
    of: int

    @property
    def near(self) -> list[int]:
        """Those that one may want next, with 0 for a gap: the first, the last and its neighbours."""
        told = sorted({1, self.of, *range(max(1, self.number - 1), min(self.of, self.number + 1) + 1)})
        return [one for at in told for one in ([at] if at - 1 in (0, *told) else [0, at])]


@dataclass(frozen=True)
class Section:
    """One idea: a heading, what it says in words, the picture and its table.

    part: its name in the address. weekly: the picture is one of weeks, of which a narrow screen
    shows fewer. folded: the table stands behind a button. more: what leads to all of its rows. quotes:
    what citizens wrote, in no file. leaf: of which they are a part.
    """

    part: str
    heading: str
    words: tuple[str, ...] = ()
    picture: Picture | None = None
    table: Table | None = None
    notes: tuple[str, ...] = ()
    weekly: bool = False
    folded: bool = False
    more: str = ""
    quotes: tuple[str, ...] = ()
    leaf: Leaf | None = None


@dataclass(frozen=True)
class Said:
    """A paragraph of the answer: what it is about, and its sentences, each with where it leads."""

    label: str
    sentences: tuple[tuple[str, Mapping[str, str | None]], ...]


@dataclass(frozen=True)
class Card:
    """A figure of the overview: its title, the figure, and what it rests on."""

    title: str
    figure: str
    about: tuple[str, ...]
    quiet: bool = False


@dataclass(frozen=True)
class Page:
    """title: the answer, in one line. under: of when and of how many.

    edition: the one that is shown, where it is not the one in the address.
    """

    title: str
    under: str
    sections: tuple[Section, ...]
    said: tuple[Said, ...] = ()
    cards: tuple[Card, ...] = ()
    edition: Edition | None = None

    def table(self, part: str) -> tuple[Section, Table] | None:
        """The table of the section of that name, the first there is for ''."""
        named = [one for one in self.sections if part in ("", one.part)]
        return next(((one, one.table) for one in named if one.table is not None), None)

    def picture(self, part: str) -> tuple[Section, Picture] | None:
        """The picture of the section of that name, the first there is for ''."""
        named = [one for one in self.sections if part in ("", one.part)]
        return next(((one, one.picture) for one in named if one.picture is not None), None)
