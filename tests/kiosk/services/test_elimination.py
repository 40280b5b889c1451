"""Whoever holds the record and the one-stop system's list of dossiers looks for the dossier of a rating.

The list has each dossier's code, days, procedure, counter, officer and fate; the record has what a
rating keeps of its service, and which services were answered. What fits both is left over.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kiosk.services import forgetting
from kiosk.storage.db import Database, writing
from tests import factories

LATER = date(2026, 11, 30)
KEPT = (
    "service_week, service_month, procedure_id, service_counter_id, officer_id, unit_id,"
    " resolving_unit_id, service_failed, service_overdue, service_ending"
)
KNOWN = (
    "iso_week, month, procedure_id, counter_id, officer_id, receiving_unit_id,"
    " resolving_unit_id, overdue OR petitioned, overdue, iif(channel = 'counter', outcome, channel)"
)
Make = Callable[[str, list[int]], Database]


def rows(db: Database, question: str) -> list[Any]:
    return db.conn.execute(question).fetchall()


def a_list_of_dossiers(random: Random) -> list[dict[str, Any]]:
    """A hundred dossiers of one week at two counters; many are equals but for their days."""
    return [
        {
            "service_id": f"H44.5-2608{random.randint(10, 17)}-{serial:04d}",
            "finished_day": f"2026-08-{random.randint(17, 19)}",
            "received_day": f"2026-08-{random.randint(10, 17)}",
            "due_day": f"2026-08-{random.randint(18, 30)}",
            "procedure_id": random.choice(["1.001193", "2.000815"]),
            "counter_id": random.choice(["H44.5-1", "H44.5-2"]),
            "officer_id": random.choice(["H44.5.A-01", "H44.5.A-02"]),
            "outcome": random.choice(["granted"] * 5 + ["refused"]),
            "overdue": int(random.random() < 0.2),
        }
        for serial in range(100)
    ]


@pytest.fixture
def dossiers() -> list[dict[str, Any]]:
    return a_list_of_dossiers(Random(7))  # noqa: S311


@pytest.fixture
def make(tmp_path: Path, dossiers: list[dict[str, Any]]) -> Make:
    """Makes a record of these dossiers in which the given ones were answered."""

    def made(name: str, answered: list[int]) -> Database:
        (tmp_path / name).mkdir()
        db = factories.a_record(tmp_path / name / "kiosk.db")
        with writing(db):
            factories.a_service(db, "H44.5-261127-0001", finished_day="2026-11-27")
            for dossier in dossiers:
                factories.a_service(db, **dossier)
        numbers = count()
        with writing(db):
            for place in answered:
                dossier = dossiers[place]
                submission = factories.a_submission(
                    rating_id=f"{next(numbers):032x}",
                    service_id=dossier["service_id"],
                    counter_id=dossier["counter_id"],
                )
                factories.an_acceptance().accept(db, submission, factories.WEDNESDAY)
        return db

    return made


def answered_at_random(dossiers: list[dict[str, Any]]) -> list[int]:
    return sorted(Random(11).sample(range(len(dossiers)), 20))  # noqa: S311


def listed(db: Database) -> dict[Any, set[str]]:
    """The one-stop system's own list: codes by what a rating keeps of a service."""
    found = defaultdict(set)
    for code, *known in rows(db, f"SELECT service_id, {KNOWN} FROM services_v1"):
        found[tuple(known)].add(code)
    return found


def fitting(db: Database, codes: dict[Any, set[str]]) -> dict[str, set[str]]:
    """By rating: the codes that fit what it keeps, without those that the record calls unanswered."""
    names = {name for (name,) in rows(db, "SELECT service_id FROM service")}
    answered = {name for (name,) in rows(db, "SELECT service_id FROM service_answered")}
    ratings = rows(db, f"SELECT rating_id, {KEPT} FROM ratings_v1")
    return {rating_id: codes[tuple(kept)] - (names - answered) for rating_id, *kept in ratings}


def test_within_the_window_elimination_does_find_dossiers(
    make: Make, dossiers: list[dict[str, Any]]
) -> None:
    db = make("record", answered_at_random(dossiers))
    found = fitting(db, listed(db))
    assert sum(len(codes) == 1 for codes in found.values()) >= 5


def test_after_the_window_every_dossier_that_is_like_it_fits_a_rating_answered_or_not(
    make: Make, dossiers: list[dict[str, Any]]
) -> None:
    db = make("record", answered_at_random(dossiers))
    codes = listed(db)
    within = fitting(db, codes)
    forgetting.forget_old(db, LATER, 90)
    after = fitting(db, codes)
    counted = Counter(tuple(known) for _, *known in rows(db, f"SELECT 1, {KNOWN} FROM services_v1"))
    ratings = rows(db, f"SELECT rating_id, {KEPT} FROM ratings_v1")
    assert len(ratings) == 20
    for rating_id, *kept in ratings:
        assert len(after[rating_id]) == counted[tuple(kept)]
    assert sum(map(len, after.values())) > 2 * sum(map(len, within.values()))


def equals(dossiers: list[dict[str, Any]]) -> list[list[int]]:
    """The places of dossiers that are alike but for code and days."""
    found = defaultdict(list)
    for place, one in enumerate(dossiers):
        days = {"service_id", "finished_day", "received_day", "due_day"}
        found[tuple(value for name, value in one.items() if name not in days)].append(place)
    return list(found.values())


def others_like(dossiers: list[dict[str, Any]], answered: list[int]) -> list[int]:
    """Another history: in the place of each answered dossier one that is like it, where there is one."""
    other: dict[int, int] = {}
    for places in equals(dossiers):
        mine = [place for place in places if place in answered]
        rest = [place for place in places if place not in answered]
        other |= zip(mine, [*rest, *mine], strict=False)
    return [other[place] for place in answered]


def remains(db: Database) -> dict[str, Any]:
    """All that the record tells of services and ratings, but for which equal a lot fell on."""
    marks = "SELECT {known}, a.channel FROM service_{kind} AS a JOIN services_v1 AS s USING (service_id)"
    known = KNOWN.replace("iif(channel", "iif(s.channel").replace(
        ", outcome, channel", ", outcome, s.channel"
    )
    return {
        "services": Counter(row[1:] for row in rows(db, "SELECT * FROM services_v1")),
        "ratings": rows(db, "SELECT * FROM ratings_v1 ORDER BY rating_id"),
        "answered": Counter(rows(db, marks.format(known=known, kind="answered"))),
        "offered": Counter(rows(db, marks.format(known=known, kind="offered"))),
        "days": rows(db, "SELECT day, place_id FROM change ORDER BY 1, 2"),
    }


def test_whichever_of_equals_was_answered_the_same_is_left_but_for_the_lots(
    make: Make, dossiers: list[dict[str, Any]]
) -> None:
    answered = answered_at_random(dossiers)
    others = others_like(dossiers, answered)
    assert len(set(others)) == len(others) and len(set(others) - set(answered)) > 5
    one, other = make("one", answered), make("other", others)
    names = "SELECT service_id FROM service_answered ORDER BY 1"
    assert rows(one, names) != rows(other, names)
    for db in (one, other):
        forgetting.forget_old(db, LATER, 90)
    assert remains(one) == remains(other)
    assert not [name for (name,) in rows(one, names) if not name.startswith("~")]
