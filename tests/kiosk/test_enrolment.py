"""Pairing: one code, ten minutes, one tablet."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk import devices, enrolment, keys
from kiosk.db import Database, writing
from kiosk.enrolment import Enrolled
from kiosk.errors import NoSuchTablet, UnknownCode, UnknownCounter, WrongKey, WrongProof
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
    assert (first, second) == (Enrolled("T1", "H44.5-1"), Enrolled("T2", "H44.9-1"))
    device = devices.get_device(db, "T2")
    assert (device.standing, device.counters, device.enrolled_at) == (
        "active",
        frozenset({"H44.9-1"}),
        WEDNESDAY + MINUTE,
    )


def test_the_same_key_with_the_same_code_again_gets_the_same_answer(db: Database) -> None:
    code, key = make_code(db), public(new_key())
    answers = {enrol(db, code, key, after=n * MINUTE) for n in (0, 1, 9)}
    assert answers == {Enrolled("T1", "H44.5-1")}
    assert db.conn.execute("SELECT count(*) FROM device_key").fetchone()[0] == 1
    with pytest.raises(UnknownCode):
        enrol(db, code, key, after=10 * MINUTE)


def test_a_code_serves_one_tablet(db: Database) -> None:
    code = make_code(db)
    enrol(db, code, public(new_key()))
    with pytest.raises(UnknownCode):
        enrol(db, code, public(new_key()))
    assert list(devices.find_devices(db)) == ["T1"]


@pytest.mark.parametrize(("minutes", "is_open"), [(9.99, True), (10, False), (60, False)])
def test_a_code_lives_ten_minutes(db: Database, minutes: float, is_open: bool) -> None:
    code = make_code(db)
    if is_open:
        assert enrol(db, code, public(new_key()), timedelta(minutes=minutes)).device_id == "T1"
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
    enrol(db, make_code(db), public(new_key()))
    enrol(db, make_code(db, replaces="T1"), public(new_key()))
    found = devices.find_devices(db)
    assert [(one.device_id, one.replaced_by, one.standing) for one in found.values()] == [
        ("T1", "T2", "active"),
        ("T2", None, "active"),
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
    enrol(db, make_code(db), public(new_key()))
    lines = db.conn.execute("SELECT actor, action, subject FROM audit ORDER BY at").fetchall()
    assert lines == [
        ("lan", "make pairing code", "H44.5-1"),
        ("lan", "pair tablet", "T1 at H44.5-1"),
    ]
