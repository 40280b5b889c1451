"""What the address bar asks for: a week, a dimension, one of its rows, an order."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..errors import UnknownKey, WrongWeek
from ..tables import DIMENSIONS, Row, WeekTable
from ..weeks import Week
from ..words import Words

# No order by a rate: a league table of raw rates rewards the easy desk and ranks noise.
ORDERS = ("n", "name", "services", "not_counted")
FIRST_ROWS = 50
_LAST = "\uffff"


@dataclass(frozen=True)
class Choice:
    """A valid wish. key None: the total is drawn. every_row: the table in full length."""

    week: Week
    by: str = DIMENSIONS[0]
    key: str | None = None
    order: str = ORDERS[0]
    every_row: bool = False


def choose(wishes: Mapping[str, str], weeks: Sequence[Week], today: date) -> Choice:
    """The wish in the address, by default the newest of `weeks` that has ended.

    weeks: those that may be shown, oldest first, at least one. One that still runs is chosen by
    itself only where there is no other: half a week is no news.

    Raises WrongWeek for a week that is none of them, UnknownKey for an unknown dimension.
    """
    ended = [week for week in weeks if week.has_ended(today)]
    week = Week.parse(wishes["week"]) if wishes.get("week") else (ended or weeks)[-1]
    if week not in weeks:
        raise WrongWeek(f"{week} has no figures to show")
    by = wishes.get("by") or DIMENSIONS[0]
    if by not in DIMENSIONS:
        raise UnknownKey(f"'{by}' is not a dimension")
    order = wishes.get("sort", "")
    return Choice(
        week,
        by,
        wishes.get("key"),
        order if order in ORDERS else ORDERS[0],
        wishes.get("rows") == "all",
    )


def ordered(table: WeekTable, order: str, words: Words) -> list[Row]:
    """The table's rows in one of ORDERS; equals stay in the order of n."""
    rows = list(table.rows)
    if order == "name":
        rows.sort(key=lambda row: _as_in_a_dictionary(row.name.text(words.lang)) if row.name else _LAST)
    elif order == "services":
        rows.sort(key=lambda row: -row.services)
    elif order == "not_counted":
        rows.sort(key=lambda row: -row.left_out)
    return rows


def _as_in_a_dictionary(name: str) -> str:
    """Letters without their marks, but đ as a letter of its own, behind every other d."""
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", f"d{_LAST}"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
