"""Matters of the demonstration against the petitions that the portal published."""

from random import Random

import pytest

from kiosk.catalogue import shipped
from kiosk.catalogue.shipped import PROVINCE
from kiosk.demonstration import choose_units
from kiosk.demonstration.matters import FIRST_MONDAY, LAST_SUNDAY, WORDS, at_centres, load_matters
from kiosk.storage.db import Database, writing


def loaded(db: Database, words: str | None = None) -> None:
    """The small record's two centres stand for those of the units."""
    with writing(db):
        db.conn.execute("PRAGMA defer_foreign_keys = ON")
        load_matters(db, choose_units(words), Random)


def test_the_centres_together_have_what_was_published_of_the_province() -> None:
    parts = at_centres(choose_units(None)).values()
    sums = [sum(getattr(part, name) for part in parts) for name in ("all", "on_time", "satisfied")]
    assert sums == [247, 182, 137]
    assert all(0 <= part.satisfied <= part.on_time <= part.all for part in parts)


def test_a_commune_has_its_own_and_a_department_its_own_at_the_provinces_centre() -> None:
    rows = {shipped.unit_id(row): row for row in shipped.rows("phutho_month.csv")}
    for words, centre_id in (("Việt Trì", "H44.5"), ("Nông nghiệp và Môi trường", PROVINCE)):
        [unit] = choose_units(words)
        [(found, part)] = at_centres([unit]).items()
        assert found == centre_id
        assert part.all == int(rows[unit.unit_id]["petitions"])


def test_what_became_of_them_is_what_was_published_of_the_unit(db: Database) -> None:
    loaded(db, "Việt Trì")
    rows = db.conn.execute("SELECT on_time, satisfied, said_week FROM petitions_v1").fetchall()
    assert len(rows) == 3
    assert all(on_time for on_time, _, _ in rows)
    assert all(satisfied in (None, 1) for _, satisfied, _ in rows)


def test_they_fall_due_in_whole_weeks_and_are_all_closed(db: Database) -> None:
    loaded(db, "Việt Trì")
    for due, body in db.conn.execute("SELECT due_day, body FROM petition"):
        assert FIRST_MONDAY.isoformat() <= due <= LAST_SUNDAY.isoformat()
        assert body == WORDS
    kinds = db.conn.execute("SELECT kind, count(*) FROM petition_event GROUP BY kind").fetchall()
    assert kinds == [("closed", 3), ("replied", 3)]


def test_equal_chance_gives_equal_matters(db: Database) -> None:
    loaded(db, "Việt Trì")
    before = db.conn.execute("SELECT * FROM petition").fetchall()
    with pytest.raises(Exception, match="UNIQUE"):
        loaded(db, "Việt Trì")
    assert db.conn.execute("SELECT * FROM petition").fetchall() == before
