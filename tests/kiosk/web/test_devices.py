"""The tablets' door: pairing, contacts, and the change of keys, over HTTP."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from kiosk import create_app, devices, keys, rotating
from kiosk.db import Database, writing
from kiosk.web.releases import release
from tests.desk import statuses
from tests.factories import WEDNESDAY
from tests.tablet import JSON, Clock, Reply, Tablet, make_code, new_key, through_flask


@pytest.fixture
def app(db: Database, tmp_path: Path, now: time_machine.Traveller) -> Iterator[Flask]:
    """The program as a centre runs it."""
    application = create_app({"REPEAT_SECONDS": 0, "BURST_PRESSES": 0}, instance=tmp_path)
    yield application
    application.extensions["writer"].close()


@pytest.fixture
def tablet(client: FlaskClient, db: Database) -> Tablet:
    """A tablet at H44.5-1."""
    return a_tablet(client, db)


def a_tablet(client: FlaskClient, db: Database, counter_id: str = "H44.5-1") -> Tablet:
    clock = Clock(round(WEDNESDAY.timestamp() * 1000))
    return Tablet(through_flask(client), clock).pair(make_code(db, counter_id, WEDNESDAY))


def code_of(reply: Reply) -> tuple[int, str]:
    return reply.status, reply.json()["error"]["code"]


def count(db: Database, table: str) -> int:
    return int(db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


# --- Pairing


def test_a_tablet_is_paired_and_learns_the_servers_keys(
    client: FlaskClient, db: Database, app: Flask
) -> None:
    tablet = Tablet(through_flask(client))
    reply = tablet.send_pairing(make_code(db, "H44.5-2", WEDNESDAY).lower())
    (device_id,) = devices.find_devices(db)
    assert (reply.status, reply.json()) == (
        201,
        {
            "device_id": device_id,
            "counter_id": "H44.5-2",
            "signing_key": app.extensions["keys"].signing_key,
            "sealing_key": app.extensions["keys"].sealing_key,
        },
    )


def test_a_pairing_whose_answer_was_lost_is_answered_again(client: FlaskClient, db: Database) -> None:
    tablet, code = Tablet(through_flask(client)), make_code(db, now=WEDNESDAY)
    replies = [tablet.send_pairing(code) for _ in range(3)]
    assert len({(reply.status, reply.body) for reply in replies}) == 1
    assert count(db, "device") == 1


def test_a_code_that_was_used_ran_out_or_never_was_gets_one_and_the_same_answer(
    client: FlaskClient, db: Database, now: time_machine.Traveller
) -> None:
    used, old = make_code(db, now=WEDNESDAY), make_code(db, now=WEDNESDAY - timedelta(minutes=11))
    Tablet(through_flask(client)).pair(used)
    replies = [
        Tablet(through_flask(client)).send_pairing(code) for code in (used, old, "2222-2222", "0000")
    ]
    assert {code_of(reply) for reply in replies} == {(404, "unknown_code")}
    assert len({reply.body for reply in replies}) == 1


def test_a_tablet_paired_anew_delivers_what_its_old_name_sealed_if_the_old_key_says_so(
    client: FlaskClient, db: Database, tablet: Tablet
) -> None:
    held = tablet.press()
    code = make_code(db, "H44.9-1", WEDNESDAY)
    again, thief = (Tablet(through_flask(client), tablet.clock) for _ in range(2))
    assert {again.send_pairing(code, tablet).status for _ in range(2)} == {201}
    assert count(db, "device_former") == 1
    again.pair(code, tablet)
    thief.pair(make_code(db, now=WEDNESDAY))
    assert statuses(thief.deliver(entries=[held])) == ["kept_aside"]
    other = tablet.press()
    assert statuses(again.deliver(entries=[other])) == ["recorded"]


def pairing(tablet: Tablet, code: str, changes: dict[str, Any]) -> bytes:
    plain = code.replace("-", "")
    proof = keys.sign(tablet.key, keys.ENROLMENT, f"{plain}\n{tablet.public_key}".encode())
    body = {"code": code, "public_key": tablet.public_key, "proof": proof, **changes}
    return json.dumps({name: value for name, value in body.items() if value is not ...}).encode()


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"code": ...}, (422, "missing_field")),
        ({"public_key": ...}, (422, "missing_field")),
        ({"proof": ...}, (422, "missing_field")),
        ({"code": 7}, (422, "wrong_type")),
        ({"code": None}, (422, "wrong_type")),
        ({"code": ""}, (404, "unknown_code")),
        ({"code": "\ud800"}, (422, "unsafe_text")),
        ({"code": "x" * 201}, (422, "text_too_long")),
        ({"public_key": ""}, (422, "wrong_key")),
        ({"public_key": "AAAA"}, (422, "wrong_key")),
        ({"public_key": "é"}, (422, "wrong_key")),
        ({"public_key": {"x": 1}}, (422, "wrong_type")),
        ({"public_key": keys.public_text(new_key().public_key())}, (422, "wrong_proof")),
        ({"proof": ""}, (422, "wrong_proof")),
        ({"proof": "AAAA"}, (422, "wrong_proof")),
        ({"proof": "é"}, (422, "wrong_proof")),
        ({"counter_id": "H44.5-1"}, (422, "unknown_field")),
        ({"formerly": "T1"}, (422, "wrong_type")),
        ({"formerly": {"device_id": "T1"}}, (422, "missing_field")),
        ({"formerly": {"device_id": "T1", "signature": 7}}, (422, "wrong_type")),
        ({"formerly": {"device_id": "T1", "signature": "", "x": 1}}, (422, "unknown_field")),
    ],
    ids=lambda one: str(one)[:40],
)
def test_whatever_is_wrong_with_a_pairing_pairs_nobody(
    client: FlaskClient, db: Database, changes: dict[str, Any], answer: tuple[int, str]
) -> None:
    tablet, code = Tablet(through_flask(client)), make_code(db, now=WEDNESDAY)
    assert code_of(tablet.post("/api/v1/devices", pairing(tablet, code, changes), JSON)) == answer
    assert count(db, "device") == count(db, "device_key") == 0
    assert tablet.send_pairing(code).status == 201


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


# --- Contacts


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
    from tests.factories import a_version

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
    from kiosk.driver import sqlite3

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


# --- Keys


def later(now: time_machine.Traveller, **time: float) -> datetime:
    at = WEDNESDAY + timedelta(**time)
    now.move_to(at, tick=False)
    return at


def test_a_key_is_changed_when_it_is_due_and_the_old_one_holds_for_a_while(
    tablet: Tablet, now: time_machine.Traveller
) -> None:
    later(now, days=89)
    assert tablet.deliver()["rotate"] is False
    later(now, days=90)
    assert tablet.deliver()["rotate"] is True
    new, old = new_key(), tablet.key
    replies = [tablet.rotate(new) for _ in range(3)]
    named = {"device_id": tablet.device_id, "key_id": keys.key_id(keys.public_text(new.public_key()))}
    assert [tablet.checked(reply) for reply in replies] == [named] * 3
    assert tablet.deliver()["rotate"] is True  # it has not begun to use it
    tablet.key = new
    assert tablet.deliver()["rotate"] is False
    tablet.key = old
    later(now, days=90 + 44)
    assert tablet.send(tablet.letter()).status == 200
    later(now, days=90 + 45)
    assert code_of(tablet.send(tablet.letter())) == (401, "wrong_signature")
    tablet.key = new
    assert tablet.send(tablet.letter()).status == 200


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"public_key": ...}, (422, "missing_field")),
        ({"proof": ...}, (422, "missing_field")),
        ({"public_key": "AAAA"}, (422, "wrong_key")),
        ({"proof": "AAAA"}, (422, "wrong_proof")),
        ({"more": 1}, (422, "unknown_field")),
    ],
)
def test_whatever_is_wrong_with_a_new_key_changes_nothing(
    tablet: Tablet, db: Database, changes: dict[str, Any], answer: tuple[int, str]
) -> None:
    new = new_key()
    public = keys.public_text(new.public_key())
    proof = keys.sign(new, keys.NEW_KEY, f"{tablet.device_id}\n{public}".encode())
    found = {"public_key": public, "proof": proof, **changes}
    body = json.dumps({name: value for name, value in found.items() if value is not ...}).encode()
    reply = tablet.post("/api/v1/devices/keys", body, tablet.headers(body, keys.NEW_KEY))
    assert code_of(reply) == answer
    assert count(db, "device_key") == 1


def test_a_superseded_key_keeps_in_contact_and_brings_in_no_other(
    tablet: Tablet, now: time_machine.Traveller
) -> None:
    new, old = new_key(), tablet.key
    assert tablet.rotate(new).status == 200
    later(now, days=2)
    assert code_of(tablet.rotate(new_key())) == (401, "wrong_signature")
    assert tablet.send(tablet.letter()).status == 200
    tablet.key = new
    third = new_key()
    assert tablet.rotate(third).status == 200
    assert code_of(tablet.rotate(new_key())) == (401, "wrong_signature")
    tablet.key = third
    assert code_of(tablet.rotate(new_key())) == (429, "too_many_keys")
    tablet.key = old
    assert tablet.rotate(third).status == 200


def test_a_contacts_signature_changes_no_key(tablet: Tablet, db: Database) -> None:
    new = new_key()
    public = keys.public_text(new.public_key())
    proof = keys.sign(new, keys.NEW_KEY, f"{tablet.device_id}\n{public}".encode())
    body = json.dumps({"public_key": public, "proof": proof}).encode()
    reply = tablet.post("/api/v1/devices/keys", body, tablet.headers(body, keys.CONTACT))
    assert code_of(reply) == (401, "wrong_signature")
    assert count(db, "device_key") == 1


def test_a_revoked_tablet_gets_no_new_key(tablet: Tablet, db: Database) -> None:
    with writing(db):
        devices.revoke(db, tablet.device_id, "stolen", "lan", WEDNESDAY)
    assert code_of(tablet.rotate(new_key())) == (403, "not_paired")


# --- The server's own keys


def test_the_server_keeps_its_keys_over_a_restart(app: Flask, tablet: Tablet, tmp_path: Path) -> None:
    tablet.press()
    again = create_app(instance=tmp_path)
    tablet.post = through_flask(again.test_client())
    assert statuses(tablet.deliver()) == ["recorded"]
    again.extensions["writer"].close()


def test_a_server_whose_keys_are_lost_does_not_start_as_a_stranger(
    app: Flask, tablet: Tablet, tmp_path: Path
) -> None:
    (tmp_path / "keys" / "sealing.key").unlink()
    with pytest.raises(keys.KeysMissing, match="restore it from a backup"):
        create_app(instance=tmp_path)
