"""Officers sign on at a counter and off again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kiosk import periods
from kiosk.counters import duties, sign_on
from kiosk.errors import UnknownCounter, UnknownOfficer
from kiosk.errors.staff import NotYourCounter
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY, a_duty, a_version

ONE, TWO, STRANGER = "H44.5.A-01", "H44.5.A-02", "H44.9.A-01"
FIRST, SECOND, ELSEWHERE = "H44.5-7", "H44.5-8", "H44.9-1"
MIDNIGHT = datetime(2026, 8, 19, 17, tzinfo=UTC)
HOUR, INSTANT = timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
def office(db: Database) -> Database:
    """The record with two counters of one centre that no roster speaks of."""
    with writing(db):
        for counter_id in (FIRST, SECOND):
            a_version(db, "counter", counter_id=counter_id, name=counter_id, centre_id="H44.5")
    return db


def on(db: Database, officer: str, counter: str, now: datetime = WEDNESDAY) -> None:
    with writing(db):
        sign_on.sign_on(db, officer, counter, now=now, by="tests")


def off(db: Database, officer: str, now: datetime = WEDNESDAY) -> None:
    with writing(db):
        sign_on.sign_off(db, officer, now=now, by="tests")


def sitting(db: Database, at: datetime, *counters: str) -> list[str | None]:
    return duties.find_officers_on_duty(db, [(counter, at) for counter in counters or (FIRST, SECOND)])


def rows(db: Database) -> int:
    [(count,)] = db.conn.execute("SELECT count(*) FROM duty WHERE source = 'sign_on'")
    return int(count)


def test_an_officer_who_signs_on_sits_there_until_midnight_in_viet_nam(office: Database) -> None:
    on(office, ONE, FIRST)
    asked = [WEDNESDAY - INSTANT, WEDNESDAY, MIDNIGHT - INSTANT, MIDNIGHT]
    assert [sitting(office, at)[0] for at in asked] == [None, ONE, ONE, None]
    assert sign_on.end_of_day(WEDNESDAY) == MIDNIGHT == sign_on.end_of_day(MIDNIGHT - INSTANT)


def test_signing_off_ends_it_and_twice_does_no_harm(office: Database) -> None:
    on(office, ONE, FIRST)
    off(office, ONE, WEDNESDAY + HOUR)
    count = rows(office)
    off(office, ONE, WEDNESDAY + 2 * HOUR)
    assert rows(office) == count
    asked = [WEDNESDAY + HOUR - INSTANT, WEDNESDAY + HOUR, WEDNESDAY + 2 * HOUR]
    assert [sitting(office, at)[0] for at in asked] == [ONE, None, None]


def test_signing_on_twice_at_one_counter_records_it_once(office: Database) -> None:
    on(office, ONE, FIRST)
    count = rows(office)
    on(office, ONE, FIRST, WEDNESDAY + HOUR)
    assert rows(office) == count
    assert sitting(office, WEDNESDAY + 2 * HOUR)[0] == ONE


def test_whoever_signs_on_elsewhere_has_left_the_first_counter(office: Database) -> None:
    on(office, ONE, FIRST)
    on(office, ONE, SECOND, WEDNESDAY + HOUR)
    assert sitting(office, WEDNESDAY + HOUR - INSTANT) == [ONE, None]
    assert sitting(office, WEDNESDAY + HOUR) == [None, ONE]


def test_whoever_signs_on_takes_the_place_of_whoever_was_there(office: Database) -> None:
    on(office, ONE, FIRST)
    on(office, TWO, FIRST, WEDNESDAY + HOUR)
    assert sitting(office, WEDNESDAY + HOUR - INSTANT)[0] == ONE
    assert sitting(office, WEDNESDAY + HOUR)[0] == TWO
    assert sign_on.find_sign_on(office, ONE, WEDNESDAY + HOUR) is None


def test_two_who_change_places_are_each_where_they_went(office: Database) -> None:
    on(office, ONE, FIRST)
    on(office, TWO, SECOND)
    on(office, ONE, SECOND, WEDNESDAY + HOUR)
    on(office, TWO, FIRST, WEDNESDAY + HOUR)
    assert sitting(office, WEDNESDAY + HOUR) == [TWO, ONE]


def test_a_wrong_press_put_right_in_the_same_second_leaves_nobody_twice(office: Database) -> None:
    on(office, ONE, FIRST)
    on(office, ONE, SECOND)
    assert sitting(office, WEDNESDAY) == [None, ONE]
    on(office, TWO, SECOND)
    assert sitting(office, WEDNESDAY) == [None, TWO]


def test_a_fresh_morning_begins_without_anybody(office: Database) -> None:
    on(office, ONE, FIRST)
    morning = MIDNIGHT + HOUR
    assert sign_on.find_sign_on(office, ONE, morning) is None
    on(office, ONE, SECOND, morning)
    assert sitting(office, morning) == [None, ONE]


def test_a_roster_does_not_bring_back_who_has_signed_off(office: Database) -> None:
    noon = WEDNESDAY + 2 * HOUR
    with writing(office):
        a_duty(office, FIRST, ONE, starts_at=WEDNESDAY - HOUR, ends_at=noon)
        a_duty(office, FIRST, TWO, starts_at=noon, ends_at=noon + HOUR)
    on(office, ONE, FIRST)
    off(office, ONE, WEDNESDAY + HOUR)
    assert sitting(office, WEDNESDAY + HOUR)[0] is None
    assert sitting(office, noon)[0] == TWO, "the next one of the roster comes as planned"


def test_a_roster_until_further_notice_comes_back_the_next_day(office: Database) -> None:
    on(office, ONE, "H44.5-1")  # where the small record's roster has this officer for good
    off(office, ONE, WEDNESDAY + HOUR)
    asked = [WEDNESDAY + HOUR, MIDNIGHT - INSTANT, MIDNIGHT]
    assert [sitting(office, at, "H44.5-1")[0] for at in asked] == [None, None, ONE]


# A night from 22:00 to 06:00 in Viet Nam, and half past ten in it.
TEN, SIX = MIDNIGHT - 2 * HOUR, MIDNIGHT + 6 * HOUR
NIGHT = TEN + HOUR / 2


@pytest.fixture
def at_night(office: Database) -> Database:
    """The office, with a roster that has the first officer there until six in the morning."""
    with writing(office):
        a_duty(office, FIRST, ONE, starts_at=TEN, ends_at=SIX)
    return office


def through_the_night(db: Database) -> list[str | None]:
    """Who sits there at half past ten, just before and at midnight, and before and at six."""
    asked = [NIGHT, MIDNIGHT - INSTANT, MIDNIGHT, SIX - INSTANT, SIX]
    return [sitting(db, at)[0] for at in asked]


def test_midnight_does_not_bring_back_who_signed_off_in_the_night(at_night: Database) -> None:
    on(at_night, ONE, FIRST, TEN)
    off(at_night, ONE, NIGHT)
    assert through_the_night(at_night) == [None] * 5


def test_midnight_does_not_bring_back_who_went_elsewhere_in_the_night(at_night: Database) -> None:
    on(at_night, ONE, SECOND, NIGHT)
    assert through_the_night(at_night) == [None] * 5
    assert sitting(at_night, MIDNIGHT - INSTANT)[1] == ONE


def test_midnight_does_not_bring_back_whom_somebody_relieved(at_night: Database) -> None:
    on(at_night, TWO, FIRST, NIGHT)
    assert through_the_night(at_night) == [TWO, TWO, TWO, TWO, None]


def test_who_comes_before_the_nights_duty_begins_stays_to_its_end(at_night: Database) -> None:
    on(at_night, TWO, FIRST, TEN - HOUR)
    assert through_the_night(at_night) == [TWO, TWO, TWO, TWO, None]


def test_a_night_written_as_two_rows_is_one(office: Database) -> None:
    with writing(office):
        a_duty(office, FIRST, ONE, starts_at=TEN, ends_at=MIDNIGHT)
        a_duty(office, FIRST, ONE, starts_at=MIDNIGHT, ends_at=SIX)
    on(office, ONE, FIRST, TEN)
    off(office, ONE, NIGHT)
    assert through_the_night(office) == [None] * 5


def test_the_next_one_of_the_roster_comes_in_the_night_as_planned(office: Database) -> None:
    with writing(office):
        a_duty(office, FIRST, ONE, starts_at=TEN, ends_at=MIDNIGHT)
        a_duty(office, FIRST, TWO, starts_at=MIDNIGHT, ends_at=SIX)
    on(office, ONE, FIRST, TEN)
    off(office, ONE, NIGHT)
    assert through_the_night(office) == [None, None, TWO, TWO, None]


@pytest.mark.parametrize(("hours", "until"), [(24, NIGHT + 24 * HOUR), (25, MIDNIGHT)])
def test_a_duty_that_ends_within_a_day_is_left_to_its_end_a_longer_one_until_midnight(
    office: Database, hours: int, until: datetime
) -> None:
    with writing(office):
        a_duty(office, FIRST, ONE, starts_at=TEN, ends_at=NIGHT + hours * HOUR)
        a_duty(office, FIRST, TWO, starts_at=NIGHT + hours * HOUR, ends_at=NIGHT + 30 * HOUR)
    on(office, ONE, FIRST, TEN)
    off(office, ONE, NIGHT)
    assert sitting(office, until - INSTANT)[0] is None
    assert sitting(office, until)[0] == (TWO if hours == 24 else ONE)


def test_who_comes_back_in_the_same_night_sits_there_again(at_night: Database) -> None:
    on(at_night, ONE, FIRST, TEN)
    off(at_night, ONE, NIGHT)
    on(at_night, ONE, FIRST, MIDNIGHT + HOUR)
    asked = [MIDNIGHT, MIDNIGHT + HOUR, SIX - INSTANT]
    assert [sitting(at_night, at)[0] for at in asked] == [None, ONE, ONE]


def test_who_signs_on_elsewhere_is_not_at_the_counter_of_the_roster(office: Database) -> None:
    on(office, ONE, FIRST)
    assert sitting(office, WEDNESDAY, "H44.5-1", FIRST) == [None, ONE]
    on(office, TWO, "H44.5-1", WEDNESDAY + HOUR)
    assert sitting(office, WEDNESDAY + HOUR, "H44.5-1", FIRST) == [TWO, ONE]
    on(office, ONE, "H44.5-1", WEDNESDAY + 2 * HOUR)
    assert sitting(office, WEDNESDAY + 2 * HOUR, "H44.5-1", FIRST) == [ONE, None]


def test_a_colleague_of_the_roster_is_back_when_the_substitute_leaves(office: Database) -> None:
    on(office, TWO, "H44.5-1")
    assert sitting(office, WEDNESDAY, "H44.5-1")[0] == TWO
    off(office, TWO, WEDNESDAY + HOUR)
    assert sitting(office, WEDNESDAY + HOUR, "H44.5-1")[0] == ONE


@pytest.mark.parametrize(
    ("officer", "counter", "error"),
    [
        ("nobody", FIRST, UnknownOfficer),
        (ONE, "nowhere", UnknownCounter),
        (ONE, ELSEWHERE, NotYourCounter),
        (STRANGER, FIRST, NotYourCounter),
        ("", FIRST, UnknownOfficer),
        (ONE, "", UnknownCounter),
    ],
)
def test_what_cannot_be_is_refused_without_a_trace(
    office: Database, officer: str, counter: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        on(office, officer, counter)
    assert rows(office) == 0
    assert office.conn.execute("SELECT count(*) FROM audit").fetchone() == (0,)


def test_an_officer_who_has_left_the_service_signs_on_nowhere(office: Database) -> None:
    with writing(office):
        retired: dict[str, Any] = {"retired": 1, "name": "Cán bộ A-01", "unit_id": "H44.5"}
        a_version(office, "officer", "2026-08-19", officer_id=ONE, **retired)
    with pytest.raises(UnknownOfficer):
        on(office, ONE, FIRST)


def test_the_choice_is_of_the_own_centres_counters_with_who_is_there(office: Database) -> None:
    on(office, TWO, SECOND)
    choices = sign_on.counters_of(office, ONE, WEDNESDAY)
    assert [(choice.counter_id, choice.officer_id) for choice in choices] == [
        ("H44.5-1", ONE),
        ("H44.5-2", None),  # the roster's officer has signed on at another counter
        (FIRST, None),
        (SECOND, TWO),
    ]
    assert choices[3].officer == "Cán bộ A-02"


def test_a_seconded_officer_may_choose_where_the_roster_had_them_lately(office: Database) -> None:
    start = WEDNESDAY - timedelta(days=59)
    with writing(office):
        a_duty(office, FIRST, STRANGER, starts_at=start - HOUR, ends_at=start)
    chosen = {choice.counter_id for choice in sign_on.counters_of(office, STRANGER, WEDNESDAY)}
    assert {FIRST, SECOND, ELSEWHERE} <= chosen
    later = sign_on.counters_of(office, STRANGER, WEDNESDAY + timedelta(days=2))
    assert [choice.counter_id for choice in later] == [ELSEWHERE]


def test_every_sign_on_and_off_is_in_the_audit_trail(office: Database) -> None:
    on(office, ONE, FIRST)
    off(office, ONE, WEDNESDAY + HOUR)
    assert office.conn.execute("SELECT actor, action, subject FROM audit ORDER BY at").fetchall() == [
        ("tests", "sign on", f"{ONE} {FIRST}"),
        ("tests", "sign off", ONE),
    ]


def test_nothing_that_was_recorded_is_changed(office: Database) -> None:
    on(office, ONE, FIRST)
    before = office.conn.execute("SELECT * FROM duty").fetchall()
    on(office, TWO, FIRST, WEDNESDAY + HOUR)
    off(office, TWO, WEDNESDAY + 2 * HOUR)
    assert set(before) < set(office.conn.execute("SELECT * FROM duty").fetchall())


def test_a_user_is_known_as_an_officer_only_where_it_was_said(office: Database) -> None:
    with writing(office):
        office.conn.execute(
            "INSERT INTO user (user_id, name, role, password_hash, created_at, officer_id)"
            " VALUES ('a', 'A', 'officer', '', ?, ?), ('b', 'B', 'officer', '', ?, NULL)",
            [periods.stamp(WEDNESDAY), ONE, periods.stamp(WEDNESDAY)],
        )
    assert [sign_on.find_officer_of(office, user) for user in ("a", "b", "c")] == [ONE, None, None]
