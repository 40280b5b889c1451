"""What many tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.db import Database
from tests import factories


@pytest.fixture
def record_path(tmp_path: Path) -> Path:
    """Where a test's record lives: an instance folder of its own."""
    return tmp_path / "kiosk.db"


@pytest.fixture
def db(record_path: Path) -> Iterator[Database]:
    """A small record (see factories.a_record), open for writing."""
    database = factories.a_record(record_path)
    yield database
    database.conn.close()
