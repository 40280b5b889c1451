"""What tablets deliver and the record cannot take is kept aside, and holds up nothing else."""

import json
from typing import Any

import pytest

from kiosk.tablets import sequences
from tests.desk import ASIDE, RANGES, RATINGS, Desk, statuses
from tests.tablet import Tablet


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
