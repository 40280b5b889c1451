"""What the address bar asks for: a period, a row of it, and what to hold it against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..counts import TOTAL, UNKNOWN
from ..editions import Edition, Row
from ..editions.model import MONTHLY
from ..errors import UnknownKey
from ..listing import BEHIND_ALL, row_name
from ..listing import as_in_a_dictionary as as_in_a_dictionary  # noqa: PLC0414 (pages ask here)
from ..words import Words

# No order by a rate: a league table of raw rates rewards the easy desk and ranks noise.
ORDERS = ("n", "name", "services", "not_counted")
FIRST_ROWS = 50
OFFICER = "officer"
DIMENSIONS = tuple(table for table in MONTHLY if table not in (OFFICER, "hour_weekday"))
WISHES = ("period", "edition", "by", "key", "sort", "rows", "with", "lang")


@dataclass(frozen=True)
class Choice:
    """A valid wish. key None: the whole table, and the total in pictures."""

    edition: Edition
    by: str = "procedure"
    key: str | None = None
    order: str = ORDERS[0]
    every_row: bool = False

    @property
    def scope(self) -> tuple[str, str]:
        """Table and key of the row that is looked at."""
        return (TOTAL, UNKNOWN) if self.key is None else (self.by, self.key)

    @property
    def row(self) -> Row:
        """That row. Raises UnknownKey where the edition has none."""
        return self.edition.row(*self.scope)


def choose(wishes: Mapping[str, str], edition: Edition) -> Choice:
    """The wish in the address, of this edition.

    Raises UnknownKey for a table or a row that the edition does not have, and for officers: they are
    compared, and have a page of their own; a list of their raw rates would be a league table.
    """
    by = wishes.get("by") or "procedure"
    if by == OFFICER:
        raise UnknownKey("officers are told by the page of fair comparison, and each by their own page")
    edition.rows(by)
    key = wishes.get("key")
    if key is not None:
        edition.row(by, key)
    order = wishes.get("sort", "")
    return Choice(
        edition,
        by,
        key,
        order if order in ORDERS else ORDERS[0],
        wishes.get("rows") == "all",
    )


def find_other(key: str, rows: Sequence[Row]) -> Row:
    """The row to compare with. Raises UnknownKey where there is none."""
    for row in rows:
        if row.key == key:
            return row
    raise UnknownKey(f"there is no row '{key}' to compare with")


def ordered(rows: Sequence[Row], order: str, words: Words) -> list[Row]:
    """The rows in one of ORDERS; equals stay in the order of n."""
    found = list(rows)
    if order == "name":
        found.sort(key=lambda row: as_in_a_dictionary(row_name(row, words)) if row.name else BEHIND_ALL)
    elif order == "services":
        found.sort(key=lambda row: -row.services)
    elif order == "not_counted":
        found.sort(key=lambda row: -row.left_out)
    return found
