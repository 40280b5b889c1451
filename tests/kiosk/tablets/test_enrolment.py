"""Pairing: one code, ten minutes, one tablet."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.errors import UnknownCounter
from kiosk.errors.tablets import NoSuchTablet, UnknownCode, WrongKey, WrongProof
from kiosk.storage import keys
from kiosk.storage.db import Database, connect, writing
from kiosk.tablets import devices, enrolment
from kiosk.tablets.enrolment import Enrolled
from tests.factories import WEDNESDAY
from tests.tablet import new_key

MINUTE = timedelta(minutes=1)


def public(key: ec.EllipticCurvePrivateKey) -> str:
    return keys.public_text(key.public_key())


def make_code(db: Database, counter_id: str = "H44.5-1", replaces: str | None = None) -> str:
    with writing(db):
        shown = enrolment.make_code(db, counter_id, "lan", WEDNESDAY, replaces)
    return enrolment.read_code(shown)


def enrol(db: Database, code: str, public_key: str, after: timedelta = MINUTE) -> Enrolled:
    with writing(db):
        return enrolment.enrol(db, code, public_key, WEDNESDAY + after)


def test_a_code_is_eight_signs_that_nobody_mistakes(db: Database) -> None:
    with writing(db):
        codes = [enrolment.make_code(db, "H44.5-1", "lan", WEDNESDAY) for _ in range(200)]
    assert all(len(code) == 9 and code[4] == "-" for code in codes)
    signs = set("".join(codes)) - {"-"}
    assert signs <= set("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")
    assert len(signs) == 32  # 1,600 draws leave none out (chance 3e-21 each)
    assert len(set(codes)) == 200


def test_the_record_keeps_no_code(db: Database) -> None:
    code = make_code(db)
    rows = db.conn.execute("SELECT * FROM enrolment_code").fetchall()
    audit = db.conn.execute("SELECT * FROM audit").fetchall()
    assert len(rows) == 1
    assert code not in str(rows) and code[:4] not in str(audit)


@pytest.mark.parametrize("typed", ["7KMP-2XQA", "7kmp2xqa", " 7kmp 2xqa ", "7-K-M-P-2-X-Q-A"])
def test_a_code_may_be_typed_in_any_way(typed: str) -> None:
    assert enrolment.read_code(typed) == "7KMP2XQA"


@pytest.mark.parametrize(
    "typed",
    ["", "7KMP-2XQ", "7KMP-2XQAA", "0KMP-2XQA", "1KMP-2XQA", "IKMP-2XQA", "ÉKMP-2XQA", "７KMP-2XQA"],
)
def test_what_no_code_looks_like_is_an_unknown_code(typed: str) -> None:
    with pytest.raises(UnknownCode):
        enrolment.read_code(typed)


def test_a_tablet_is_paired_at_the_codes_counter(db: Database) -> None:
    first = enrol(db, make_code(db), public(new_key()))
    second = enrol(db, make_code(db, "H44.9-1"), public(new_key()))
    assert (first.counter_id, second.counter_id) == ("H44.5-1", "H44.9-1")
    device = devices.get_device(db, second.device_id)
    assert (device.standing, device.counters, device.enrolled_at) == (
        "active",
        frozenset({"H44.9-1"}),
        WEDNESDAY + MINUTE,
    )


def test_the_same_key_with_the_same_code_again_gets_the_same_answer(db: Database) -> None:
    code, key = make_code(db), public(new_key())
    answers = {enrol(db, code, key, after=n * MINUTE) for n in (0, 1, 9)}
    (device_id,) = devices.find_devices(db)
    assert answers == {Enrolled(device_id, "H44.5-1")}
    assert db.conn.execute("SELECT count(*) FROM device_key").fetchone()[0] == 1
    with pytest.raises(UnknownCode):
        enrol(db, code, key, after=10 * MINUTE)


def test_a_tablets_number_is_for_people_and_its_tail_never_comes_again(db: Database) -> None:
    names = [enrol(db, make_code(db), public(new_key())).device_id for _ in range(12)]
    signs = "[23456789ABCDEFGHJKLMNPQRSTUVWXYZ]{3}"
    assert [re.sub(f"-{signs}$", "", name) for name in names] == [f"T{n}" for n in range(1, 13)]
    tails = {name.split("-")[1] for name in names}
    assert len(tails) >= 11  # two of twelve are alike once in five hundred times


def test_after_a_restore_the_same_number_is_another_tablets(db: Database, tmp_path: Path) -> None:
    """The backup was made before the tablet was paired; so its name is nobody's now."""
    backup = tmp_path / "backup.db"
    db.conn.execute("VACUUM INTO ?", [str(backup)])
    lost = enrol(db, make_code(db), public(new_key())).device_id
    restored = connect(backup)
    other = enrol(restored, make_code(restored), public(new_key())).device_id
    restored.conn.close()
    assert lost.split("-")[0] == other.split("-")[0] == "T1"
    assert lost != other  # they are alike once in 32,768 times


def test_a_code_serves_one_tablet(db: Database) -> None:
    code = make_code(db)
    first = enrol(db, code, public(new_key()))
    with pytest.raises(UnknownCode):
        enrol(db, code, public(new_key()))
    assert list(devices.find_devices(db)) == [first.device_id]


@pytest.mark.parametrize(("minutes", "is_open"), [(9.99, True), (10, False), (60, False)])
def test_a_code_lives_ten_minutes(db: Database, minutes: float, is_open: bool) -> None:
    code = make_code(db)
    if is_open:
        assert enrol(db, code, public(new_key()), timedelta(minutes=minutes)).counter_id == "H44.5-1"
    else:
        with pytest.raises(UnknownCode):
            enrol(db, code, public(new_key()), timedelta(minutes=minutes))


def test_a_code_that_nobody_made_is_unknown(db: Database) -> None:
    with pytest.raises(UnknownCode):
        enrol(db, "22222222", public(new_key()))


def test_there_is_no_code_for_a_counter_that_is_not(db: Database) -> None:
    with pytest.raises(UnknownCounter):
        make_code(db, "H99-1")
    with pytest.raises(NoSuchTablet):
        make_code(db, replaces="T9")


def test_a_replaced_tablet_is_named_with_its_successor_and_stays_active(db: Database) -> None:
    old = enrol(db, make_code(db), public(new_key())).device_id
    new = enrol(db, make_code(db, replaces=old), public(new_key())).device_id
    found = devices.find_devices(db)
    assert [(one.device_id, one.replaced_by, one.standing) for one in found.values()] == [
        (old, new, "active"),
        (new, None, "active"),
    ]


def test_the_proof_is_the_new_keys_signature_of_this_code() -> None:
    key, code = new_key(), "7KMP2XQA"
    proof = keys.sign(key, keys.ENROLMENT, f"{code}\n{public(key)}".encode())
    enrolment.check_proof(code, public(key), proof)
    with pytest.raises(WrongProof):
        enrolment.check_proof("7KMP2XQB", public(key), proof)
    with pytest.raises(WrongProof):
        enrolment.check_proof(code, public(new_key()), proof)
    with pytest.raises(WrongProof):
        enrolment.check_proof(code, public(key), keys.sign(key, keys.CONTACT, b""))
    with pytest.raises(WrongKey):
        enrolment.check_proof(code, "AAAA", proof)


def test_who_made_a_code_and_which_tablet_came_of_it_is_on_the_audit_trail(db: Database) -> None:
    device_id = enrol(db, make_code(db), public(new_key())).device_id
    lines = db.conn.execute("SELECT actor, action, subject FROM audit ORDER BY at").fetchall()
    assert lines == [
        ("lan", "make pairing code", "H44.5-1"),
        ("lan", "pair tablet", f"{device_id} at H44.5-1"),
    ]
