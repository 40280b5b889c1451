"""Receipts: a token leads to its service for a while, and the record alone leads to no token."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.services import receipts
from kiosk.services.receipts import Receipts
from kiosk.storage import keys
from kiosk.storage.db import Database, writing
from tests.factories import a_service
from tests.opened import opened

FINISHED = date(2026, 8, 18)
DAYS = 30


def receipts_of(folder: Path) -> Receipts:
    return Receipts(keys.load_or_make(folder), DAYS)


@pytest.fixture
def ours(tmp_path: Path) -> Receipts:
    return receipts_of(tmp_path / "keys")


@pytest.fixture
def service(db: Database) -> str:
    return a_service(db, finished_day=FINISHED.isoformat())


def issued(db: Database, ours: Receipts, service: str, kind: str = receipts.RECEIPT) -> str:
    with writing(db):
        return ours.issue(db, service, kind)


def found(db: Database, ours: Receipts, token: str, kind: str = "receipt", after: int = 0) -> str | None:
    return ours.find_service(db, token, FINISHED + timedelta(days=after), kind=kind)


def test_a_token_leads_to_its_service(db: Database, ours: Receipts, service: str) -> None:
    token = issued(db, ours, service)
    assert found(db, ours, token) == service
    assert found(db, ours, token.lower()) == service


def test_the_same_service_has_the_same_token_however_often_it_is_announced(
    db: Database, ours: Receipts, service: str
) -> None:
    assert issued(db, ours, service) == issued(db, ours, service)


def test_a_slip_and_a_screen_have_tokens_that_do_not_serve_for_one_another(
    db: Database, ours: Receipts, service: str
) -> None:
    slip = issued(db, ours, service)
    screen = issued(db, ours, service, receipts.OFFER)
    assert slip != screen
    assert found(db, ours, screen) is None
    assert found(db, ours, slip, receipts.OFFER) is None
    assert found(db, ours, screen, receipts.OFFER) == service


def test_a_token_serves_for_its_days_and_no_longer(db: Database, ours: Receipts, service: str) -> None:
    token = issued(db, ours, service)
    assert found(db, ours, token, after=DAYS) == service
    assert found(db, ours, token, after=DAYS + 1) is None


def test_a_token_that_was_made_and_never_issued_leads_nowhere(
    db: Database, ours: Receipts, service: str
) -> None:
    assert found(db, ours, ours.token_of(service)) is None


def test_another_server_makes_other_tokens_of_the_same_service(
    db: Database, ours: Receipts, service: str, tmp_path: Path
) -> None:
    other = receipts_of(tmp_path / "other")
    assert other.token_of(service) != ours.token_of(service)
    issued(db, ours, service)
    assert found(db, other, ours.token_of(service)) is None


def test_the_record_holds_no_token(
    db: Database, ours: Receipts, service: str, record_path: Path
) -> None:
    token = issued(db, ours, service)
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = opened(record_path)
    assert service.encode() in stored
    assert token.encode() not in stored
    assert token.lower().encode() not in stored


@given(st.text(max_size=40))
def test_nothing_but_a_whole_token_is_taken_for_one(text: str) -> None:
    normal = receipts.normalised(text)
    assert normal is None or (len(normal) == 26 and normal == text.upper())


def test_a_token_has_128_bits_and_one_way_to_be_written(ours: Receipts) -> None:
    tokens = {ours.token_of(f"service-{number}") for number in range(500)}
    assert len(tokens) == 500
    for token in tokens:
        assert receipts.normalised(token) == token
        twin = token[:-1] + chr(ord(token[-1]) + 1)  # the two last bits are none of the 128
        assert receipts.normalised(twin) is None


def test_tokens_are_forgotten_with_the_dispute_window(
    db: Database, ours: Receipts, service: str
) -> None:
    token = issued(db, ours, service)
    with writing(db):
        a_service(db, finished_day="2027-01-01")
        assert receipts.forget_old(db, FINISHED + timedelta(days=90), 90) == 0
        assert receipts.forget_old(db, FINISHED + timedelta(days=91), 90) == 1
    assert found(db, ours, token) is None


def test_a_night_in_which_the_clock_is_years_ahead_forgets_no_token_of_late(
    db: Database, ours: Receipts, service: str
) -> None:
    old = (FINISHED - timedelta(days=91)).isoformat()
    with writing(db):
        forgotten = ours.issue(db, a_service(db, finished_day=old, received_day=old))
    token = issued(db, ours, service)
    with writing(db):
        assert receipts.forget_old(db, date(2040, 1, 1), 90) == 1
    assert found(db, ours, token) == service
    assert ours.find_service(db, forgotten, date.fromisoformat(old)) is None


def test_a_record_without_services_has_nothing_to_forget(db: Database) -> None:
    with writing(db):
        assert receipts.forget_old(db, date(2040, 1, 1), 90) == 0
