"""A record full of chance, and what it adds up to, counted naively from its tables."""

import random
from collections import Counter
from datetime import date, timedelta

from kiosk import periods, ratings
from kiosk.db import Database, writing
from tests import factories

MONDAY = date(2026, 8, 3)  # of 2026-W32
WEEKS = ("2026-W32", "2026-W33", "2026-W34", "2026-W35")
PLACES = {"H44.5-1": "H44.5", "H44.5-2": "H44.5", "H44.9-1": "H44.9"}
OFFICERS = (None, "H44.5.A-01", "H44.5.A-02", "H44.9.A-01")
PROCEDURES = (None, "1.001193", "1.000894", "2.000815")
KEYS = ("unit", "centre", "counter", "officer", "procedure")
Tally = Counter[tuple[str, str, str, str]]  # week, kind, key, what is counted


def chance(seed: int) -> random.Random:
    """Chance that repeats itself."""
    return random.Random(seed)  # noqa: S311 (nothing is kept secret by it)


def fill(db: Database, rng: random.Random, services: int = 60, ratings: int = 150) -> None:
    """Services, ratings of them (some weeks late), and ratings of nothing in particular."""
    with writing(db):
        for number in range(services):
            _a_random_service(db, rng, number)
        rows = db.conn.execute(
            "SELECT service_id, iso_week, overdue OR petitioned, procedure_id, resolving_unit_id,"
            " counter_id, officer_id"
            " FROM service ORDER BY service_id"
        ).fetchall()
        for service in rng.sample(rows, services // 2):
            _a_random_rating(db, rng, service)
        for _ in range(ratings):
            _a_random_rating(db, rng, None)


def _a_random_day(rng: random.Random) -> date:
    return MONDAY + timedelta(days=rng.randrange(28))


def _a_random_service(db: Database, rng: random.Random, number: int) -> None:
    counter = rng.choice([None, *PLACES])
    factories.a_service(
        db,
        f"H44.5-260803-{number:07d}",
        finished_day=_a_random_day(rng).isoformat(),
        received_day=MONDAY.isoformat(),
        overdue=int(rng.random() < 0.2),
        petitioned=int(rng.random() < 0.1),
        procedure_id=rng.choice(PROCEDURES[1:]),
        receiving_unit_id="H44.9",
        resolving_unit_id=rng.choice(["H44", "H44.5", "H44.9"]),
        counter_id=counter,
        centre_id=PLACES.get(counter or ""),
        officer_id=rng.choice(OFFICERS),
    )


def _a_random_rating(
    db: Database,
    rng: random.Random,
    service: tuple[str, str, int, str, str, str | None, str | None] | None,
) -> None:
    day, counter, officer = _a_random_day(rng), rng.choice(list(PLACES)), rng.choice(OFFICERS)
    procedure = rng.choice(PROCEDURES)
    if service:  # what it knows goes before what the press knows
        procedure, counter, officer = service[3], service[5] or counter, service[6] or officer
    values = {
        "rating_id": f"{rng.getrandbits(128):032x}",
        "iso_week": periods.iso_week(day),
        "day": day.isoformat(),
        "hour": rng.randrange(7, 17),
        "unit_id": PLACES[counter],
        "centre_id": PLACES[counter],
        "counter_id": counter,
        "officer_id": officer,
        "officer_by": "duty" if officer else None,
        "procedure_id": procedure,
        "procedure_by": "citizen" if procedure else None,
        "channel": "tablet",
        "tier": rng.choice(["tablet", "tablet", "receipt", "poster"]),
        "satisfied": int(rng.random() < 0.7),
        "rule": rng.choice([None, None, None, "repeat-1", "burst-1"]),
        "service_week": service[1] if service else None,
        "service_failed": service[2] if service else None,
        "resolving_unit_id": service[4] if service else None,
    }
    db.conn.execute(
        f"INSERT INTO rating ({', '.join(values)}) VALUES ({', '.join(':' + n for n in values)})",
        values,
    )
    ratings.announce(db, [(str(values["day"]), str(values["centre_id"]))])
    if service is not None:
        db.conn.execute("INSERT INTO service_answered (service_id) VALUES (?)", [service[0]])


def naive(db: Database) -> Tally:
    """Everything the record adds up to, row by row, straight from its tables."""
    found: Tally = Counter()

    def note(week: str, row: dict[str, str | None], unit: str, what: str) -> None:
        values = {**row, "unit_id": row[unit]}
        found[week, "total", "", what] += 1
        for kind in KEYS:
            found[week, kind, values[f"{kind}_id"] or "", what] += 1

    for row in db.query("SELECT * FROM rating"):
        poster = row["tier"] == "poster"
        if poster:
            row["officer_id"] = None
        answer = "satisfied" if row["satisfied"] else "unsatisfied"
        cause = "poster" if poster else row["rule"]
        note(row["iso_week"], row, "unit_id", f"{cause} {answer}" if cause else answer)
        if row["service_week"]:
            note(row["service_week"], row, "resolving_unit_id", "tied")
            if not cause and not row["service_failed"]:
                note(row["service_week"], row, "resolving_unit_id", f"tied_{answer}")
    for row in db.query("SELECT * FROM service"):
        note(row["iso_week"], row, "resolving_unit_id", "services")
        for what in ("overdue", "petitioned"):
            if row[what]:
                note(row["iso_week"], row, "resolving_unit_id", what)
        if row["overdue"] or row["petitioned"]:
            note(row["iso_week"], row, "resolving_unit_id", "failed")
    return found
