"""A tablet's letter as it is read from the wire: what refuses it, and what does not."""

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import KioskError
from kiosk.ratings.details import Detail
from kiosk.ratings.submissions import Submission
from kiosk.storage import keys
from kiosk.tablets import clocks, contacts
from kiosk.tablets.contacts import Contact
from tests.tablet import Clock, Reply, Tablet


@pytest.fixture
def server(tmp_path: Path) -> keys.ServerKeys:
    return keys.load_or_make(tmp_path)


@pytest.fixture
def tablet(server: keys.ServerKeys) -> Tablet:
    """T1 at H44.5-1, at noon of a page that has been open for five seconds."""

    def nowhere(*_: Any) -> Reply:
        raise AssertionError("these tests send nothing")

    made = Tablet(nowhere, Clock(wall_ms=1_787_000_000_000, boot="b" * 16))
    made.device_id, made.counter_id, made.sealing_key = "T1", "H44.5-1", server.sealing_key
    return made


def read(server: keys.ServerKeys, letter: Any, **more: bool) -> Contact:
    body = letter if isinstance(letter, bytes) else json.dumps(letter).encode()
    return contacts.read_contact(server, "T1", body, **more)


def test_a_letter_is_read_whole(server: keys.ServerKeys, tablet: Tablet) -> None:
    rating = tablet.press(satisfied=False, officer_id="A-03")
    detail = tablet.tell(rating["rating_id"], procedure_id="1.001193", topics=["manner"])
    found = read(server, tablet.letter())
    reading = clocks.Reading(1_787_000_000.0, 5.0, "b" * 16)
    assert found == Contact(
        device_id="T1",
        number=1,
        reading=reading,
        last_sequence=2,
        release="0123456789ab",
        state=contacts.State(2, None, 80, True, "persistent"),
        entries=(
            contacts.Entry(
                name=server.name(contacts.QUARANTINE, "T1", 1, rating["rating_id"]),
                sequence=1,
                rating_id=rating["rating_id"],
                device_id="T1",
                content=Submission(
                    rating["rating_id"], "H44.5-1", satisfied=False, officer_shown="A-03"
                ),
                press=reading,
                cause=None,
                sent=rating,
            ),
            contacts.Entry(
                name=server.name(contacts.QUARANTINE, "T1", 2, rating["rating_id"]),
                sequence=2,
                rating_id=rating["rating_id"],
                device_id="T1",
                content=Detail(rating["rating_id"], procedure_id="1.001193", topics=("manner",)),
                press=reading,
                cause=None,
                sent=detail,
            ),
        ),
    )


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"contact": 0}, "wrong_type"),
    ({"contact": -1}, "wrong_type"),
    ({"contact": 1.5}, "wrong_type"),
    ({"contact": "1"}, "wrong_type"),
    ({"contact": True}, "wrong_type"),
    ({"contact": None}, "wrong_type"),
    ({"contact": 2**53}, "wrong_type"),
    ({"contact": 10**400}, "wrong_type"),
    ({"now": "noon"}, "wrong_type"),
    ({"now": None}, "wrong_type"),
    ({"monotonic": []}, "wrong_type"),
    ({"boot": 7}, "wrong_type"),
    ({"boot": "x" * 65}, "text_too_long"),
    ({"boot": "\u0000"}, "unsafe_text"),
    ({"last_sequence": -1}, "wrong_type"),
    ({"last_sequence": 2**53}, "wrong_type"),
    ({"release": None}, "wrong_type"),
    ({"release": "x" * 65}, "text_too_long"),
    ({"state": None}, "wrong_type"),
    ({"state": []}, "wrong_type"),
    ({"state": {}}, "missing_field"),
    ({"state": {"queued": -1, "storage": "none"}}, "wrong_type"),
    ({"state": {"queued": 1, "storage": "cloud"}}, "wrong_choice"),
    ({"state": {"queued": 1, "storage": "none", "charging": 1}}, "wrong_type"),
    ({"state": {"queued": 1, "storage": "none", "battery_percent": "full"}}, "wrong_type"),
    ({"state": {"queued": 1, "storage": "none", "oldest_seconds": "long"}}, "wrong_type"),
    ({"entries": "none"}, "wrong_type"),
    ({"entries": {}}, "wrong_type"),
    ({"entries": [7]}, "not_an_object"),
    ({"entries": [None]}, "not_an_object"),
    ({"entries": [{}]}, "missing_field"),
    ({"entries": [{"sequence": 0, "rating_id": "a"}]}, "wrong_type"),
    ({"entries": [{"sequence": -4, "rating_id": "a"}]}, "wrong_type"),
    ({"entries": [{"sequence": 1.0, "rating_id": "a"}]}, "wrong_type"),
    ({"entries": [{"sequence": 2**53, "rating_id": "a"}]}, "wrong_type"),
    ({"entries": [{"sequence": "1", "rating_id": "a"}]}, "wrong_type"),
    ({"entries": [{"sequence": 1, "rating_id": None}]}, "wrong_type"),
    ({"entries": [{"sequence": 1, "rating_id": "a" * 65}]}, "text_too_long"),
    ({"entries": [{"sequence": 1, "rating_id": "\ud800"}]}, "unsafe_text"),
    ({"entries": [{"sequence": 1, "rating_id": "a", "iv": [[[1]]]}]}, "too_deep"),
]


@pytest.mark.parametrize(("changes", "code"), REFUSED, ids=lambda one: str(one)[:50])
def test_a_letter_that_cannot_be_answered_is_refused_whole(
    server: keys.ServerKeys, tablet: Tablet, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(KioskError) as refusal:
        read(server, tablet.letter(**changes))
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("said", "shows"),
    [
        ({"shows": "code"}, "code"),
        ({"shows": "question"}, "question"),
        ({"shows": "?"}, "question"),
        ({}, "question"),
    ],
)
def test_whoever_does_not_say_otherwise_shows_the_question(
    server: keys.ServerKeys, tablet: Tablet, said: dict[str, str], shows: str
) -> None:
    letter = tablet.letter()
    assert read(server, {**letter, "state": {**letter["state"], **said}}).state.shows == shows


@pytest.mark.parametrize("missing", sorted(contacts.LETTER_SHAPE.keys() - {"shown"}))
def test_each_part_of_a_letter_is_needed(server: keys.ServerKeys, tablet: Tablet, missing: str) -> None:
    letter = tablet.letter()
    del letter[missing]
    with pytest.raises(KioskError) as refusal:
        read(server, letter)
    assert (refusal.value.code, refusal.value.field) == ("missing_field", missing)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty_body"),
        (b"<html>", "not_json"),
        (b"\xff", "not_json"),
        (b"[]", "not_an_object"),
        (b"null", "not_an_object"),
        (b'{"contact":1,"contact":2}', "duplicate_key"),
        (b'{"now":NaN}', "not_finite"),
        (b"[" * 10_000, "too_deep"),
    ],
)
def test_what_is_no_letter_is_refused(server: keys.ServerKeys, body: bytes, code: str) -> None:
    with pytest.raises(KioskError) as refusal:
        read(server, body)
    assert refusal.value.code == code


def test_two_hundred_entries_fit_and_one_more_does_not(server: keys.ServerKeys, tablet: Tablet) -> None:
    entries = [tablet.press() for _ in range(201)]
    assert len(read(server, tablet.letter(entries[:200])).entries) == 200
    with pytest.raises(KioskError) as refusal:
        read(server, tablet.letter(entries))
    assert refusal.value.code == "too_many_items"
    assert len(read(server, tablet.letter(entries), by_hand=True).entries) == 201


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"device_id": None}, "wrong_type"),
        ({"device_id": "x" * 65}, "text_too_long"),
        ({"device_id": "T2"}, "unreadable"),
        ({"key": ""}, "unreadable"),
        ({"key": 7}, "wrong_type"),
        ({"key": "x" * 101}, "text_too_long"),
        ({"iv": None}, "wrong_type"),
        ({"iv": "é"}, "unreadable"),
        ({"sealed": ""}, "unreadable"),
        ({"sealed": "x" * 8_193}, "text_too_long"),
        ({"rating_id": "0" * 32}, "unreadable"),
        ({"sequence": 2}, "unreadable"),
        ({"colour": "red"}, "unknown_field"),
    ],
)
def test_what_is_wrong_with_one_entry_is_noted_with_that_entry(
    server: keys.ServerKeys, tablet: Tablet, changes: dict[str, Any], cause: str
) -> None:
    bad = {**tablet.press(), **changes}
    good = tablet.press()
    found = read(server, tablet.letter([bad, good])).entries
    assert [entry.cause for entry in found] == [cause, None]
    assert (found[0].content, found[0].press, found[0].sent) == (None, None, bad)
    assert (found[0].sequence, found[0].rating_id) == (bad["sequence"], bad["rating_id"])


@pytest.mark.parametrize("missing", ["device_id", "key", "iv", "sealed"])
def test_an_entry_without_its_seal_is_noted_as_well(
    server: keys.ServerKeys, tablet: Tablet, missing: str
) -> None:
    entry = tablet.press()
    del entry[missing]
    assert [one.cause for one in read(server, tablet.letter([entry])).entries] == ["missing_field"]


def test_a_rating_id_that_is_none_is_noted(server: keys.ServerKeys, tablet: Tablet) -> None:
    entry = tablet.press(rating_id="not an id")
    assert [one.cause for one in read(server, tablet.letter([entry])).entries] == ["wrong_id"]


def test_what_a_newer_page_adds_is_passed_over(server: keys.ServerKeys, tablet: Tablet) -> None:
    letter = tablet.letter()
    letter["weather"] = "fine"
    letter["state"]["wifi"] = 3
    assert read(server, letter).number == 1


@pytest.mark.parametrize(
    ("said", "read_as"),
    [
        ({"battery_percent": None, "charging": None}, (None, None)),
        ({"battery_percent": 80.4, "charging": False}, (80, False)),
        ({"battery_percent": 100.6, "charging": True}, (100, True)),
        ({"battery_percent": -3, "charging": True}, (0, True)),
        ({"battery_percent": 10**400, "charging": True}, (100, True)),
    ],
)
def test_what_the_browser_says_of_its_battery_never_holds_up_a_letter(
    server: keys.ServerKeys, tablet: Tablet, said: dict[str, Any], read_as: tuple[Any, Any]
) -> None:
    letter = tablet.letter()
    letter["state"] |= said
    state = read(server, letter).state
    assert (state.battery_percent, state.charging) == read_as


@pytest.mark.parametrize(
    ("said", "read_as"), [(-5, 0.0), (420.5, 420.5), (10**400, clocks.FARTHEST_SECONDS)]
)
def test_the_age_of_the_oldest_entry_is_taken_as_far_as_it_can_be_true(
    server: keys.ServerKeys, tablet: Tablet, said: float, read_as: float
) -> None:
    letter = tablet.letter()
    letter["state"]["oldest_seconds"] = said
    assert read(server, letter).state.oldest_seconds == read_as


@pytest.mark.parametrize("now", [0, -1, 10**400, 253_402_300_800_000, 1e300])
def test_no_clock_is_so_wrong_that_its_letter_is_refused(
    server: keys.ServerKeys, tablet: Tablet, now: float
) -> None:
    tablet.press(pressed_at=now)
    found = read(server, tablet.letter(now=now))
    assert found.entries[0].cause is None
    assert abs(found.reading.wall_seconds) <= clocks.FARTHEST_SECONDS
