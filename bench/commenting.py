"""How long managers wait for what citizens of one unit wrote, with a province's ratings around it."""

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from analytics.editions import comments
from kiosk import periods
from kiosk.storage.db import Database, writing
from tests.analytics.dashboard.editions_by_hand import a_row, an_edition, publish

from . import province
from .province import FIRST, RATINGS, UNITS, WEEKS

UNIT, TEXTS = "H44.U0", 8_000
ADDRESS = f"comments?by=unit&key={UNIT}"
MONTH = "2026-08"
_SAID = "hồ sơ nhanh chậm cán bộ nhiệt tình chờ lâu hướng dẫn rõ ràng cảm ơn giấy tờ sáng chiều ghế"


def make_month(folder: Path) -> None:
    """A record of a month with TEXTS of one unit, and the month's edition."""
    db = province.make_record(folder)
    draw = random.Random(99)  # noqa: S311 (a benchmark)
    pairs = {}
    for number in range(WEEKS):
        first = FIRST + timedelta(weeks=number)
        pairs[periods.iso_week(first)] = _week(db, draw, number)
    db.conn.close()
    total = replace(a_row(), covers=tuple(pairs))
    unit = [a_row("unit", f"H44.U{i}", 900, 1_000, 5_000) for i in range(UNITS)]
    publish(folder, an_edition(MONTH, total, unit=unit))
    for week, found in pairs.items():
        comments.fix(folder / "editions", week, found)


def _week(db: Database, draw: random.Random, number: int) -> list[tuple[str, str]]:
    """The week's ratings, and of the unit so many more, each with a text; the texts with their unit."""
    first = FIRST + timedelta(weeks=number)
    given = [province.a_rating(draw, first) for _ in range(RATINGS)]
    told = [
        province.a_rating(draw, first) | {"unit_id": UNIT, "centre_id": UNIT, "rule": None}
        for _ in range(TEXTS // WEEKS)
    ]
    texts = [" ".join(draw.choices(_SAID.split(), k=draw.randint(4, 25))) for _ in told]
    rows = zip((row["rating_id"] for row in told), texts, strict=True)
    with writing(db):
        province.insert(db, "rating", given + told)
        province.insert(db, "rating_comment", [{"rating_id": i, "comment": text} for i, text in rows])
    return [(UNIT, text) for text in texts]
