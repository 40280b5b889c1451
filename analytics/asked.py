"""Who was asked in a period, and who answered: rows ready to be shown."""

from dataclasses import dataclass

from . import weekly
from .disclosure import Cell, Thresholds, disclose_response
from .driver import sqlite3
from .responses import ENDINGS, WAYS, Responses
from .weeks import Period

TOTAL = "total"


@dataclass(frozen=True)
class Way:
    """One way of asking: how many were asked, how many answered, and their share."""

    name: str
    asked: int
    answered: int
    rate: Cell


@dataclass(frozen=True)
class Row:
    """One ending, or the total. ways: in the order of WAYS; rate: answered of all that finished."""

    ending: str
    finished: int
    answered: int
    rate: Cell
    ways: tuple[Way, ...]

    @property
    def nobody_was_asked(self) -> bool:
        """Whether no way of asking reached anybody: then there is no rate, rather than one of nought."""
        return bool(self.ways) and not any(way.asked for way in self.ways) and not self.answered


def asked_in(
    derived: sqlite3.Connection, period: Period, thresholds: Thresholds | None = None
) -> list[Row]:
    """The endings that occurred in the period, and their total last; none without services."""
    found = weekly.responses_of(derived, period)
    if not found:
        return []
    rows = [_row(key, found[key], thresholds) for key in ENDINGS if key in found]
    return [*rows, _row(TOTAL, sum(found.values(), Responses()), thresholds)]


def _row(ending: str, counts: Responses, thresholds: Thresholds | None) -> Row:
    return Row(
        ending=ending,
        finished=counts.finished,
        answered=counts.answered,
        rate=disclose_response(ending, counts.rate(), thresholds),
        ways=tuple(_way(name, counts, thresholds) for name in WAYS),
    )


def _way(name: str, counts: Responses, thresholds: Thresholds | None) -> Way:
    return Way(
        name=name,
        asked=getattr(counts, f"offered_on_{name}"),
        answered=getattr(counts, f"answered_on_{name}"),
        rate=disclose_response(name, counts.rate_by(name), thresholds),
    )
