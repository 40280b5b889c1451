"""A record full of chance, and what it adds up to, counted naively from its tables."""

import random
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from kiosk import periods
from kiosk.ratings import accepting
from kiosk.storage.db import Database, writing
from tests import factories

MONDAY = date(2026, 8, 3)  # of 2026-W32
WEEKS = ("2026-W32", "2026-W33", "2026-W34", "2026-W35")
PLACES = {"H44.5-1": "H44.5", "H44.5-2": "H44.5", "H44.9-1": "H44.9"}
OFFICERS = (None, "H44.5.A-01", "H44.5.A-02", "H44.9.A-01")
PROCEDURES = (None, "1.001193", "1.000894", "2.000815")
KEYS = ("unit", "centre", "counter", "officer", "procedure")
ENDINGS = (("granted", "counter"), ("refused", "counter"), ("returned", "post"), ("granted", "online"))
VISITS = (None, 1, 1, 2, 1, 4, 1, None, 1)  # no draw: what chance made before stays as it was
OFTEN = "H44.9"  # where papers are sent back more often than elsewhere
# Of a rating's row, beside its places, the key of each other kind.
OTHERS = ("ending", "channel", "tier", "slot", "user_kind", "timeliness")
Tally = Counter[tuple[str, str, str, str]]  # week or month, kind, key, what is counted
Service = tuple[str, str, int, str, str, str | None, str | None, str, int, str]


def chance(seed: int) -> random.Random:
    """Chance that repeats itself."""
    return random.Random(seed)  # noqa: S311 (nothing is kept secret by it)


def fill(
    db: Database,
    rng: random.Random,
    services: int = 60,
    ratings: int = 150,
    monday: date = MONDAY,
) -> None:
    """Four weeks of services, ratings of them (some weeks late), and ratings of nothing in
    particular, some of them with reasons."""
    with writing(db):
        for number in range(services):
            _a_random_service(db, rng, number, monday)
        rows = db.conn.execute(
            "SELECT service_id, iso_week, overdue OR petitioned, procedure_id, resolving_unit_id,"
            " counter_id, officer_id, substr(finished_day, 1, 7), overdue,"
            " iif(channel = 'counter', outcome, channel)"
            " FROM service ORDER BY service_id"
        ).fetchall()
        for service in rng.sample(rows, services // 2):
            _a_random_rating(db, rng, service, monday)
        for _ in range(ratings):
            _a_random_rating(db, rng, None, monday)


def _a_random_day(rng: random.Random, monday: date) -> date:
    return monday + timedelta(days=rng.randrange(28))


def _a_random_service(db: Database, rng: random.Random, number: int, monday: date = MONDAY) -> None:
    counter = rng.choice([None, *PLACES])
    outcome, channel = rng.choice(ENDINGS)
    factories.a_service(
        db,
        f"H44.5-260803-{number:07d}",
        finished_day=_a_random_day(rng, monday).isoformat(),
        received_day=monday.isoformat(),
        outcome=outcome,
        channel=channel,
        overdue=int(rng.random() < 0.2),
        petitioned=int(rng.random() < 0.1),
        procedure_id=rng.choice(PROCEDURES[1:]),
        receiving_unit_id="H44.9",
        resolving_unit_id=(resolver := rng.choice(["H44", "H44.5", "H44.9"])),
        visits=4 if resolver == OFTEN and number % 8 else VISITS[number % len(VISITS)],
        counter_id=counter,
        centre_id=PLACES.get(counter or ""),
        officer_id=rng.choice(OFFICERS),
    )


def _a_random_rating(
    db: Database, rng: random.Random, service: Service | None, monday: date = MONDAY
) -> None:
    day, counter, officer = _a_random_day(rng, monday), rng.choice(list(PLACES)), rng.choice(OFFICERS)
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
        "channel": rng.choice(["tablet", "phone"]),
        "tier": rng.choice(["tablet", "tablet", "receipt", "poster"]),
        "satisfied": int(rng.random() < 0.7),
        "rule": rng.choice([None, None, None, "repeat-1", "burst-1"]),
        "service_week": service[1] if service else None,
        "service_failed": service[2] if service else None,
        "resolving_unit_id": service[4] if service else None,
        "user_kind": rng.choice([None, "citizen", "business"]),
        "service_month": service[7] if service else None,
        "service_overdue": service[8] if service else None,
        "service_ending": service[9] if service else None,
    }
    db.conn.execute(
        f"INSERT INTO rating ({', '.join(values)}) VALUES ({', '.join(':' + n for n in values)})",
        values,
    )
    accepting.announce(db, [(str(values["day"]), str(values["centre_id"]))])
    if service is not None:
        db.conn.execute("INSERT INTO service_answered (service_id) VALUES (?)", [service[0]])
    codes = db.conn.execute(
        "SELECT reason_code FROM reason WHERE satisfied = ? ORDER BY position", [values["satisfied"]]
    ).fetchall()
    for (code,) in rng.sample(codes, rng.choice([0, 0, 1, 3])):
        reason = [values["rating_id"], code]
        db.conn.execute("INSERT INTO rating_reason (rating_id, reason_code) VALUES (?, ?)", reason)


def naive(db: Database, *, by_month: bool = False) -> Tally:
    """Everything the record adds up to, row by row, straight from its tables."""
    found: Tally = Counter()

    def note(row: dict[str, Any], time: str, unit: str, what: str, others: Iterable[str]) -> None:
        values = {**row, "unit": row[unit], **{key: row[f"{key}_id"] for key in KEYS[1:]}}
        found[row[time], "total", "", what] += 1
        for kind in (*KEYS, *others):
            found[row[time], kind, values[kind] or "", what] += 1

    for stored in db.query("SELECT * FROM rating"):
        row = stored | _others(stored)
        if row["tier"] == "poster":
            row["officer_id"] = None
        answer = "satisfied" if row["satisfied"] else "unsatisfied"
        cause = "poster" if row["tier"] == "poster" else row["rule"]
        what = f"{cause} {answer}" if cause else answer
        note(row, "month" if by_month else "iso_week", "unit_id", what, OTHERS)
        if row["service_week"]:
            time = "service_month" if by_month else "service_week"
            note(row, time, "resolving_unit_id", "tied", ["ending"])
            if not cause and not row["service_failed"]:
                note(row, time, "resolving_unit_id", f"tied_{answer}", ["ending"])
    for row in db.query("SELECT * FROM service"):
        row["month"] = row["finished_day"][:7]
        row["ending"] = row["outcome"] if row["channel"] == "counter" else row["channel"]
        whats = ["services", *(what for what in ("overdue", "petitioned") if row[what])]
        for what in [*whats, *(["failed"] if len(whats) > 1 else [])]:
            note(row, "month" if by_month else "iso_week", "resolving_unit_id", what, ["ending"])
    return found


def _others(row: dict[str, Any]) -> dict[str, str | None]:
    weekday = date.fromisoformat(row["day"]).isoweekday()
    return {
        "month": row["day"][:7],
        "ending": row["service_ending"],
        "slot": f"{weekday}-{row['hour']:02d}",
        "timeliness": {1: "late", 0: "on_time", None: None}[row["service_overdue"]],
    }
