"""The application over a test's small record, and those who speak to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kiosk import create_app
from kiosk.storage.db import Database
from tests.kiosk.web.one_stop import OneStop
from tests.pages import PageClient


@pytest.fixture
def app(db: Database, tmp_path: Path) -> Iterator[Flask]:
    """The program as it is served, open to tablets that are not paired."""
    application = create_app({"OPEN_TABLETS": True}, instance=tmp_path)
    yield application
    application.extensions["writer"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A machine that speaks to it."""
    return app.test_client()


@pytest.fixture
def pages(app: Flask) -> PageClient:
    """A reader of its pages."""
    return PageClient(app)


@pytest.fixture
def one_stop(app: Flask, db: Database) -> OneStop:
    """The one-stop system, with a key to everything about services."""
    return OneStop(app, db)
