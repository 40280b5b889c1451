"""What the tests of the tablets' door share."""

from datetime import datetime, timedelta

import time_machine
from flask.testing import FlaskClient

from kiosk.storage.db import Database
from tests.factories import WEDNESDAY
from tests.tablet import Clock, Reply, Tablet, make_code, through_flask


def a_tablet(client: FlaskClient, db: Database, counter_id: str = "H44.5-1") -> Tablet:
    clock = Clock(round(WEDNESDAY.timestamp() * 1000))
    return Tablet(through_flask(client), clock).pair(make_code(db, counter_id, WEDNESDAY))


def code_of(reply: Reply) -> tuple[int, str]:
    return reply.status, reply.json()["error"]["code"]


def later(now: time_machine.Traveller, **time: float) -> datetime:
    at = WEDNESDAY + timedelta(**time)
    now.move_to(at, tick=False)
    return at
