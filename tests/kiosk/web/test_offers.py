"""What a tablet hears of the service just finished at its counter: at once, signed, and not for ever."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from kiosk import create_app
from kiosk.integrity.watch import FOLLOWED, LATE, SLIPLESS, TIMED
from kiosk.services.receipts import OFFER
from kiosk.storage import keys
from kiosk.storage.db import Database, writing
from kiosk.tablets import devices
from kiosk.web import offers
from tests.asking import count
from tests.factories import WEDNESDAY, a_service
from tests.tablet import Clock, Tablet, make_code, through_flask

NAMES = {"procedure_id": "1.001193", "name": "Đăng ký khai sinh"}


@pytest.fixture
def app(db: Database, tmp_path: Path) -> Iterator[Flask]:
    """The program as a centre runs it, at the Wednesday's 9:30."""
    with time_machine.travel(WEDNESDAY):
        application = create_app({"REPEAT_SECONDS": 0, "BURST_PRESSES": 0}, instance=tmp_path)
        yield application
        application.extensions["writer"].close()


@pytest.fixture
def system(db: Database) -> None:
    """Some system may announce services here."""
    with writing(db):
        db.conn.execute("INSERT INTO system VALUES ('mot-cua', 'Một cửa', '2026-08-01', 'tests')")


@pytest.fixture
def tablet(client: FlaskClient, db: Database, system: None) -> Tablet:
    """A tablet at H44.5-1."""
    return a_tablet(client, db)


def a_tablet(client: FlaskClient, db: Database, counter_id: str = "H44.5-1") -> Tablet:
    clock = Clock(round(WEDNESDAY.timestamp() * 1000))
    return Tablet(through_flask(client), clock).pair(make_code(db, counter_id, WEDNESDAY))


def finish(app: Flask, db: Database, **changes: Any) -> str:
    """A service is finished, stored and announced."""
    with writing(db):
        service_id = a_service(db, **changes)
    with app.app_context():
        offers.announce([service_id])
    return service_id


def listening(client: FlaskClient, tablet: Tablet, wait: int = 60) -> Iterator[bytes]:
    """The events of a stream, one by one."""
    body, headers = tablet.question(wait)
    answer = client.post("/api/v1/offers", data=body, headers=headers)
    assert (answer.status_code, answer.mimetype) == (200, "text/event-stream")
    return iter(answer.iter_encoded())


def told(tablet: Tablet) -> Any:
    """The one event of a short answer."""
    (said,) = tablet.heard(tablet.ask().body)
    return said


# --- What is told


def test_with_nothing_finished_nothing_is_offered(tablet: Tablet) -> None:
    assert told(tablet) == {"counter_id": "H44.5-1", "again_seconds": 3, "offer": None}


def test_the_counters_tablet_is_told_the_procedure_and_a_token(
    app: Flask, db: Database, tablet: Tablet
) -> None:
    service_id = finish(app, db)
    offer = told(tablet)["offer"]
    assert {name: offer[name] for name in NAMES} == NAMES
    assert offer["token"] == app.extensions["receipts"].token_of(service_id, OFFER)
    assert 290 < offer["seconds"] <= 300


@pytest.mark.parametrize("outcome", ["granted", "refused", "returned"])
def test_no_dossier_no_person_and_no_outcome_reaches_a_tablet(
    app: Flask, db: Database, tablet: Tablet, outcome: str
) -> None:
    service_id = finish(app, db, outcome=outcome)
    said = tablet.ask().body.decode()
    assert set(told(tablet)["offer"]) == {"token", "procedure_id", "name", "name_en", "seconds"}
    assert service_id not in said
    assert outcome not in said
    assert "A-01" not in said


def test_a_tablet_at_another_counter_is_told_nothing(
    client: FlaskClient, app: Flask, db: Database
) -> None:
    finish(app, db)
    assert told(a_tablet(client, db, "H44.5-2"))["offer"] is None


def test_the_token_it_is_told_leads_to_the_service(app: Flask, db: Database, tablet: Tablet) -> None:
    service_id = finish(app, db)
    token = told(tablet)["offer"]["token"]
    receipts = app.extensions["receipts"]
    assert receipts.find_service(db, token, WEDNESDAY.date(), kind=OFFER) == service_id
    assert receipts.find_service(db, token, WEDNESDAY.date()) is None  # it is no slip's


def test_services_that_nobody_waits_for_leave_no_token(app: Flask, db: Database) -> None:
    finish(app, db, channel="post")
    assert count(db, "receipt") == 0


def test_what_was_answered_elsewhere_is_offered_no_longer(
    app: Flask, db: Database, tablet: Tablet
) -> None:
    service_id = finish(app, db)
    with writing(db):
        db.conn.execute("INSERT INTO service_answered VALUES (?, 'phone')", [service_id])
    assert told(tablet)["offer"] is None


def test_a_revoked_tablet_is_told_nothing(app: Flask, db: Database, tablet: Tablet) -> None:
    finish(app, db)
    with writing(db):
        devices.revoke(db, tablet.device_id, "stolen", "lan", WEDNESDAY)
    assert told(tablet)["offer"] is None


# --- Streams


def test_a_stream_tells_what_stands_and_then_each_change(
    client: FlaskClient, app: Flask, db: Database, tablet: Tablet
) -> None:
    events = listening(client, tablet)
    assert tablet.heard(next(events))[0]["offer"] is None
    finish(app, db)
    assert tablet.heard(next(events))[0]["offer"]["procedure_id"] == "1.001193"
    finish(app, db, procedure_id="2.000815")
    assert tablet.heard(next(events))[0]["offer"]["procedure_id"] == "2.000815"


def test_a_quiet_stream_says_that_it_holds(
    client: FlaskClient, tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offers, "KEEP_ALIVE", 0.01)
    events = listening(client, tablet)
    next(events)
    assert next(events) == b":\n\n"


def test_a_stream_ends_with_the_time_that_was_asked_for(client: FlaskClient, tablet: Tablet) -> None:
    events = listening(client, tablet, wait=1)
    assert [event for event in events if tablet.heard(event)]
    assert told(tablet)["offer"] is None


def test_a_stream_ends_when_the_server_stops(client: FlaskClient, app: Flask, tablet: Tablet) -> None:
    events = listening(client, tablet)
    next(events)
    app.extensions["offers"].close()
    assert list(events) == []


def test_a_stream_that_is_left_gives_its_place_back(
    client: FlaskClient, app: Flask, db: Database, tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.extensions["offers"], "_most_streams", 1)
    other = a_tablet(client, db)
    events = listening(client, tablet)
    next(events)
    (said,) = other.heard(other.ask(wait=60).body)
    assert said["again_seconds"] == 3
    events.close()  # type: ignore[attr-defined]
    assert b": " in next(listening(client, other))


def test_where_no_system_announces_tablets_ask_seldom_and_hold_no_stream(
    client: FlaskClient, db: Database
) -> None:
    tablet = a_tablet(client, db)
    (said,) = tablet.heard(tablet.ask(wait=60).body)
    assert said == {"counter_id": "H44.5-1", "again_seconds": 60, "offer": None}


# --- Who may ask


def test_a_stranger_is_not_answered(client: FlaskClient, tablet: Tablet) -> None:
    body, headers = tablet.question()
    for name, value, code in (
        ("Hailong-Device", "T9-XXX", "unknown_device"),
        ("Hailong-Signature", tablet.headers(body)["Hailong-Signature"], "wrong_signature"),
    ):
        answer = client.post("/api/v1/offers", data=body, headers={**headers, name: value})
        assert (answer.status_code, json.loads(answer.data)["error"]["code"]) == (401, code)


@pytest.mark.parametrize(
    ("letter", "code"),
    [
        ({"wait": 0}, "missing_field"),
        ({"nonce": "n", "wait": 61}, "wrong_type"),
        ({"nonce": "n", "wait": -1}, "wrong_type"),
        ({"nonce": "n" * 65, "wait": 0}, "text_too_long"),
        ([], "not_an_object"),
    ],
)
def test_a_letter_that_cannot_be_read_is_refused(
    client: FlaskClient, tablet: Tablet, letter: Any, code: str
) -> None:
    body = json.dumps(letter).encode()
    answer = client.post("/api/v1/offers", data=body, headers=tablet.headers(body, keys.OFFERS))
    assert answer.status_code in (400, 422)
    assert json.loads(answer.data)["error"]["code"] == code


def test_what_a_newer_page_adds_is_passed_over(client: FlaskClient, tablet: Tablet) -> None:
    body = json.dumps({"nonce": "a nonce", "wait": 0, "more": True}).encode()
    answer = client.post("/api/v1/offers", data=body, headers=tablet.headers(body, keys.OFFERS))
    assert len(tablet.heard(answer.data)) == 1


# --- What is counted


def test_that_a_service_followed_a_late_press_is_counted(
    app: Flask, db: Database, tablet: Tablet
) -> None:
    tablet.clock.jump(90)
    with time_machine.travel(WEDNESDAY, tick=False) as clock:
        app.extensions["watch"].note_served(["H44.5-1"], WEDNESDAY)
        clock.shift(90)
        tablet.press()
        tablet.deliver()
        clock.shift(60)
        finish(app, db)
    rows = db.conn.execute("SELECT mark, n FROM press_mark").fetchall()
    assert dict(rows) == {TIMED: 1, SLIPLESS: 1, LATE: 1, FOLLOWED: 1}
