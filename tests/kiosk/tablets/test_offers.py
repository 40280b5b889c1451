"""Offers: which service a counter's tablets are asked about, for how long, and who hears of it."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.services.receipts import OFFER, RECEIPT, Receipts
from kiosk.storage import keys
from kiosk.storage.db import Database, writing
from kiosk.tablets import offers
from kiosk.tablets.offers import Board, Offer
from tests.factories import a_service

TODAY = date(2026, 8, 19)
COUNTER = "H44.5-1"
AN_OFFER = Offer(COUNTER, "H44.5-1", "TOKEN", "1.001193", "Đăng ký khai sinh", None)


class Time:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def receipts(tmp_path: Path) -> Receipts:
    return Receipts(keys.load_or_make(tmp_path / "keys"), 30)


@pytest.fixture
def board() -> Board:
    return Board(300, most_streams=2, clock=Time())


@pytest.fixture
def find(db: Database, receipts: Receipts) -> Callable[..., list[Offer]]:
    def found(*service_ids: str) -> list[Offer]:
        return offers.find_offered(db, receipts, service_ids, TODAY)

    return found


def stored(db: Database, **changes: Any) -> str:
    with writing(db):
        return a_service(db, **changes)


def test_a_service_of_today_is_offered_at_its_counter_by_a_token_of_its_own(
    db: Database, receipts: Receipts, find: Callable[..., list[Offer]]
) -> None:
    service_id = stored(db)
    (offer,) = find(service_id)
    assert (offer.counter_id, offer.procedure_id) == (COUNTER, "1.001193")
    assert offer.name == "Đăng ký khai sinh"
    assert offer.token == receipts.token_of(service_id, OFFER) != receipts.token_of(service_id, RECEIPT)


@pytest.mark.parametrize("outcome", ["granted", "refused", "returned"])
def test_every_outcome_is_offered_in_the_same_words(
    db: Database, find: Callable[..., list[Offer]], outcome: str
) -> None:
    (offer,) = find(stored(db, outcome=outcome))
    (granted,) = find(stored(db, outcome="granted"))
    assert replace(offer, service_id="", token="") == replace(granted, service_id="", token="")


@pytest.mark.parametrize(
    "changes",
    [
        {"channel": "post"},
        {"channel": "online"},
        {"counter_id": None, "centre_id": None},
        {"finished_day": "2026-08-18"},
    ],
    ids=["by post", "online", "without a counter", "of yesterday"],
)
def test_where_nobody_stands_at_the_counter_nothing_is_offered(
    db: Database, find: Callable[..., list[Offer]], changes: dict[str, Any]
) -> None:
    assert find(stored(db, **changes)) == []


def test_an_answered_service_is_not_offered(db: Database, find: Callable[..., list[Offer]]) -> None:
    service_id = stored(db)
    with writing(db):
        db.conn.execute("INSERT INTO service_answered (service_id) VALUES (?)", [service_id])
    assert find(service_id) == []
    assert offers.is_answered(db, service_id)


def test_of_several_at_one_counter_the_last_is_offered(
    db: Database, find: Callable[..., list[Offer]]
) -> None:
    first, second, elsewhere = stored(db), stored(db), stored(db, counter_id="H44.5-2")
    assert {one.service_id for one in find(first, elsewhere, second)} == {second, elsewhere}


def test_an_offer_stands_for_its_time_or_until_the_next_one() -> None:
    clock = Time()
    board = Board(300, clock=clock)
    assert board.current(COUNTER) is None
    board.show([AN_OFFER])
    clock.now += 200
    shown = board.current(COUNTER)
    assert shown is not None
    assert board.seconds_left(shown) == 100
    board.show([replace(AN_OFFER, service_id="another")])
    clock.now += 299
    current = board.current(COUNTER)
    assert current is not None and current.service_id == "another"
    clock.now += 1
    assert board.current(COUNTER) is None


def test_what_was_answered_is_taken_down_but_not_what_came_after_it(board: Board) -> None:
    board.show([AN_OFFER])
    first = board.current(COUNTER)
    board.show([replace(AN_OFFER, service_id="another")])
    assert first is not None
    board.take_down(first)
    second = board.current(COUNTER)
    assert second is not None and second.service_id == "another"
    board.take_down(second)
    assert board.current(COUNTER) is None


def test_only_so_many_streams_are_open_and_one_for_each_tablet(board: Board) -> None:
    first, second = board.open_stream("T1"), board.open_stream("T2")
    assert first and second
    assert board.open_stream("T3") is None
    again = board.open_stream("T1")
    assert again not in (None, first)
    board.end_stream("T1", first)  # the one it took the place of gives nothing back
    assert board.open_stream("T3") is None
    board.end_stream("T1", again)
    assert board.open_stream("T3")


def test_who_waits_hears_of_an_offer_at_its_counter_and_of_no_other() -> None:
    board = Board(300)
    stream = board.open_stream("T1")
    heard: list[tuple[bool, Offer | None]] = []

    def listen() -> None:
        went_on = board.wait("T1", stream, (COUNTER, None), 20)
        heard.append((went_on, board.current(COUNTER)))

    listener = threading.Thread(target=listen)
    listener.start()
    board.show([replace(AN_OFFER, counter_id="H44.5-2")])
    listener.join(0.1)
    assert heard == []
    board.show([AN_OFFER])
    listener.join(60)
    ((went_on, offer),) = heard
    assert went_on and offer is not None and offer.token == "TOKEN"


def test_a_quiet_stream_goes_on_after_its_patience(board: Board) -> None:
    stream = board.open_stream("T1")
    assert board.wait("T1", stream, (COUNTER, None), 0)


def test_streams_end_when_their_tablet_opens_another_or_the_server_stops(board: Board) -> None:
    first = board.open_stream("T1")
    second = board.open_stream("T1")
    assert not board.wait("T1", first, (COUNTER, None), 20)
    assert board.wait("T1", second, (COUNTER, None), 0)
    board.close()
    assert not board.wait("T1", second, (COUNTER, None), 20)
    assert board.open_stream("T2") is None
