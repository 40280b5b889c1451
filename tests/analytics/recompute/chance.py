"""Records of chance with everything that moves a figure: late names, corrections, offers, no counter."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from random import Random

from kiosk import periods
from kiosk.catalogue import remote
from kiosk.ratings import accepting as acceptance
from kiosk.ratings import trust
from kiosk.storage import schema
from kiosk.storage.db import Database, writing
from tests import factories
from tests.analytics import made_up_matters, random_record

SIZES = ((60, 150), (150, 500), (400, 900), (5, 3))  # services and ratings of nothing in particular
AT_HOME = (0.8, 1.0, 0.0)  # how many are satisfied there: in some sets all answers are alike


def a_record(template: Path, folder: Path, seed: int) -> tuple[Path, Path]:
    """A record of chance in a folder of its own; its path, and one for the figures of it."""
    shutil.copytree(template, folder)
    database = schema.open_record(folder / "kiosk.db")
    fill(database, seed)
    database.conn.close()
    return folder / "kiosk.db", folder / "analytics.db"


def fill(db: Database, seed: int) -> None:
    """Four weeks; those of every third set go over a new year, and through a week 53."""
    rng = random_record.chance(seed)
    services, ratings = SIZES[seed % len(SIZES)]
    monday = random_record.MONDAY if seed % 3 else date(2026, 12, 14)
    random_record.fill(db, rng, services, ratings, monday)
    with writing(db):
        for number in range(services // 5):
            _answer_from_home(db, rng, monday, number, good=AT_HOME[seed // len(SIZES) % len(AT_HOME)])
        _name_later(db, rng)
        _correct(db, rng)
        _offer(db, rng)
        _change_the_catalogue(db, monday + timedelta(days=16))
        _ask_of_trust(db, rng, monday, good=AT_HOME[seed // len(SIZES) % len(AT_HOME)])
    # Chance of its own: what else is in the record stays as it was.
    made_up_matters.fill(db, random_record.chance(seed + 1_000), monday, matters=services // 2)


def _name_later(db: Database, rng: Random) -> None:
    unnamed = db.conn.execute(
        "SELECT rating_id, day, centre_id FROM rating WHERE procedure_id IS NULL ORDER BY rating_id"
    ).fetchall()
    for rating_id, *_ in rng.sample(unnamed, len(unnamed) // 3):
        db.conn.execute(
            "INSERT INTO rating_procedure (rating_id, procedure_id) VALUES (?, ?)",
            [rating_id, rng.choice(random_record.PROCEDURES[1:])],
        )


def _answer_from_home(db: Database, rng: Random, monday: date, number: int, good: float) -> None:
    """A service in which no counter took part, rated some days later."""
    place = remote.place_of(db, "H44.9", monday)
    remote.keep(db, place)
    finished = monday + timedelta(days=rng.randrange(21))
    day = finished + timedelta(days=rng.randrange(8))
    service_id = factories.a_service(
        db,
        f"H44.9-260803-{number:07d}",
        finished_day=finished.isoformat(),
        received_day=monday.isoformat(),
        overdue=(failed := int(rng.random() < 0.2)),
        channel=(channel := rng.choice(["online", "post"])),
        receiving_unit_id="H44.9",
        resolving_unit_id=(resolver := rng.choice(["H44", "H44.9"])),
        centre_id=None,
        counter_id=None,
        officer_id=None,
    )
    values = {
        "rating_id": f"{rng.getrandbits(128):032x}",
        "iso_week": periods.iso_week(day),
        "day": day.isoformat(),
        "hour": rng.randrange(24),
        "unit_id": "H44.9",
        "centre_id": place.centre_id,
        "counter_id": place.counter_id,
        "procedure_id": "1.001193",
        "procedure_by": "service",
        "channel": "phone",
        "tier": "receipt",
        "satisfied": int(rng.random() < good),
        "rule": rng.choice([None, None, "repeat-1"]),
        "service_week": periods.iso_week(finished),
        "service_failed": failed,
        "resolving_unit_id": resolver,
        "service_month": finished.isoformat()[:7],
        "service_overdue": failed,
        "service_ending": channel,
    }
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    db.conn.execute(f"INSERT INTO rating ({names}) VALUES ({marks})", values)
    db.conn.execute("INSERT INTO service_answered VALUES (?, 'phone')", [service_id])
    acceptance.announce(db, [(day.isoformat(), place.centre_id)])


def _correct(db: Database, rng: Random) -> None:
    services = [row[0] for row in db.conn.execute("SELECT service_id FROM service ORDER BY 1")]
    for service_id in rng.sample(services, len(services) // 6):
        for number in range(1, rng.choice([2, 3])):
            outcome, channel = rng.choice(random_record.ENDINGS)
            db.conn.execute(
                "INSERT INTO service_correction VALUES (?, ?, NULL, ?, ?, ?, ?, ?, 'x', '2026', 'x', ?)",
                [
                    *(service_id, number, int(rng.random() < 0.5), int(rng.random() < 0.3)),
                    *(outcome, channel, rng.choice(random_record.OFFICERS)),
                    rng.choice([None, 1, 1, 2]),
                ],
            )


def _offer(db: Database, rng: Random) -> None:
    services = [row[0] for row in db.conn.execute("SELECT service_id FROM service ORDER BY 1")]
    for service_id in services:
        for way in rng.choice([(), ("tablet",), ("phone",), ("tablet", "phone")]):
            db.conn.execute("INSERT INTO service_offered VALUES (?, ?)", [service_id, way])


def _ask_of_trust(db: Database, rng: Random, monday: date, good: float) -> None:
    """From a day of the second week to one of the third; some tablets ask before and after it."""
    trust.note_asked(db, True, monday + timedelta(days=9))
    trust.note_asked(db, False, monday + timedelta(days=18))
    for (rating_id,) in db.conn.execute("SELECT rating_id FROM rating ORDER BY 1").fetchall():
        if rng.random() < 0.5:
            answer = [rating_id, int(rng.random() < good)]
            db.conn.execute("INSERT INTO rating_trust (rating_id, trusts) VALUES (?, ?)", answer)


def _change_the_catalogue(db: Database, day: date) -> None:
    factories.a_version(
        db,
        "procedure",
        day.isoformat(),
        procedure_id="1.000894",
        name="Đăng ký kết hôn",
        field_id="chung-thuc",
        raw_code="1.000894",
    )
