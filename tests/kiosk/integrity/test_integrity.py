"""The rules that mark a rating as not counted, whatever the answer."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from kiosk.integrity import (
    BURST,
    CLOCK,
    CLONE,
    CLOSED,
    CROWD,
    REMEMBERED,
    REPEAT,
    RULES,
    RepeatRule,
)
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY, a_submission, an_acceptance


def marks(gaps: list[float], channel: str = "tablet") -> list[str | None]:
    rule, at, found = RepeatRule(5), WEDNESDAY, []
    for number, gap in enumerate(gaps):
        at += timedelta(seconds=gap)
        found.append(rule.mark("A", channel, str(number), at))
    return found


def test_the_first_press_counts() -> None:
    assert marks([0]) == [None]


@pytest.mark.parametrize(
    ("gap", "mark"), [(0, REPEAT), (4.99, REPEAT), (5.0, None), (5.01, None), (3600, None)]
)
def test_a_press_less_than_five_seconds_after_another_is_a_repeat(gap: float, mark: str | None) -> None:
    assert marks([0, gap]) == [None, mark]


def test_somebody_who_keeps_pressing_is_counted_once() -> None:
    assert marks([0, 4, 4, 4, 4]) == [None, REPEAT, REPEAT, REPEAT, REPEAT]


def test_counters_do_not_disturb_one_another() -> None:
    rule = RepeatRule(5)
    assert [rule.mark(counter, "tablet", counter, WEDNESDAY) for counter in "AB"] == [None, None]


def test_phones_are_many_people_at_one_counter() -> None:
    assert marks([0, 1, 1], channel="phone") == [None, None, None]


def test_a_press_delivered_late_is_compared_with_those_of_its_own_time() -> None:
    rule, earlier = RepeatRule(5), WEDNESDAY - timedelta(hours=1)
    assert rule.mark("A", "tablet", "live", WEDNESDAY) is None
    assert rule.mark("A", "tablet", "late", earlier) is None
    assert rule.mark("A", "tablet", "late repeat", earlier + timedelta(seconds=2)) == REPEAT
    assert rule.mark("A", "tablet", "live repeat", WEDNESDAY + timedelta(seconds=2)) == REPEAT


def test_a_press_that_is_sent_again_keeps_its_mark() -> None:
    rule = RepeatRule(5)
    at = {"first": WEDNESDAY, "second": WEDNESDAY + timedelta(seconds=3)}
    once = [rule.mark("A", "tablet", name, at[name]) for name in ("first", "second")]
    again = [rule.mark("A", "tablet", name, at[name]) for name in ("second", "first")]
    assert (once, again) == ([None, REPEAT], [REPEAT, None])


def test_after_a_failed_commit_the_retry_of_an_honest_press_still_counts(db: Database) -> None:
    acceptance, submission = an_acceptance(repeat_seconds=5), a_submission()
    with pytest.raises(OSError, match="disk"), writing(db):
        acceptance.accept(db, submission, WEDNESDAY)
        raise OSError("disk full")
    with writing(db):
        acceptance.accept(db, submission, WEDNESDAY + timedelta(seconds=2))
    assert db.conn.execute("SELECT rule FROM rating").fetchall() == [(None,)]


def test_a_backlog_in_any_order_excludes_the_later_presses(db: Database) -> None:
    acceptance = an_acceptance(repeat_seconds=5)
    backlog = [a_submission(age_seconds=3600 + age) for age in (0, 100, 1, 103, 2)]
    with writing(db):
        acceptance.accept_all(db, backlog, WEDNESDAY)
    rules = dict(db.conn.execute("SELECT rating_id, rule FROM ratings_v1").fetchall())
    assert [rules[one.rating_id] for one in backlog] == [REPEAT, REPEAT, REPEAT, None, None]


def test_what_is_remembered_of_a_tablet_is_bounded() -> None:
    rule = RepeatRule(5)
    for number in range(1000):
        rule.mark("A", "tablet", str(number), WEDNESDAY + timedelta(seconds=10 * number))
    assert len(rule._recent["A"]) == REMEMBERED


@pytest.mark.parametrize("answers", list(product([True, False], repeat=3)))
def test_the_rule_never_looks_at_the_answer(db: Database, answers: tuple[bool, ...]) -> None:
    acceptance = an_acceptance(repeat_seconds=5)
    submissions = [a_submission(satisfied=answer) for answer in answers]
    for seconds, submission in zip((0, 3, 20), submissions, strict=True):
        with writing(db):
            acceptance.accept(db, submission, WEDNESDAY + timedelta(seconds=seconds))
    rules = dict(db.conn.execute("SELECT rating_id, rule FROM ratings_v1").fetchall())
    assert [rules[one.rating_id] for one in submissions] == [None, REPEAT, None]


def test_the_same_rating_sent_again_does_not_make_itself_a_repeat(db: Database) -> None:
    acceptance, submission = an_acceptance(repeat_seconds=5), a_submission()
    for _ in range(2):
        with writing(db):
            acceptance.accept(db, submission, WEDNESDAY)
    assert db.conn.execute("SELECT rule FROM rating").fetchall() == [(None,)]


@pytest.fixture
def open_in_the_morning(db: Database) -> Database:
    """Centre H44.5 is open on Wednesdays from 7:30 to 9:30; the other one keeps no hours."""
    with writing(db):
        db.conn.execute(
            "INSERT INTO opening (centre_id, valid_from, weekday, opens, closes)"
            " VALUES ('H44.5', '2025-07-01', 3, '07:30', '09:30')"
        )
    return db


def rule_of(db: Database, after_seconds: float = 0.0, **changes: Any) -> str | None:
    """The rule that marks one press, so long after the Wednesday's 9:30."""
    submission = a_submission(**changes)
    with writing(db):
        an_acceptance(repeat_seconds=5).accept(
            db, submission, WEDNESDAY + timedelta(seconds=after_seconds)
        )
    row = db.conn.execute("SELECT rule FROM rating WHERE rating_id = ?", [submission.rating_id])
    return row.fetchone()[0]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("after_seconds", "rule"),
    [
        (-7_201, CLOSED),
        (-7_200, None),
        (-1, None),
        (0, CLOSED),
        (3_600, CLOSED),
        (86_400, CLOSED),
        (7 * 86_400 - 60, None),
    ],
)
def test_a_press_outside_opening_hours_is_kept_and_not_counted(
    open_in_the_morning: Database, after_seconds: float, rule: str | None
) -> None:
    assert rule_of(open_in_the_morning, after_seconds) == rule


@pytest.mark.parametrize("satisfied", [True, False])
def test_no_rule_looks_at_the_answer(open_in_the_morning: Database, satisfied: bool) -> None:
    assert rule_of(open_in_the_morning, satisfied=satisfied) == CLOSED


def test_a_centre_that_keeps_no_hours_is_always_open(open_in_the_morning: Database) -> None:
    assert rule_of(open_in_the_morning, 86_400, counter_id="H44.9-1") is None


def test_phones_are_not_bound_to_opening_hours(open_in_the_morning: Database) -> None:
    assert rule_of(open_in_the_morning, channel="phone", tier="poster") is None


def test_a_press_that_waited_is_judged_by_the_hour_in_which_it_was_given(
    open_in_the_morning: Database,
) -> None:
    assert rule_of(open_in_the_morning, 3_600, age_seconds=3_601.0) is None


@pytest.mark.parametrize("told", [CLONE, CLOCK, CROWD])
def test_what_the_delivery_tells_comes_before_hours_and_repeats(
    open_in_the_morning: Database, told: str
) -> None:
    assert rule_of(open_in_the_morning, rule=told) == told
    assert list(RULES) == [CLONE, CLOCK, CROWD, CLOSED, REPEAT, BURST]


def test_a_repeat_outside_opening_hours_is_said_to_be_outside(open_in_the_morning: Database) -> None:
    acceptance, pair = an_acceptance(repeat_seconds=5), [a_submission(), a_submission()]
    with writing(open_in_the_morning):
        acceptance.accept_all(open_in_the_morning, pair, WEDNESDAY)
    rules = open_in_the_morning.conn.execute("SELECT rule FROM rating").fetchall()
    assert rules == [(CLOSED,), (CLOSED,)]


def test_presses_just_before_and_after_closing_are_one_repeat(open_in_the_morning: Database) -> None:
    """The press that opens the pair counts; the other is outside, whatever else it is."""
    acceptance = an_acceptance(repeat_seconds=5)
    first, second = a_submission(age_seconds=2.0), a_submission()
    with writing(open_in_the_morning):
        acceptance.accept_all(open_in_the_morning, [first, second], WEDNESDAY)
    rules = dict(open_in_the_morning.conn.execute("SELECT rating_id, rule FROM rating").fetchall())
    assert (rules[first.rating_id], rules[second.rating_id]) == (None, CLOSED)
