"""The lists of matters: what is in which, by when, whose, and what a chain never sees."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.errors.petitions import NoSuchPetition
from kiosk.petitions import following_up, lists
from kiosk.petitions.following_up import Deed
from kiosk.petitions.lists import Row, count_outcomes, count_rows, get_row, list_rows
from kiosk.petitions.matters import Petitions
from kiosk.petitions.outcomes import rate
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY
from tests.petitions import DUE, TODAY, left_id, petitions_of

ZERO = dict.fromkeys(lists.FILTERS, 0)


@pytest.fixture
def ours(tmp_path: Path) -> Petitions:
    return petitions_of(tmp_path / "keys")


@pytest.fixture
def lan(db: Database) -> str:
    with writing(db):
        db.conn.execute(
            "INSERT INTO user (user_id, name, role, password_hash, created_at)"
            " VALUES ('lan', 'Nguyễn Thị Lan', 'manager', 'none', '')"
        )
    return "lan"


def deed(petition_id: str, days: int = 0) -> Deed:
    return Deed(petition_id, "local", WEDNESDAY + timedelta(days=days), "lan")


def close(db: Database, petition_id: str) -> None:
    with writing(db):
        following_up.close(db, deed(petition_id), "Xong.")


def ids(rows: list[Row]) -> list[str]:
    return [row.petition_id for row in rows]


def test_an_empty_record_has_empty_lists(db: Database) -> None:
    assert count_rows(db, "local", TODAY) == ZERO
    assert [list_rows(db, "local", which, TODAY) for which in lists.FILTERS] == [[]] * 4


def test_a_matter_is_in_the_lists_of_its_age(db: Database, ours: Petitions) -> None:
    petition_id = left_id(db, ours)
    soon = date(2026, 9, 8)  # Tuesday; due on Friday
    for day, expected in (
        (TODAY, {"open"}),
        (soon - timedelta(days=1), {"open"}),
        (soon, {"open", "soon"}),
        (DUE, {"open", "soon"}),
        (DUE + timedelta(days=1), {"open", "over"}),
    ):
        counts = count_rows(db, "local", day)
        assert {which for which, count in counts.items() if count} == expected, day
        for which in lists.FILTERS:
            listed = ids(list_rows(db, "local", which, day))
            assert listed == ([petition_id] if which in expected else []), (day, which)


@pytest.mark.usefixtures("lan")
def test_an_answered_matter_is_open_but_no_longer_pressing(db: Database, ours: Petitions) -> None:
    petition_id = left_id(db, ours)
    with writing(db):
        following_up.reply(db, deed(petition_id), "Xong.")
    assert count_rows(db, "local", DUE + timedelta(days=9)) == {**ZERO, "open": 1}


@pytest.mark.usefixtures("lan")
def test_a_closed_matter_is_only_among_the_closed(db: Database, ours: Petitions) -> None:
    close(db, left_id(db, ours))
    assert count_rows(db, "local", DUE + timedelta(days=9)) == {**ZERO, "closed": 1}


@pytest.mark.usefixtures("lan")
def test_what_is_due_first_stands_first_and_of_closed_ones_the_last(
    db: Database, ours: Petitions
) -> None:
    later, first, last = (left_id(db, ours, TODAY + timedelta(days=n)) for n in (5, 0, 9))
    assert ids(list_rows(db, "local", "open", TODAY)) == [first, later, last]
    for petition_id in (later, first, last):
        close(db, petition_id)
    assert ids(list_rows(db, "local", "closed", TODAY)) == [last, later, first]


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (TODAY, 15),
        (date(2026, 8, 29), 7),  # Saturday, before National Day
        (DUE - timedelta(days=1), 1),
        (DUE, 0),
        (DUE + timedelta(days=2), 0),  # Sunday: over, by no working day yet
        (DUE + timedelta(days=3), -1),
        (date(2026, 9, 25), -10),
    ],
)
def test_the_days_left_and_over_are_working_days(
    db: Database, ours: Petitions, day: date, left: int
) -> None:
    left_id(db, ours)
    (row,) = list_rows(db, "local", "open", day)
    assert row.working_days == left


def test_the_owner_is_who_took_it_last_until_it_is_passed_on(
    db: Database, ours: Petitions, lan: str
) -> None:
    petition_id = left_id(db, ours)
    with writing(db):
        following_up.take(db, deed(petition_id), lan)
    assert get_row(db, petition_id, "local", TODAY)[0].owner == "Nguyễn Thị Lan"
    with writing(db):
        following_up.escalate(db, "local", WEDNESDAY + timedelta(days=30))
    row, _ = get_row(db, petition_id, "local", DUE)
    assert (row.owner, row.is_passed_on) == (None, True)
    with writing(db):
        following_up.take(db, deed(petition_id, 31), lan)
    row, _ = get_row(db, petition_id, "local", DUE)
    assert (row.owner, row.is_passed_on) == ("Nguyễn Thị Lan", True)


def test_one_matter_comes_with_its_text_and_its_past(db: Database, ours: Petitions, lan: str) -> None:
    petition_id = left_id(db, ours, body="Chờ lâu quá.")
    with writing(db):
        following_up.take(db, deed(petition_id), lan)
        following_up.note(db, deed(petition_id), "Hỏi quầy 1")
    row, body = get_row(db, petition_id, "local", TODAY)
    assert (row.topic, row.counter, body) == ("waiting", "Quầy 1", "Chờ lâu quá.")
    past = [(event.kind, event.text, event.by) for event in lists.list_events(db, petition_id)]
    assert past == [
        ("owned", None, "Nguyễn Thị Lan"),
        ("noted", "Hỏi quầy 1", "Nguyễn Thị Lan"),
    ]


def test_a_chain_sees_nothing_of_the_other(db: Database, ours: Petitions) -> None:
    hidden = left_id(db, ours, topic="harassment")
    much_later = DUE + timedelta(days=400)
    assert count_rows(db, "local", much_later) == ZERO
    assert count_rows(db, "inspector", much_later) == {**ZERO, "open": 1, "over": 1}
    for which in lists.FILTERS:
        assert list_rows(db, "local", which, much_later) == []
    with pytest.raises(NoSuchPetition):
        get_row(db, hidden, "local", TODAY)
    assert get_row(db, hidden, "inspector", TODAY)[0].topic == "harassment"


def rated(db: Database, ours: Petitions, satisfied: bool, day: date) -> None:
    petition_id = left_id(db, ours)
    close(db, petition_id)
    with writing(db):
        rate(db, petition_id, satisfied, day)


@pytest.mark.usefixtures("lan")
def test_outcomes_are_counted_from_ten_on_and_by_whole_months(db: Database, ours: Petitions) -> None:
    august, september = date(2026, 8, 31), date(2026, 9, 1)
    for number in range(10):
        assert count_outcomes(db, "local", september) is None
        rated(db, ours, number < 7, august)
    assert count_outcomes(db, "local", august) is None
    assert count_outcomes(db, "local", september) == (10, 7)
    assert count_outcomes(db, "inspector", september) is None


@pytest.mark.usefixtures("lan")
def test_the_totals_of_outcomes_stand_still_until_ten_new_ones_are_there(
    db: Database, ours: Petitions
) -> None:
    for _ in range(10):
        rated(db, ours, True, date(2026, 8, 31))
    rated(db, ours, False, date(2026, 9, 1))
    assert count_outcomes(db, "local", date(2026, 10, 1)) == (10, 10)
    for _ in range(8):
        rated(db, ours, True, date(2026, 10, 9))
    assert count_outcomes(db, "local", date(2026, 11, 1)) == (10, 10)
    rated(db, ours, True, date(2026, 11, 2))
    assert count_outcomes(db, "local", date(2026, 11, 30)) == (10, 10)
    assert count_outcomes(db, "local", date(2026, 12, 1)) == (20, 19)
