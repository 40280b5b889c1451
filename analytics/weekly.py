"""Reading the weekly counts back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils.utils import sqlite3

from .counts import NUMBERS, TOTAL, Counts, NotCounted
from .errors import FiguresUnavailable
from .responses import NUMBERS as RESPONSE_NUMBERS
from .responses import Responses
from .weeks import Week


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
        "SELECT iso_week FROM week_counts WHERE kind = :kind ORDER BY iso_week", {"kind": TOTAL}
    )
    return [Week.parse(week) for (week,) in rows]


def newest_week(db: sqlite3.Connection) -> Week:
    """Raises FiguresUnavailable if no week has any counts."""
    weeks = weeks_with_figures(db)
    if not weeks:
        raise FiguresUnavailable("the record holds no ratings and no services yet")
    return weeks[-1]


def counts_of_week(db: sqlite3.Connection, week: Week, kind: str) -> dict[str, Counts]:
    """One week's counts of every key of that kind; empty if the week has none."""
    found = _read(db, [week], kind, None)
    return {key: counts for (_, key), counts in found.items()}


def counts_over_weeks(
    db: sqlite3.Connection, weeks: Sequence[Week], kind: str, keys: Iterable[str]
) -> dict[tuple[Week, str], Counts]:
    """Counts of some keys of a kind in those weeks, by week and key; absent where there are none."""
    found = _read(db, weeks, kind, sorted(set(keys)))
    return {(Week.parse(week), key): counts for (week, key), counts in found.items()}


def responses_of_week(db: sqlite3.Connection, week: Week) -> dict[str, Responses]:
    """Who was asked about the week's services and who answered, by their ending."""
    rows = db.execute(
        f"""
        SELECT ending, {", ".join(RESPONSE_NUMBERS)}
        FROM week_responses
        WHERE iso_week = :week
        ORDER BY ending
        """,
        {"week": str(week)},
    )
    return {ending: Responses(*numbers) for ending, *numbers in rows}


def _read(
    db: sqlite3.Connection, weeks: Sequence[Week], kind: str, keys: Sequence[str] | None
) -> dict[tuple[str, str], Counts]:
    chosen = f"iso_week IN ({_marks(weeks)}) AND kind = ?"
    values = [*map(str, weeks), kind]
    if keys is not None:
        chosen += f" AND key IN ({_marks(keys)})"
        values += keys
    left_out = defaultdict(list)
    for week, key, *parts in db.execute(
        f"""
        SELECT iso_week, key, cause, satisfied, unsatisfied
        FROM week_not_counted
        WHERE {chosen}
        ORDER BY iso_week, key, cause
        """,
        values,
    ):
        left_out[week, key].append(NotCounted(*parts))
    rows = db.execute(
        f"""
        SELECT iso_week, key, {", ".join(NUMBERS)}
        FROM week_counts
        WHERE {chosen}
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


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
