"""What a week says, in words; and the small things a template cannot do itself. No Flask."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from ..changes import Change, Moved, compare, moved_rows
from ..counts import POSTER
from ..disclosure import State
from ..listing import NOTHING, cell_text, interval_text, row_name, short_text
from ..tables import Row, WeekTable
from ..terms import cause, dimension, ending, way
from ..words import Words

__all__ = [  # templates ask this module alone
    "MOST_MOVED",
    "POSTER",
    "Story",
    "both_ways",
    "cause",
    "dash_note",
    "dimension",
    "ending",
    "figure",
    "moved_text",
    "name_of",
    "place",
    "scale",
    "story",
    "way",
]

MOST_MOVED = 4


@dataclass(frozen=True)
class Story:
    """The headline of a week, what it rests on, and which rows have clearly changed."""

    headline: str
    basis: str
    moved: tuple[Moved, ...]
    moved_in_all: int
    comparable: bool


def story(before: WeekTable, after: WeekTable, words: Words) -> Story:
    """The total against the week before, then row by row; never more than the data can say."""
    change = compare(before.total.satisfaction, after.total.satisfaction)
    moved = moved_rows(before.rows, after.rows)
    return Story(
        headline=_headline(change, after.week.number, words),
        basis=_basis(change, before, after, words),
        moved=tuple(moved[:MOST_MOVED]),
        moved_in_all=len(moved),
        comparable=bool(before.rows),
    )


def _headline(change: Change, number: int, words: Words) -> str:
    _ = words.gettext
    texts = {
        Change.HIGHER: _("Week {number}: clearly more satisfied than the week before", number=number),
        Change.LOWER: _("Week {number}: clearly less satisfied than the week before", number=number),
        Change.UNCLEAR: _("Week {number}: no clear change", number=number),
        Change.NO_DATA: _("Week {number}: not enough ratings to say", number=number),
        Change.NOTHING_BEFORE: _("Week {number}: nothing before it to compare with", number=number),
    }
    return texts[change]


def _basis(change: Change, before: WeekTable, after: WeekTable, words: Words) -> str:
    _ = words.gettext
    now, then = (figure(table.total, words) for table in (after, before))
    if change is Change.UNCLEAR:
        return _("{now} after {then} the week before: chance alone may explain it.", now=now, then=then)
    if change in (Change.HIGHER, Change.LOWER):
        return _("{now} after {then} the week before: the intervals do not overlap.", now=now, then=then)
    return ""


def figure(row: Row, words: Words) -> str:
    """A satisfaction rate with its interval and base."""
    interval = interval_text(row.satisfaction, words)
    inside = f"{interval}; " if interval else ""
    return f"{cell_text(row.satisfaction, words)} ({inside}n = {words.number(row.satisfaction.n)})"


def moved_text(moved: Moved, words: Words) -> str:
    """How a row has changed."""
    _ = words.gettext
    now, then = figure(moved.after, words), cell_text(moved.before.satisfaction, words)
    if moved.change is Change.LOWER:
        return _("fell to {now} from {then}", now=now, then=then)
    return _("rose to {now} from {then}", now=now, then=then)


def both_ways(row: Row, words: Words) -> str:
    """The rate with the ratings that rules left out, or why it is not told; '' without any."""
    _, cell = words.gettext, row.with_excluded
    if cell.share is not None:
        return _(
            "counting what rules left out: {rate} ({interval}; n = {n})",
            rate=cell_text(cell, words),
            interval=interval_text(cell, words),
            n=words.number(cell.n),
        )
    if cell.state is State.TOO_FEW:
        return _("left out by rules: too few to show apart")
    if cell.state is State.WITHHELD:
        return _("left out by rules: not shown apart, it would tell the answers")
    return ""


def dash_note(rows: Sequence[Row], words: Words) -> str:
    """Why some cells of these rows hold a dash; '' where none does."""
    cells = [cell for row in rows for cell in (row.response, row.dossier)]
    dashed = [cell for cell in cells if short_text(cell, words) == NOTHING]
    if not dashed:
        return ""
    return words.gettext(
        "–: no services, fewer than {needed}, or a figure that would tell the answers.",
        needed=words.number(dashed[0].needed),
    )


def scale(rows: Sequence[Row]) -> float:
    """Where the small pictures of a table begin: a whole tenth below every interval, 0 to 0.5."""
    lows = [
        row.satisfaction.share.interval.low
        for row in rows
        if row.satisfaction.share is not None and row.satisfaction.share.interval is not None
    ]
    return min([0.5, *(floor(low * 10) / 10 for low in lows)])


def place(value: float, begin: float) -> float:
    """A share's place between the scale's beginning and 1, in percent of the way."""
    return round(100 * (value - begin) / (1 - begin), 1)


def name_of(row: Row, words: Words) -> str:
    """What a row is called."""
    return row_name(row, words)
