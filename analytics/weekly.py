"""Reading the counts back, for any period."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .counts import NUMBERS, TOTAL, Counts, NotCounted, add_up
from .driver import sqlite3
from .errors import FiguresUnavailable
from .periods import weeks_of
from .petitions import NUMBERS as FOLLOWED_NUMBERS
from .petitions import Followed
from .responses import NUMBERS as RESPONSE_NUMBERS
from .responses import Responses
from .selecting import marks, months_of, sums, within
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
    found = _read(db, weeks_of(period), kind, keys, months_of(period))
    if isinstance(period, Week):
        return {key: counts for (_, key), counts in found.items()}
    sums: dict[str, list[Counts]] = defaultdict(list)
    for (_, key), counts in found.items():
        sums[key].append(counts)
    return {key: add_up(parts) for key, parts in sums.items()}


def counts_by_week(db: sqlite3.Connection, period: Period, kind: str) -> dict[tuple[Week, str], Counts]:
    """The same, each week's part of the period apart."""
    found = _read(db, weeks_of(period), kind, None, months_of(period))
    return {(Week.parse(week), key): counts for (week, key), counts in found.items()}


def counts_over_weeks(
    db: sqlite3.Connection, weeks: Sequence[Week], kind: str, keys: Iterable[str] | None = None
) -> dict[tuple[Week, str], Counts]:
    """Counts of some keys of a kind in those weeks, by week and key; absent where there are none."""
    found = _read(db, weeks, kind, keys, None)
    return {(Week.parse(week), key): counts for (week, key), counts in found.items()}


def responses_of(db: sqlite3.Connection, period: Period) -> dict[str, Responses]:
    """Who was asked about the period's services and who answered, by their ending."""
    chosen, values = within(weeks_of(period), months_of(period))
    rows = db.execute(
        f"""
        SELECT ending, {sums(RESPONSE_NUMBERS)}
        FROM piece_responses
        WHERE {chosen}
        GROUP BY ending
        ORDER BY ending
        """,
        values,
    )
    return {ending: Responses(*numbers) for ending, *numbers in rows}


def petitions_of(
    db: sqlite3.Connection, weeks: Sequence[Week], months: Sequence[str] | None = None
) -> dict[str, Followed]:
    """By unit the matters left in these weeks, and due in them; of what their authors said, what they
    had said by the end of the last one. months: only the days within them."""
    chosen, values = within(weeks, months)
    last = str(max(weeks))
    said = ", ".join(f"sum(iif(said_week <= ?, {name}, 0))" for name in FOLLOWED_NUMBERS[3:])
    rows = db.execute(
        f"""
        SELECT unit, {sums(FOLLOWED_NUMBERS[:3])}, {said}
        FROM piece_petitions
        WHERE {chosen}
        GROUP BY unit
        ORDER BY unit
        """,
        [last, last, *values],
    )
    return {unit: Followed(*numbers) for unit, *numbers in rows}


def _read(
    db: sqlite3.Connection,
    weeks: Sequence[Week],
    kind: str,
    keys: Iterable[str] | None,
    months: Sequence[str] | None,
) -> dict[tuple[str, str], Counts]:
    chosen, values = within(weeks, months)
    chosen, values = f"{chosen} AND kind = ?", [*values, kind]
    if keys is not None:
        wanted = sorted(set(keys))
        chosen, values = f"{chosen} AND key IN ({marks(wanted)})", [*values, *wanted]
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
        SELECT iso_week, key, {sums(NUMBERS)}
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
