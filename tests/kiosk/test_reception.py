"""Contacts are received: each entry once, whatever is sent again, together, or by whom."""

import json
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils.utils import sqlite3

from kiosk import devices, sequences
from kiosk.db import Database, Writer, writing
from kiosk.submissions import Outcome
from tests.desk import Desk, statuses
from tests.factories import a_duty, a_version
from tests.tablet import Clock, Tablet, make_code

RATINGS = "SELECT rating_id, satisfied, counter_id, rule FROM ratings_v1 ORDER BY rating_id"
ASIDE = "SELECT device_id, sender_id, rating_id, cause FROM quarantine ORDER BY cause, rating_id"
RANGES = "SELECT device_id, first, last FROM device_sequence ORDER BY 1, 2"


@pytest.fixture
def desk(db: Database, tmp_path: Path) -> Desk:
    return Desk(db, tmp_path)


@pytest.fixture
def tablet(desk: Desk) -> Tablet:
    return desk.a_tablet()


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


# --- What is kept aside


def test_what_cannot_be_opened_is_kept_sealed(desk: Desk, tablet: Tablet) -> None:
    entry = {**tablet.press(), "iv": "AAAAAAAAAAAAAAAA"}
    assert statuses(tablet.deliver(entries=[entry])) == ["kept_aside"]
    assert desk.rows(ASIDE) == [(tablet.device_id, tablet.device_id, entry["rating_id"], "unreadable")]
    assert json.loads(desk.rows("SELECT body FROM quarantine")[0]) == entry
    assert desk.rows(RANGES) == [(tablet.device_id, 1, 1)]


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ({"counter_id": "H44.9-1"}, "wrong_counter"),
        ({"counter_id": "H99-1"}, "wrong_counter"),
        ({"satisfied": 1}, "wrong_type"),
        ({"satisfied": None}, "wrong_type"),
        ({"officer_id": None}, "wrong_type"),
        ({"pressed_at": "noon"}, "wrong_type"),
        ({"pressed_at": True}, "wrong_type"),
        ({"monotonic": None}, "wrong_type"),
        ({"boot": 7}, "wrong_type"),
        ({"boot": "x" * 65}, "text_too_long"),
        ({"counter_id": "\u202e"}, "unsafe_text"),
        ({"kind": "vote"}, "wrong_choice"),
        ({"kind": 7}, "wrong_choice"),
        ({"comment": "hello"}, "unknown_field"),
    ],
)
def test_a_rating_that_cannot_be_one_is_kept_aside_and_holds_up_no_other(
    desk: Desk, tablet: Tablet, content: dict[str, Any], cause: str
) -> None:
    before = tablet.press()
    bad = tablet.press(**content)
    after = tablet.press()
    for _ in range(2):
        assert statuses(tablet.deliver(entries=[before, bad, after])) == [
            *("recorded", "kept_aside", "recorded")
        ]
    assert desk.rows(ASIDE) == [(tablet.device_id, tablet.device_id, bad["rating_id"], cause)]
    assert len(desk.rows(RATINGS)) == 2


@pytest.mark.parametrize(
    "missing", ["kind", "satisfied", "counter_id", "officer_id", "pressed_at", "boot"]
)
def test_a_rating_without_one_of_its_parts_is_kept_aside(
    desk: Desk, tablet: Tablet, missing: str
) -> None:
    tablet.press()
    content = {
        **{"kind": "rating", "rating_id": "0" * 32, "counter_id": "H44.5-1", "satisfied": True},
        **{"officer_id": "", "pressed_at": 0, "monotonic": 0, "boot": "b"},
    }
    rating_id = content["rating_id"]
    del content[missing]
    entry = tablet.seal(content, sequence=2, rating_id=str(rating_id))
    assert statuses(tablet.deliver(entries=[entry])) == ["kept_aside"]
    cause = "wrong_choice" if missing == "kind" else "missing_field"
    assert desk.rows("SELECT cause FROM quarantine") == [cause]


@pytest.mark.parametrize("content", [[], "text", 7, None, {}])
def test_what_is_sealed_must_be_an_item(desk: Desk, tablet: Tablet, content: Any) -> None:
    entry = tablet.seal(content, sequence=1, rating_id="0" * 32)
    assert statuses(tablet.deliver(entries=[entry])) == ["kept_aside"]
    assert desk.rows("SELECT cause FROM quarantine") == ["wrong_choice"]


def test_a_seal_under_another_name_than_its_content_is_not_believed(desk: Desk, tablet: Tablet) -> None:
    content = {**{"kind": "detail", "rating_id": "0" * 32}, "pressed_at": 0, "monotonic": 0, "boot": "b"}
    entry = tablet.seal(content, sequence=1, rating_id="1" * 32)
    assert statuses(tablet.deliver(entries=[entry])) == ["kept_aside"]
    assert desk.rows("SELECT cause FROM quarantine") == ["unreadable"]


@pytest.mark.parametrize(
    ("parts", "cause"),
    [
        ({"topics": ["weather"]}, "unknown_reason"),
        ({"procedure_id": "9.999999"}, "unknown_procedure"),
        ({"topics": ["time"] * 13}, "wrong_type"),
        ({"comment": "hello"}, "unknown_field"),
    ],
)
def test_a_detail_that_cannot_be_taken_is_kept_aside_without_its_rating(
    desk: Desk, tablet: Tablet, parts: dict[str, Any], cause: str
) -> None:
    rating = tablet.press()
    tablet.tell(rating["rating_id"], **parts)
    assert statuses(tablet.deliver()) == ["recorded", "kept_aside"]
    assert desk.rows("SELECT cause FROM quarantine") == [cause]


def test_a_detail_goes_where_its_rating_went(desk: Desk, tablet: Tablet) -> None:
    rating = tablet.press(counter_id="H44.9-1")
    tablet.tell(rating["rating_id"], topics=["manner"])
    assert statuses(tablet.deliver()) == ["kept_aside"] * 2
    assert desk.rows("SELECT cause FROM quarantine ORDER BY cause") == [
        *("unknown_rating", "wrong_counter")
    ]


@pytest.mark.parametrize("said", [True, False])
def test_whoever_forges_either_answer_to_a_known_rating_learns_nothing(
    desk: Desk, tablet: Tablet, said: bool
) -> None:
    """The officer has the rating's id from the tablet's developer tools, and signs as it does."""
    rating_id = tablet.press(satisfied=said)["rating_id"]
    first = tablet.deliver()["entries"]
    tries = {}
    for forged in (True, False):
        tablet.press(satisfied=forged, rating_id=rating_id)
        letter = tablet.letter()
        answers = [tablet.checked(tablet.send(letter)) for _ in range(2)]
        tablet.outbox.clear()
        tries[forged] = [
            [(one["rating_id"], one["status"], one["is_new"]) for one in answer["entries"]]
            for answer in answers
        ]
    assert tries[True] == tries[False]
    assert tries[True][0] == [(rating_id, first[0]["status"], True)]
    assert [row[1] for row in desk.rows(RATINGS)] == [said]
    assert desk.rows(ASIDE) == desk.rows("SELECT mark FROM device_mark") == []
    assert desk.rows("SELECT rating_id, cause FROM set_aside") == [(rating_id, "rating_conflict")]


@pytest.mark.parametrize("topic", ["manner", "time"])
def test_nor_does_whoever_tries_what_was_added_to_it(desk: Desk, tablet: Tablet, topic: str) -> None:
    rating_id = tablet.press(satisfied=False)["rating_id"]
    tablet.tell(rating_id, topics=["manner"], procedure_id="1.001193")
    tablet.deliver()
    tablet.tell(rating_id, topics=[topic])
    assert statuses(tablet.deliver()) == ["recorded"]
    assert desk.rows("SELECT reason_code FROM rating_reason") == ["unfriendly"]
    assert desk.rows(ASIDE) == []
    kept = [json.loads(body)["topics"] for body in desk.rows("SELECT body FROM set_aside")]
    assert kept == ([] if topic == "manner" else [["time"]])


def test_what_is_kept_aside_tells_the_hour_and_not_the_instant(desk: Desk, tablet: Tablet) -> None:
    tablet.press(satisfied=False, counter_id="H44.9-1", officer_id="H44.9.A-01")
    desk.wait(tablet, hours=5)
    tablet.deliver()
    body = json.loads(desk.rows("SELECT body FROM quarantine")[0])
    assert {name: body[name] for name in ("kind", "satisfied", "day", "hour")} == {
        "kind": "rating",
        "satisfied": False,
        "day": "2026-08-19",
        "hour": 9,
    }
    assert not {"pressed_at", "age_seconds", "monotonic", "boot"} & set(body)


# --- Numbers that cannot be


def test_a_number_far_from_any_known_is_kept_aside_and_leaves_no_gap(desk: Desk, tablet: Tablet) -> None:
    tablet.press()
    tablet.deliver()
    near = tablet.press()
    tablet.sequence = 100_001
    edge = tablet.press()
    tablet.sequence = 2**53 - 2
    far = tablet.press()
    answer = tablet.deliver(entries=[near, far])
    assert statuses(answer) == ["recorded", "kept_aside"]
    assert desk.rows("SELECT cause FROM quarantine") == ["wrong_sequence"]
    ledger = sequences.find_ledgers(desk.db)[tablet.device_id]
    assert (ledger.last, ledger.arrived, ledger.gaps) == (2, 2, ())
    assert statuses(tablet.deliver(entries=[far, far])) == ["kept_aside"] * 2
    assert statuses(tablet.deliver(entries=[edge], last_sequence=100_002)) == ["recorded"]
    assert sequences.find_ledgers(desk.db)[tablet.device_id].last == 100_002


@pytest.mark.parametrize(("told", "believed"), [(100_002, 100_002), (100_003, 2), (2**53 - 1, 2)])
def test_a_highest_number_that_cannot_be_is_not_believed(
    desk: Desk, tablet: Tablet, told: int, believed: int
) -> None:
    tablet.press()
    tablet.press()
    tablet.deliver()
    for _ in range(3):
        tablet.deliver(last_sequence=told)
    assert desk.rows("SELECT last_sequence FROM device_contact") == [believed]


def test_a_tablet_may_leave_a_thousand_gaps_and_fill_them(desk: Desk, tablet: Tablet) -> None:
    entries = [tablet.press() for _ in range(2_004)]
    odd, even = entries[::2], entries[1::2]
    for start in range(0, 1_000, 200):
        tablet.deliver(entries=odd[start : start + 200])
    assert desk.rows("SELECT count(*) FROM device_sequence") == [1_000]
    assert statuses(tablet.deliver(entries=odd[1_000:])) == ["kept_aside"] * 2
    assert desk.rows("SELECT DISTINCT cause FROM quarantine") == ["too_many_gaps"]
    assert statuses(tablet.deliver(entries=even[:2])) == ["recorded"] * 2
    assert desk.rows("SELECT count(*) FROM device_sequence") == [998]


# --- Revoked tablets


def test_what_a_revoked_tablet_still_holds_is_kept_for_review(desk: Desk, tablet: Tablet) -> None:
    counted = tablet.press()
    tablet.deliver()
    rating = tablet.press(satisfied=False)
    tablet.tell(rating["rating_id"], topics=["manner"])
    desk.revoke(tablet)
    answer = tablet.deliver()
    assert (answer["standing"], statuses(answer)) == ("revoked", ["kept_aside"] * 2)
    assert [row[0] for row in desk.rows(RATINGS)] == [counted["rating_id"]]
    assert [row[3] for row in desk.rows(ASIDE)] == ["revoked"] * 2
    bodies = [json.loads(body) for body in desk.rows("SELECT body FROM quarantine")]
    assert {body["kind"]: body.get("satisfied") for body in bodies} == {"rating": False, "detail": None}


def test_what_was_recorded_before_stays_recorded_when_it_is_sent_again(
    desk: Desk, tablet: Tablet
) -> None:
    rating = tablet.press()
    tablet.tell(rating["rating_id"], topics=["manner"])
    letter = tablet.letter()
    tablet.send(letter)  # the acknowledgement is lost
    desk.revoke(tablet)
    assert statuses(tablet.checked(tablet.send(letter))) == ["recorded"] * 2
    assert desk.rows(ASIDE) == []


def test_a_revoked_tablet_does_not_deliver_under_a_new_name_what_it_sealed_before(
    desk: Desk, tablet: Tablet
) -> None:
    tablet.press()
    desk.revoke(tablet)
    old = tablet.outbox
    again = desk.a_tablet(formerly=tablet)
    assert statuses(again.deliver(entries=old)) == ["kept_aside"]
    assert [row[3] for row in desk.rows(ASIDE)] == ["revoked"]


def test_what_a_revoked_tablet_sends_twice_at_once_is_kept_aside_both_times(
    desk: Desk, tablet: Tablet
) -> None:
    rating = tablet.press()
    tablet.tell(rating["rating_id"], topics=["manner"])
    desk.revoke(tablet)
    letter = desk.read(tablet)
    answers = desk.receive(letter, letter, letter)
    assert [[one.status for one in answer.entries] for answer in answers] == [["kept_aside"] * 2] * 3
    assert desk.rows(RATINGS) == []
    assert len(desk.rows(ASIDE)) == 2


def test_a_revoked_tablet_delivers_nothing_counted_of_an_earlier_name_either(
    desk: Desk, tablet: Tablet
) -> None:
    """It was paired anew, then stolen: what it sealed before that comes out of a thief's hands."""
    tablet.press()
    old = tablet.outbox
    again = desk.a_tablet(formerly=tablet)
    desk.revoke(again)
    assert statuses(again.deliver(entries=old)) == ["kept_aside"]
    assert [(row[0], row[3]) for row in desk.rows(ASIDE)] == [(tablet.device_id, "revoked")]


# --- Moved and paired anew


def test_a_moved_tablet_delivers_its_past_where_it_was(desk: Desk, tablet: Tablet) -> None:
    here = tablet.press()
    desk.wait(tablet, minutes=10)
    desk.move(tablet, "H44.9-1")
    there = tablet.press()
    answer = tablet.deliver()
    assert (answer["counter_id"], statuses(answer)) == ("H44.9-1", ["recorded"] * 2)
    counters = dict(desk.rows("SELECT rating_id, counter_id FROM rating"))
    assert counters == {here["rating_id"]: "H44.5-1", there["rating_id"]: "H44.9-1"}


@pytest.mark.parametrize(
    ("days", "status"),
    [(-2.1, "kept_aside"), (-0.9, "recorded"), (0.9, "recorded"), (2.1, "kept_aside")],
)
def test_a_tablet_rates_where_it_stood_give_or_take_a_day(
    desk: Desk, tablet: Tablet, days: float, status: str
) -> None:
    """Ten days at one counter, then at another."""
    desk.wait(tablet, days=10 + days if days < 0 else 10)
    if days < 0:
        tablet.press(counter_id="H44.9-1")
        desk.wait(tablet, days=-days)
    desk.move(tablet, "H44.9-1")
    if days > 0:
        desk.wait(tablet, days=days)
        tablet.press(counter_id="H44.5-1")
    assert statuses(tablet.deliver()) == [status]
    assert [row[3] for row in desk.rows(ASIDE)] == ["wrong_counter"][: status == "kept_aside"]


def test_where_the_hour_is_a_guess_any_counter_that_it_stood_at_will_do(
    desk: Desk, tablet: Tablet
) -> None:
    tablet.deliver()
    tablet.press()
    desk.wait(tablet, days=1)
    desk.move(tablet, "H44.9-1")
    desk.wait(tablet, days=20)
    tablet.deliver(entries=[])
    tablet.clock.reboot()
    tablet.clock.jump(-86_400)
    assert statuses(tablet.deliver()) == ["recorded"]
    assert desk.rows("SELECT counter_id, rule FROM rating") == [("H44.5-1", "clock-1")]


def test_a_move_noted_while_our_clock_was_ahead_keeps_no_rating_away(desk: Desk, tablet: Tablet) -> None:
    desk.now += timedelta(days=400)
    desk.move(tablet, "H44.9-1")
    desk.now -= timedelta(days=400)
    tablet.press()
    assert statuses(tablet.deliver()) == ["recorded"]


def test_a_browser_paired_anew_delivers_what_its_old_name_sealed(desk: Desk, tablet: Tablet) -> None:
    tablet.deliver()
    rating = tablet.press(satisfied=False)
    tablet.tell(rating["rating_id"], topics=["manner"])
    old = tablet.outbox
    desk.wait(tablet, hours=1)
    again = Tablet(desk.post, tablet.clock).pair(make_code(desk.db, "H44.5-2", desk.now), tablet)
    new = again.press()
    answer = again.deliver(entries=[*old, new])
    assert statuses(answer) == ["recorded"] * 3
    assert desk.rows(RANGES) == [(tablet.device_id, 1, 2), (again.device_id, 1, 1)]
    assert dict(desk.rows("SELECT rating_id, counter_id FROM rating")) == {
        rating["rating_id"]: "H44.5-1",
        new["rating_id"]: "H44.5-2",
    }


def test_nobody_delivers_in_the_name_of_a_tablet_that_is_in_use(desk: Desk, tablet: Tablet) -> None:
    """Anybody with a paired tablet could seal under another's name: the key for it is public."""
    liar = desk.a_tablet("H44.9-1")
    desk.wait([tablet, liar], minutes=5)
    tablet.press()
    tablet.deliver()
    forged = tablet.seal(json.loads(content()), sequence=2, rating_id="0" * 32)
    taken = tablet.seal(json.loads(content()), sequence=1, rating_id="0" * 32)
    answer = liar.deliver(entries=[forged, taken])
    assert statuses(answer) == ["kept_aside"] * 2
    assert {row[3] for row in desk.rows(ASIDE)} == {"other_device"}
    assert tablet.deliver()["standing"] == "active"
    assert desk.rows(RANGES) == [(tablet.device_id, 1, 1)]


def test_a_number_that_came_already_is_no_ground_to_doubt_another_tablet(
    desk: Desk, tablet: Tablet
) -> None:
    tablet.press()
    tablet.deliver()
    desk.wait(tablet, hours=1)
    again = desk.a_tablet(formerly=tablet)
    forged = tablet.seal(json.loads(content()), sequence=1, rating_id="0" * 32)
    assert statuses(again.deliver(entries=[forged])) == ["kept_aside"]
    assert desk.rows("SELECT mark FROM device_mark") == []


def content() -> str:
    return json.dumps(
        {
            **{"kind": "rating", "rating_id": "0" * 32, "counter_id": "H44.5-1", "satisfied": False},
            **{"officer_id": "", "pressed_at": 0, "monotonic": 0, "boot": "b"},
        }
    )


# --- Two tablets with one identity


def a_twin(tablet: Tablet) -> Tablet:
    """Another browser with the same name, key, and count."""
    twin = Tablet(tablet.post, Clock(tablet.clock.wall_ms))
    twin.key, twin.device_id, twin.counter_id = tablet.key, tablet.device_id, tablet.counter_id
    twin.signing_key, twin.sealing_key = tablet.signing_key, tablet.sealing_key
    twin.contact, twin.sequence = tablet.contact, tablet.sequence
    return twin


def test_two_tablets_with_one_identity_are_found_out_by_their_numbers(
    desk: Desk, tablet: Tablet
) -> None:
    first = tablet.press()
    tablet.deliver()
    twin = a_twin(tablet)
    twin.sequence = 0
    stolen = twin.press()
    answer = twin.deliver()
    assert (answer["standing"], statuses(answer)) == ("cloned", ["recorded"])
    later = tablet.press()
    assert tablet.deliver()["standing"] == "cloned"
    rules = {row[0]: row[3] for row in desk.rows(RATINGS)}
    assert rules == {
        first["rating_id"]: None,
        stolen["rating_id"]: "clone-1",
        later["rating_id"]: "clone-1",
    }
    marks = desk.rows("SELECT mark, reason, marked_by FROM device_mark")
    assert marks == [("cloned", "sequence 1", "system")]
    assert statuses(tablet.checked(tablet.send(tablet.letter([first])))) == ["recorded"]


def test_what_has_been_found_out_is_said_once(desk: Desk, tablet: Tablet) -> None:
    for _ in range(3):
        tablet.press()
        tablet.deliver()
        tablet.sequence = 0
    assert len(desk.rows("SELECT mark FROM device_mark")) == 1
    assert len(desk.rows(RATINGS)) == 3


def test_twins_are_found_out_within_one_delivery(desk: Desk, tablet: Tablet) -> None:
    twin = a_twin(tablet)
    mine, other = tablet.press(), twin.press()
    answers = desk.receive(desk.read(tablet), desk.read(twin))
    assert [answer.standing for answer in answers] == ["cloned", "cloned"]
    rules = {row[0]: row[3] for row in desk.rows(RATINGS)}
    assert rules == {mine["rating_id"]: None, other["rating_id"]: "clone-1"}
    assert len(desk.rows("SELECT mark FROM device_mark")) == 1


def test_a_detail_or_a_refused_entry_under_a_known_number_proves_no_twin(
    desk: Desk, tablet: Tablet
) -> None:
    rating = tablet.press()
    tablet.deliver()
    tablet.sequence = 0
    tablet.tell(rating["rating_id"], topics=["manner"])
    tablet.sequence = 0
    tablet.press(satisfied="yes")  # type: ignore[arg-type]
    answer = tablet.deliver()
    assert (answer["standing"], statuses(answer)) == ("active", ["recorded", "kept_aside"])


def test_a_cloned_tablet_can_still_be_revoked(desk: Desk, tablet: Tablet) -> None:
    tablet.press()
    tablet.deliver()
    tablet.sequence = 0
    tablet.press()
    tablet.deliver()
    desk.revoke(tablet)
    tablet.press()
    answer = tablet.deliver()
    assert (answer["standing"], statuses(answer)) == ("revoked", ["kept_aside"])


def test_a_tablet_cleared_of_being_two_counts_again_until_another_number_comes_twice(
    desk: Desk, tablet: Tablet
) -> None:
    def clear() -> None:
        with writing(desk.db):
            devices.clear(desk.db, tablet.device_id, "its backup was played back", "lan", desk.now)

    entries = [tablet.press()]
    tablet.deliver()
    tablet.sequence = 0
    entries.append(tablet.press())
    assert tablet.deliver()["standing"] == "cloned"
    clear()
    entries.append(tablet.press())
    assert tablet.deliver(entries=entries)["standing"] == "active"  # what is known is no new conflict
    tablet.sequence = 0
    entries.append(tablet.press())
    assert tablet.deliver(entries=entries)["standing"] == "cloned"
    rules = {row[0]: row[3] for row in desk.rows(RATINGS)}
    assert [rules[one["rating_id"]] for one in entries] == [None, "clone-1", None, "clone-1"]


# --- Clocks


@pytest.mark.parametrize("offset", [0, 3_600, -3_600, 56 * 31_557_600, -73 * 31_557_600])
def test_a_tablet_whose_clock_is_wrong_records_the_right_hour(desk: Desk, offset: float) -> None:
    tablet = desk.a_tablet(offset_seconds=offset)
    tablet.deliver()
    tablet.press(officer_id="H44.5.A-01")
    desk.wait(tablet, days=3, hours=5)
    tablet.deliver()
    row = desk.rows("SELECT day, hour, officer_id, rule FROM ratings_v1")
    assert row == [("2026-08-19", 9, "H44.5.A-01", None)]
    assert desk.rows("SELECT clock_offset_seconds FROM device_contact") == [offset]


def test_after_a_jump_on_an_open_page_the_hour_is_still_right(desk: Desk, tablet: Tablet) -> None:
    tablet.deliver()
    tablet.press(officer_id="H44.5.A-01")
    desk.wait(tablet, hours=20)
    tablet.clock.jump(-3 * 86_400)
    tablet.deliver()
    row = desk.rows("SELECT day, hour, officer_id, rule FROM ratings_v1")
    assert row == [("2026-08-19", 9, "H44.5.A-01", None)]


def test_after_a_jump_and_a_restart_the_rating_is_kept_but_not_counted(
    desk: Desk, tablet: Tablet
) -> None:
    tablet.deliver()
    tablet.press(officer_id="H44.5.A-01")
    desk.wait(tablet, hours=20)
    tablet.clock.reboot()
    tablet.clock.jump(-3 * 86_400)
    assert statuses(tablet.deliver()) == ["recorded"]
    assert desk.rows("SELECT officer_id, rule FROM ratings_v1") == [(None, "clock-1")]


@pytest.mark.parametrize("first", [None, 90, 0], ids=["a full letter", "a part", "nothing"])
def test_a_jump_is_not_forgotten_by_the_contact_that_noticed_it(
    desk: Desk, tablet: Tablet, first: int | None
) -> None:
    """More than one letter holds; or the first after the jump holds nothing."""
    tablet.deliver()
    for _ in range(201):
        desk.wait(tablet, minutes=1)
        tablet.press(officer_id="H44.5.A-01")
    tablet.clock.reboot()
    tablet.clock.jump(7_200)
    tablet.deliver(entries=None if first is None else tablet.outbox[:first])
    for _ in range(2):
        desk.wait(tablet, minutes=1)
        tablet.deliver()
    after = tablet.press(officer_id="H44.5.A-01")
    desk.wait(tablet, minutes=1)
    tablet.deliver()
    assert desk.rows("SELECT rule, officer_id, count(*) FROM rating GROUP BY 1, 2 ORDER BY 3") == [
        (None, "H44.5.A-01", 1),
        ("clock-1", None, 201),
    ]
    assert {row[3] for row in desk.rows(RATINGS) if row[0] == after["rating_id"]} == {None}


def test_a_month_away_and_a_jump_count_only_what_the_page_itself_can_tell(
    desk: Desk, tablet: Tablet
) -> None:
    tablet.deliver()
    for _ in range(250):
        desk.wait(tablet, hours=1)
        tablet.press()
    tablet.clock.reboot()
    for _ in range(10):
        desk.wait(tablet, hours=1)
        tablet.press()
    tablet.clock.jump(-86_400)
    while tablet.outbox:
        desk.wait(tablet, minutes=1)
        tablet.deliver()
    found = desk.rows("SELECT rule, count(*) FROM rating GROUP BY 1 ORDER BY 2")
    assert found == [(None, 10), ("clock-1", 250)]


def test_a_tablet_paired_while_our_own_clock_was_a_year_ahead_counts(desk: Desk) -> None:
    desk.now += timedelta(days=365)
    tablet = desk.a_tablet()
    tablet.deliver()
    desk.now -= timedelta(days=365)
    tablet.clock = Clock(round(desk.now.timestamp() * 1000))
    for _ in range(3):
        tablet.press()
        desk.wait(tablet, minutes=10)
    tablet.deliver()
    assert desk.rows("SELECT rule, count(*) FROM rating GROUP BY 1") == [(None, 3)]


def test_what_waited_longer_than_is_taken_is_kept_but_not_counted(desk: Desk, tablet: Tablet) -> None:
    tablet.press()
    desk.wait(tablet, days=41)
    assert statuses(tablet.deliver()) == ["recorded"]
    assert desk.rows("SELECT day, rule FROM ratings_v1") == [("2026-08-20", "clock-1")]


def test_a_month_away_is_counted_in_full(desk: Desk, tablet: Tablet) -> None:
    tablet.deliver()
    for _ in range(30):
        tablet.press()
        desk.wait(tablet, days=1)
    assert set(statuses(tablet.deliver())) == {"recorded"}
    days = desk.rows("SELECT day FROM ratings_v1 WHERE rule IS NULL ORDER BY day")
    assert (len(days), days[0], days[-1]) == (30, "2026-08-19", "2026-09-17")
    assert desk.rows("SELECT late FROM device_contact") == [30]


# --- Who was shown, and when it was open


def test_a_rating_under_another_card_than_that_of_the_officer_on_duty_has_no_officer(
    desk: Desk, tablet: Tablet
) -> None:
    for shown in ("H44.5.A-01", "H44.5.A-02", "", "no such officer"):
        tablet.press(officer_id=shown)
    tablet.deliver()
    assert sorted(map(str, desk.rows("SELECT officer_id FROM ratings_v1"))) == [
        *("H44.5.A-01", "None", "None", "None")
    ]


def test_without_a_duty_the_card_that_was_shown_is_not_enough(desk: Desk) -> None:
    with writing(desk.db):
        a_version(desk.db, "counter", counter_id="H44.5-8", name="Quầy 8", centre_id="H44.5")
    tablet = desk.a_tablet("H44.5-8")
    tablet.press(officer_id="H44.5.A-01")
    tablet.deliver()
    assert desk.rows("SELECT officer_id FROM ratings_v1") == [None]


def test_a_duty_that_was_corrected_meanwhile_leaves_the_rating_without_officer(
    desk: Desk, tablet: Tablet
) -> None:
    tablet.press(officer_id="H44.5.A-01")
    with writing(desk.db):
        a_duty(desk.db, "H44.5-1", "H44.5.A-02", source="sign_on", starts_at=desk.now)
    desk.wait(tablet, minutes=5)
    tablet.deliver()
    assert desk.rows("SELECT officer_id FROM ratings_v1") == [None]


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
