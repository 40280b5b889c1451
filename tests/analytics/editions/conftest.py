"""A record of chance, its counts, and a folder for its editions."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analytics.editions.due import opened
from analytics.editions.sources import Sources
from kiosk.db import Database
from tests.analytics import random_record

MONDAY_AT_SIX = datetime(2026, 8, 30, 23, 0, tzinfo=UTC)  # after 2026-W35, on Viet Nam's clocks
Opened = Callable[[datetime], AbstractContextManager[Sources]]


@pytest.fixture
def busy_db(db: Database) -> Database:
    """Four weeks of August with some hundred ratings."""
    random_record.fill(db, random_record.chance(5), services=160, ratings=420)
    return db


@pytest.fixture
def at(busy_db: Database, record_path: Path, derived_path: Path) -> Opened:
    """All that an edition is made of, at that instant."""

    @contextmanager
    def open_at(instant: datetime) -> Iterator[Sources]:
        folder = record_path.with_name("editions")
        with opened(record_path, derived_path, folder, lambda: instant) as sources:
            yield sources

    return open_at
