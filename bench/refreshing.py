"""What keeping a province's counts costs: one dirty week beside peers, new ratings in a rhythm."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from analytics import rollup, schema, source
from analytics.driver import sqlite3
from kiosk import periods
from kiosk.ratings import accepting
from kiosk.storage.db import Database, writing

from . import hand_written, with_pandas
from .province import FIRST, RATINGS, SERVICES, WEEKS, arrive, make_province, week_in_parts

Result = TypeVar("Result")

ROUNDS = 5
OURS, HAND, PANDAS = "ours", "hand-written SQL", "pandas on the raw rows"
RHYTHMS = {"each night": 6, "after every 1,000": RATINGS // 1000}  # refreshes in a week of six days


def run(folder: Path) -> None:
    """Print the times, interleaved, the best of each, their ratio, and those for 1,000 ratings."""
    instance = folder / "province"
    db = make_province(instance)
    record, derived = instance / "kiosk.db", instance / "analytics.db"
    rollup.refresh(record, derived)
    week = periods.iso_week(FIRST + timedelta(weeks=WEEKS - 1))
    best: dict[str, tuple[float, float]] = {}
    for _ in range(ROUNDS):
        with writing(db):
            accepting.announce(db, [(str(FIRST + timedelta(weeks=WEEKS - 1)), "H44.U0")])
        report = _timed(best, OURS, lambda: rollup.refresh(record, derived))
        satisfied = _timed(best, HAND, lambda: _read(record, week, hand_written.counted))
        tables = _timed(best, PANDAS, lambda: _read(record, week, with_pandas.rolled_up))
    if report.weeks != (week,) or report.ratings != RATINGS:
        raise RuntimeError(f"another week than {week} was counted: {report}")
    check_equal(derived, week, satisfied, tables)
    print(f"\none dirty week of {RATINGS:,} ratings and {SERVICES:,} services, the files locked")
    for clock, what in enumerate(("by the clock", "of the processor")):
        ours = best[OURS][clock]
        peers = (
            f"{name} {best[name][clock] * 1000:.0f} ms, ratio {ours / best[name][clock]:.2f}"
            for name in (HAND, PANDAS)
        )
        print(f"  {what}: {ours * 1000:.0f} ms; {'; '.join(peers)};", end="")
        print(f" {ours * 1e6 / RATINGS:.1f} ms for 1,000 of its ratings")
    for number, (rhythm, parts) in enumerate(RHYTHMS.items()):
        elapsed, busy = growing(db, record, derived, WEEKS + number, parts)
        print(
            f"  refreshed {rhythm}: {elapsed * 1e6 / RATINGS:.1f} ms by the clock,"
            f" {busy * 1e6 / RATINGS:.1f} of the processor, for 1,000 ratings that have come"
        )
    db.conn.close()


def growing(db: Database, record: Path, derived: Path, number: int, parts: int) -> tuple[float, float]:
    """Seconds, by the clock and of the processor, of all the refreshes while a week comes in parts."""
    clock = busy = 0.0
    for services, given in week_in_parts(number, parts):
        arrive(db, services, given)
        began, used = time.perf_counter(), time.process_time()
        rollup.refresh(record, derived)
        clock, busy = clock + time.perf_counter() - began, busy + time.process_time() - used
    return clock, busy


def check_equal(derived: Path, week: str, satisfied: int, tables: dict[str, with_pandas.Rows]) -> None:
    """All counted the same ratings, pandas every number of them, or the comparison means nothing."""
    with schema.reading(derived) as connection:
        found = connection.execute(
            "SELECT sum(satisfied) FROM piece_counts WHERE iso_week = ? AND kind = 'total'", [week]
        ).fetchone()[0]
        if found != satisfied:
            raise RuntimeError(f"the roll-up counted {found}, the SQL {satisfied}")
        for table, rows in tables.items():
            kept = connection.execute(f"SELECT * FROM {table} WHERE iso_week = ?", [week])
            if {row[1:] for row in kept} != rows:
                raise RuntimeError(f"pandas makes another {table}")


def _timed(best: dict[str, tuple[float, float]], name: str, work: Callable[[], Result]) -> Result:
    """Its result; the best of both clocks is noted."""
    start, busy = time.perf_counter(), time.process_time()
    result = work()
    took = (time.perf_counter() - start, time.process_time() - busy)
    before = best.get(name, took)
    best[name] = (min(before[0], took[0]), min(before[1], took[1]))
    return result


def _read(record: Path, week: str, count: Callable[[sqlite3.Connection, str], Result]) -> Result:
    """By a connection of its own, as ours: with nothing read yet."""
    with source.reading(record) as connection:
        return count(connection, week)
