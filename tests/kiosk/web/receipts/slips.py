"""What the tests of a slip's page share."""

import secrets
from collections.abc import Callable
from typing import Any

from werkzeug.test import TestResponse

from kiosk.storage.db import Database
from tests.pages import Page, PageClient

Slip = Callable[..., str]


def rated(pages: PageClient, path: str, satisfied: bool = True) -> Page:
    form = {"step": "rate", "rating_id": pages.get(path).hidden_value("rating_id")}
    return pages.post(path, {**form, "satisfied": str(int(satisfied))})


def stored(db: Database) -> list[tuple[Any, ...]]:
    return db.conn.execute("SELECT satisfied, channel, tier, counter_id FROM rating").fetchall()


def refused(pages: PageClient, path: str, **options: Any) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All that a browser is told, but for the moment."""
    response = pages.http.get(path, **options)
    headers = [pair for pair in response.headers.items() if pair[0] != "Date"]
    return response.status_code, response.data, headers


def press(pages: PageClient, path: str, **options: Any) -> TestResponse:
    """A press of somebody who has not been here before."""
    form = {"step": "rate", "rating_id": secrets.token_hex(16), "satisfied": "0"}
    return pages.http.post(path, data=form, **options)
