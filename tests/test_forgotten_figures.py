"""When dossier codes are forgotten, what was derived is derived anew and comes out the same."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analytics import rollup, schema
from kiosk.services import forgetting
from kiosk.storage.db import Database, writing
from tests import factories
from tests.analytics.random_record import WEEKS, chance, fill


@pytest.fixture
def record(db: Database) -> Database:
    """Four weeks in which people were asked and answered by chance, and a service long after."""
    random = chance(20)
    fill(db, random, services=120)
    with writing(db):
        factories.a_service(db, finished_day="2026-12-25")
        for (service_id,) in db.conn.execute("SELECT service_id FROM service").fetchall():
            for channel in random.sample(["tablet", "phone"], random.randrange(3)):
                db.conn.execute("INSERT INTO service_offered VALUES (?, ?)", [service_id, channel])
    return db


def derived(record: Path, figures: Path) -> dict[str, list[Any]]:
    """Every row of every table of figures, but for what was seen and when."""
    rollup.refresh(record, figures)
    with schema.reading(figures) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
            for (table,) in tables
            if table not in ("about", "seen")
        }


def test_every_figure_stays_what_it_was_and_the_weeks_are_counted_anew(
    record: Database, record_path: Path, tmp_path: Path
) -> None:
    figures = tmp_path / "analytics.db"
    before = derived(record_path, figures)
    assert forgetting.forget_old(record, date(2026, 12, 31), 90) == 120
    assert set(rollup.refresh(record_path, figures).weeks) == set(WEEKS)
    assert derived(record_path, figures) == before
    assert sum(map(len, before.values())) > 500
