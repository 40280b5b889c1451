"""A report before it has a form: words, tables and pictures, the same for every form. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from ..stats.intervals import Interval

Value = str | int | float | date
_BASE = re.compile(r"\bn = (?=\d)")


class Kind(Enum):
    """What the values of a column are, so that a spreadsheet can keep them as such."""

    TEXT = "text"
    COUNT = "count"
    RANGE = "range"  # a count, or the two between which it lies
    MEAN = "mean"  # a number of things that need be no whole one
    SHARE = "share"  # 0 to 1, with its interval where there is one
    POINTS = "points"
    DAY = "day"


@dataclass(frozen=True)
class Item:
    """One cell of a table: as it is read, and as a spreadsheet keeps it.

    text: in the reader's language, or why there is nothing. value: None where nothing is told.
    interval: of a share that is told, or around the two between which it lies. below: a second,
    quieter line.
    """

    text: str
    value: Value | None = None
    interval: Interval | None = None
    below: str = ""


@dataclass(frozen=True)
class Column:
    """A column's head and kind; wide: its texts are long and take what room is left.

    below: the head of its items' second lines, where a spreadsheet gives them a column of their own.
    """

    head: str
    kind: Kind
    wide: bool = False
    below: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it stands at the right edge."""
        return self.kind is not Kind.TEXT


@dataclass(frozen=True)
class Table:
    """A table: its name (for a sheet or a file), title, columns and rows, and what to know of it.

    totals: how many of the last rows are sums of those above. Each row has an item a column. sheet:
    what it is called where it does not stand below the section's heading. most_on_paper: so many rows
    above the totals; a spreadsheet has them all. compact: on paper a line a row, intervals beside their
    shares and without bars.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Item, ...], ...]
    totals: int = 0
    note: str = ""
    sheet: str = ""
    most_on_paper: int | None = None
    compact: bool = False

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table {self.name}: a row has not one item a column")


@dataclass(frozen=True)
class Picture:
    """A drawing with the same in words, for whoever does not see it."""

    title: str
    description: str
    svg: str


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it, in this order: texts, points, pictures, tables.

    in_letter: a letter's body has its texts and points; the rest is for the files. on_paper and
    on_sheet: whether the PDF and the spreadsheet have it. small: for whoever asks, in small type.
    """

    title: str
    texts: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    in_letter: bool = False
    on_paper: bool = True
    on_sheet: bool = True
    small: bool = False


@dataclass(frozen=True)
class KeyFigure:
    """A figure of the first page: what it is, its value, and its base and interval in words."""

    label: str
    text: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """All that is said of one place in one period.

    name: for files, letters and figures only. headline: the answer, in one sentence; basis: what
    it rests on; to_do: what follows from it. colophon: labelled facts on how it was made. day: that
    of the edition, which the files bear.
    """

    name: str
    lang: str
    place: str
    period: str
    headline: str
    basis: tuple[str, ...]
    to_do: tuple[str, ...]
    figures: tuple[KeyFigure, ...]
    sections: tuple[Section, ...]
    colophon: tuple[tuple[str, str], ...]
    day: date
    warning: str = ""

    @property
    def title(self) -> str:
        """Of files and letters."""
        return f"{self.place}: {self.period}"

    @property
    def sheets(self) -> Sequence[Table]:
        """Every table of the spreadsheet, in order."""
        return [table for section in self.sections if section.on_sheet for table in section.tables]


def unbroken(text: str) -> str:
    """A text in which no line ends between a base and its number: n = 651 stays in one piece."""
    return _BASE.sub("n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}", text)
