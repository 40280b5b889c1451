"""What an excerpt holds as CSV, one line a row, with the columns that every table of ours has.

UTF-8 with its mark at the beginning, by which spreadsheets know it; no cell starts a formula.
"""

import csv
import io

from ..counts import TOTAL
from ..editions import Edition, Row, find_matters, points_of
from ..listing import CSV_COLUMNS, as_values, harmless
from ..terms import name_of
from ..words import Words
from .excerpt import Excerpt

MARK = "\ufeff"
TRUST = ("trust_state", "trust_rate", "trust_low", "trust_high", "trust_n", "trust_raters")
MATTERS = (
    *("petitions_received", "petitions_due", "petitions_on_time", "petitions_satisfied"),
    *("points_766", "points_766_out_of"),
)
COLUMNS = ("period", "edition", "place", "by", *CSV_COLUMNS[2:], *TRUST, *MATTERS)
NOT_ASKED = "not_asked"


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
        cells = {
            **head,
            "by": row.kind,
            **as_values(row, words),
            **_trust(row),
            **_matters(row, edition),
        }
        if row.key:
            cells["name"] = name_of(row, words)
        writer.writerow({name: harmless(value) for name, value in cells.items()})
    return (MARK + text.getvalue()).encode()


def _matters(row: Row, edition: Edition) -> dict[str, str | int | float | None]:
    """Of the total and units; what may not be told is empty, and its points are in neither number."""
    matters = find_matters(edition, row.key) if row.kind in (TOTAL, "unit") else None
    if matters is None:
        return {}
    found = points_of(row.services, row.points_told, matters)
    counts = (matters.received, matters.due, matters.on_time, matters.satisfied)
    points = (round(found.points, 4), round(found.out_of))
    return dict(zip(MATTERS, (*counts, *points), strict=True))


def _trust(row: Row) -> dict[str, str | int | float | None]:
    """Of the total and units; of other rows it is never told."""
    if row.trust is None:
        return {"trust_state": NOT_ASKED} if row.kind in (TOTAL, "unit") else {}
    cell = row.trust.cell
    interval = cell.share.interval if cell.share else None
    bounds = (interval.low, interval.high) if interval else (None, None)
    numbers = [None if number is None else round(number, 4) for number in (cell.value, *bounds)]
    return dict(zip(TRUST, (cell.state.value, *numbers, cell.n, row.trust.raters), strict=True))
