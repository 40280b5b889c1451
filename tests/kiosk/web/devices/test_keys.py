"""A tablet's key is changed; the server's own keys stay."""

from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from kiosk import create_app
from kiosk.storage import keys
from kiosk.storage.db import Database, writing
from kiosk.tablets import devices
from tests.asking import count
from tests.desk import statuses
from tests.factories import WEDNESDAY
from tests.kiosk.web.devices.door import code_of, later
from tests.tablet import Tablet, new_key, through_flask


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
    assert code_of(tablet.rotate(new_key(), changes)) == answer
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
    assert code_of(tablet.rotate(new_key(), context=keys.CONTACT)) == (401, "wrong_signature")
    assert count(db, "device_key") == 1


def test_a_revoked_tablet_gets_no_new_key(tablet: Tablet, db: Database) -> None:
    with writing(db):
        devices.revoke(db, tablet.device_id, "stolen", "lan", WEDNESDAY)
    assert code_of(tablet.rotate(new_key())) == (403, "not_paired")


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
