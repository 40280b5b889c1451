"""Long tables as paper takes them: fewer columns, a line a row; a spreadsheet has all of it."""

from collections.abc import Sequence
from textwrap import shorten

from ..editions import Row
from ..listing import NOTHING, as_in_a_dictionary
from ..terms import name_of
from ..words import Words
from .model import Column, Item, Kind, Table
from .tables import about_verdicts, count_item, meaning, share_item, verdict_item

# Letters of a procedure's name, some of which are as long as a paragraph: two lines, or one in a week.
LONGEST_NAME, ONE_LINE = 96, 60


def units_table(rows: Sequence[Row], words: Words, total: Row) -> Table:
    """Every unit in the order of names, with how it stands against expectation; the total last."""
    _ = words.gettext
    columns = (
        Column(_("Name"), Kind.TEXT, wide=True),
        Column(_("Satisfaction rate"), Kind.SHARE),
        Column("n", Kind.COUNT),
        Column(_("Expected"), Kind.SHARE),
        Column(_("Verdict"), Kind.TEXT),
        Column(_("Response rate"), Kind.SHARE),
        Column(_("Dossier satisfaction (766)"), Kind.SHARE),
    )
    known = [row for row in rows if row.satisfaction.n or row.services]
    named = sorted(known, key=lambda row: (as_in_a_dictionary(name_of(row, words)), row.key))
    lines = tuple(_unit(row, words) for row in (*named, total))
    cells = [cell for row in (*rows, total) for cell in (row.satisfaction, row.response, row.dossier)]
    note = f"{meaning(cells, words)} {about_verdicts(known, words)}".strip()
    return Table("units", "", columns, lines, 1, note, compact=True)


def short_table(
    by: str,
    rows: Sequence[Row],
    words: Words,
    total: Row,
    *,
    most_on_paper: int,
    longest: int = LONGEST_NAME,
) -> Table:
    """Procedures, fields, counters: those with the most ratings first; the total last.

    longest: letters of a name.
    """
    _ = words.gettext
    columns = (
        Column(_("Name"), Kind.TEXT, wide=True),
        Column(_("Satisfaction rate"), Kind.SHARE),
        Column("n", Kind.COUNT),
        Column(_("Response rate"), Kind.SHARE),
        Column(_("Services"), Kind.RANGE),
    )
    known = [row for row in rows if row.key]
    lines = tuple(
        (
            _short(row, words, longest),
            share_item(row.satisfaction, words),
            count_item(row.satisfaction.n, words),
            share_item(row.response, words),
            count_item(row.services, words),
        )
        for row in (*known, total)
    )
    shown = (*known[:most_on_paper], total)
    cells = [cell for row in shown for cell in (row.satisfaction, row.response)]
    note = meaning(cells, words)
    return Table(by, "", columns, lines, 1, note, most_on_paper=most_on_paper, compact=True)


def _unit(row: Row, words: Words) -> tuple[Item, ...]:
    expected = row.comparison.expected if row.comparison else None
    return (
        _short(row, words),
        share_item(row.satisfaction, words),
        count_item(row.satisfaction.n, words),
        Item(NOTHING) if expected is None else Item(words.percent(expected), expected),
        verdict_item(row, words),
        share_item(row.response, words),
        share_item(row.dossier, words),
    )


def _short(row: Row, words: Words, longest: int = LONGEST_NAME) -> Item:
    name = name_of(row, words)
    return Item(shortened(name, longest), name)


def shortened(name: str, longest: int = LONGEST_NAME) -> str:
    """A name of so many letters at most, cut between words."""
    return shorten(name, longest, placeholder=" …")
