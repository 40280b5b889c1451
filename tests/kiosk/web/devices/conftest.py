"""The program as a centre runs it, on the Wednesday, and a tablet that was paired there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from kiosk import create_app
from kiosk.storage.db import Database
from tests.kiosk.web.devices.door import a_tablet
from tests.tablet import Tablet


@pytest.fixture
def app(db: Database, tmp_path: Path, now: time_machine.Traveller) -> Iterator[Flask]:
    """The program as a centre runs it."""
    application = create_app({"REPEAT_SECONDS": 0, "BURST_PRESSES": 0}, instance=tmp_path)
    yield application
    application.extensions["writer"].close()


@pytest.fixture
def tablet(client: FlaskClient, db: Database) -> Tablet:
    """A tablet at H44.5-1."""
    return a_tablet(client, db)
