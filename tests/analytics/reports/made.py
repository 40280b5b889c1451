"""Reports as they are made of editions by hand: published, taken, written."""

from pathlib import Path
from typing import Any

from analytics.counts import TOTAL
from analytics.editions import Edition, Editions, Row
from analytics.reports.contents import make_report
from analytics.reports.excerpt import Belonging, Excerpt, take
from analytics.reports.model import Report, Table
from analytics.words import Words
from tests.analytics.editions_by_hand import a_row

EN, VI = Words("en"), Words("vi")
BELONGING = Belonging({"counter": {"H44.1-1": "H44.1"}})


def published(folder: Path, *editions: Edition) -> Editions:
    """The folder with these editions."""
    found = Editions(folder)
    for edition in editions:
        found.publish(edition)
    return found


def excerpt_of(
    folder: Path,
    *editions: Edition,
    key: str | None = None,
    belonging: Belonging = BELONGING,
    **wish: Any,
) -> Excerpt:
    """The last one's, for this unit or everybody."""
    return take(published(folder, *editions), editions[-1], key, belonging, **wish)


def report_of(
    folder: Path, *editions: Edition, layout: str = "full", words: Words = EN, **changes: Any
) -> Report:
    """The last one's report."""
    return make_report(excerpt_of(folder, *editions, **changes), words, layout)


def cell_texts(table: Table) -> list[list[str]]:
    """Each line as it is read."""
    return [[item.text for item in row] for row in table.rows]


def table_of(report: Report, name: str) -> Table:
    """A table as a spreadsheet has it."""
    return next(table for table in report.sheets if table.name == name)


def a_total(satisfied: int, n: int, **changes: Any) -> Row:
    return a_row(TOTAL, "", satisfied, n, **changes)
