"""Slips of finished services, and whoever comes with one on the Wednesday."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from kiosk import create_app
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY, a_service
from tests.kiosk.web.receipts.slips import Slip


@pytest.fixture(autouse=True)
def _on_wednesday() -> Any:
    with time_machine.travel(WEDNESDAY, tick=True):
        yield


@pytest.fixture
def app(db: Database, tmp_path: Path) -> Iterator[Flask]:
    """The program as it is served, to whom anybody may come with as many wrong codes as they like."""
    application = create_app({"GUESSES": 100_000}, instance=tmp_path)
    yield application
    application.extensions["writer"].close()


@pytest.fixture
def slip(app: Flask, db: Database) -> Slip:
    """Announces a finished service; the path of its page."""

    def announced(**changes: Any) -> str:
        with writing(db):
            token = app.extensions["receipts"].issue(db, a_service(db, **changes))
        return f"/k/{token}"

    return announced
