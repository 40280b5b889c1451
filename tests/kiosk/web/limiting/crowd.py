"""Many answers: to printed codes, from many addresses, each with a ticket of one minute."""

import secrets
from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from kiosk.phones import rotating, tickets
from kiosk.phones.rotating import Window
from kiosk.storage.db import Database
from tests.factories import WEDNESDAY

HOME = {"REMOTE_ADDR": "203.0.113.9"}
MakeApp = Callable[..., Flask]


def a_rating(**changes: Any) -> dict[str, Any]:
    values = {"counter_id": "H44.5-1", "satisfied": True, "channel": "phone"}
    return {"rating_id": secrets.token_hex(16), **values, **changes}


def post(app: Flask, body: Any, address: str = HOME["REMOTE_ADDR"]) -> TestResponse:
    return app.test_client().post(
        "/api/v1/ratings", json=body, environ_overrides={"REMOTE_ADDR": address}
    )


def counted(db: Database) -> tuple[int, int]:
    """How many ratings no rule excludes, and how many are of a crowd; there are no others."""
    rules = "SELECT count(*) - count(rule), count(nullif(rule, 'crowd-1')), count(rule) FROM rating"
    free, others, crowd = db.conn.execute(rules).fetchone()
    assert others == 0
    return free, crowd


def tickets_of_one_minute(app: Flask, db: Database, how_many: int) -> list[str]:
    keys, counter_id = app.extensions["keys"], "H44.5-1"
    code = rotating.write_code(rotating.key_of(keys, db, counter_id), counter_id, WEDNESDAY)
    window = rotating.find_window(keys, db, code, WEDNESDAY)
    assert isinstance(window, Window)
    return [tickets.issue(keys, window, WEDNESDAY) for _ in range(how_many)]


def answer_ticket(app: Flask, ticket: str, address: str) -> int:
    """From its own address, as a robot would that has many of them."""
    form = {"step": "rate", "satisfied": "0"}
    answer = app.test_client().post(
        f"/q/t/{ticket}", data=form, environ_overrides={"REMOTE_ADDR": address}
    )
    return answer.status_code


def pass_on(app: Flask, db: Database, how_many: int) -> list[int]:
    """One code, photographed and passed on to so many, who answer each from their own address."""
    given = tickets_of_one_minute(app, db, how_many)
    return [answer_ticket(app, one, f"198.51.100.{i}") for i, one in enumerate(given)]


def items_of(app: Flask, db: Database, how_many: int) -> list[dict[str, Any]]:
    """As many answers to one scanned code, each with a ticket of its own."""
    keys = app.extensions["keys"]
    return [
        a_rating(rating_id=tickets.read(keys, ticket).rating_id, ticket=ticket)
        for ticket in tickets_of_one_minute(app, db, how_many)
    ]
