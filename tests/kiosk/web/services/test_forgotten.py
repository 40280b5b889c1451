"""What the one-stop system is told of services whose dossier codes the record has forgotten."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from kiosk.services import forgetting
from kiosk.storage.db import Database, writing
from tests.asking import count
from tests.factories import WEDNESDAY
from tests.factories import a_service as stored_service
from tests.kiosk.web.one_stop import DOSSIER, SERVICE, OneStop, a_service

LATER = WEDNESDAY + timedelta(days=100)
NEW = a_service(2, dossier="H44.5-261123-0002", received="2026-11-23", due=None, finished="2026-11-25")


@pytest.fixture
def one_stop(app: Flask, db: Database, now: time_machine.Traveller) -> OneStop:
    """A system that announced a service a hundred days ago, and had it forgotten since."""
    found = OneStop(app, db)
    assert found.announce(SERVICE).status_code == 200
    now.move_to(LATER)
    with writing(db):
        stored_service(db, finished_day=day_of(LATER).isoformat())
    assert forgetting.forget_old(db, day_of(LATER), 90) == 1
    return found


def day_of(instant: datetime) -> date:
    return instant.date()


@pytest.mark.parametrize("number", [1, 7])
def test_an_old_service_is_refused_in_words_whether_it_was_stored_or_not(
    one_stop: OneStop, db: Database, number: int
) -> None:
    before = count(db, "service")
    answer = one_stop.announce(a_service(number))
    error = answer.get_json()["error"]
    assert (answer.status_code, error["code"], error["field"]) == (422, "service_forgotten", "finished")
    assert "do not send it again" in error["message"]["en"]
    assert "không gửi lại" in error["message"]["vi"] and "24/08/2026" in error["message"]["vi"]
    assert count(db, "service") == before


def test_in_a_list_the_others_are_stored(one_stop: OneStop, db: Database) -> None:
    before = count(db, "service")
    answer = one_stop.announce([SERVICE, NEW, a_service(9)])
    assert [item["status"] for item in answer.get_json()] == ["refused", "stored", "refused"]
    assert answer.status_code == 200
    assert count(db, "service") == before + 1


def test_it_is_neither_shown_nor_corrected(one_stop: OneStop, db: Database) -> None:
    for answer in (one_stop.ask(), one_stop.correct({"reason": "nhầm", "petitioned": True})):
        error = answer.get_json()["error"]
        assert (answer.status_code, error["code"]) == (404, "no_such_service")
        assert "forgotten" in error["message"]["en"]
    assert count(db, "service_correction") == 0


def test_the_last_week_within_the_window_is_taken_as_ever(one_stop: OneStop, db: Database) -> None:
    late = a_service(
        5, dossier="H44.5-260824-0005", received="2026-08-24", due=None, finished="2026-08-24"
    )
    for _ in range(2):
        assert one_stop.announce(late).status_code == 200
    assert db.conn.execute(
        "SELECT service_id FROM service WHERE finished_day = '2026-08-24'"
    ).fetchall() == [("H44.5-260824-0005",)]
    assert DOSSIER not in str(db.conn.execute("SELECT * FROM service").fetchall())
