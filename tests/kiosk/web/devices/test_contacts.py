"""What a tablet sends, and how it is answered, over HTTP."""

import json
import threading
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from kiosk.phones import rotating
from kiosk.storage import keys
from kiosk.storage.db import Database, writing
from kiosk.storage.driver import sqlite3
from kiosk.tablets import devices
from kiosk.web.releases import release
from tests.asking import count
from tests.desk import statuses
from tests.factories import WEDNESDAY, a_version
from tests.kiosk.web.devices.door import a_tablet, code_of, later
from tests.tablet import JSON, Reply, Tablet, through_flask


@pytest.mark.parametrize(
    ("body", "headers", "answer"),
    [
        (b"", JSON, (400, "empty_body")),
        (b"{", JSON, (400, "not_json")),
        (b"[]", JSON, (422, "not_an_object")),
        (b"{}", {"Content-Type": "text/plain"}, (415, "wrong_media_type")),
        (b"{}", {**JSON, "Transfer-Encoding": "chunked"}, (411, "length_required")),
        (b" " * 1_000_001, JSON, (413, "body_too_large")),
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/devices", "/api/v1/contacts", "/api/v1/devices/keys"])
def test_what_is_no_message_is_refused_at_each_door(
    tablet: Tablet, path: str, body: bytes, headers: dict[str, str], answer: tuple[int, str]
) -> None:
    context = keys.NEW_KEY if path.endswith("keys") else keys.CONTACT
    signed = {**tablet.headers(body, context), **headers}
    assert code_of(tablet.post(path, body, signed)) == answer


def test_a_contact_is_answered_under_the_servers_signature(
    tablet: Tablet, db: Database, app: Flask
) -> None:
    entry = tablet.press(satisfied=False)
    answer = tablet.deliver()
    key = app.extensions["keys"].name("hailong-kit-1", "H44.5-1")
    kit = app.test_client().get(f"/t/H44.5-1/kit.json?key={key}")
    assert answer == {
        "contact": 1,
        "device_id": tablet.device_id,
        "now": round(WEDNESDAY.timestamp() * 1000),
        "entries": [{"sequence": 1, "rating_id": entry["rating_id"], "status": "recorded"}],
        "standing": "active",
        "counter_id": "H44.5-1",
        "release": release(app),
        "kit": kit.headers["ETag"].strip('"'),
        "kit_key": key,
        "code_key": rotating.key_of(app.extensions["keys"], db, "H44.5-1"),
        "rotate": False,
    }
    assert tablet.outbox == []
    assert db.conn.execute("SELECT satisfied FROM rating").fetchall() == [(0,)]


def test_a_revoked_tablet_gets_no_key_to_the_kit(tablet: Tablet, db: Database) -> None:
    assert len(tablet.deliver()["kit_key"]) == 64
    with writing(db):
        devices.revoke(db, tablet.device_id, "lost", "tests", WEDNESDAY)
    assert tablet.deliver()["kit_key"] == ""


def test_a_moved_tablet_gets_the_key_of_its_new_counter(tablet: Tablet, db: Database) -> None:
    first = tablet.deliver()["kit_key"]
    with writing(db):
        devices.move(db, tablet.device_id, "H44.9-1", "tests", WEDNESDAY)
    assert tablet.deliver()["kit_key"] != first


def test_the_answer_has_one_length_for_both_answers(tablet: Tablet) -> None:
    replies = []
    for satisfied in (True, False):
        tablet.press(satisfied=satisfied)
        replies.append(tablet.send({**tablet.letter(), "contact": 1}))
        tablet.outbox.clear()
    assert len({len(reply.body) for reply in replies}) == 1
    names = [sorted(reply.headers) for reply in replies]
    assert names[0] == names[1]


def test_no_acknowledgement_is_kept_by_anybody_on_the_way(tablet: Tablet) -> None:
    assert tablet.send(tablet.letter()).headers["Cache-Control"] == "no-store"


def test_no_cookie_is_set(tablet: Tablet) -> None:
    assert "Set-Cookie" not in tablet.send(tablet.letter()).headers


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"Hailong-Device": ""}, (401, "unknown_device")),
        ({"Hailong-Device": None}, (401, "unknown_device")),
        ({"Hailong-Device": "T9"}, (401, "unknown_device")),
        ({"Hailong-Key": "0" * 16}, (401, "wrong_signature")),
        ({"Hailong-Key": None}, (401, "wrong_signature")),
        ({"Hailong-Signature": None}, (401, "wrong_signature")),
        ({"Hailong-Signature": "A" * 86}, (401, "wrong_signature")),
        ({"Hailong-Signature": "not base64"}, (401, "wrong_signature")),
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/contacts", "/api/v1/devices/keys"])
def test_a_stranger_is_told_so_without_a_signature_and_leaves_nothing(
    tablet: Tablet, db: Database, path: str, changes: dict[str, Any], answer: tuple[int, str]
) -> None:
    tablet.press()
    body = json.dumps(tablet.letter()).encode()
    context = keys.NEW_KEY if path.endswith("keys") else keys.CONTACT
    headers = {**tablet.headers(body, context), **changes}
    reply = tablet.post(path, body, {name: text for name, text in headers.items() if text is not None})
    assert code_of(reply) == answer
    assert "Hailong-Signature" not in reply.headers
    for table in ("rating", "quarantine", "device_contact", "device_sequence"):
        assert count(db, table) == 0


def test_a_letter_changed_on_the_way_is_a_strangers(tablet: Tablet, db: Database) -> None:
    tablet.press()
    body = json.dumps(tablet.letter()).encode()
    reply = tablet.post("/api/v1/contacts", body + b" ", tablet.headers(body))
    assert code_of(reply) == (401, "wrong_signature")
    assert count(db, "rating") == 0


def test_another_tablets_key_signs_nothing_for_this_one(
    client: FlaskClient, db: Database, tablet: Tablet
) -> None:
    other = a_tablet(client, db, "H44.9-1")
    other.device_id = tablet.device_id
    assert code_of(other.send(other.letter())) == (401, "wrong_signature")


def test_a_malformed_letter_is_refused_once_it_is_known_whose_it_is(tablet: Tablet) -> None:
    assert code_of(tablet.send({"contact": 1})) == (422, "missing_field")


def test_the_same_contact_sent_five_times_at_once_is_stored_once(
    app: Flask, tablet: Tablet, db: Database
) -> None:
    for _ in range(20):
        tablet.press()
    body = json.dumps(tablet.letter()).encode()
    headers = tablet.headers(body)
    found: list[Reply] = []

    def send() -> None:
        found.append(through_flask(app.test_client())("/api/v1/contacts", body, headers))

    senders = [threading.Thread(target=send) for _ in range(5)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert [statuses(tablet.checked(reply)) for reply in found] == [["recorded"] * 20] * 5
    assert {reply.json()["standing"] for reply in found} == {"active"}
    assert count(db, "rating") == 20


def test_a_revoked_tablet_learns_it_at_its_next_contact_and_is_asked_for_nothing_more(
    tablet: Tablet, db: Database, now: time_machine.Traveller
) -> None:
    tablet.press()
    later(now, days=100)  # its key is due
    with writing(db):
        devices.revoke(db, tablet.device_id, "stolen", "lan", WEDNESDAY)
    answer = tablet.deliver()
    assert (answer["standing"], statuses(answer), answer["rotate"]) == ("revoked", ["kept_aside"], False)
    assert (count(db, "rating"), count(db, "quarantine")) == (0, 1)


def test_a_tablet_whose_counter_is_closed_for_good_is_answered(tablet: Tablet, db: Database) -> None:
    with writing(db):
        a_version(
            db, "counter", "2026-08-01", counter_id="H44.5-1", name="-", centre_id="H44.5", retired=1
        )
    tablet.press()
    answer = tablet.deliver()
    assert (statuses(answer), answer["kit"]) == (["kept_aside"], "")


def test_a_busy_record_keeps_everything_on_the_tablet(
    app: Flask, tablet: Tablet, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise error

    tablet.press()
    letter = tablet.letter()
    with monkeypatch.context() as patch:
        patch.setitem(app.extensions, "receive_all", fail)
        reply = tablet.send(letter)
    assert code_of(reply) == (503, "busy")
    assert statuses(tablet.checked(tablet.send(letter))) == ["recorded"]
