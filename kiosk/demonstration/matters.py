"""Matters of the demonstration: as many as the portal published of petitions, and no words.

The national portal counts petitions of each unit; here that many matters were left for follow-up, were
due in the whole weeks of August, and were answered on time and to satisfaction as often as published.
What the province's row has beyond its communes stands at the provincial centre, which the departments
share. Nobody's words are invented: every text says that it is a demonstration.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from ..catalogue import shipped
from ..catalogue.shipped import PROVINCE
from ..periods import VIET_NAM, stamp
from ..petitions.matters import LOCAL
from ..storage.db import Database
from .month import Unit

WORDS = "(Bản trình diễn: không có nội dung)"
FIRST_MONDAY, LAST_SUNDAY = date(2026, 8, 3), date(2026, 8, 30)  # of weeks 32 to 35
_DUE = [FIRST_MONDAY + timedelta(days=n) for n in range(26) if n % 7 < 5]
_TOPICS = ("time", "waiting", "guidance", "manner", "visits", "papers", "other")
_SPEAK = 0.65  # of those who were satisfied, how many say so
_ANSWERED_AT = time(9)


@dataclass(frozen=True)
class Published:
    """Petitions of a unit in the month: all of them, those answered on time, those to satisfaction."""

    all: int
    on_time: int
    satisfied: int

    def __sub__(self, other: "Published") -> "Published":
        return Published(
            self.all - other.all, self.on_time - other.on_time, self.satisfied - other.satisfied
        )


def at_centres(chosen: Sequence[Unit]) -> dict[str, Published]:
    """How many belong to each centre, by its key."""
    rows = {shipped.unit_id(row): row for row in shipped.rows("phutho_month.csv")}
    published = {
        key: Published(
            *(int(row[name]) for name in ("petitions", "petition_on_time", "petition_satisfied"))
        )
        for key, row in rows.items()
    }
    communes = {unit.unit_id: published[unit.unit_id] for unit in chosen if unit.kind == "commune"}
    departments = [unit.unit_id for unit in chosen if unit.kind != "commune"]
    if not departments:
        return communes
    at_province = published[departments[0]]
    if len(departments) > 1:
        at_province = published[PROVINCE]
        for part in communes.values():
            at_province -= part
    return {**communes, PROVINCE: at_province}


def load_matters(db: Database, chosen: Sequence[Unit], random_of: Callable[[str], Random]) -> None:
    """Store them with what became of them; random_of gives each centre its own chance."""
    for centre_id, published in at_centres(chosen).items():
        random = random_of(centre_id)
        for number in range(published.all):
            _load(db, centre_id, number, published, random)


def _load(db: Database, centre_id: str, number: int, published: Published, random: Random) -> None:
    on_time = number < published.on_time
    pleased = number < published.satisfied
    due = random.choice(_DUE)
    days = -random.randrange(10) if on_time else 1 + random.randrange(8)
    answered = due + timedelta(days=days)
    petition_id = f"{random.getrandbits(128):032x}"
    db.conn.execute(
        "INSERT INTO petition (petition_id, code_digest, centre_id, topic, chain, body, left_day,"
        " due_day) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(petition_id, f"{random.getrandbits(256):064x}", centre_id, random.choice(_TOPICS), LOCAL),
            *(WORDS, (due - timedelta(days=21)).isoformat(), due.isoformat()),
        ],
    )
    at = stamp(datetime.combine(answered, _ANSWERED_AT, VIET_NAM))
    for place, kind in enumerate(("replied", "closed"), 1):
        db.conn.execute(
            "INSERT INTO petition_event (petition_id, number, kind, text, at, by)"
            " VALUES (?, ?, ?, ?, ?, 'demonstration')",
            [petition_id, place, kind, WORDS, at],
        )
    speaks = random.random() < _SPEAK
    if on_time and (speaks or not pleased):
        said = min(answered + timedelta(days=random.randrange(4)), LAST_SUNDAY)
        db.conn.execute(
            "INSERT INTO petition_outcome VALUES (?, ?, ?)",
            [petition_id, int(pleased), said.isoformat()],
        )
