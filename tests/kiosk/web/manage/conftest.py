"""Staff who work in the managers' rooms, signed in."""

import pytest
from flask import Flask

from kiosk.db import Database
from tests.kiosk.web.staff import signed_in
from tests.pages import PageClient


@pytest.fixture
def manager(app: Flask, db: Database) -> PageClient:
    """Whoever answers for a centre."""
    return signed_in(app, db, "manager")


@pytest.fixture
def operator(app: Flask, db: Database) -> PageClient:
    """Whoever looks after the tablets."""
    return signed_in(app, db, "operator")
