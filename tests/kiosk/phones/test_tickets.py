"""Leave to answer once: when it holds, and what its answer becomes."""

from datetime import timedelta

import pytest

from kiosk.errors import RatingConflict
from kiosk.errors.links import UnknownLink
from kiosk.phones import tickets
from kiosk.phones.rotating import Window
from kiosk.storage import keys
from kiosk.storage.db import Database
from kiosk.storage.keys import ServerKeys
from tests.factories import WEDNESDAY, an_acceptance

WINDOW = Window("H44.5-1", WEDNESDAY)
OPENED = WEDNESDAY + timedelta(minutes=4)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> ServerKeys:
    return keys.load_or_make(tmp_path_factory.mktemp("keys"))


def a_ticket(server: ServerKeys) -> tickets.Ticket:
    return tickets.read(server, tickets.issue(server, WINDOW, OPENED))


def test_a_ticket_tells_where_and_when_it_was_opened(server: ServerKeys) -> None:
    ticket = a_ticket(server)
    assert (ticket.counter_id, ticket.begins, ticket.opened) == ("H44.5-1", WEDNESDAY, OPENED)


def test_each_opening_has_a_rating_of_its_own_and_reading_it_again_the_same(server: ServerKeys) -> None:
    one, other = (tickets.issue(server, WINDOW, OPENED) for _ in range(2))
    assert tickets.read(server, one) == tickets.read(server, one)
    assert tickets.read(server, one).rating_id != tickets.read(server, other).rating_id


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: "",
        lambda one: one[:-1],
        lambda one: one.upper(),
        lambda one: one.replace("H44.5-1", "H44.5-2"),
        lambda one: one + "\udcff",
    ],
)
def test_a_spoilt_ticket_is_none(server: ServerKeys, spoil: object) -> None:
    with pytest.raises(UnknownLink):
        tickets.read(server, spoil(tickets.issue(server, WINDOW, OPENED)))  # type: ignore[operator]


def test_what_was_signed_for_another_purpose_is_no_ticket(server: ServerKeys) -> None:
    body = "H44.5-1.1787106600.1787106600." + "0" * 24
    with pytest.raises(UnknownLink):
        tickets.read(server, f"{body}.{server.name('hailong-receipt-1', body)[:32]}")


@pytest.mark.parametrize(
    ("arrives", "age", "is_live"),
    [  # after the opening; how long ago the phone says that it was pressed
        (timedelta(), timedelta(), True),
        (timedelta(minutes=9, seconds=59), timedelta(), True),
        (timedelta(minutes=10), timedelta(), False),
        (timedelta(hours=3), timedelta(), False),
        (timedelta(hours=3), timedelta(hours=2, minutes=51), True),
        (timedelta(hours=3), timedelta(hours=2, minutes=49), False),
        (timedelta(hours=12), timedelta(hours=12), False),
    ],
)
def test_an_answer_is_given_in_ten_minutes_and_delivered_in_twelve_hours(
    server: ServerKeys, arrives: timedelta, age: timedelta, is_live: bool
) -> None:
    assert a_ticket(server).is_live(OPENED + arrives, age.total_seconds()) is is_live


def test_an_answer_belongs_to_the_minute_in_which_the_code_was_shown(
    server: ServerKeys, db: Database
) -> None:
    now = OPENED + timedelta(hours=2)
    submission = a_ticket(server).submission(satisfied=True, now=now)
    an_acceptance().accept(db, submission, now)
    row = db.conn.execute("SELECT day, hour, counter_id, channel, tier, satisfied, rule FROM rating")
    assert row.fetchall() == [("2026-08-19", 9, "H44.5-1", "phone", "rotating", 1, None)]


def test_many_visitors_of_one_minute_are_no_repeats_of_one_another(
    server: ServerKeys, db: Database
) -> None:
    door = an_acceptance(repeat_seconds=60)
    for _ in range(5):
        door.accept(db, a_ticket(server).submission(satisfied=True, now=OPENED), OPENED)
    assert db.conn.execute("SELECT count(*), count(rule) FROM rating").fetchone() == (5, 0)


def test_a_ticket_is_spent_once_whatever_is_answered_then(server: ServerKeys, db: Database) -> None:
    door, ticket = an_acceptance(), a_ticket(server)
    door.accept(db, ticket.submission(satisfied=False, now=OPENED), OPENED)
    door.accept(db, ticket.submission(satisfied=False, now=OPENED), OPENED)
    with pytest.raises(RatingConflict):
        door.accept(db, ticket.submission(satisfied=True, now=OPENED), OPENED)
    assert db.conn.execute("SELECT satisfied FROM rating").fetchall() == [(0,)]


def test_a_tablet_ahead_of_our_clock_shows_no_minute_of_the_future(server: ServerKeys) -> None:
    early = WINDOW.begins - timedelta(seconds=30)
    assert a_ticket(server).submission(satisfied=True, now=early).age_seconds == 0.0
