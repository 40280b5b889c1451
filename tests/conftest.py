"""What many tests share."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from hypothesis import settings

from kiosk.storage import schema
from kiosk.storage.db import Database
from tests import compiled, factories
from tests.factories import WEDNESDAY

# How long one case takes says nothing on a busy machine: no deadline for a single case.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
compiled.remember()


@pytest.fixture
def record_path(tmp_path: Path) -> Path:
    """Where a test's record lives: an instance folder of its own."""
    return tmp_path / "kiosk.db"


@pytest.fixture(scope="session")
def record_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small record, built once; each test gets a copy."""
    folder = tmp_path_factory.mktemp("template")
    factories.a_record(folder / "kiosk.db").conn.close()
    return folder


@pytest.fixture
def db(record_template: Path, record_path: Path) -> Iterator[Database]:
    """A small record (see factories.a_record), open for writing."""
    shutil.copytree(record_template, record_path.parent, dirs_exist_ok=True)
    database = schema.open_record(record_path)
    yield database
    database.conn.close()


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    """The Wednesday's 09:30 in Viet Nam; it stands still until a test moves it."""
    with time_machine.travel(WEDNESDAY, tick=False) as traveller:
        yield traveller
