"""Outboxes that come by hand: once or twice, late, and only the real ones."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kiosk.commands import group
from kiosk.deliveries import outbox_file
from kiosk.deliveries.outbox_file import Imported
from kiosk.deliveries.reception import Answer
from kiosk.errors import Busy, KioskError, TooManyItems
from kiosk.storage import keys
from kiosk.storage.db import Database, Writer
from kiosk.tablets import contacts
from kiosk.tablets.contacts import Contact
from tests.desk import OVERLAP, Desk, statuses
from tests.tablet import Tablet


def bring(desk: Desk, text: str | bytes) -> Imported:
    letter = outbox_file.read_outbox(desk.db, desk.keys, text, desk.now, overlap=OVERLAP)
    return outbox_file.import_outbox(letter, lambda part: desk.receive(part)[0])


def test_a_saved_outbox_is_taken_once_however_often_it_is_brought(desk: Desk, tablet: Tablet) -> None:
    rating = tablet.press(satisfied=False)
    tablet.tell(rating["rating_id"], topics=["manner"])
    tablet.press(counter_id="H44.9-1")
    saved = tablet.saved_outbox()
    assert bring(desk, saved) == Imported(tablet.device_id, recorded=2, kept_aside=1, known=0)
    assert bring(desk, saved) == Imported(tablet.device_id, recorded=0, kept_aside=0, known=3)
    assert desk.rows("SELECT satisfied FROM rating") == [0]
    assert desk.rows("SELECT first, last FROM device_sequence") == [(1, 3)]


def test_what_comes_by_hand_and_by_network_is_stored_once(desk: Desk, tablet: Tablet) -> None:
    for _ in range(3):
        tablet.press()
    saved = tablet.saved_outbox()
    assert statuses(tablet.deliver()) == ["recorded"] * 3
    tablet.press()
    assert bring(desk, saved).known == 3
    assert bring(desk, tablet.saved_outbox()).recorded == 1
    assert statuses(tablet.deliver()) == ["recorded"]
    assert desk.rows("SELECT count(*) FROM rating") == [4]


def test_nine_hundred_entries_fit_one_file(desk: Desk, tablet: Tablet) -> None:
    for _ in range(900):
        tablet.press()
    assert bring(desk, tablet.saved_outbox()).recorded == 900


def test_it_is_received_in_parts_between_which_others_write(
    desk: Desk, tablet: Tablet, tmp_path: Path
) -> None:
    """By the server's own writer: what waits behind one part comes before the next."""
    for _ in range(601):
        tablet.press()
    letter = outbox_file.read_outbox(
        desk.db, desk.keys, tablet.saved_outbox(), desk.now, overlap=OVERLAP
    )
    writer = Writer(tmp_path / "kiosk.db")
    seen: list[int] = []

    def receive(part: Contact) -> Answer:
        def store(db: Database, parts: list[Contact]) -> list[Answer]:
            return desk.reception.receive_all(db, parts, desk.now)

        answer = writer.write_all(store, [part])[0]
        count = "SELECT count(*) FROM rating"
        seen.append(writer.write(lambda db: db.conn.execute(count).fetchone()[0]))
        return answer

    assert outbox_file.import_outbox(letter, receive).recorded == 601
    writer.close()
    assert seen == [200, 400, 600, 601]
    assert desk.rows("SELECT first, last FROM device_sequence") == [(1, 601)]


def test_reading_stores_nothing(desk: Desk, tablet: Tablet) -> None:
    tablet.press()
    desk.db.conn.execute("PRAGMA query_only = ON")
    letter = outbox_file.read_outbox(
        desk.db, desk.keys, tablet.saved_outbox(), desk.now, overlap=OVERLAP
    )
    assert [one.cause for one in letter.entries] == [None]


def test_a_part_that_fails_leaves_what_came_before_and_the_file_may_come_again(
    desk: Desk, tablet: Tablet
) -> None:
    for _ in range(450):
        tablet.press()
    saved = tablet.saved_outbox()
    letter = outbox_file.read_outbox(desk.db, desk.keys, saved, desk.now, overlap=OVERLAP)

    def receive(part: Contact) -> Answer:
        if part.entries[0].sequence > 200:
            raise Busy
        return desk.receive(part)[0]

    with pytest.raises(Busy):
        outbox_file.import_outbox(letter, receive)
    assert bring(desk, saved) == Imported(tablet.device_id, recorded=250, kept_aside=0, known=200)


def test_a_file_without_end_is_refused(
    desk: Desk, tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert contacts.MOST_BY_HAND == 50_000
    monkeypatch.setattr(contacts, "MOST_BY_HAND", 3)
    for _ in range(4):
        tablet.press()
    with pytest.raises(TooManyItems):
        bring(desk, tablet.saved_outbox())


def test_a_file_is_no_contact(desk: Desk, tablet: Tablet) -> None:
    tablet.deliver()
    before = desk.rows("SELECT * FROM device_contact")
    tablet.press()
    saved = tablet.saved_outbox()
    desk.wait(tablet, hours=5)
    bring(desk, saved)
    assert desk.rows("SELECT * FROM device_contact") == before


def test_the_courier_takes_days_and_the_hour_of_the_press_stays(desk: Desk, tablet: Tablet) -> None:
    tablet.deliver()
    tablet.press(officer_id="H44.5.A-01")
    desk.wait(tablet, hours=2)
    saved = tablet.saved_outbox()
    desk.wait(tablet, days=6)
    bring(desk, saved)
    row = desk.rows("SELECT day, hour, officer_id, rule FROM ratings_v1")
    assert row == [("2026-08-19", 9, "H44.5.A-01", None)]
    assert desk.rows("SELECT late FROM device_contact") == [1]


def test_so_it_does_on_a_clock_that_is_wrong(desk: Desk) -> None:
    tablet = desk.a_tablet(offset_seconds=-56 * 31_557_600)
    tablet.deliver()
    tablet.press()
    desk.wait(tablet, hours=2)
    saved = tablet.saved_outbox()
    desk.wait(tablet, days=6)
    bring(desk, saved)
    assert desk.rows("SELECT day, hour, rule FROM ratings_v1") == [("2026-08-19", 9, None)]


def test_the_file_of_a_revoked_tablet_is_kept_for_review(desk: Desk, tablet: Tablet) -> None:
    tablet.press()
    saved = tablet.saved_outbox()
    desk.revoke(tablet)
    assert bring(desk, saved) == Imported(tablet.device_id, recorded=0, kept_aside=1, known=0)


def changed(saved: str, **changes: Any) -> str:
    found = {**json.loads(saved), **changes}
    return json.dumps({name: value for name, value in found.items() if value is not ...})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"format": "hailong-outbox-2"}, "not_an_outbox"),
        ({"format": ...}, "not_an_outbox"),
        ({"body": ...}, "not_an_outbox"),
        ({"body": {}}, "not_an_outbox"),
        ({"more": 1}, "not_an_outbox"),
        ({"signature": "x" * 101}, "not_an_outbox"),
        ({"device_id": "T9"}, "unknown_device"),
        ({"key_id": "0" * 16}, "wrong_signature"),
        ({"signature": ""}, "wrong_signature"),
        ({"body": "{}"}, "wrong_signature"),
        ({"body": "\ud800"}, "wrong_signature"),
    ],
)
def test_any_other_file_is_refused(
    desk: Desk, tablet: Tablet, changes: dict[str, Any], code: str
) -> None:
    tablet.press()
    with pytest.raises(KioskError) as refusal:
        bring(desk, changed(tablet.saved_outbox(), **changes))
    assert refusal.value.code == code
    assert desk.rows("SELECT count(*) FROM rating") == [0]


@pytest.mark.parametrize("text", [b"", b"PK\x03\x04", "", "[]", "{}", b"\xff\xfe", "\ud800"])
def test_a_file_of_another_kind_is_refused(desk: Desk, text: str | bytes) -> None:
    with pytest.raises(KioskError) as refusal:
        bring(desk, text)
    assert refusal.value.code == "not_an_outbox"


def test_the_command_takes_a_file_and_prints_its_counts(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kiosk import periods

    desk.now = periods.now() - timedelta(hours=1)
    tablet = desk.a_tablet()
    tablet.press()
    tablet.press(counter_id="H44.9-1")
    file = tmp_path / "hailong-T1.json"
    file.write_text(tablet.saved_outbox(), "utf-8")
    monkeypatch.setenv("HAILONG_INSTANCE", str(tmp_path))
    done = CliRunner().invoke(group, ["import-outbox", str(file)])
    assert (done.exit_code, done.output) == (
        0,
        f"{tablet.device_id}: 1 recorded, 1 kept aside, 0 known\n",
    )
    again = CliRunner().invoke(group, ["import-outbox", str(file)])
    assert again.output == f"{tablet.device_id}: 0 recorded, 0 kept aside, 2 known\n"
    trail = desk.rows("SELECT actor, subject FROM audit WHERE action = 'import outbox'")
    assert trail == [("command", tablet.device_id)] * 2
    file.write_text("{}", "utf-8")
    refused = CliRunner().invoke(group, ["import-outbox", str(file)])
    assert (refused.exit_code, refused.output) == (
        2,
        "kiosk: The file does not hold a tablet's unsent ratings.\n",
    )


def test_without_the_servers_keys_commands_say_so_and_new_ones_are_made_on_request(
    desk: Desk, tablet: Tablet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "hailong-T1.json"
    file.write_text(tablet.saved_outbox(), "utf-8")
    (tmp_path / "keys" / "ack.key").unlink()
    sealing = (tmp_path / "keys" / "sealing.key").read_text()
    monkeypatch.setenv("HAILONG_INSTANCE", str(tmp_path))
    refused = CliRunner().invoke(group, ["import-outbox", str(file)])
    assert refused.exit_code == 2
    assert "ack.key is missing, although tablets are paired" in refused.output
    assert CliRunner().invoke(group, ["new-keys"]).exit_code == 0
    assert (tmp_path / "keys" / "sealing.key").read_text() == sealing
    assert keys.load_or_make(tmp_path / "keys").signing_key != desk.keys.signing_key
