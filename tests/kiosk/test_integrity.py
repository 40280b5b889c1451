"""The rules that mark a rating as not counted, whatever the answer."""

from datetime import timedelta
from itertools import product

import pytest

from kiosk.db import Database, writing
from kiosk.integrity import REMEMBERED, REPEAT, RepeatRule
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
