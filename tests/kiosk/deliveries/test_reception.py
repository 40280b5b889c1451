"""Contacts are received: each entry once, whatever is sent again, together, or by whom."""

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.ratings.submissions import Outcome
from kiosk.storage.db import Database, Writer
from kiosk.storage.driver import sqlite3
from kiosk.tablets import sequences
from tests.desk import ASIDE, RANGES, RATINGS, Desk, statuses
from tests.tablet import Tablet


def test_a_contact_without_entries_is_a_sign_of_life(desk: Desk, tablet: Tablet) -> None:
    answer = tablet.deliver()
    assert (answer["entries"], answer["standing"], answer["counter_id"]) == ([], "active", "H44.5-1")
    row = desk.rows(
        "SELECT contact, seen_at, clock_offset_seconds, last_sequence, queued, battery_percent,"
        " charging, storage, release, late FROM device_contact"
    )
    assert row == [(1, "2026-08-19T02:30:00Z", 0.0, 0, 0, 80, 1, "persistent", "0123456789ab", 0)]


def test_presses_are_recorded_with_what_was_said_and_when(desk: Desk, tablet: Tablet) -> None:
    first = tablet.press(satisfied=False, officer_id="H44.5.A-01")
    tablet.tell(first["rating_id"], procedure_id="1.001193", topics=["manner"])
    desk.wait(tablet, hours=3)
    second = tablet.press(officer_id="H44.5.A-01")
    desk.wait(tablet, minutes=1)
    assert statuses(tablet.deliver()) == ["recorded"] * 3
    found = desk.rows(
        "SELECT rating_id, satisfied, hour, officer_id, procedure_id, procedure_by, channel, tier, rule"
        " FROM ratings_v1"
    )
    assert sorted(found) == sorted(
        [
            (
                *(first["rating_id"], 0, 9, "H44.5.A-01", "1.001193", "citizen"),
                *("tablet", "tablet", None),
            ),
            (second["rating_id"], 1, 12, "H44.5.A-01", None, None, "tablet", "tablet", None),
        ]
    )
    assert desk.rows("SELECT reason_code FROM rating_reason") == ["unfriendly"]
    assert desk.rows(RANGES) == [(tablet.device_id, 1, 3)]
    assert desk.rows(ASIDE) == []


def test_the_same_contact_five_times_is_stored_once(desk: Desk, tablet: Tablet) -> None:
    entry = tablet.press()
    tablet.tell(entry["rating_id"], topics=["manner"])
    tablet.press(counter_id="H44.9-1")  # where it never stood
    letter = tablet.letter()
    answers = []
    for _ in range(5):
        answers.append(tablet.checked(tablet.send(letter)))
        desk.wait(tablet, minutes=1)
    assert [statuses(answer) for answer in answers] == [["recorded", "recorded", "kept_aside"]] * 5
    assert [one["is_new"] for one in answers[0]["entries"]] == [True] * 3
    assert {one["is_new"] for answer in answers[1:] for one in answer["entries"]} == {False}
    assert len(desk.rows(RATINGS)) == len(desk.rows(ASIDE)) == 1
    assert desk.rows("SELECT count(*) FROM rating_reason") == [1]
    assert desk.rows(RANGES) == [(tablet.device_id, 1, 3)]


def test_the_same_contact_five_times_at_once_is_stored_once(desk: Desk, tablet: Tablet) -> None:
    entry = tablet.press()
    tablet.tell(entry["rating_id"], topics=["manner"])
    tablet.press(counter_id="H44.9-1")
    letter = desk.read(tablet)
    answers = desk.receive(*[letter] * 5)
    assert [[one.status for one in answer.entries] for answer in answers] == [
        ["recorded", "recorded", "kept_aside"]
    ] * 5
    assert {answer.standing for answer in answers} == {"active"}
    assert len(desk.rows(RATINGS)) == len(desk.rows(ASIDE)) == 1


def test_an_entry_twice_in_one_contact_is_stored_once(desk: Desk, tablet: Tablet) -> None:
    entry = tablet.press()
    answer = tablet.deliver(entries=[entry, entry, entry])
    assert statuses(answer) == ["recorded"] * 3
    assert len(desk.rows(RATINGS)) == 1
    assert answer["standing"] == "active"


def test_any_order_and_division_with_repeats_stores_each_once(desk: Desk, tablet: Tablet) -> None:
    entries = [tablet.press(satisfied=n % 3 > 0) for n in range(40)]
    chance = random.Random(3)  # noqa: S311 (an order, not a secret)
    sent = entries * 3
    chance.shuffle(sent)
    while sent:
        cut = chance.randint(1, 12)
        part, sent = sent[:cut], sent[cut:]
        assert set(statuses(tablet.deliver(entries=part))) == {"recorded"}
        assert desk.rows("SELECT mark FROM device_mark") == []
    assert [row[0] for row in desk.rows(RATINGS)] == sorted(one["rating_id"] for one in entries)
    assert desk.rows(RANGES) == [(tablet.device_id, 1, 40)]


def test_a_gap_in_the_numbers_shows_until_it_is_closed(desk: Desk, tablet: Tablet) -> None:
    entries = [tablet.press() for _ in range(5)]
    tablet.deliver(entries=[entries[0], entries[1], entries[4]])
    ledger = sequences.find_ledgers(desk.db)[tablet.device_id]
    assert (ledger.last, ledger.waiting, ledger.missing, ledger.gaps) == (5, 2, 0, ((3, 4),))
    tablet.outbox = []  # wiped: it does not even know any more that they wait
    tablet.deliver()
    ledger = sequences.find_ledgers(desk.db)[tablet.device_id]
    assert (ledger.last, ledger.waiting, ledger.missing, ledger.gaps) == (5, 0, 2, ((3, 4),))
    tablet.deliver(entries=entries[2:4])
    ledger = sequences.find_ledgers(desk.db)[tablet.device_id]
    assert (ledger.waiting, ledger.missing, ledger.gaps) == (0, 0, ())


def test_what_comes_a_day_late_is_counted_once(desk: Desk, tablet: Tablet) -> None:
    tablet.deliver()
    tablet.press()
    desk.wait(tablet, hours=24)
    tablet.press()
    letter = tablet.letter()
    for _ in range(3):
        tablet.checked(tablet.send(letter))
    assert desk.rows("SELECT late FROM device_contact") == [1]
    tablet.deliver()
    assert desk.rows("SELECT late FROM device_contact") == [1]


def test_what_a_contact_delivers_no_longer_waits(desk: Desk, tablet: Tablet) -> None:
    for _ in range(3):
        tablet.press()
    letter = tablet.letter(tablet.outbox[:2])
    letter["state"]["oldest_seconds"] = 90
    tablet.checked(tablet.send(letter))
    assert desk.rows("SELECT queued, oldest_seconds FROM device_contact") == [(1, 90.0)]
    letter = tablet.letter(tablet.outbox[2:])
    letter["state"] |= {"queued": 1, "oldest_seconds": 95}
    tablet.checked(tablet.send(letter))
    assert desk.rows("SELECT queued, oldest_seconds FROM device_contact") == [(0, None)]


def test_an_older_contact_that_arrives_late_does_not_speak_for_the_tablet(
    desk: Desk, tablet: Tablet
) -> None:
    old = desk.read(tablet, release="old")
    desk.wait(tablet, minutes=2)
    tablet.deliver(release="new")
    desk.receive(old)
    assert desk.rows("SELECT contact, release FROM device_contact") == [(2, "new")]


# --- All or nothing


def test_a_contact_whose_storing_fails_leaves_nothing(db: Database, tmp_path: Path) -> None:
    desk = Desk(db, tmp_path)
    tablet = desk.a_tablet()
    tablet.press()
    tablet.press(counter_id="H44.9-1")
    letter = desk.read(tablet)

    def fail(_: Database, __: Any, ___: Any) -> list[Outcome]:
        raise sqlite3.OperationalError("disk full")

    whole = desk.reception._accept_all
    desk.reception._accept_all = fail
    with pytest.raises(sqlite3.OperationalError):
        desk.receive(letter)
    for table in ("rating", "quarantine", "device_sequence", "device_contact"):
        assert desk.rows(f"SELECT count(*) FROM {table}") == [0]
    desk.reception._accept_all = whole
    assert [one.status for one in desk.receive(letter)[0].entries] == ["recorded", "kept_aside"]


def test_contacts_that_arrive_together_pass_one_acceptance(desk: Desk) -> None:
    tablets = [desk.a_tablet(counter) for counter in ("H44.5-1", "H44.5-2", "H44.9-1")]
    for tablet in tablets:
        tablet.press()
        tablet.press()
    calls: list[int] = []
    whole = desk.reception._accept_all

    def counted(db: Database, some: Any, now: Any) -> list[Outcome]:
        calls.append(len(some))
        return whole(db, some, now)

    desk.reception._accept_all = counted
    desk.receive(*(desk.read(tablet) for tablet in tablets))
    assert calls == [6]
    assert len(desk.rows(RATINGS)) == 6


def test_through_the_servers_writer_contacts_and_other_ratings_share_a_commit(
    db: Database, record_path: Path, tmp_path: Path
) -> None:
    desk = Desk(db, tmp_path)
    tablet = desk.a_tablet()
    tablet.press()
    writer = Writer(record_path)

    def receive(other: Database, letters: list[Any]) -> list[Any]:
        return desk.reception.receive_all(other, letters, desk.now)

    answers = writer.write_all(receive, [desk.read(tablet)])
    writer.close()
    assert [one.status for one in answers[0].entries] == ["recorded"]
    assert len(desk.rows(RATINGS)) == 1


def test_repeats_within_five_seconds_are_marked_and_doubtful_instants_make_none(
    db: Database, tmp_path: Path
) -> None:
    desk = Desk(db, tmp_path, repeat_seconds=5)
    tablet = desk.a_tablet()
    pressed = []
    for gap in (0, 2, 20):
        desk.wait(tablet, seconds=gap)
        pressed.append(tablet.press())
    tablet.deliver()
    rules = {row[0]: row[3] for row in desk.rows(RATINGS)}
    assert [rules[one["rating_id"]] for one in pressed] == [None, "repeat-1", None]


def test_a_guessed_instant_makes_no_honest_press_a_repeat(db: Database, tmp_path: Path) -> None:
    """Those of a wrong clock are all moved to the same edge."""
    desk = Desk(db, tmp_path, repeat_seconds=5)
    tablet = desk.a_tablet()
    tablet.deliver()
    tablet.press()
    tablet.press()
    desk.wait(tablet, hours=1)
    tablet.clock.reboot()
    tablet.clock.jump(-400 * 86_400)
    tablet.deliver()  # both are moved to the contact before
    desk.now -= timedelta(hours=1)
    other = desk.a_tablet()
    other.press()
    other.deliver()
    rules = sorted(map(str, desk.rows("SELECT rule FROM rating")))
    assert rules == ["None", "clock-1", "clock-1"]
