"""A record of chance, its counts, and a folder for its editions."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analytics.editions import Edition
from analytics.editions.due import freeze_due, opened
from analytics.editions.sources import Sources
from kiosk.storage import schema
from kiosk.storage.db import Database
from tests.analytics import random_record

MONDAY_AT_SIX = datetime(2026, 8, 30, 23, 0, tzinfo=UTC)  # after 2026-W35, on Viet Nam's clocks
Opened = Callable[[datetime], AbstractContextManager[Sources]]


SEPTEMBER = datetime(2026, 9, 1, tzinfo=UTC)


def fill(db: Database) -> None:
    """Four weeks of August with some hundred ratings."""
    random_record.fill(db, random_record.chance(5), services=160, ratings=420)


@pytest.fixture
def busy_db(db: Database) -> Database:
    """The small record with these weeks."""
    fill(db)
    return db


@dataclass(frozen=True)
class Frozen:
    """What was frozen of them: week by week, and the month."""

    db: Database
    weeks: list[Edition]
    month: Edition


@pytest.fixture(scope="session")
def frozen(record_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Frozen]:
    """Made once, for tests that only read."""
    folder = tmp_path_factory.mktemp("frozen")
    shutil.copytree(record_template, folder, dirs_exist_ok=True)
    db = schema.open_record(folder / "kiosk.db")
    fill(db)
    made = []
    for instant in (MONDAY_AT_SIX, SEPTEMBER):
        with opened_in(folder, instant) as sources:
            made += freeze_due(sources)
    yield Frozen(db, made[:4], made[4])
    db.conn.close()


def opened_in(folder: Path, instant: datetime) -> AbstractContextManager[Sources]:
    """All that an edition is made of, at that instant."""
    paths = (folder / "kiosk.db", folder / "analytics.db", folder / "editions")
    return opened(*paths, clock=lambda: instant)


@pytest.fixture
def at(busy_db: Database, record_path: Path) -> Opened:
    """All that an edition is made of in this test, at that instant."""
    assert busy_db
    return lambda instant: opened_in(record_path.parent, instant)
