"""Tablets' keys: which holds when, and how one gives way to the next."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.errors.tablets import (
    NotPaired,
    TooManyKeys,
    UnknownDevice,
    WrongKey,
    WrongProof,
    WrongSignature,
)
from kiosk.storage import keys
from kiosk.storage.db import Database, writing
from kiosk.tablets import device_keys, devices, enrolment
from kiosk.tablets.device_keys import Signed
from tests.factories import WEDNESDAY
from tests.tablet import new_key

OVERLAP = timedelta(days=45)
DAY = timedelta(days=1)


def public(key: ec.EllipticCurvePrivateKey) -> str:
    return keys.public_text(key.public_key())


@pytest.fixture
def old() -> ec.EllipticCurvePrivateKey:
    return new_key()


@pytest.fixture
def tablet(db: Database, old: ec.EllipticCurvePrivateKey) -> str:
    """A tablet, paired on the Wednesday with its old key."""
    with writing(db):
        code = enrolment.read_code(enrolment.make_code(db, "H44.5-1", "lan", WEDNESDAY))
        return enrolment.enrol(db, code, public(old), WEDNESDAY).device_id


def rotate(
    db: Database,
    tablet: str,
    key: ec.EllipticCurvePrivateKey,
    at: datetime,
    by: ec.EllipticCurvePrivateKey | None = None,
) -> str:
    """Change to this key; `by` has signed for it, or whichever is the newest."""
    held = device_keys.find_keys(db, tablet, OVERLAP)
    used = keys.key_id(public(by)) if by else held[-1].key_id if held else "0" * 16
    with writing(db):
        return device_keys.rotate(db, tablet, public(key), used, at)


def signed(tablet: str, key: ec.EllipticCurvePrivateKey, **changes: str | bytes) -> Signed:
    message = Signed(tablet, keys.key_id(public(key)), keys.sign(key, "c", b"{}"), "c", b"{}")
    return Signed(**{**message.__dict__, **changes})


def check(db: Database, message: Signed, at: datetime = WEDNESDAY) -> str:
    held = device_keys.find_keys(db, message.device_id, OVERLAP)
    return device_keys.check_signed(held, message, at).key_id


def test_a_message_signed_by_the_tablet_is_taken(
    db: Database, tablet: str, old: ec.EllipticCurvePrivateKey
) -> None:
    assert check(db, signed(tablet, old)) == keys.key_id(public(old))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"device_id": "T9"}, UnknownDevice),
        ({"device_id": ""}, UnknownDevice),
        ({"device_id": "t1"}, UnknownDevice),
        ({"key_id": ""}, WrongSignature),
        ({"key_id": "0" * 16}, WrongSignature),
        ({"signature": ""}, WrongSignature),
        ({"signature": "é"}, WrongSignature),
        ({"context": "d"}, WrongSignature),
        ({"body": b"{} "}, WrongSignature),
    ],
)
def test_any_other_message_is_not(
    db: Database,
    tablet: str,
    old: ec.EllipticCurvePrivateKey,
    changes: dict[str, str | bytes],
    error: type[Exception],
) -> None:
    with pytest.raises(error):
        check(db, signed(tablet, old, **changes))


def test_another_tablets_key_is_not_taken(db: Database, tablet: str) -> None:
    with pytest.raises(WrongSignature):
        check(db, signed(tablet, new_key()))


def test_an_old_key_holds_for_the_overlap_and_the_new_one_for_good(
    db: Database, tablet: str, old: ec.EllipticCurvePrivateKey
) -> None:
    new, changed = new_key(), WEDNESDAY + 90 * DAY
    assert rotate(db, tablet, new, changed) == keys.key_id(public(new))
    held = device_keys.find_keys(db, tablet, OVERLAP)
    assert [(key.valid_from, key.valid_until) for key in held] == [
        (WEDNESDAY, changed + OVERLAP),
        (changed, None),
    ]
    last_second = changed + OVERLAP - timedelta(seconds=1)
    for at in (changed, last_second):
        assert check(db, signed(tablet, old), at)
    assert check(db, signed(tablet, new), changed + 4_000 * DAY)
    with pytest.raises(WrongSignature):
        check(db, signed(tablet, old), changed + OVERLAP)


def test_the_same_new_key_again_changes_nothing(db: Database, tablet: str) -> None:
    new = new_key()
    names = {rotate(db, tablet, new, WEDNESDAY + n * DAY) for n in range(3)}
    assert len(names) == 1
    assert len(device_keys.find_keys(db, tablet, OVERLAP)) == 2


def test_a_key_changed_within_the_second_of_pairing_follows_it(db: Database, tablet: str) -> None:
    made = new_key()
    rotate(db, tablet, made, WEDNESDAY)
    old, new = device_keys.find_keys(db, tablet, OVERLAP)
    assert (new.public_key, new.valid_from, new.valid_until) == (public(made), WEDNESDAY, None)
    assert (old.valid_from, old.valid_until) == (WEDNESDAY, WEDNESDAY + OVERLAP)


def test_a_tablet_changes_its_key_once_a_day(db: Database, tablet: str) -> None:
    first = new_key()
    rotate(db, tablet, first, WEDNESDAY)
    for later in (timedelta(0), timedelta(hours=23, minutes=59)):
        with pytest.raises(TooManyKeys):
            rotate(db, tablet, new_key(), WEDNESDAY + later)
        rotate(db, tablet, first, WEDNESDAY + later)  # the same again is no change
    rotate(db, tablet, new_key(), WEDNESDAY + DAY)
    assert len(device_keys.find_keys(db, tablet, OVERLAP)) == 3


def test_no_key_begins_in_the_future_even_after_one_that_does(db: Database, tablet: str) -> None:
    """Our own clock stood a year ahead when the last one came."""
    ahead = new_key()
    rotate(db, tablet, ahead, WEDNESDAY + 365 * DAY)
    made = new_key()
    rotate(db, tablet, made, WEDNESDAY + DAY)
    held = device_keys.find_keys(db, tablet, OVERLAP)
    assert [key.public_key for key in held[1:]] == [public(ahead), public(made)]
    assert (held[-1].valid_from, held[-1].valid_until) == (WEDNESDAY + DAY, None)
    assert held[-2].valid_until == WEDNESDAY + DAY + OVERLAP


def test_a_superseded_key_brings_in_no_other(
    db: Database, tablet: str, old: ec.EllipticCurvePrivateKey
) -> None:
    """Whoever got hold of it would else lock the tablet out."""
    new = new_key()
    rotate(db, tablet, new, WEDNESDAY)
    later = WEDNESDAY + 2 * DAY
    with pytest.raises(WrongSignature):
        rotate(db, tablet, new_key(), later, by=old)
    with pytest.raises(WrongSignature):
        rotate(db, tablet, old, later, by=old)
    assert len(device_keys.find_keys(db, tablet, OVERLAP)) == 2


def test_the_newest_key_may_be_sent_again_by_either(
    db: Database, tablet: str, old: ec.EllipticCurvePrivateKey
) -> None:
    """Its answer was lost: the tablet signs with the old one, or has tried the new one since."""
    new = new_key()
    for by in (old, old, new):
        assert rotate(db, tablet, new, WEDNESDAY + 2 * DAY, by=by) == keys.key_id(public(new))
    assert len(device_keys.find_keys(db, tablet, OVERLAP)) == 2


def test_a_tablet_does_not_go_back_to_an_older_key(
    db: Database, tablet: str, old: ec.EllipticCurvePrivateKey
) -> None:
    rotate(db, tablet, new_key(), WEDNESDAY)
    with pytest.raises(WrongKey):
        rotate(db, tablet, old, WEDNESDAY + 2 * DAY)


@pytest.mark.parametrize(("days", "is_due"), [(0, False), (89, False), (90, True), (900, True)])
def test_a_key_is_changed_when_it_is_too_old(db: Database, tablet: str, days: int, is_due: bool) -> None:
    held = device_keys.find_keys(db, tablet, OVERLAP)
    assert device_keys.should_rotate(held, held[0], WEDNESDAY + days * DAY, 90) is is_due


def test_a_tablet_that_goes_on_with_its_old_key_is_asked_to_change(db: Database, tablet: str) -> None:
    """It may have lost the new one with the answer; left alone it would be shut out one day."""
    rotate(db, tablet, new_key(), WEDNESDAY + DAY)
    old, new = device_keys.find_keys(db, tablet, OVERLAP)
    assert device_keys.should_rotate([old, new], old, WEDNESDAY + 2 * DAY, 90)
    assert not device_keys.should_rotate([old, new], new, WEDNESDAY + 2 * DAY, 90)


def test_a_revoked_or_unknown_tablet_gets_no_new_key(db: Database, tablet: str) -> None:
    with pytest.raises(UnknownDevice):
        rotate(db, "T9", new_key(), WEDNESDAY)
    with writing(db):
        devices.revoke(db, tablet, "stolen", "lan", WEDNESDAY)
    with pytest.raises(NotPaired):
        rotate(db, tablet, new_key(), WEDNESDAY)


def test_the_proof_of_a_new_key_names_its_tablet() -> None:
    new = new_key()
    proof = keys.sign(new, keys.NEW_KEY, f"T1\n{public(new)}".encode())
    device_keys.check_new_key("T1", public(new), proof)
    with pytest.raises(WrongProof):
        device_keys.check_new_key("T2", public(new), proof)
    with pytest.raises(WrongKey):
        device_keys.check_new_key("T1", "AAAA", proof)


def test_the_servers_keys_are_made_before_there_are_tablets_and_never_after(
    db: Database, old: ec.EllipticCurvePrivateKey, tmp_path: Path
) -> None:
    made = device_keys.load_server_keys(tmp_path, db)
    with writing(db):
        code = enrolment.read_code(enrolment.make_code(db, "H44.5-1", "lan", WEDNESDAY))
        enrolment.enrol(db, code, public(old), WEDNESDAY)
    assert device_keys.load_server_keys(tmp_path, db).sealing_key == made.sealing_key
    (tmp_path / "keys" / "sealing.key").unlink()
    with pytest.raises(keys.KeysMissing):
        device_keys.load_server_keys(tmp_path, db)
