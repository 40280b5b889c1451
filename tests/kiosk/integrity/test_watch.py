"""What is odd about presses is counted by day, counter and officer; no press and no answer is told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kiosk.integrity.watch import (
    BULK,
    BULK_PRESSES,
    CLOSE,
    FOLLOWED,
    LATE,
    LONE,
    MARKS,
    OFF_DUTY,
    ORPHAN,
    SLIPLESS,
    TIMED,
    Watch,
    Watched,
    add,
    bulk,
    tally,
)
from kiosk.ratings.accepting import Acceptance
from kiosk.storage.db import Database, writing
from kiosk.storage.driver import sqlite3
from tests.factories import WEDNESDAY, a_service, a_submission, an_acceptance

PRESS = Watched(
    rating_id="1",
    counter_id="A",
    instant=WEDNESDAY,
    hour=9,
    waited_seconds=0.0,
    officer_id="o",
    on_duty="o",
    is_tied=False,
    has_token=False,
    by_slip=False,
    by_service=False,
)


def marks(after_seconds: float | None, **changes: Any) -> list[str]:
    """The marks of a press so long after a service was announced; None: none ever was."""
    watch = Watch()
    if after_seconds is not None:
        watch.note_served(["A"], WEDNESDAY - timedelta(seconds=after_seconds))
    return but_slipless(watch.marks(replace(PRESS, **changes)))


def but_slipless(marks: list[str]) -> list[str]:
    """Without the mark that every press has which no slip ties."""
    return [mark for mark in marks if mark != SLIPLESS]


@pytest.mark.parametrize(
    ("after_seconds", "found"),
    [
        (None, []),
        (60, [TIMED]),
        (61, [TIMED, LATE]),
        (120, [TIMED, LATE]),
        (121, [TIMED, LONE, LATE]),
        (7_200, [TIMED, LONE, LATE]),
    ],
)
def test_a_press_is_late_or_lone_if_nobody_had_just_been_served(
    after_seconds: float | None, found: list[str]
) -> None:
    assert marks(after_seconds) == found


def test_nothing_is_known_on_a_day_without_announcements() -> None:
    assert marks(86_400) == []


def test_only_services_before_the_press_speak_of_it() -> None:
    watch = Watch()
    for seconds in (600, -121):
        watch.note_served(["A"], WEDNESDAY - timedelta(seconds=seconds))
    assert but_slipless(watch.marks(PRESS)) == [TIMED, LONE, LATE]


def test_another_counters_services_do_not_speak_of_this_one() -> None:
    watch = Watch()
    watch.note_served(["B"], WEDNESDAY)
    assert but_slipless(watch.marks(PRESS)) == []


def test_a_slip_may_be_shown_at_any_time() -> None:
    watch = Watch()
    watch.note_served(["A"], WEDNESDAY - timedelta(seconds=600))
    assert watch.marks(replace(PRESS, is_tied=True, has_token=True, by_slip=True)) == []


def test_a_press_without_a_slip_is_counted_whether_it_is_tied_or_not() -> None:
    assert [Watch().marks(replace(PRESS, is_tied=is_tied)) for is_tied in (False, True)] == [
        [SLIPLESS],
        [SLIPLESS],
    ]


def served(*after_seconds: float) -> Watch:
    """A watch that knew of a service ten minutes before the press, saw it, and hears of these then."""
    watch = Watch()
    watch.note_served(["A"], WEDNESDAY - timedelta(minutes=10))
    assert FOLLOWED not in watch.marks(PRESS)
    for seconds in after_seconds:
        watch.note_served(["A"], WEDNESDAY + timedelta(seconds=seconds))
    return watch


@pytest.mark.parametrize(
    ("before", "after_seconds", "n"),
    [((), 0, 1), ((), 120, 1), ((), 121, 0), ((40,), 90, 0), ((), -1, 0)],
)
def test_a_late_press_is_followed_by_the_first_service_soon_after(
    before: tuple[float, ...], after_seconds: float, n: int
) -> None:
    watch, instant = served(*before), WEDNESDAY + timedelta(seconds=after_seconds)
    for _ in range(2):  # storing it may have failed
        found = watch.followed(["A", "A"], instant)
        assert found == ({("2026-08-19", "A", "o", FOLLOWED): 1} if n else {})
    assert watch.followed(["B"], instant) == {}


def test_a_press_that_arrives_after_the_service_that_followed_it_is_followed_too() -> None:
    watch = Watch()
    for seconds in (600, -60):
        watch.note_served(["A"], WEDNESDAY - timedelta(seconds=seconds))
    assert but_slipless(watch.marks(PRESS)) == [TIMED, LONE, LATE, FOLLOWED]
    assert watch.followed(["A"], WEDNESDAY + timedelta(seconds=90)) == {}


@pytest.mark.parametrize(("gap", "found"), [(0, [CLOSE]), (59, [CLOSE]), (60, [])])
def test_a_press_within_a_minute_of_another_is_close(gap: float, found: list[str]) -> None:
    watch = Watch()
    assert but_slipless(watch.marks(PRESS)) == []
    later = replace(PRESS, rating_id="2", instant=WEDNESDAY + timedelta(seconds=gap))
    assert but_slipless(watch.marks(later)) == found


def test_a_press_whose_storing_failed_is_not_close_to_itself() -> None:
    watch = Watch()
    assert [but_slipless(watch.marks(PRESS)) for _ in range(2)] == [[], []]


@pytest.mark.parametrize(
    ("on_duty", "by_service", "found"),
    [("o", True, []), ("p", True, [OFF_DUTY]), (None, True, [OFF_DUTY]), (None, False, [])],
)
def test_a_service_of_somebody_who_is_not_on_duty_is_marked(
    on_duty: str | None, by_service: bool, found: list[str]
) -> None:
    assert marks(None, on_duty=on_duty, by_service=by_service, is_tied=True) == found


@pytest.mark.parametrize(("is_tied", "found"), [(True, []), (False, [ORPHAN])])
def test_a_token_that_leads_nowhere_is_marked(is_tied: bool, found: list[str]) -> None:
    assert marks(None, has_token=True, is_tied=is_tied) == found


def late(number: int, waited: float = 3_600) -> list[Watched]:
    gap = timedelta(seconds=100)
    return [
        replace(PRESS, rating_id=str(at), instant=WEDNESDAY - at * gap, waited_seconds=waited)
        for at in range(number)
    ]


def test_more_late_presses_of_one_hour_than_a_counter_can_serve_are_marked() -> None:
    assert bulk(late(BULK_PRESSES)) == []
    assert len(bulk(late(BULK_PRESSES + 1))) == BULK_PRESSES + 1


def test_presses_that_come_at_once_are_no_bulk() -> None:
    assert bulk(late(100, waited=3_599)) == []


def test_a_backlog_of_a_week_is_no_bulk() -> None:
    hours = [replace(one, hour=at % 8) for at, one in enumerate(late(200))]
    assert bulk(hours) == []


def test_marks_of_presses_that_come_together_are_counted_by_day_counter_and_officer() -> None:
    found = tally(Watch(), late(BULK_PRESSES + 1))
    assert found == {("2026-08-19", "A", "o", mark): BULK_PRESSES + 1 for mark in (BULK, SLIPLESS)}


def test_counts_only_grow(db: Database) -> None:
    key = ("2026-08-19", "H44.5-1", "", CLOSE)
    for _ in range(2):
        with writing(db):
            add(db, tally(Watch(), []))
            db.conn.execute("SELECT 1")
            add(db, type(tally(Watch(), []))({key: 2}))
    assert db.conn.execute("SELECT * FROM press_mark").fetchall() == [(*key, 4)]
    for statement in ("UPDATE press_mark SET n = 3", "DELETE FROM press_mark"):
        with pytest.raises(sqlite3.IntegrityError, match="press_mark"), writing(db):
            db.conn.execute(statement)


def stored(db: Database) -> dict[str, int]:
    """The marks that the record holds, with their numbers."""
    rows = db.conn.execute("SELECT mark, sum(n) FROM press_mark GROUP BY mark").fetchall()
    return dict(rows)


@pytest.fixture
def acceptance() -> Acceptance:
    """A door at whose first counter a service was announced ten minutes ago."""
    door = an_acceptance(repeat_seconds=5)
    door.watch.note_served(["H44.5-1"], WEDNESDAY - timedelta(minutes=10))
    return door


@pytest.mark.parametrize("satisfied", [True, False])
def test_the_door_counts_what_is_odd_whatever_the_answer(
    db: Database, acceptance: Acceptance, satisfied: bool
) -> None:
    presses = [a_submission(satisfied=satisfied, age_seconds=age) for age in (40.0, 20.0, 18.0)]
    with writing(db):
        acceptance.accept_all(db, presses, WEDNESDAY)
    assert stored(db) == {
        TIMED: 2,
        LONE: 2,
        LATE: 2,
        SLIPLESS: 2,
        CLOSE: 1,
    }  # the third is a repeat, and counted nowhere


def test_a_press_that_is_sent_again_is_counted_once(db: Database, acceptance: Acceptance) -> None:
    press = a_submission()
    for _ in range(3):
        with writing(db):
            acceptance.accept(db, press, WEDNESDAY)
    assert stored(db) == {TIMED: 1, LONE: 1, LATE: 1, SLIPLESS: 1}


def test_what_could_not_be_stored_leaves_no_mark(db: Database, acceptance: Acceptance) -> None:
    press = a_submission()
    with pytest.raises(OSError, match="disk"), writing(db):
        acceptance.accept(db, press, WEDNESDAY)
        raise OSError("disk full")
    assert stored(db) == {}
    with writing(db):
        acceptance.accept(db, press, WEDNESDAY)
    assert stored(db) == {TIMED: 1, LONE: 1, LATE: 1, SLIPLESS: 1}


def test_phones_leave_no_mark(db: Database, acceptance: Acceptance) -> None:
    with writing(db):
        acceptance.accept(db, a_submission(channel="phone", tier="rotating"), WEDNESDAY)
    assert stored(db) == {}


def test_an_offer_that_leads_nowhere_is_counted_and_the_rating_with_it(
    db: Database, acceptance: Acceptance
) -> None:
    with writing(db):
        acceptance.accept(db, a_submission(offer="nobody's"), WEDNESDAY)
    assert stored(db) == {TIMED: 1, LONE: 1, LATE: 1, SLIPLESS: 1, ORPHAN: 1}
    assert db.conn.execute("SELECT rule, service_week FROM rating").fetchall() == [(None, None)]


def test_a_mark_says_nothing_of_which_rating_it_was(db: Database) -> None:
    columns = {row[1] for row in db.conn.execute("PRAGMA table_info(press_mark)")}
    assert columns == {"day", "counter_id", "officer_id", "mark", "n"}
    assert all(mark.endswith("-1") for mark in MARKS)


def test_a_press_right_after_its_service_is_in_no_way_odd(db: Database, acceptance: Acceptance) -> None:
    acceptance.watch.note_served(["H44.5-1"], WEDNESDAY - timedelta(seconds=20))
    with writing(db):
        acceptance.accept(db, a_submission(service_id=a_service(db)), WEDNESDAY)
    assert set(stored(db)) <= {TIMED, SLIPLESS, OFF_DUTY}
