"""Which weeks have changed, and those weeks counted anew: whole, never `n = n + x`.

Offline tablets deliver last week's answers today; an increment would count twice on a retry,
a recomputed week cannot.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from . import petitions, pieces, responses, schema, source, weekly
from .counting import tally
from .driver import sqlite3
from .errors import FiguresUnavailable
from .weeks import utc_now, week_of_day

Progress = Callable[[int, int], None]  # weeks done, weeks in all
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class RefreshReport:
    """What a refresh did: weeks recomputed (oldest first), rows read, and whether from nothing."""

    weeks: tuple[str, ...]
    ratings: int
    services: int
    anew: bool


def refresh(
    record_path: Path,
    derived_path: Path,
    progress: Progress | None = None,
    *,
    everything: bool = False,
    clock: Clock = utc_now,
) -> RefreshReport:
    """Recompute every week that has changed since the last refresh, or every week there is.

    Watermarks and counts come from one read transaction on the record and go into one write
    transaction on the derived file, so that nothing which arrives meanwhile is missed, and a
    refresh that is cut short has done nothing. Figures of another record, or of a record set
    back to an earlier state, are thrown away first.

    Raises RecordUnavailable, ContractBroken or FiguresUnavailable.
    """
    with source.reading(record_path):
        pass  # a record that cannot be read leaves no empty file of figures behind
    # The lock comes before the snapshot: else one that waits would bring an older snapshot.
    with schema.writing(derived_path) as derived, source.reading(record_path) as record:
        record_id, changes = source.record_id(record), source.changes_by_day(record)
        seen = _seen(derived)
        anew = everything or _built_from(derived) != record_id or _set_back(seen, changes)
        if anew:
            schema.build_anew(derived)
            seen = {}
        days = [day for day, version in changes.items() if seen.get(day) != version]
        weeks = sorted({week_of_day(day) for day in days})
        ratings, services = _recompute(record, derived, weeks, progress)
        _note_seen(derived, {day: changes[day] for day in days})
        _note_about(derived, record_id, sum(changes.values()), clock())
    return RefreshReport(tuple(weeks), ratings, services, anew)


def is_current(record_path: Path, derived_path: Path) -> bool:
    """Whether a refresh would find nothing to do; quick enough to ask for every page."""
    try:
        with schema.reading(derived_path) as derived:
            standing = weekly.standing(derived)
    except FiguresUnavailable:
        return False
    with source.reading(record_path) as record:
        return (standing.record_id, standing.changes) == (
            source.record_id(record),
            source.changes_in_all(record),
        )


def _built_from(derived: sqlite3.Connection) -> str | None:
    row = derived.execute("SELECT value FROM about WHERE key = 'record_id'").fetchone()
    return None if row is None else str(row[0])


def _seen(derived: sqlite3.Connection) -> dict[str, int]:
    return dict(derived.execute("SELECT day, version FROM seen ORDER BY day").fetchall())


def _set_back(seen: dict[str, int], changes: dict[str, int]) -> bool:
    """Versions only grow: one that shrank tells of a record restored from a backup."""
    return any(changes.get(day, 0) < version for day, version in seen.items())


def _recompute(
    record: sqlite3.Connection,
    derived: sqlite3.Connection,
    weeks: list[str],
    progress: Progress | None,
) -> tuple[int, int]:
    read_ratings = read_services = 0
    for done, week in enumerate(weeks, start=1):
        counted = tally(
            week,
            source.ratings_of_week(record, week),
            source.ties_of_week(record, week),
            source.services_of_week(record, week),
        )
        pieces.replace_counts(derived, week, counted)
        asked = responses.tally(source.responses_of_week(record, week))
        pieces.replace_responses(derived, week, asked)
        followed = petitions.tally(source.petitions_of_week(record, week))
        pieces.replace_petitions(derived, week, followed)
        read_ratings += counted.ratings
        read_services += counted.services
        if progress is not None:
            progress(done, len(weeks))
    return read_ratings, read_services


def _note_seen(derived: sqlite3.Connection, changes: dict[str, int]) -> None:
    derived.executemany(
        "INSERT INTO seen (day, version) VALUES (?, ?)"
        " ON CONFLICT (day) DO UPDATE SET version = excluded.version",
        changes.items(),
    )


def _note_about(derived: sqlite3.Connection, record_id: str, changes: int, now: datetime) -> None:
    about = {"record_id": record_id, "changes": str(changes), "refreshed_at": now.isoformat()}
    derived.executemany(
        "INSERT INTO about (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        about.items(),
    )
