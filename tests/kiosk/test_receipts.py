"""Receipts: a token leads to its service for a while, and the record alone leads to no token."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import keys, receipts
from kiosk.db import Database, writing
from tests.factories import a_service

FINISHED = date(2026, 8, 18)
DAYS = 30


@pytest.fixture
def ours(tmp_path: Path) -> keys.ServerKeys:
    return keys.load_or_make(tmp_path / "keys")


@pytest.fixture
def service(db: Database) -> str:
    return a_service(db, finished_day=FINISHED.isoformat())


def issued(db: Database, ours: keys.ServerKeys, service: str, kind: str = receipts.RECEIPT) -> str:
    with writing(db):
        return receipts.issue(db, ours, service, kind)


def found(
    db: Database, ours: keys.ServerKeys, token: str, kind: str = "receipt", after: int = 0
) -> str | None:
    return receipts.find_service(db, ours, token, kind, FINISHED + timedelta(days=after), DAYS)


def test_a_token_leads_to_its_service(db: Database, ours: keys.ServerKeys, service: str) -> None:
    token = issued(db, ours, service)
    assert found(db, ours, token) == service
    assert found(db, ours, token.lower()) == service


def test_the_same_service_has_the_same_token_however_often_it_is_announced(
    db: Database, ours: keys.ServerKeys, service: str
) -> None:
    assert issued(db, ours, service) == issued(db, ours, service)


def test_a_slip_and_a_screen_have_tokens_that_do_not_serve_for_one_another(
    db: Database, ours: keys.ServerKeys, service: str
) -> None:
    slip = issued(db, ours, service)
    screen = issued(db, ours, service, receipts.OFFER)
    assert slip != screen
    assert found(db, ours, screen) is None
    assert found(db, ours, slip, receipts.OFFER) is None
    assert found(db, ours, screen, receipts.OFFER) == service


def test_a_token_serves_for_its_days_and_no_longer(
    db: Database, ours: keys.ServerKeys, service: str
) -> None:
    token = issued(db, ours, service)
    assert found(db, ours, token, after=DAYS) == service
    assert found(db, ours, token, after=DAYS + 1) is None


def test_a_token_that_was_made_and_never_issued_leads_nowhere(
    db: Database, ours: keys.ServerKeys, service: str
) -> None:
    assert found(db, ours, receipts.token_of(ours, service)) is None


def test_another_server_makes_other_tokens_of_the_same_service(
    db: Database, ours: keys.ServerKeys, service: str, tmp_path: Path
) -> None:
    other = keys.load_or_make(tmp_path / "other")
    assert receipts.token_of(other, service) != receipts.token_of(ours, service)
    issued(db, ours, service)
    assert found(db, other, receipts.token_of(ours, service)) is None


def test_the_record_holds_no_token(
    db: Database, ours: keys.ServerKeys, service: str, record_path: Path
) -> None:
    token = issued(db, ours, service)
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = record_path.read_bytes()
    assert service.encode() in stored
    assert token.encode() not in stored
    assert token.lower().encode() not in stored


@given(st.text(max_size=40))
def test_nothing_but_a_whole_token_is_taken_for_one(text: str) -> None:
    normal = receipts.normalised(text)
    assert normal is None or (len(normal) == 26 and normal == text.upper())


def test_a_token_has_128_bits_and_one_way_to_be_written(ours: keys.ServerKeys) -> None:
    tokens = {receipts.token_of(ours, f"service-{number}") for number in range(500)}
    assert len(tokens) == 500
    for token in tokens:
        assert receipts.normalised(token) == token
        twin = token[:-1] + chr(ord(token[-1]) + 1)  # the two last bits are none of the 128
        assert receipts.normalised(twin) is None


def test_tokens_are_forgotten_with_the_dispute_window(
    db: Database, ours: keys.ServerKeys, service: str
) -> None:
    token = issued(db, ours, service)
    with writing(db):
        assert receipts.forget_old(db, FINISHED + timedelta(days=90), 90) == 0
        assert receipts.forget_old(db, FINISHED + timedelta(days=91), 90) == 1
    assert found(db, ours, token) is None
