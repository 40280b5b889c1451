"""A tablet is paired with a code, over HTTP."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from kiosk.storage import keys
from kiosk.storage.db import Database
from kiosk.tablets import devices
from tests.asking import count
from tests.desk import statuses
from tests.factories import WEDNESDAY
from tests.kiosk.web.devices.door import code_of
from tests.tablet import Tablet, make_code, new_key, through_flask


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
    assert code_of(tablet.send_pairing(code, changes=changes)) == answer
    assert count(db, "device") == count(db, "device_key") == 0
    assert tablet.send_pairing(code).status == 201
