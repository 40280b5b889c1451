"""The server's side of a contact, and a tablet that was paired there."""

from pathlib import Path

import pytest

from kiosk.storage.db import Database
from tests.desk import Desk
from tests.tablet import Tablet


@pytest.fixture
def desk(db: Database, tmp_path: Path) -> Desk:
    """Over a test's small record, at the hour of the factories."""
    return Desk(db, tmp_path)


@pytest.fixture
def tablet(desk: Desk) -> Tablet:
    """At the first counter, with a right clock."""
    return desk.a_tablet()
