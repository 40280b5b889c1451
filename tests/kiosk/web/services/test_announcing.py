"""The one-stop system announces what it has finished, and gets a receipt for each."""

import pytest
from flask import Flask

from kiosk.services import intake
from kiosk.services.announcements import SHAPE
from kiosk.services.receipts import Receipts
from kiosk.storage.db import Database
from kiosk.storage.driver import sqlite3
from kiosk.web import offers
from tests.asking import count, rows
from tests.factories import WEDNESDAY
from tests.kiosk.web.one_stop import DOSSIER, SERVICE, OneStop, a_service

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was told to the tablets."""
    told: list[str] = []
    monkeypatch.setattr(offers, "announce", told.extend)
    return told


def test_an_announced_service_is_stored_and_answered_with_its_receipt(
    app: Flask, db: Database, one_stop: OneStop
) -> None:
    answer = one_stop.announce(SERVICE)
    assert answer.status_code == 200
    told = answer.get_json()
    assert {**told, "receipt": ""} == {
        "dossier": DOSSIER, "status": "stored", "receipt": "", "receipt_until": "2026-09-18",
    }  # fmt: skip
    base, _, token = told["receipt"].rpartition("/k/")
    assert base == app.config["BASE_URL"]
    receipts: Receipts = app.extensions["receipts"]
    assert receipts.find_service(db, token, WEDNESDAY.date()) == DOSSIER


def test_it_is_the_service_that_the_import_would_have_stored(db: Database, one_stop: OneStop) -> None:
    one_stop.announce(SERVICE)
    announced = rows(db, "SELECT * FROM services_v1")
    row = {column: SERVICE.get(column, "") for column in SHAPE} | {"dossier": "H44.5-260817-0002"}
    intake.import_services(db, [(2, row)], WEDNESDAY)
    [imported] = rows(db, "SELECT * FROM services_v1 WHERE service_id = 'H44.5-260817-0002'")
    assert announced == [(DOSSIER, *imported[1:])]


def test_the_fields_are_the_columns_of_the_import() -> None:
    assert list(SHAPE) == [column.name for column in intake.COLUMNS]
    assert {name for name, field in SHAPE.items() if field.required} == {
        column.name for column in intake.COLUMNS if column.required
    }


def test_its_person_counts_as_asked(db: Database, one_stop: OneStop) -> None:
    one_stop.announce(SERVICE)
    assert rows(db, "SELECT * FROM service_offered") == [(DOSSIER, "phone")]


@pytest.mark.parametrize("outcome", ["refused", "returned"])
@pytest.mark.parametrize("channel", ["online", "post"])
def test_every_ending_and_every_channel_gets_a_receipt(
    one_stop: OneStop, outcome: str, channel: str
) -> None:
    ending = a_service(outcome=outcome, channel=channel, counter=None, receiving_unit="H44.5")
    assert "/k/" in one_stop.announce(ending).get_json()["receipt"]


def test_the_same_again_gets_the_same_answer_and_adds_nothing(
    db: Database, one_stop: OneStop, offered: list[str]
) -> None:
    first = one_stop.announce(SERVICE).get_json()
    again = one_stop.announce({**SERVICE, "petitioned": False, "officer": " H44.5.A-01 "})
    assert again.get_json() == first
    for table in ("service", "receipt", "service_offered"):
        assert count(db, table) == 1
    assert offered == [DOSSIER]


def test_other_content_under_the_same_code_is_a_conflict_in_words(
    db: Database, one_stop: OneStop
) -> None:
    one_stop.announce(SERVICE)
    answer = one_stop.announce({**SERVICE, "outcome": "refused"})
    error = answer.get_json()["error"]
    assert (answer.status_code, error["code"]) == (409, "service_conflict")
    assert DOSSIER in error["message"]["en"] and DOSSIER in error["message"]["vi"]
    assert rows(db, "SELECT outcome FROM service") == [("granted",)]


def test_each_of_many_is_answered_for_itself_in_order(db: Database, one_stop: OneStop) -> None:
    sent = [a_service(1), a_service(2, counter="H44.5-999"), a_service(3), a_service(1)]
    answer = one_stop.announce([*sent, "text"])
    assert answer.status_code == 200
    told = answer.get_json()
    assert [item["status"] for item in told] == ["stored", "refused", "stored", "stored", "refused"]
    assert [item["dossier"] for item in told] == [*(one["dossier"] for one in sent), None]
    assert told[1]["error"]["code"] == "faulty_service"
    assert "H44.5-999" in told[1]["error"]["message"]["vi"]
    assert told[0] == told[3]
    assert count(db, "service") == 2


def test_five_hundred_are_taken_at_once_and_no_more(db: Database, one_stop: OneStop) -> None:
    told = one_stop.announce([a_service(number) for number in range(500)]).get_json()
    assert len({item["receipt"] for item in told}) == 500
    more = one_stop.announce([a_service(number) for number in range(501)])
    assert (more.status_code, more.get_json()["error"]["code"]) == (413, "too_many_items")
    assert count(db, "service") == 500


def test_a_service_of_long_ago_is_stored_without_a_receipt(db: Database, one_stop: OneStop) -> None:
    old = a_service(finished="2026-07-20", received="2026-07-15", due=None)
    assert "/k/" in one_stop.announce(old).get_json()["receipt"]
    older = a_service(2, finished="2026-07-19", received="2026-07-15", due=None)
    told = one_stop.announce(older).get_json()
    assert (told["status"], told["receipt"], told["receipt_until"]) == ("stored", None, "2026-08-18")
    assert rows(db, "SELECT service_id FROM service_offered") == [(old["dossier"],)]


@pytest.mark.parametrize(
    ("finished", "told"),
    [
        ("2026-08-19", [DOSSIER]),
        ("2026-08-19 09:20", [DOSSIER]),
        ("2026-08-19 09:19:59", []),
        ("2026-08-18 16:00", []),
    ],
)
def test_tablets_hear_of_a_service_unless_its_person_has_surely_left(
    one_stop: OneStop, offered: list[str], finished: str, told: list[str]
) -> None:
    one_stop.announce({**SERVICE, "finished": finished})
    assert offered == told


def test_a_service_is_stored_even_if_the_tablets_cannot_be_told(
    db: Database, one_stop: OneStop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr(offers, "announce", fail)
    assert one_stop.announce(SERVICE).status_code == 200
    assert rows(db, "SELECT service_id FROM service") == [(DOSSIER,)]
