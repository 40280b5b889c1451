"""The roll-up of a million ratings against SQL written by hand for the same counts."""

import random
import time
from datetime import date, timedelta
from pathlib import Path

from analytics import rollup, schema
from kiosk import periods
from kiosk.ratings import accepting
from kiosk.storage.db import Database, writing
from tests import factories

RATINGS, WEEKS, COUNTERS, OFFICERS, PROCEDURES = 1_000_000, 52, 160, 800, 200
ROUNDS = 3
FIRST = date(2025, 9, 1)
HAND = """
SELECT iso_week, {key},
       sum(satisfied = 1 AND rule IS NULL AND tier <> 'poster'),
       sum(satisfied = 0 AND rule IS NULL AND tier <> 'poster'),
       sum(satisfied = 1 AND (rule IS NOT NULL OR tier = 'poster')),
       sum(satisfied = 0 AND (rule IS NOT NULL OR tier = 'poster'))
FROM ratings_v1
GROUP BY iso_week, {key}
"""
KEYS = ("unit_id", "centre_id", "counter_id", "procedure_id", "officer_id")


def run(folder: Path) -> None:
    """Print both times, interleaved, the best of each, and their ratio."""
    instance = folder / "million"
    db = make_million(instance)
    ours, hand = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        counts = by_hand(db)
        hand.append(time.perf_counter() - start)
        start = time.perf_counter()
        rollup.refresh(instance / "kiosk.db", instance / "analytics.db", everything=True)
        ours.append(time.perf_counter() - start)
    check_equal(instance / "analytics.db", counts)
    one = refresh_of_one_week(instance, db)
    db.conn.close()
    print(
        f"\nroll-up of {RATINGS:,} ratings: {min(ours):.1f} s; hand-written SQL {min(hand):.1f} s;"
        f" ratio {min(ours) / min(hand):.2f}; a dirty week of {RATINGS // WEEKS:,}: {one * 1000:.0f} ms"
    )


def by_hand(db: Database) -> int:
    """The five groupings; returns the counted satisfied of the first, for the comparison."""
    totals = []
    for key in KEYS:
        rows = db.conn.execute(HAND.format(key=key)).fetchall()
        totals.append(sum(row[2] for row in rows))
    if len(set(totals)) != 1:
        raise RuntimeError(f"the groupings disagree: {totals}")
    return int(totals[0])


def check_equal(derived: Path, satisfied: int) -> None:
    """Both counted the same ratings, or the comparison means nothing."""
    with schema.reading(derived) as connection:
        found = connection.execute(
            "SELECT sum(satisfied) FROM piece_counts WHERE kind = 'total'"
        ).fetchone()[0]
    if found != satisfied:
        raise RuntimeError(f"the roll-up counted {found}, the SQL {satisfied}")


def refresh_of_one_week(folder: Path, db: Database) -> float:
    """Seconds to recompute the week in which one more rating arrived."""
    factories.rate(db, age_seconds=0)
    start = time.perf_counter()
    rollup.refresh(folder / "kiosk.db", folder / "analytics.db")
    return time.perf_counter() - start


def make_million(folder: Path) -> Database:
    """A year of ratings written straight into the tables: only their reading is measured."""
    folder.mkdir(parents=True)
    db = factories.a_record(folder / "kiosk.db")
    draw = random.Random(1)  # noqa: S311 (a benchmark)
    with writing(db):
        for i in range(COUNTERS):
            factories.a_version(db, "counter", counter_id=f"C{i}", name=f"C{i}", centre_id="H44.5")
        for i in range(OFFICERS):
            factories.a_version(db, "officer", officer_id=f"O{i}", name=f"O{i}", unit_id="H44.5")
        for i in range(PROCEDURES):
            code = f"3.{i:06d}"
            factories.a_version(db, "procedure", procedure_id=code, name=code, raw_code=code)
    with writing(db):
        db.conn.executemany(
            """
            INSERT INTO rating (rating_id, iso_week, day, hour, unit_id, centre_id, counter_id,
                                officer_id, officer_by, procedure_id, procedure_by, channel, tier,
                                satisfied, rule)
            VALUES (?, ?, ?, ?, 'H44.5', 'H44.5', ?, ?, 'duty', ?, 'citizen', 'tablet', ?, ?, ?)
            """,
            (_row(draw) for _ in range(RATINGS)),
        )
        accepting.announce(db, db.conn.execute("SELECT day, centre_id FROM rating"))
    return db


def _row(draw: random.Random) -> tuple[object, ...]:
    day = FIRST + timedelta(days=draw.randrange(WEEKS * 7))
    officer = draw.randrange(OFFICERS)
    return (
        f"{draw.getrandbits(128):032x}",
        periods.iso_week(day),
        day.isoformat(),
        draw.randrange(7, 17),
        f"C{officer % COUNTERS}",
        f"O{officer}",
        f"3.{int(draw.paretovariate(1)) % PROCEDURES:06d}",
        "poster" if draw.random() < 0.05 else "tablet",
        int(draw.random() < 0.9),
        "repeat-1" if draw.random() < 0.02 else None,
    )
