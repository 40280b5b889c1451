"""Rows of an edition as tables of a report."""

from collections.abc import Sequence

from ..asked import Row as AskedRow
from ..disclosure import BOUNDS, Cell, State
from ..editions import Comparison, Row
from ..fairness.comparison import NEEDED
from ..listing import NOTHING, as_in_a_dictionary, cell_text, dossier_points_text, interval_text
from ..stats.intervals import Interval
from ..terms import dimension, ending, name_of, verdict, way
from ..words import Words
from .model import Column, Item, Kind, Table

# Of these the catalogue's key tells rows of one name apart.
_KEYED = ("procedure", "officer", "unit", "centre")


def figures_table(by: str, rows: Sequence[Row], words: Words, total: Row) -> Table:
    """A line a row with all its figures, in the rows' order; the total last.

    What a row covers is told where it is not what the total does.
    """
    _ = words.gettext
    columns = (
        Column(_("Name"), Kind.TEXT, wide=True, below=_("Key") if by in _KEYED else _("Belongs to")),
        Column(_("Satisfaction rate"), Kind.SHARE),
        Column("n", Kind.COUNT),
        Column(_("Response rate"), Kind.SHARE),
        Column(_("Services"), Kind.COUNT),
        Column(_("Dossier satisfaction (766)"), Kind.SHARE),
        Column(_("Points"), Kind.POINTS),
        Column(_("Not counted"), Kind.COUNT),
    )
    lines = tuple(_figures(row, words, total.covers) for row in (*rows, total))
    return Table(
        by,
        "",
        columns,
        lines,
        totals=1,
        note=_note([*rows, total], words),
        sheet=dimension(by, words),
    )


def answers_table(by: str, rows: Sequence[Row], words: Words, total: Row) -> Table:
    """The same where only ratings are counted, not services: ways, endings, kinds of users."""
    _ = words.gettext
    columns = (
        Column(_("Name"), Kind.TEXT, wide=True),
        Column(_("Satisfaction rate"), Kind.SHARE),
        Column("n", Kind.COUNT),
    )
    lines = tuple(
        (
            named(row, words, total.covers),
            share_item(row.satisfaction, words),
            count_item(row.satisfaction.n, words),
        )
        for row in rows
    )
    note = meaning([row.satisfaction for row in rows], words)
    return Table(by, "", columns, lines, note=note, sheet=dimension(by, words), compact=True)


def comparison_table(by: str, rows: Sequence[Row], words: Words) -> Table:
    """Who stands how against what the own mix of procedures leads one to expect; by name, no ranking."""
    _ = words.gettext
    columns = (
        Column(_("Name"), Kind.TEXT, wide=True, below=_("Belongs to")),
        Column("n", Kind.COUNT),
        Column(_("Expected"), Kind.SHARE),
        Column(_("Comparable rate"), Kind.SHARE),
        Column(_("Verdict"), Kind.TEXT),
    )
    found = [(row, row.comparison) for row in rows if row.comparison is not None]
    found.sort(key=lambda pair: (as_in_a_dictionary(name_of(pair[0], words)), pair[0].key))
    lines = tuple(
        (
            named(row, words, row.covers),
            count_item(row.satisfaction.n, words),
            *_compared(row, comparison, words),
        )
        for row, comparison in found
    )
    title = dimension(by, words)
    sheet = _("{dimension}, expected", dimension=title)
    note = about_verdicts([row for row, _comparison in found], words)
    return Table(f"{by}-compared", title, columns, lines, note=note, sheet=sheet)


def asked_table(rows: Sequence[AskedRow], words: Words) -> Table:
    """Who was asked and who answered, by ending; the total last."""
    _ = words.gettext
    ways = [one.name for one in rows[0].ways] if rows else []
    columns = [
        Column(_("How the service ended"), Kind.TEXT, wide=True),
        Column(_("Services"), Kind.COUNT),
        Column(_("Response rate"), Kind.SHARE),
    ]
    for name in ways:
        asked = _("{way}: asked", way=way(name, words))
        columns += [Column(asked, Kind.COUNT), Column(_("of these answered"), Kind.SHARE)]
    return Table(
        "asked",
        "",
        tuple(columns),
        tuple(_asked(row, words) for row in rows),
        totals=min(1, len(rows)),
        note=meaning(
            [cell for row in rows for cell in (row.rate, *(one.rate for one in row.ways))], words
        ),
        sheet=_("Who was asked and who answered"),
    )


def share_item(cell: Cell, words: Words) -> Item:
    """A share with its interval; a bound or a reason in words where there is none."""
    if cell.share is not None:
        return Item(cell_text(cell, words), cell.share.value, cell.share.interval)
    return Item(short_reason(cell, words), None, cell.interval, below=interval_text(cell, words))


def short_reason(cell: Cell, words: Words) -> str:
    """A bound, or in two words why nothing is shown; a table's note says the rest."""
    if cell.state is State.TOO_FEW:
        return words.gettext("not enough data")
    if cell.state is State.WITHHELD:
        return words.gettext("withheld")
    return cell_text(cell, words)


def verdict_item(row: Row, words: Words) -> Item:
    """How a row stands against expectation; a figure that is kept back is not called missing."""
    if row.comparison is None or not row.satisfaction.n:
        return Item(NOTHING)
    kept = is_not_compared(row)
    told = words.gettext("not compared") if kept else verdict(row.comparison.verdict, words)
    return Item(told, told)


def is_not_compared(row: Row) -> bool:
    """Whether a row has answers enough, but no rate to compare: it is withheld or told within bounds."""
    cell, found = row.satisfaction, row.comparison
    is_silent = found is not None and found.verdict == "not_enough_data"
    return is_silent and cell.share is None and cell.state not in (State.TOO_FEW, State.EMPTY)


def about_verdicts(rows: Sequence[Row], words: Words) -> str:
    """Why some rows have no verdict; '' where all have one."""
    _ = words.gettext
    silent = [row for row in rows if row.comparison and row.comparison.verdict == "not_enough_data"]
    kept = [row for row in silent if is_not_compared(row)]
    notes = []
    if len(kept) < len(silent):
        notes.append(_("A verdict needs {needed} ratings.", needed=words.number(NEEDED)))
    if kept:
        notes.append(_("Not compared: the rate may not be told, or only within bounds."))
    return " ".join(notes)


def points_item(row: Row, words: Words) -> Item:
    """Points of the six: a number, or in words between which two they lie."""
    return Item(dossier_points_text(row, words), row.points_told)


def count_item(count: int, words: Words) -> Item:
    """A number of things."""
    return Item(words.number(count), count)


def _figures(row: Row, words: Words, covered: Sequence[str]) -> tuple[Item, ...]:
    points = points_item(row, words)
    return (
        named(row, words, covered),
        share_item(row.satisfaction, words),
        count_item(row.satisfaction.n, words),
        share_item(row.response, words),
        count_item(row.services, words),
        share_item(row.dossier, words),
        points,
        count_item(row.left_out, words),
    )


def named(row: Row, words: Words, covered: Sequence[str]) -> Item:
    """What a row is called, with its key or what it belongs to, and the weeks if these are its own."""
    name = name_of(row, words)
    below = (row.name.of or "") if row.name else ""
    if not below and row.kind in _KEYED and row.name:
        below = row.key
    if row.covers and tuple(row.covers) != tuple(covered):
        weeks = words.gettext("whole weeks {weeks}", weeks=", ".join(row.covers))
        below = f"{below}; {weeks}" if below else weeks
    return Item(name, name, below=below)


def _compared(row: Row, comparison: Comparison, words: Words) -> tuple[Item, ...]:
    told = verdict_item(row, words)
    if comparison.rate is None or comparison.expected is None:
        return (Item(NOTHING), Item(NOTHING), told)
    interval = None
    if comparison.low is not None and comparison.high is not None:
        interval = Interval(comparison.low, comparison.high, 0.95)
    return (
        Item(words.percent(comparison.expected), comparison.expected),
        Item(words.percent(comparison.rate), comparison.rate, interval),
        told,
    )


def _asked(row: AskedRow, words: Words) -> tuple[Item, ...]:
    name = ending(row.ending, words)
    rate = Item(NOTHING) if row.nobody_was_asked else share_item(row.rate, words)
    items = [Item(name, name), count_item(row.finished, words), rate]
    for one in row.ways:
        items += [count_item(one.asked, words), share_item(one.rate, words)]
    return tuple(items)


def _note(rows: Sequence[Row], words: Words) -> str:
    return meaning(
        [cell for row in rows for cell in (row.satisfaction, row.response, row.dossier)], words
    )


def meaning(cells: Sequence[Cell], words: Words) -> str:
    """What the words in place of figures mean, only those that occur."""
    _ = words.gettext
    states = {cell.state for cell in cells}
    needed = sorted({cell.needed for cell in cells if cell.state is State.TOO_FEW})
    notes = []
    if needed:
        least = words.number(needed[-1])
        notes.append(_("Not enough data: fewer than {needed}, which would say nothing.", needed=least))
    if State.WITHHELD in states:
        notes.append(_("Withheld: the figure would tell what single citizens answered."))
    if states & set(BOUNDS):
        notes.append(_("≥ or ≤: all answers, or all but one, were alike."))
    if State.BETWEEN in states:
        notes.append(_("Two percentages: between them it lies, and no more may be told."))
    return " ".join(notes)
