"""Editions made by hand, for tests of what shows them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from analytics.counts import TOTAL, Counts
from analytics.disclosure import Cell, State
from analytics.editions import Edition, Reason, Row
from analytics.editions.model import METHOD
from analytics.indices import Share
from analytics.source import Name
from analytics.stats.intervals import wilson_interval
from analytics.suppression import Rule
from analytics.tables import make_row

FROZEN_AT = datetime(2026, 8, 23, 23, 0, tzinfo=UTC)  # Monday at six in Viet Nam
WITHHELD, TOO_FEW = State.WITHHELD, State.TOO_FEW


def a_cell(satisfied: int, n: int, state: State = State.SHOWN, needed: int = 10) -> Cell:
    """A cell as an edition has it: the count only where it is shown."""
    if state is State.SHOWN:
        value = satisfied / n
        return Cell(state, n, needed, Share(satisfied, n, wilson_interval(satisfied, n)), value, value)
    if state is State.AT_LEAST:
        return Cell(state, n, needed, None, (n - 1) / n, 1.0)
    if state is State.AT_MOST:
        return Cell(state, n, needed, None, 0.0, 1 / n)
    return Cell(state, n, needed)


def a_row(
    kind: str, key: str, satisfied: int, n: int, *, state: State = State.SHOWN, **changes: Any
) -> Row:
    """A row with as many services as four times its answers, a quarter of them answered."""
    counts = Counts(
        satisfied=satisfied,
        unsatisfied=n - satisfied,
        services=4 * n,
        tied=n,
        tied_satisfied=satisfied,
        tied_unsatisfied=n - satisfied,
    )
    name = None if kind == TOTAL else Name(f"Tên {key}", f"Name {key}")
    parts = {**vars(make_row(kind, key, name, counts)), "satisfaction": a_cell(satisfied, n, state)}
    return Row(**{**parts, **changes})


def a_reason(topic: str, satisfied: int, n: int, element: str | None = None) -> Reason:
    """Those who named a topic."""
    return Reason(topic, element, a_cell(satisfied, n))


def an_edition(
    period: str = "2026-W34",
    number: int = 1,
    tables: Mapping[str, Sequence[Row]] | None = None,
    **changes: Any,
) -> Edition:
    """An edition of two units, or of the tables given; any part can be another."""
    chosen = {"unit": [a_row("unit", "H44.1", 170, 190), a_row("unit", "H44.2", 60, 70)]}
    parts: dict[str, Any] = {
        "period": period,
        "number": number,
        "frozen_at": FROZEN_AT,
        "record_id": "a-record",
        "changes": 7,
        "code": "0.1.0",
        "method": METHOD,
        "rule": Rule(),
        "exclusions": (),
        "total": a_row(TOTAL, "", 230, 260),
        "tables": {name: tuple(rows) for name, rows in (tables or chosen).items()},
    }
    return Edition(**{**parts, **changes})
