"""More presses at a tablet than a counter can serve people are not all counted."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.integrity import BURST, BURST_PRESSES, BURST_SECONDS, CLOSED, REPEAT, BurstRule
from kiosk.integrity.recent import REMEMBERED
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY, a_service, a_submission, an_acceptance


def marks(at: list[float]) -> list[str | None]:
    rule = BurstRule()
    return [
        rule.mark("A", str(number), WEDNESDAY + timedelta(seconds=seconds))
        for number, seconds in enumerate(at)
    ]


def test_six_people_in_five_minutes_are_all_counted_and_the_seventh_is_not() -> None:
    assert marks([0, 30, 60, 90, 120, 150, 180]) == [None] * 6 + [BURST]


def test_whoever_comes_once_five_minutes_are_over_is_counted_again() -> None:
    assert marks([0, 10, 20, 30, 40, 50, BURST_SECONDS - 1, BURST_SECONDS]) == [None] * 6 + [
        BURST,
        BURST,
    ]
    assert marks([0, 10, 20, 30, 40, 50, BURST_SECONDS]) == [None] * 7


def test_presses_that_go_on_for_an_hour_are_counted_six_times_only() -> None:
    assert marks([10.0 * number for number in range(360)]).count(None) == BURST_PRESSES


def test_a_centre_may_do_without_the_rule() -> None:
    rule = BurstRule(0)
    assert {rule.mark("A", str(one), WEDNESDAY) for one in range(30)} == {None}


@given(st.lists(st.floats(60.5, 900), max_size=40))
def test_a_counter_that_serves_one_person_a_minute_is_never_in_a_burst(gaps: list[float]) -> None:
    at = [sum(gaps[:number]) for number in range(len(gaps))]
    assert set(marks(at)) <= {None}


@settings(max_examples=30)
@given(st.lists(st.floats(0, 2_000), max_size=30))
def test_in_no_five_minutes_more_than_six_presses_count(at: list[float]) -> None:
    at = sorted(at)
    counted = [seconds for seconds, mark in zip(at, marks(at), strict=True) if mark is None]
    for first in counted:
        assert sum(first <= other < first + BURST_SECONDS for other in counted) <= BURST_PRESSES


def test_enough_presses_are_remembered_to_know_a_burst() -> None:
    assert REMEMBERED > BURST_PRESSES


def test_a_press_that_is_sent_again_keeps_its_mark() -> None:
    rule = BurstRule()
    for _ in range(2):
        found = [rule.mark("A", str(one), WEDNESDAY + timedelta(seconds=10 * one)) for one in range(7)]
        assert found == [None] * 6 + [BURST]


def test_counters_do_not_disturb_one_another() -> None:
    rule = BurstRule()
    found = [rule.mark(f"counter {one}", str(one), WEDNESDAY) for one in range(20)]
    assert set(found) == {None}


def rules(db: Database, ages: list[float], **changes: Any) -> list[str | None]:
    presses = [a_submission(age_seconds=age, **changes) for age in ages]
    with writing(db):
        an_acceptance(repeat_seconds=5).accept_all(db, presses, WEDNESDAY)
    found = dict(db.conn.execute("SELECT rating_id, rule FROM rating").fetchall())
    return [found[one.rating_id] for one in presses]


@pytest.mark.parametrize("satisfied", [True, False])
def test_a_burst_is_kept_and_not_counted_whatever_the_answer(db: Database, satisfied: bool) -> None:
    ages = [float(age) for age in range(80, 0, -10)]
    assert rules(db, ages, satisfied=satisfied) == [None] * 6 + [BURST] * 2


def test_phones_are_never_in_a_burst(db: Database) -> None:
    assert set(rules(db, [1.0] * 20, channel="phone", tier="rotating")) == {None}


def test_repeats_are_called_repeats_and_take_nobodys_place(db: Database) -> None:
    ages = [100.0, 99.0, 98.0, 97.0, 90.0, 80.0, 70.0, 60.0, 50.0, 40.0]
    assert rules(db, ages) == [None, REPEAT, REPEAT, REPEAT, *[None] * 5, BURST]


def test_a_false_row_of_presses_cannot_silence_whoever_was_just_served(db: Database) -> None:
    acceptance = an_acceptance(repeat_seconds=5)
    with writing(db):
        service_id = a_service(db)
        false = [a_submission(age_seconds=10.0 * age) for age in range(1, 11)]
        acceptance.accept_all(db, false, WEDNESDAY)
        honest = a_submission(satisfied=False, service_id=service_id)
        acceptance.accept(db, honest, WEDNESDAY)
    found = dict(db.conn.execute("SELECT rating_id, rule FROM rating").fetchall())
    assert found[honest.rating_id] is None
    assert list(found.values()).count(BURST) == 4


def test_outside_opening_hours_it_is_that_which_is_said(db: Database) -> None:
    with writing(db):
        db.conn.execute(
            "INSERT INTO opening (centre_id, valid_from, weekday, opens, closes)"
            " VALUES ('H44.5', '2025-07-01', 3, '13:30', '17:00')"
        )
    assert set(rules(db, [float(age) for age in range(80, 0, -10)])) == {CLOSED}
