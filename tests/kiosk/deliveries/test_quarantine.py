"""What is kept for review: what it tells, and how much of it there may be."""

import hashlib
import hmac
import json

import pytest

from kiosk.deliveries import quarantine
from kiosk.errors.tablets import ReviewFull
from tests.desk import Desk, statuses
from tests.tablet import Tablet


def by_hand(desk: Desk, info: bytes, message: str) -> str:
    """HKDF (RFC 5869) and HMAC, written out."""
    scalar = desk.keys.sealing.private_numbers().private_value.to_bytes(32, "big")
    extracted = hmac.digest(bytes(32), scalar, "sha256")
    secret = hmac.digest(extracted, info + b"\x01", "sha256")
    return hmac.new(secret, message.encode(), hashlib.sha256).hexdigest()


def test_an_entry_has_a_name_that_only_this_server_can_make(desk: Desk, tablet: Tablet) -> None:
    entry = tablet.press(counter_id="H44.9-1")
    tablet.deliver()
    label = f"{tablet.device_id}|1|{entry['rating_id']}"
    name = by_hand(desk, b"hailong-quarantine-1", label)
    assert desk.rows("SELECT name FROM quarantine") == [name]
    assert desk.keys.name("hailong-kit-1", label) == by_hand(desk, b"hailong-kit-1", label) != name


def test_what_was_opened_is_kept_without_its_number(desk: Desk, tablet: Tablet) -> None:
    tablet.sequence = 77_001
    rating = tablet.press(satisfied=False, counter_id="H44.9-1", rating_id="a" * 32)
    tablet.tell(rating["rating_id"], topics=["manner"])
    assert statuses(tablet.deliver()) == ["kept_aside"] * 2
    rows = desk.rows("SELECT * FROM quarantine")
    assert len(rows) == 2
    assert "7700" not in json.dumps([row[1:] for row in rows])


def test_entries_lie_in_the_order_of_their_names_not_of_their_coming(desk: Desk, tablet: Tablet) -> None:
    came = [tablet.press(counter_id="H44.9-1")["rating_id"] for _ in range(20)]
    tablet.deliver()
    lie = desk.rows("SELECT rating_id FROM quarantine")
    assert sorted(lie) == sorted(came)
    assert lie != came  # once in 20! runs it might be


def test_a_body_without_end_is_kept_as_its_digest(desk: Desk, tablet: Tablet) -> None:
    entry = {**tablet.press(), "more": "ă" * 6_000}
    assert statuses(tablet.deliver(entries=[entry])) == ["kept_aside"]
    body = json.loads(desk.rows("SELECT body FROM quarantine")[0])
    raw = json.dumps(entry, sort_keys=True).encode()
    assert body == {"bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}


def test_nobody_fills_the_disk_and_nothing_is_lost_either(
    desk: Desk, tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "MOST_OF_A_DAY", 3)
    other = desk.a_tablet("H44.5-2")
    for _ in range(3):
        tablet.press(counter_id="H44.9-1")
    first = list(tablet.outbox)
    assert statuses(tablet.deliver()) == ["kept_aside"] * 3
    tablet.press()
    tablet.press(counter_id="H44.9-1")
    with pytest.raises(ReviewFull) as refusal:
        tablet.deliver()
    assert (refusal.value.status, refusal.value.numbers["limit"]) == (503, 3)
    assert desk.rows("SELECT count(*) FROM rating") == [0]
    assert desk.rows("SELECT first, last FROM device_sequence") == [(1, 3)]
    assert statuses(tablet.deliver(entries=first)) == ["kept_aside"] * 3  # known ones need no room
    other.press(counter_id="H44.9-1")
    assert statuses(other.deliver()) == ["kept_aside"]
    desk.wait(tablet, days=1)
    assert statuses(tablet.deliver()) == ["recorded", "kept_aside"]


def test_strangers_names_do_not_make_room(
    desk: Desk, tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "MOST_OF_A_DAY", 2)
    tablet.outbox = [{**tablet.press(), "device_id": f"T9{n}"} for n in range(3)]
    with pytest.raises(ReviewFull):
        tablet.deliver()
