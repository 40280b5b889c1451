"""What a system is told of a service, and what another system is not."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from kiosk.services.senders import note_sender
from kiosk.storage.db import Database, writing
from tests.asking import count
from tests.factories import WEDNESDAY
from tests.factories import a_service as service_of_factories
from tests.kiosk.web.one_stop import DOSSIER, SERVICE, SYSTEM, OneStop, a_service

pytestmark = pytest.mark.usefixtures("now")


def test_a_service_is_told_as_it_stands(one_stop: OneStop) -> None:
    one_stop.announce(SERVICE)
    assert one_stop.ask().get_json() == {
        **SERVICE, "finished": "2026-08-19", "receiving_unit": "H44.5", "centre": "H44.5",
        "overdue": False, "petitioned": False, "visits": None, "offered": ["phone"],
        "corrections": [],
    }  # fmt: skip


def test_nobody_is_told_whether_a_service_was_answered(db: Database, one_stop: OneStop) -> None:
    other = a_service(2)
    for service in (SERVICE, other):
        one_stop.announce(service)
    db.conn.execute("INSERT INTO service_answered (service_id) VALUES (?)", [DOSSIER])
    for days in (0, 30, 31, 89):
        with time_machine.travel(WEDNESDAY + timedelta(days=days), tick=False):
            told, same = (one_stop.ask(one).get_json() for one in (DOSSIER, other["dossier"]))
        assert {**told, "dossier": ""} == {**same, "dossier": ""}


@pytest.mark.parametrize("dossier", ["H44.5-260817-9999", "x", "%00", "%F0%9F%98%80", "' OR 1=1 --"])
def test_a_service_that_nobody_announced_is_not_there(one_stop: OneStop, dossier: str) -> None:
    for answer in (one_stop.ask(dossier), one_stop.correct({"reason": "x"}, dossier)):
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "no_such_service")


@pytest.fixture
def other(app: Flask, db: Database, one_stop: OneStop) -> OneStop:
    """Another agency's software; the first one has announced its service."""
    one_stop.announce(SERVICE)
    return OneStop(app, db, system="other")


def test_what_one_system_announced_is_not_there_for_another(other: OneStop, one_stop: OneStop) -> None:
    refused = other.ask()
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (404, "no_such_service")
    assert one_stop.ask().status_code == 200


def test_another_system_corrects_nothing_of_it(db: Database, other: OneStop) -> None:
    assert other.correct({"reason": "x", "petitioned": True}).status_code == 404
    assert count(db, "service_correction") == 0


def test_another_system_gets_no_link_to_answer_with(other: OneStop, one_stop: OneStop) -> None:
    theirs, ours = other.announce(SERVICE).get_json(), one_stop.announce(SERVICE).get_json()
    assert (theirs["status"], theirs["receipt"]) == ("stored", None)
    assert ours["receipt"]


def test_an_imported_service_is_of_the_first_that_announces_it(
    app: Flask, db: Database, one_stop: OneStop
) -> None:
    one_stop.announce(SERVICE)
    imported = "H44.5-260817-0002"
    with writing(db):
        service_of_factories(db, imported, finished_day=WEDNESDAY.date().isoformat())
    other = OneStop(app, db, system="other")
    assert (one_stop.ask(imported).status_code, other.ask(imported).status_code) == (200, 200)
    with writing(db):
        assert note_sender(db, imported, "other")
        assert not note_sender(db, imported, SYSTEM)
    assert (one_stop.ask(imported).status_code, other.ask(imported).status_code) == (404, 200)
