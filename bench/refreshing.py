"""One dirty week of a province against SQL written by hand for the same counts."""

import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from analytics import rollup, schema
from analytics.counts import KINDS_OF_RATINGS, KINDS_OF_SERVICES
from kiosk import periods, ratings
from kiosk.db import Database, writing
from tests import factories

RATINGS, SERVICES, WEEKS = 35_000, 35_000, 4  # of each week; the last one reaches into September
UNITS, COUNTERS, OFFICERS, PROCEDURES, REASONS = 164, 370, 1_200, 400, 0.2
FIRST = date(2026, 8, 10)
ROUNDS = 5
COLUMNS = {
    "ending": "service_ending",
    "slot": "weekday || '-' || hour",
    "timeliness": "service_overdue",
    **{name: name for name in ("channel", "tier", "user_kind")},
}
COUNTED = "rule IS NULL AND tier <> 'poster'"
ANSWERS = f"""
SELECT month, {{key}}, sum(satisfied AND {COUNTED}), sum(NOT satisfied AND {COUNTED})
FROM ratings_v1
WHERE iso_week = :week
GROUP BY month, {{key}}
"""
TIES = """
SELECT service_month, {key}, count(*), sum(satisfied), sum(service_failed)
FROM ratings_v1
WHERE service_week = :week
GROUP BY service_month, {key}
"""
DOSSIERS = """
SELECT month, {key}, count(*), sum(overdue), sum(petitioned), sum(overdue OR petitioned)
FROM services_v1
WHERE iso_week = :week
GROUP BY month, {key}
"""
RESPONSES = """
SELECT month, outcome, channel, count(*), sum(answered)
FROM responses_v1
WHERE iso_week = :week
GROUP BY month, outcome, channel
"""


def run(folder: Path) -> None:
    """Print both times, interleaved, the best of each, their ratio, and that for 1,000 ratings."""
    instance = folder / "province"
    db = make_province(instance)
    rollup.refresh(instance / "kiosk.db", instance / "analytics.db")
    week = periods.iso_week(FIRST + timedelta(weeks=WEEKS - 1))
    ours, hand = [], []
    for _ in range(ROUNDS):
        with writing(db):
            ratings.announce(db, [(str(FIRST + timedelta(weeks=WEEKS - 1)), "H44.U0")])
        start, busy = time.perf_counter(), time.process_time()
        report = rollup.refresh(instance / "kiosk.db", instance / "analytics.db")
        ours.append((time.perf_counter() - start, time.process_time() - busy))
        start, busy = time.perf_counter(), time.process_time()
        satisfied = by_hand(db, week)
        hand.append((time.perf_counter() - start, time.process_time() - busy))
    db.conn.close()
    if report.weeks != (week,) or report.ratings != RATINGS:
        raise RuntimeError(f"another week than {week} was counted: {report}")
    check_equal(instance / "analytics.db", week, satisfied)
    print(f"\none dirty week of {RATINGS:,} ratings and {SERVICES:,} services")
    for clock, what in enumerate(("by the clock", "of the processor")):
        best, peer = min(one[clock] for one in ours), min(one[clock] for one in hand)
        print(
            f"  {what}: {best * 1000:.0f} ms, hand-written SQL {peer * 1000:.0f} ms, ratio"
            f" {best / peer:.2f}; {best * 1e6 / RATINGS:.1f} ms for 1,000 ratings"
        )


def by_hand(db: Database, week: str) -> int:
    """The same groupings of the week; returns the counted satisfied, for the comparison."""

    def read(statement: str, key: str) -> list[tuple[int, ...]]:
        column = COLUMNS.get(key, f"{key}_id")
        return db.conn.execute(statement.format(key=column), {"week": week}).fetchall()

    totals = {sum(row[2] for row in read(ANSWERS, kind)) for kind in KINDS_OF_RATINGS}
    for kind in KINDS_OF_SERVICES:
        place = {"unit": "resolving_unit_id", "ending": "outcome"}.get(kind, f"{kind}_id")
        db.conn.execute(DOSSIERS.format(key=place), {"week": week}).fetchall()
        tied = {"unit": "resolving_unit_id", "ending": "service_ending"}.get(kind, f"{kind}_id")
        db.conn.execute(TIES.format(key=tied), {"week": week}).fetchall()
    db.conn.execute(RESPONSES, {"week": week}).fetchall()
    if len(totals) != 1:
        raise RuntimeError(f"the groupings disagree: {totals}")
    return totals.pop()


def check_equal(derived: Path, week: str, satisfied: int) -> None:
    """Both counted the same ratings, or the comparison means nothing."""
    with schema.reading(derived) as connection:
        found = connection.execute(
            "SELECT sum(satisfied) FROM piece_counts WHERE iso_week = ? AND kind = 'total'", [week]
        ).fetchone()[0]
    if found != satisfied:
        raise RuntimeError(f"the roll-up counted {found}, the SQL {satisfied}")


def make_province(folder: Path) -> Database:
    """Weeks of services and ratings written straight into the tables: only reading is measured."""
    folder.mkdir(parents=True)
    db = factories.a_record(folder / "kiosk.db")
    draw = random.Random(1)  # noqa: S311 (a benchmark)
    with writing(db):
        _catalogue(db)
    with writing(db):
        for number in range(WEEKS):
            first = FIRST + timedelta(weeks=number)
            _insert(db, "service", (_service(draw, first, i) for i in range(SERVICES)))
            rows = [_rating(draw, first) for _ in range(RATINGS)]
            _insert(db, "rating", iter(rows))
            _reasons(db, draw, rows)
        ratings.announce(db, db.conn.execute("SELECT day, centre_id FROM rating"))
    return db


def _catalogue(db: Database) -> None:
    for i in range(UNITS):
        unit = f"H44.U{i}"
        factories.a_version(db, "unit", unit_id=unit, name=unit, kind="commune", parent_id="H44")
        factories.a_version(db, "centre", centre_id=unit, name=unit, unit_id=unit)
    for i in range(COUNTERS):
        factories.a_version(db, "counter", counter_id=f"C{i}", name=f"C{i}", centre_id=_unit(i))
    for i in range(OFFICERS):
        factories.a_version(db, "officer", officer_id=f"O{i}", name=f"O{i}", unit_id=_unit(i))
    for i in range(PROCEDURES):
        code = f"3.{i:06d}"
        factories.a_version(db, "procedure", procedure_id=code, name=code, raw_code=code)


def _unit(number: int) -> str:
    return f"H44.U{number % COUNTERS % UNITS}"


def _insert(db: Database, table: str, rows: Iterator[dict[str, object]]) -> None:
    first = next(rows)
    statement = (
        f"INSERT INTO {table} ({', '.join(first)}) VALUES ({', '.join(':' + name for name in first)})"
    )
    db.conn.execute(statement, first)
    db.conn.executemany(statement, rows)


def _place(draw: random.Random, first: date) -> tuple[dict[str, object], str]:
    officer, day = draw.randrange(OFFICERS), first + timedelta(days=draw.randrange(6))
    return {
        "iso_week": periods.iso_week(day),
        "centre_id": _unit(officer),
        "counter_id": f"C{officer % COUNTERS}",
        "officer_id": f"O{officer}",
        "procedure_id": f"3.{int(draw.paretovariate(1)) % PROCEDURES:06d}",
    }, day.isoformat()


def _service(draw: random.Random, first: date, number: int) -> dict[str, object]:
    place, day = _place(draw, first)
    return place | {
        "service_id": f"{place['centre_id']}-{first:%y%m%d}-{number:07d}",
        "finished_day": day,
        "received_day": day,
        "overdue": int(draw.random() < 0.05),
        "petitioned": int(draw.random() < 0.01),
        "outcome": draw.choice(["granted", "granted", "granted", "refused", "returned"]),
        "channel": draw.choice(["counter", "counter", "online", "post"]),
        "receiving_unit_id": place["centre_id"],
        "resolving_unit_id": place["centre_id"],
    }


def _rating(draw: random.Random, first: date) -> dict[str, object]:
    place, day = _place(draw, first)
    tied, late = draw.random() < 0.6, int(draw.random() < 0.05)
    return place | {
        "rating_id": f"{draw.getrandbits(128):032x}",
        "day": day,
        "hour": draw.randrange(7, 17),
        "unit_id": place["centre_id"],
        "officer_by": "duty",
        "procedure_by": "citizen",
        "channel": draw.choice(["tablet", "tablet", "phone"]),
        "tier": draw.choice(["tablet"] * 9 + ["receipt"] * 9 + ["poster"]),
        "satisfied": int(draw.random() < 0.9),
        "rule": "repeat-1" if draw.random() < 0.02 else None,
        "service_week": place["iso_week"] if tied else None,
        "service_month": day[:7] if tied else None,
        "service_failed": late if tied else None,
        "service_overdue": late if tied else None,
        "service_ending": draw.choice(["granted", "refused", "post", "online"]) if tied else None,
        "resolving_unit_id": place["centre_id"] if tied else None,
    }


def _reasons(db: Database, draw: random.Random, rows: list[dict[str, object]]) -> None:
    codes = {
        answer: [
            code
            for (code,) in db.conn.execute(
                "SELECT reason_code FROM reason WHERE satisfied = ?", [answer]
            )
        ]
        for answer in (0, 1)
    }
    named = (
        {"rating_id": row["rating_id"], "reason_code": code}
        for row in rows
        if draw.random() < REASONS
        for code in draw.sample(codes[1 if row["satisfied"] else 0], 2)
    )
    _insert(db, "rating_reason", named)
