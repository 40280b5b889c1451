"""The one-stop system announces what it has finished, and gets a receipt for each."""

import base64
import io
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
import zxingcpp
from flask import Flask
from PIL import Image

from kiosk import services, systems
from kiosk.announcements import SHAPE
from kiosk.db import Database, writing
from kiosk.driver import sqlite3
from kiosk.receipts import Receipts
from kiosk.service_senders import note_sender
from kiosk.web import offers
from tests.factories import WEDNESDAY
from tests.factories import a_service as service_of_factories
from tests.kiosk.web.one_stop import DOSSIER, SERVICE, SYSTEM, OneStop, a_service

pytestmark = pytest.mark.usefixtures("now")

TODAY = date(2026, 8, 19)


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was told to the tablets."""
    told: list[str] = []
    monkeypatch.setattr(offers, "announce", told.extend)
    return told


def rows(db: Database, question: str) -> list[Any]:
    return db.conn.execute(question).fetchall()


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
    assert receipts.find_service(db, token, TODAY) == DOSSIER


def test_it_is_the_service_that_the_import_would_have_stored(db: Database, one_stop: OneStop) -> None:
    one_stop.announce(SERVICE)
    announced = rows(db, "SELECT * FROM services_v1")
    row = {column: SERVICE.get(column, "") for column in SHAPE} | {"dossier": "H44.5-260817-0002"}
    services.import_services(db, [(2, row)], WEDNESDAY)
    [imported] = rows(db, "SELECT * FROM services_v1 WHERE service_id = 'H44.5-260817-0002'")
    assert announced == [(DOSSIER, *imported[1:])]


def test_the_fields_are_the_columns_of_the_import() -> None:
    assert list(SHAPE) == [column.name for column in services.COLUMNS]
    assert {name for name, field in SHAPE.items() if field.required} == {
        column.name for column in services.COLUMNS if column.required
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
        assert rows(db, f"SELECT count(*) FROM {table}") == [(1,)]
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
    assert rows(db, "SELECT count(*) FROM service") == [(2,)]


def test_five_hundred_are_taken_at_once_and_no_more(db: Database, one_stop: OneStop) -> None:
    told = one_stop.announce([a_service(number) for number in range(500)]).get_json()
    assert len({item["receipt"] for item in told}) == 500
    more = one_stop.announce([a_service(number) for number in range(501)])
    assert (more.status_code, more.get_json()["error"]["code"]) == (413, "too_many_items")
    assert rows(db, "SELECT count(*) FROM service") == [(500,)]


def test_a_service_of_long_ago_is_stored_without_a_receipt(db: Database, one_stop: OneStop) -> None:
    old = a_service(finished="2026-07-20", received="2026-07-15", due=None)
    assert "/k/" in one_stop.announce(old).get_json()["receipt"]
    older = a_service(2, finished="2026-07-19", received="2026-07-15", due=None)
    told = one_stop.announce(older).get_json()
    assert (told["status"], told["receipt"], told["receipt_until"]) == ("stored", None, "2026-08-18")
    assert rows(db, "SELECT service_id FROM service_offered") == [(old["dossier"],)]


# The image of the code.


def text_in(picture: Image.Image) -> str:
    [found] = zxingcpp.read_barcodes(picture)
    return str(found.text)


def test_the_code_as_png_reads_back_as_the_link(one_stop: OneStop) -> None:
    told = one_stop.announce(SERVICE, "?code=png").get_json()
    head, _, data = told["code"].partition(",")
    assert head == "data:image/png;base64"
    assert text_in(Image.open(io.BytesIO(base64.b64decode(data)))) == told["receipt"]


def test_the_code_as_svg_is_a_drawing_and_nothing_else(one_stop: OneStop) -> None:
    [told] = one_stop.announce([SERVICE], "?code=svg").get_json()
    assert told["code"].startswith("<") and "<path" in told["code"]
    assert "script" not in told["code"] and "href" not in told["code"]


def test_images_are_made_for_fifty_at_a_time(one_stop: OneStop) -> None:
    answer = one_stop.announce([a_service(number) for number in range(51)], "?code=svg")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (413, "too_many_items")
    assert "50" in answer.get_json()["error"]["message"]["en"]


@pytest.mark.parametrize("form", ["gif", "", "SVG", "svg,png"])
def test_another_kind_of_image_is_refused_and_nothing_stored(
    db: Database, one_stop: OneStop, form: str
) -> None:
    answer = one_stop.announce(SERVICE, f"?code={form}")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "wrong_choice")
    assert rows(db, "SELECT count(*) FROM service") == [(0,)]


# The counter's tablets.


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


# Keys.


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", "Basic bW90OmN1YQ==", "Bearer hailong_x", "Bearer é", "\x01"],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/api/v1/services"), ("PATCH", f"/api/v1/services/{DOSSIER}"),
     ("GET", f"/api/v1/services/{DOSSIER}"), ("HEAD", f"/api/v1/services/{DOSSIER}")],
)  # fmt: skip
def test_without_a_key_nothing_is_looked_at(
    app: Flask, method: str, path: str, header: str | None
) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = app.test_client().open(path, method=method, headers=headers, data=b"not json")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="hailong"'
    if method != "HEAD":
        assert answer.get_json()["error"]["code"] == "wrong_system_key"


@pytest.mark.parametrize("scope", systems.SCOPES)
def test_each_scope_opens_its_own_door_alone(app: Flask, db: Database, scope: str) -> None:
    OneStop(app, db).announce(SERVICE)
    narrow = OneStop(app, db, scope)
    answers = {
        systems.WRITE: narrow.announce(a_service(2)),
        systems.CORRECT: narrow.correct({"reason": "mistyped", "petitioned": True}),
        systems.READ: narrow.ask(),
    }
    assert {name: answer.status_code for name, answer in answers.items()} == {
        name: 200 if name == scope else 403 for name in systems.SERVICES
    }


def test_an_ended_key_opens_nothing(app: Flask, db: Database, one_stop: OneStop) -> None:
    [key] = systems.find_keys(db)
    with writing(db):
        systems.end_key(db, key.key_id, ends=WEDNESDAY, now=WEDNESDAY, by="tests")
    assert one_stop.announce(SERVICE).status_code == 401


def test_every_call_is_logged_with_its_counts_and_without_dossiers(
    db: Database, one_stop: OneStop
) -> None:
    one_stop.announce([a_service(1), a_service(2, procedure="x")])
    one_stop.announce(a_service(1, outcome="refused"))
    one_stop.correct({"reason": "late", "petitioned": True})
    one_stop.correct({"reason": "late"}, "H44.5-260817-9999")
    one_stop.ask()
    found = rows(db, "SELECT system_id, action, items, refused FROM system_call ORDER BY 2, 3, 4")
    assert found == [
        ("mot-cua", "announce", 1, 1), ("mot-cua", "announce", 2, 1),
        ("mot-cua", "correct", 1, 0), ("mot-cua", "correct", 1, 1), ("mot-cua", "read", 1, 0),
    ]  # fmt: skip


# What a system is told of a service.


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


# --- Several systems


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
    assert rows(db, "SELECT count(*) FROM service_correction") == [(0,)]


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
        service_of_factories(db, imported, finished_day=TODAY.isoformat())
    other = OneStop(app, db, system="other")
    assert (one_stop.ask(imported).status_code, other.ask(imported).status_code) == (200, 200)
    with writing(db):
        assert note_sender(db, imported, "other")
        assert not note_sender(db, imported, SYSTEM)
    assert (one_stop.ask(imported).status_code, other.ask(imported).status_code) == (404, 200)
