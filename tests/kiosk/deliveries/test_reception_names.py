"""Revoked, moved and paired anew, or two with one identity: whose entry it is, and whether it counts."""

import json
from datetime import timedelta

import pytest

from kiosk.storage.db import writing
from kiosk.tablets import devices
from tests.desk import ASIDE, RANGES, RATINGS, Desk, statuses
from tests.tablet import Clock, Tablet, make_code


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
