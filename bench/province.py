"""Weeks of a province, written straight into the record's tables: only their reading is measured."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from operator import itemgetter
from pathlib import Path

from kiosk import periods
from kiosk.ratings import accepting
from kiosk.storage.db import Database, writing
from tests import factories

RATINGS = SERVICES = 35_000  # of each week
WEEKS = 4  # the last one reaches into September
UNITS, COUNTERS, OFFICERS, PROCEDURES, REASONS = 164, 370, 1_200, 400, 0.2
OFFERED = {"tablet": 0.7, "phone": 0.9}
ANSWERED = 0.6
FIRST = date(2026, 8, 10)

Row = dict[str, object]


def make_province(folder: Path) -> Database:
    """A record with WEEKS weeks behind it."""
    db = make_record(folder)
    for number in range(WEEKS):
        for services, ratings_given in week_in_parts(number, 1):
            arrive(db, services, ratings_given)
    return db


def make_record(folder: Path) -> Database:
    """One with the province's catalogue, and nothing that happened."""
    folder.mkdir(parents=True)
    db = factories.a_record(folder / "kiosk.db")
    with writing(db):
        _catalogue(db)
    return db


def week_in_parts(number: int, parts: int) -> Iterator[tuple[list[Row], list[Row]]]:
    """The services and the ratings of the week of that number in the order of their days, in as many
    equal parts."""
    draw, first = random.Random(number), FIRST + timedelta(weeks=number)  # noqa: S311 (a benchmark)
    services = sorted(
        (_service(draw, first, i) for i in range(SERVICES)), key=itemgetter("finished_day")
    )
    given = sorted((a_rating(draw, first) for _ in range(RATINGS)), key=itemgetter("day"))
    for part in range(parts):
        some = slice(part * RATINGS // parts, (part + 1) * RATINGS // parts)
        yield services[some], given[some]


def arrive(db: Database, services: list[Row], given: list[Row]) -> None:
    """Store and announce them, with who was asked, who answered and what was named."""
    draw = random.Random(len(services))  # noqa: S311 (a benchmark)
    with writing(db):
        insert(db, "service", services)
        insert(db, "rating", given)
        for channel, share in OFFERED.items():
            offered = [row for row in services if draw.random() < share]
            insert(db, "service_offered", [_way(row, channel) for row in offered])
        answered = [row for row in services if draw.random() < ANSWERED]
        insert(db, "service_answered", [_way(row, draw.choice([*OFFERED])) for row in answered])
        insert(db, "rating_reason", _reasons(db, draw, given))
        places = [(row["finished_day"], row["centre_id"]) for row in services]
        places += [(row["day"], row["centre_id"]) for row in given]
        accepting.announce(db, [(str(day), str(centre)) for day, centre in places])


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


def insert(db: Database, table: str, rows: list[Row]) -> None:
    """Into the record's own table, past all that checks."""
    names = list(rows[0])
    marks = ", ".join(f":{name}" for name in names)
    db.conn.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)


def _place(draw: random.Random, first: date) -> tuple[Row, str]:
    officer, day = draw.randrange(OFFICERS), first + timedelta(days=draw.randrange(6))
    return {
        "iso_week": periods.iso_week(day),
        "centre_id": _unit(officer),
        "counter_id": f"C{officer % COUNTERS}",
        "officer_id": f"O{officer}",
        "procedure_id": f"3.{int(draw.paretovariate(1)) % PROCEDURES:06d}",
    }, day.isoformat()


def _service(draw: random.Random, first: date, number: int) -> Row:
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


def a_rating(draw: random.Random, first: date) -> Row:
    """Of some day of the week that begins then."""
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


def _way(service: Row, channel: str) -> Row:
    return {"service_id": service["service_id"], "channel": channel}


def _reasons(db: Database, draw: random.Random, given: list[Row]) -> list[Row]:
    codes: dict[object, list[str]] = {0: [], 1: []}
    for satisfied, code in db.conn.execute("SELECT satisfied, reason_code FROM reason"):
        codes[satisfied].append(code)
    return [
        {"rating_id": row["rating_id"], "reason_code": code}
        for row in given
        if draw.random() < REASONS
        for code in draw.sample(codes[row["satisfied"]], 2)
    ]
