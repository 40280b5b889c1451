"""Reading the counts back, for any period."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils.utils import sqlite3

from . import cells
from .counts import NUMBERS, TOTAL, Counts, NotCounted, add_up
from .errors import FiguresUnavailable
from .periods import pieces_of, weeks_of
from .responses import NUMBERS as RESPONSE_NUMBERS
from .responses import Responses
from .weeks import Period, Week


@dataclass(frozen=True)
class Standing:
    """What the figures were built from and when: the record, its changes seen, the instant."""

    record_id: str
    changes: int
    refreshed_at: datetime


def standing(db: sqlite3.Connection) -> Standing:
    """Raises FiguresUnavailable if nothing was ever rolled up."""
    about = dict(db.execute("SELECT key, value FROM about ORDER BY key").fetchall())
    if "record_id" not in about:
        raise FiguresUnavailable("nothing was rolled up yet: run `analytics refresh`")
    refreshed_at = datetime.fromisoformat(about["refreshed_at"])
    return Standing(about["record_id"], int(about["changes"]), refreshed_at)


def weeks_with_figures(db: sqlite3.Connection) -> list[Week]:
    """The weeks that have any counts, oldest first."""
    rows = db.execute(
        "SELECT DISTINCT iso_week FROM piece_counts WHERE kind = :kind ORDER BY iso_week",
        {"kind": TOTAL},
    )
    return [Week.parse(week) for (week,) in rows]


def newest_week(db: sqlite3.Connection) -> Week:
    """Raises FiguresUnavailable if no week has any counts."""
    weeks = weeks_with_figures(db)
    if not weeks:
        raise FiguresUnavailable("the record holds no ratings and no services yet")
    return weeks[-1]


def counts_of(
    db: sqlite3.Connection, period: Period, kind: str, keys: Iterable[str] | None = None
) -> dict[str, Counts]:
    """One period's counts of every key of that kind, or of some; absent where there are none."""
    found = _read(db, weeks_of(period), kind, keys, _months(period))
    if isinstance(period, Week):
        return {key: counts for (_, key), counts in found.items()}
    sums: dict[str, list[Counts]] = defaultdict(list)
    for (_, key), counts in found.items():
        sums[key].append(counts)
    return {key: add_up(parts) for key, parts in sums.items()}


def counts_by_week(db: sqlite3.Connection, period: Period, kind: str) -> dict[tuple[Week, str], Counts]:
    """The same, each week's part of the period apart."""
    found = _read(db, weeks_of(period), kind, None, _months(period))
    return {(Week.parse(week), key): counts for (week, key), counts in found.items()}


def counts_over_weeks(
    db: sqlite3.Connection, weeks: Sequence[Week], kind: str, keys: Iterable[str] | None = None
) -> dict[tuple[Week, str], Counts]:
    """Counts of some keys of a kind in those weeks, by week and key; absent where there are none."""
    found = _read(db, weeks, kind, keys, None)
    return {(Week.parse(week), key): counts for (week, key), counts in found.items()}


def responses_of(db: sqlite3.Connection, period: Period) -> dict[str, Responses]:
    """Who was asked about the period's services and who answered, by their ending."""
    chosen, values = _within(weeks_of(period), _months(period))
    rows = db.execute(
        f"""
        SELECT ending, {_sums(RESPONSE_NUMBERS)}
        FROM piece_responses
        WHERE {chosen}
        GROUP BY ending
        ORDER BY ending
        """,
        values,
    )
    return {ending: Responses(*numbers) for ending, *numbers in rows}


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
    chosen, values = _within(weeks_of(period), _months(period))
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
    chosen, values = _within(weeks_of(period), _months(period))
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


def _read(
    db: sqlite3.Connection,
    weeks: Sequence[Week],
    kind: str,
    keys: Iterable[str] | None,
    months: Sequence[str] | None,
) -> dict[tuple[str, str], Counts]:
    chosen, values = _within(weeks, months)
    chosen, values = f"{chosen} AND kind = ?", [*values, kind]
    if keys is not None:
        wanted = sorted(set(keys))
        chosen, values = f"{chosen} AND key IN ({_marks(wanted)})", [*values, *wanted]
    left_out = defaultdict(list)
    for week, key, *parts in db.execute(
        f"""
        SELECT iso_week, key, cause, sum(satisfied), sum(unsatisfied)
        FROM piece_not_counted
        WHERE {chosen}
        GROUP BY iso_week, key, cause
        ORDER BY iso_week, key, cause
        """,
        values,
    ):
        left_out[week, key].append(NotCounted(*parts))
    rows = db.execute(
        f"""
        SELECT iso_week, key, {_sums(NUMBERS)}
        FROM piece_counts
        WHERE {chosen}
        GROUP BY iso_week, key
        ORDER BY iso_week, key
        """,
        values,
    )
    return {
        (week, key): Counts(
            **dict(zip(NUMBERS, numbers, strict=True)), not_counted=tuple(left_out[week, key])
        )
        for week, key, *numbers in rows
    }


def _months(period: Period) -> list[str] | None:
    """The months that part its weeks; None where the weeks are whole."""
    if isinstance(period, Week):
        return None
    return sorted({str(piece.month) for piece in pieces_of(period)})


def _within(weeks: Sequence[Week], months: Sequence[str] | None) -> tuple[str, list[str]]:
    chosen, values = f"iso_week IN ({_marks(weeks)})", [str(week) for week in weeks]
    if months is not None:
        chosen, values = f"{chosen} AND month IN ({_marks(months)})", [*values, *months]
    return chosen, values


def _sums(names: Sequence[str]) -> str:
    return ", ".join(f"sum({name})" for name in names)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
