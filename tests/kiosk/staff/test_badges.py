"""Badges: a token that signs an officer on, of which the record keeps the digest."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import UnknownOfficer
from kiosk.errors.staff import UnknownBadge
from kiosk.staff import badges
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY, a_version
from tests.opened import opened

ONE, TWO = "H44.5.A-01", "H44.5.A-02"


def made(db: Database, officer: str = ONE) -> str:
    with writing(db):
        return badges.make_badge(db, officer, now=WEDNESDAY, by="tests")


def ended(db: Database, officer: str = ONE) -> None:
    with writing(db):
        badges.end_badge(db, officer, now=WEDNESDAY, by="tests")


def test_a_badge_tells_whose_it_is(db: Database) -> None:
    token, other = made(db), made(db, TWO)
    assert badges.get_officer(db, token, WEDNESDAY).officer_id == ONE
    assert badges.get_officer(db, other, WEDNESDAY).officer_id == TWO


def test_a_token_has_128_bits_and_is_kept_nowhere(db: Database, record_path: Path) -> None:
    tokens = {made(db) for _ in range(20)}
    assert len(tokens) == 20
    assert {len(token) for token in tokens} == {22}  # 16 bytes in base64url
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = opened(record_path)
    assert ONE.encode() in stored
    assert not any(token.encode() in stored for token in tokens)


def test_a_new_badge_ends_the_earlier_one_and_no_other(db: Database) -> None:
    first, others = made(db), made(db, TWO)
    second = made(db)
    with pytest.raises(UnknownBadge):
        badges.get_officer(db, first, WEDNESDAY)
    assert badges.get_officer(db, second, WEDNESDAY).officer_id == ONE
    assert badges.get_officer(db, others, WEDNESDAY).officer_id == TWO
    assert badges.holders(db) == {ONE: WEDNESDAY, TWO: WEDNESDAY}


def test_an_ended_badge_is_as_good_as_none(db: Database) -> None:
    token = made(db)
    ended(db)
    ended(db)
    with pytest.raises(UnknownBadge):
        badges.get_officer(db, token, WEDNESDAY)
    assert badges.holders(db) == {}
    assert db.conn.execute("SELECT action, subject FROM audit ORDER BY action").fetchall() == [
        ("end badge", ONE),
        ("make badge", ONE),
    ]


@pytest.mark.parametrize("token", ["", "x", "0" * 22, "' OR 1=1 --", "\u202e", "a" * 10_000])
def test_what_is_no_badge_is_refused_in_one_way(db: Database, token: str) -> None:
    made(db)
    with pytest.raises(UnknownBadge):
        badges.get_officer(db, token, WEDNESDAY)


def test_the_badge_of_an_officer_who_has_left_is_worth_nothing(db: Database) -> None:
    token = made(db)
    with writing(db):
        retired: dict[str, Any] = {"retired": 1, "name": "Cán bộ A-01", "unit_id": "H44.5"}
        a_version(db, "officer", "2026-08-20", officer_id=ONE, **retired)
    assert badges.get_officer(db, token, WEDNESDAY).officer_id == ONE
    with pytest.raises(UnknownBadge):
        badges.get_officer(db, token, WEDNESDAY + timedelta(days=1))


def test_nobody_gets_a_badge_who_is_no_officer(db: Database) -> None:
    with pytest.raises(UnknownOfficer):
        made(db, "nobody")
    assert badges.holders(db) == {}
