"""A record of chance beside the figures made from it."""

from pathlib import Path

import pytest

from analytics import rollup
from kiosk.storage.db import Database
from tests.analytics import random_record


@pytest.fixture
def derived_path(record_path: Path) -> Path:
    """Where the figures of the test's record go."""
    return record_path.with_name("analytics.db")


@pytest.fixture
def random_db(db: Database) -> Database:
    """The small record, filled by chance."""
    random_record.fill(db, random_record.chance(20260817))
    return db


@pytest.fixture
def figures(random_db: Database, record_path: Path, derived_path: Path) -> Path:
    """The figures of the record of chance."""
    rollup.refresh(record_path, derived_path)
    return derived_path
