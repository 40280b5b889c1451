"""Codes that a counter shows for a minute: who can make them, and until when they open."""

import secrets
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.phones import rotating
from kiosk.phones.rotating import Window
from kiosk.storage import keys
from kiosk.storage.db import Database, writing
from kiosk.storage.keys import ServerKeys
from kiosk.tablets import devices
from tests.factories import WEDNESDAY
from tests.tablets import a_mark, a_tablet

COUNTER, OTHER = "H44.5-1", "H44.5-2"
BEGINS = WEDNESDAY.replace(second=0, microsecond=0)
MINUTE = timedelta(minutes=1)
GUESSES = 10_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> ServerKeys:
    return keys.load_or_make(tmp_path_factory.mktemp("keys"))


def a_code(server: ServerKeys, db: Database, counter_id: str = COUNTER) -> str:
    return rotating.write_code(rotating.key_of(server, db, counter_id), counter_id, BEGINS)


def test_a_code_tells_its_counter_and_its_minute(server: ServerKeys, db: Database) -> None:
    found = rotating.find_window(server, db, a_code(server, db), BEGINS + MINUTE)
    assert found == Window(COUNTER, BEGINS)


@pytest.mark.parametrize(("seconds", "is_same"), [(0, True), (59.9, True), (60, False), (-0.1, False)])
def test_all_of_a_minute_has_one_code(
    server: ServerKeys, db: Database, seconds: float, is_same: bool
) -> None:
    key = rotating.key_of(server, db, COUNTER)
    later = rotating.write_code(key, COUNTER, BEGINS + timedelta(seconds=seconds))
    assert (later == a_code(server, db)) is is_same


@pytest.mark.parametrize(
    ("after", "opens"),
    [  # a tablet's clock may run a minute ahead of ours
        (timedelta(minutes=-1), True),
        (timedelta(minutes=-1, seconds=-1), False),
        (timedelta(), True),
        (timedelta(minutes=9, seconds=59), True),
        (timedelta(minutes=10), False),
        (timedelta(minutes=99), False),
        (timedelta(minutes=100), False),
        (timedelta(days=365), False),
    ],
)
def test_a_code_opens_for_ten_minutes_from_its_minutes_beginning(
    server: ServerKeys, db: Database, after: timedelta, opens: bool
) -> None:
    found = rotating.find_window(server, db, a_code(server, db), BEGINS + after)
    assert (found == Window(COUNTER, BEGINS)) is opens
    assert (found is None) is not opens


@pytest.mark.parametrize(
    "spoil",
    [
        lambda code: code[:-1],
        lambda code: code + "A",
        lambda code: code.swapcase(),
        lambda code: code.replace(COUNTER, OTHER),
        lambda code: code.replace(".", ""),
        lambda code: code.replace(".", "..", 1),
        lambda code: "." + code,
        lambda code: code + "=",
        lambda code: code[:-1] + "é",
        lambda code: code[:-1] + "\udcff",
        lambda _: "",
        lambda _: "..",
        lambda _: "\x00",
        lambda _: "x" * 5_000,
    ],
)
def test_a_spoilt_code_opens_nothing(server: ServerKeys, db: Database, spoil: object) -> None:
    spoilt = spoil(a_code(server, db))  # type: ignore[operator]
    assert rotating.find_window(server, db, spoilt, BEGINS) is None


def test_the_codes_of_one_server_open_nothing_at_another(
    server: ServerKeys, db: Database, tmp_path: Path
) -> None:
    other = keys.load_or_make(tmp_path / "other")
    assert rotating.find_window(other, db, a_code(server, db), BEGINS) is None


def test_ten_thousand_guesses_hit_nothing(server: ServerKeys, db: Database) -> None:
    digits = a_code(server, db).split(".")[-2]
    guesses = (f"{COUNTER}.{digits}.{secrets.token_urlsafe(8)}" for _ in range(GUESSES))
    assert not [one for one in guesses if rotating.find_window(server, db, one, BEGINS)]


def test_a_code_has_sixty_four_secret_bits_and_a_short_address(server: ServerKeys, db: Database) -> None:
    code = a_code(server, db)
    assert len(code.rpartition(".")[2]) * 6 >= 64
    assert len(f"https://hailong.phutho.gov.vn/q/{code}") <= 60


def key_after(server: ServerKeys, db: Database, happens: str) -> tuple[str, str]:
    """The counter's key before and after."""
    a_tablet(db, "T1", COUNTER)
    before = rotating.key_of(server, db, COUNTER)
    with writing(db):
        if happens == "moved away":
            devices.move(db, "T1", OTHER, "lan", WEDNESDAY)
        elif happens == "replaced":
            a_tablet(db, "T2", COUNTER, replaces="T1")
        elif happens == "joined":
            a_tablet(db, "T2", COUNTER)
        else:
            a_mark(db, "T1", happens)
    return before, rotating.key_of(server, db, COUNTER)


@pytest.mark.parametrize("happens", ["revoked", "cloned", "moved away", "replaced"])
def test_a_tablet_that_is_gone_knows_no_key_that_holds(
    server: ServerKeys, db: Database, happens: str
) -> None:
    before, after = key_after(server, db, happens)
    assert before != after
    code = rotating.write_code(before, COUNTER, BEGINS)
    assert rotating.find_window(server, db, code, BEGINS) is None


@pytest.mark.parametrize("happens", ["joined", "active"])
def test_what_takes_nobodys_right_leaves_the_key(server: ServerKeys, db: Database, happens: str) -> None:
    before, after = key_after(server, db, happens)
    assert before == after


def test_what_happens_at_another_counter_leaves_the_key(server: ServerKeys, db: Database) -> None:
    a_tablet(db, "T1", OTHER)
    before = rotating.key_of(server, db, COUNTER)
    a_mark(db, "T1", "revoked")
    assert rotating.key_of(server, db, COUNTER) == before
    assert rotating.key_of(server, db, OTHER) != before


@pytest.mark.parametrize(
    ("standing", "is_replaced", "expected"),
    [
        ("active", False, True),
        ("active", True, False),
        ("revoked", False, False),
        ("cloned", False, False),
    ],
)
def test_the_key_is_told_to_whoever_stands_there_rightly(
    standing: str, is_replaced: bool, expected: bool
) -> None:
    assert rotating.may_make_codes(standing, is_replaced=is_replaced) is expected
