"""Ten thousand guesses at codes that would count: no hit, and none takes longer than another kind."""

import secrets
import string
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk import periods
from kiosk.phones import rotating
from kiosk.services.receipts import Receipts
from kiosk.storage import base64url, keys
from kiosk.storage.db import Database, writing
from kiosk.storage.keys import ServerKeys
from tests.factories import WEDNESDAY, a_service

GUESSES = 10_000
COUNTER = "H44.5-1"
BASE32 = string.ascii_uppercase + "234567"
Look = Callable[[str], object]


@pytest.fixture
def server(tmp_path: Path) -> ServerKeys:
    return keys.load_or_make(tmp_path / "keys")


@pytest.fixture
def receipts(server: ServerKeys) -> Receipts:
    return Receipts(server, 30)


@pytest.fixture
def tokens(db: Database, receipts: Receipts) -> list[str]:
    """Slips of two hundred services of the day."""
    with writing(db):
        return [receipts.issue(db, a_service(db)) for _ in range(200)]


def a_token() -> str:
    """Well formed: 25 signs of five bits, and a last one that ends in zeros."""
    return "".join(secrets.choice(BASE32) for _ in range(25)) + secrets.choice("AEIMQUY4")


def a_code(digits: int) -> str:
    """Well formed: the right counter, and a seal of eight random bytes."""
    return f"{COUNTER}.{digits % 100:02}.{base64url.encode(secrets.token_bytes(8))}"


def quickest(look: Look, kinds: dict[str, str]) -> dict[str, int]:
    """The shortest of many times, since what a busy machine adds is not the code's."""
    times: dict[str, list[int]] = {kind: [] for kind in kinds}
    for _ in range(300):
        for kind, text in kinds.items():
            begun = time.perf_counter_ns()
            look(text)
            times[kind].append(time.perf_counter_ns() - begun)
    return {kind: min(found) for kind, found in times.items()}


def test_no_guess_finds_a_receipt(db: Database, receipts: Receipts, tokens: list[str]) -> None:
    today = periods.civil_day(WEDNESDAY)
    assert receipts.find_open(db, tokens[0], today) is not None
    assert {receipts.find_open(db, a_token(), today) for _ in range(GUESSES)} == {None}


def test_no_guess_finds_a_code_on_a_screen(db: Database, server: ServerKeys) -> None:
    shown = rotating.write_code(rotating.key_of(server, db, COUNTER), COUNTER, WEDNESDAY)
    assert rotating.find_window(server, db, shown, WEDNESDAY) is not None
    found = {rotating.find_window(server, db, a_code(n), WEDNESDAY) for n in range(GUESSES)}
    assert found == {None}


def test_whatever_is_no_receipt_takes_as_long_as_any_other(
    db: Database, receipts: Receipts, tokens: list[str]
) -> None:
    today = periods.civil_day(WEDNESDAY)
    found = receipts.find_service(db, tokens[0], today)
    with writing(db):
        db.conn.execute("INSERT INTO service_answered (service_id) VALUES (?)", [found])
        old = receipts.issue(db, a_service(db, finished_day="2026-06-01", received_day="2026-05-29"))
    kinds = {"unknown": a_token(), "spent": tokens[0], "over": old, "mistyped": tokens[1][:-1] + "1"}
    assert {receipts.find_open(db, text, today) for text in kinds.values()} == {None}
    times = quickest(lambda text: receipts.find_open(db, text, today), kinds)
    assert max(times.values()) < 2 * min(times.values())


def test_whatever_is_no_code_of_a_screen_takes_as_long_as_any_other(
    db: Database, server: ServerKeys
) -> None:
    shown = rotating.write_code(rotating.key_of(server, db, COUNTER), COUNTER, WEDNESDAY)
    kinds = {
        "unknown": a_code(7),
        "of another counter": shown.replace("H44.5-1", "H44.5-2"),
        "mistyped": shown[:-1] + ("A" if shown[-1] != "A" else "B"),
        "no code": "nothing at all",
    }
    assert {rotating.find_window(server, db, text, WEDNESDAY) for text in kinds.values()} == {None}
    times = quickest(lambda text: rotating.find_window(server, db, text, WEDNESDAY), kinds)
    assert max(times.values()) < 2 * min(times.values())
