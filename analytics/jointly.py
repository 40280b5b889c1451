"""Reading back what is counted jointly: cells, and reasons."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from . import cells
from .driver import sqlite3
from .periods import weeks_of
from .selecting import months_of, within
from .weeks import Period


def cells_of(
    db: sqlite3.Connection, period: Period, by: Sequence[str], only: Mapping[str, str] | None = None
) -> dict[tuple[str, ...], tuple[int, int]]:
    """Satisfied and unsatisfied counted answers of the period, jointly by some of cells.KEYS.

    only: the key that some of cells.KEYS must have. '' stands for what nobody knew.
    Raises ValueError for a name that is not among cells.KEYS.

    `cells_of(db, Month(2026, 8), ("officer", "procedure"))` is what case mix is adjusted with.
    """
    only = only or {}
    if not {*by, *only} <= {*cells.KEYS}:
        raise ValueError(f"cells have {', '.join(cells.KEYS)}, not all of {', '.join((*by, *only))}")
    chosen, values = within(weeks_of(period), months_of(period))
    chosen += "".join(f" AND {name} = ?" for name in only)
    keys = ", ".join(by)
    rows = db.execute(
        f"""
        SELECT {keys + ", " if by else ""} sum(satisfied), sum(unsatisfied)
        FROM piece_cells
        WHERE {chosen}
        {f"GROUP BY {keys} ORDER BY {keys}" if by else "HAVING count(*) > 0"}
        """,
        [*values, *only.values()],
    )
    return {tuple(key): (satisfied, unsatisfied) for *key, satisfied, unsatisfied in rows}


def ways_over(
    db: sqlite3.Connection, periods: Iterable[Period], only: Mapping[str, str] | None = None
) -> list[tuple[Period, dict[str, int]]]:
    """How many counted answers of each period came by which proof (tier), for `find_breaks`; of some
    keys alone, as in cells_of."""
    return [
        (
            period,
            {tier: sum(answers) for (tier,), answers in cells_of(db, period, ["tier"], only).items()},
        )
        for period in periods
    ]


def reasons_of(
    db: sqlite3.Connection, period: Period, kind: str, what: str
) -> dict[str, dict[str, tuple[int, int]]]:
    """How many named what: by key of one of reasons.KINDS, then by code, satisfied and unsatisfied.

    what: reasons.REASON, ELEMENT or ANY, whose only code is ''.
    """
    chosen, values = within(weeks_of(period), months_of(period))
    found: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for key, code, satisfied, unsatisfied in db.execute(
        f"""
        SELECT key, code, sum(satisfied), sum(unsatisfied)
        FROM piece_reasons
        WHERE {chosen} AND kind = ? AND what = ?
        GROUP BY key, code
        ORDER BY key, code
        """,
        [*values, kind, what],
    ):
        found[key][code] = (satisfied, unsatisfied)
    return dict(found)
