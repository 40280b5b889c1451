"""What an excerpt holds as CSV, one line a row, with the columns that every table of ours has.

UTF-8 with its mark at the beginning, by which spreadsheets know it; no cell starts a formula.
"""

import csv
import io

from ..listing import CSV_COLUMNS, as_values, harmless
from ..terms import name_of
from ..words import Words
from .excerpt import Excerpt

MARK = "\ufeff"
COLUMNS = ("period", "edition", "place", "by", *CSV_COLUMNS[2:])


def as_csv(excerpt: Excerpt, words: Words) -> bytes:
    """Every row of every table, shares as 0 to 1, the place itself last.

    What is not told is empty, and its state says why.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    edition, place = excerpt.edition, excerpt.place
    head: dict[str, str | int | float | None] = {
        "period": edition.period,
        "edition": edition.number,
        "place": place.key or place.kind,
    }
    for row in (*(row for rows in excerpt.tables.values() for row in rows), place):
        cells = {**head, "by": row.kind, **as_values(row, words)}
        if row.key:
            cells["name"] = name_of(row, words)
        writer.writerow({name: harmless(value) for name, value in cells.items()})
    return (MARK + text.getvalue()).encode()
