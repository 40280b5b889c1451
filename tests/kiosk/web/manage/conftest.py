"""Staff who work in the managers' rooms, signed in, and the tablet that they look after."""

import pytest
from flask import Flask

from kiosk import periods
from kiosk.storage.db import Database, writing
from kiosk.web.releases import release
from tests.kiosk.web.staff import signed_in
from tests.pages import PageClient
from tests.tablets import a_contact, a_tablet


@pytest.fixture
def manager(app: Flask, db: Database) -> PageClient:
    """Whoever answers for a centre."""
    return signed_in(app, db, "manager")


@pytest.fixture
def operator(app: Flask, db: Database) -> PageClient:
    """Whoever looks after the tablets."""
    return signed_in(app, db, "operator")


@pytest.fixture
def paired(app: Flask, db: Database) -> Database:
    """One tablet at H44.5-1, seen just now and well."""
    with writing(db):
        a_tablet(db)
        a_contact(db, seen_at=periods.now(), release=release(app))
    return db
