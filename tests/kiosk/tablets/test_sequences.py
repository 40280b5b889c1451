"""The ledger of capture: ranges that say what has arrived, and what is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import periods
from kiosk.storage.db import Database, writing
from kiosk.tablets import devices, enrolment, sequences
from kiosk.tablets.sequences import Arrived, Ledger
from tests.factories import WEDNESDAY

numbers = st.lists(st.integers(1, 40), max_size=60)


@given(numbers)
def test_ranges_hold_what_a_plain_set_holds(given_numbers: list[int]) -> None:
    arrived, plain = Arrived(), set[int]()
    for number in given_numbers:
        assert arrived.add(number) == (number not in plain)
        plain.add(number)
    assert {n for first, last in arrived.ranges for n in range(first, last + 1)} == plain
    assert (arrived.count, arrived.highest) == (len(plain), max(plain, default=0))
    assert [n for n in range(45) if n in arrived] == sorted(plain)


@given(numbers)
def test_ranges_neither_meet_nor_overlap_and_ascend(given_numbers: list[int]) -> None:
    arrived = Arrived()
    for number in given_numbers:
        arrived.add(number)
    edges = [edge for one in arrived.ranges for edge in one]
    assert edges == sorted(edges)
    assert all(b[0] - a[1] >= 2 for a, b in zip(arrived.ranges, arrived.ranges[1:], strict=False))


@given(numbers, st.integers(0, 60))
def test_gaps_are_what_a_plain_set_lacks(given_numbers: list[int], upto: int) -> None:
    arrived = Arrived()
    for number in given_numbers:
        arrived.add(number)
    absent = {n for first, last in arrived.gaps(upto) for n in range(first, last + 1)}
    assert absent == set(range(1, upto + 1)) - set(given_numbers)


@given(numbers, numbers)
def test_ranges_read_back_go_on_as_before(some: list[int], more: list[int]) -> None:
    whole, first = Arrived(), Arrived()
    for number in some:
        whole.add(number)
        first.add(number)
    again = Arrived(first.ranges)
    for number in more:
        whole.add(number)
        again.add(number)
    assert again.ranges == whole.ranges


def test_nothing_has_arrived_at_first() -> None:
    arrived = Arrived()
    assert (arrived.ranges, arrived.count, arrived.highest, arrived.gaps(0)) == ((), 0, 0, ())
    assert arrived.gaps(3) == ((1, 3),)
    assert 1 not in arrived


@pytest.fixture
def tablet(db: Database) -> str:
    """A paired tablet."""
    with writing(db):
        code = enrolment.read_code(enrolment.make_code(db, "H44.5-1", "lan", WEDNESDAY))
        return enrolment.enrol(db, code, POINT, WEDNESDAY).device_id


# The public key of RFC 6979, A.2.5: nobody's.
POINT = "BGD-1LolWp0xyWHrdMY1bWjASbiSO2H6bOZpYi5g8p-2eQP-EAi4vJmkGunpVii8ZPLxsgwtfp9Rd6PClNRGIpk"


def arrive(db: Database, device_id: str, *some: int) -> None:
    found = sequences.find_arrived(db, [device_id])
    before = {device_id: found[device_id].ranges}
    for number in some:
        found[device_id].add(number)
    with writing(db):
        sequences.store(db, before, found)


def say(db: Database, device_id: str, last: int, queued: int = 0, late: int = 0) -> None:
    """The tablet's last contact."""
    with writing(db):
        db.conn.execute(
            "INSERT OR REPLACE INTO device_contact VALUES (?, 1, ?, 0, ?, 0, ?, NULL, NULL, NULL,"
            " 'persistent', 'r', ?, 'question')",
            [device_id, periods.stamp(WEDNESDAY), last, queued, late],
        )


def test_what_arrived_is_stored_as_ranges(db: Database, tablet: str) -> None:
    arrive(db, tablet, 1, 2, 3, 7, 5, 6)
    arrive(db, tablet, 9)
    arrive(db, tablet, 4)
    rows = db.conn.execute("SELECT first, last FROM device_sequence ORDER BY first").fetchall()
    assert rows == [(1, 7), (9, 9)]
    assert sequences.find_arrived(db, [tablet, "T99"])[tablet].ranges == ((1, 7), (9, 9))
    assert sequences.find_arrived(db, ["T99"])["T99"].ranges == ()


@pytest.mark.parametrize(
    ("arrived", "said", "ledger"),
    [
        ((), None, Ledger(0, 0, 0, 0, (), 0)),
        ((), (0, 0, 0), Ledger(0, 0, 0, 0, (), 0)),
        (range(1, 413), (412, 0, 3), Ledger(412, 412, 0, 0, (), 3)),
        # Three wait on the tablet; two of 1 to 10 came neither by network nor wait.
        ((1, 2, 4, 5, 7), (10, 3, 0), Ledger(10, 5, 3, 2, ((3, 3), (6, 6), (8, 10)), 0)),
        # It says that more wait than it can have.
        ((1,), (2, 50, 0), Ledger(2, 1, 1, 0, ((2, 2),), 0)),
        # By hand came a higher number than it has told of.
        ((1, 2, 3, 4), (2, 0, 0), Ledger(4, 4, 0, 0, (), 0)),
        # Nothing told yet, one number by hand.
        ((3,), None, Ledger(3, 1, 0, 2, ((1, 2),), 0)),
    ],
)
def test_the_ledger_says_what_is_missing_and_what_only_waits(
    db: Database,
    tablet: str,
    arrived: tuple[int, ...],
    said: tuple[int, int, int] | None,
    ledger: Ledger,
) -> None:
    arrive(db, tablet, *arrived)
    if said is not None:
        say(db, tablet, *said)
    assert sequences.find_ledgers(db) == {tablet: ledger}


def test_a_tablet_that_was_wiped_shows_up_to_how_many_are_missing(db: Database, tablet: str) -> None:
    """It is never heard of again under this name: what waited is lost, and so is what was lost."""
    arrive(db, tablet, *range(1, 401))
    say(db, tablet, last=412, queued=7)
    with writing(db):
        devices.revoke(db, tablet, "wiped", "lan", WEDNESDAY)
    ledger = sequences.find_ledgers(db)[tablet]
    assert (ledger.waiting + ledger.missing, ledger.gaps) == (12, ((401, 412),))


def test_without_tablets_there_are_no_ledgers(db: Database) -> None:
    assert sequences.find_ledgers(db) == {}
