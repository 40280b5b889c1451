"""Acceptance: what is stored, under whose name, and what is not."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk import errors
from kiosk.ratings.set_aside import MOST_KEPT_ASIDE
from kiosk.ratings.submissions import Receipt, Submission
from kiosk.storage.db import Database, writing
from tests.factories import (
    WEDNESDAY,
    a_duty,
    a_service,
    a_submission,
    a_version,
    an_acceptance,
    rate,
)


def stored(db: Database, rating_id: str) -> dict[str, Any]:
    cursor = db.conn.execute("SELECT * FROM ratings_v1 WHERE rating_id = ?", [rating_id])
    names = [column[0] for column in cursor.description]
    return dict(zip(names, cursor.fetchone(), strict=True))


def count(db: Database, table: str) -> int:
    return int(db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def accept(db: Database, *submissions: Submission, at: datetime = WEDNESDAY) -> list[Any]:
    with writing(db):
        return an_acceptance().accept_all(db, submissions, at)


def test_a_press_is_stored_with_its_slot_place_and_officer(db: Database) -> None:
    row = stored(db, rate(db, satisfied=False))
    assert row | {"rating_id": ""} == {
        "rating_id": "",
        "iso_week": "2026-W34",
        "day": "2026-08-19",
        "hour": 9,
        "unit_id": "H44.5",
        "centre_id": "H44.5",
        "counter_id": "H44.5-1",
        "officer_id": "H44.5.A-01",
        "officer_by": "duty",
        "procedure_id": None,
        "procedure_by": None,
        "channel": "tablet",
        "tier": "tablet",
        "satisfied": 0,
        "rule": None,
        "user_kind": None,
        "service_week": None,
        "service_failed": None,
        "resolving_unit_id": None,
        "service_centre_id": None,
        "service_counter_id": None,
        "month": "2026-08",
        "weekday": 3,
        "service_month": None,
        "service_overdue": None,
        "service_ending": None,
    }


def test_an_answer_that_waited_belongs_to_the_hour_in_which_it_was_given(db: Database) -> None:
    row = stored(db, rate(db, age_seconds=3 * 86_400 + 3_600))
    assert (row["iso_week"], row["day"], row["hour"]) == ("2026-W33", "2026-08-16", 8)


def test_the_officer_is_the_one_on_duty_when_the_answer_was_given(db: Database) -> None:
    yesterday = WEDNESDAY - timedelta(days=1)
    with writing(db):
        a_version(db, "counter", counter_id="H44.5-7", name="Quầy 7", centre_id="H44.5")
        a_duty(db, "H44.5-7", "H44.5.A-01", ends_at=yesterday)
        a_duty(db, "H44.5-7", "H44.5.A-02", starts_at=yesterday)
    now, late = (stored(db, rate(db, counter_id="H44.5-7", age_seconds=age)) for age in (0, 2 * 86_400))
    assert (now["officer_id"], late["officer_id"]) == ("H44.5.A-02", "H44.5.A-01")


def test_an_officer_who_has_left_still_has_the_ratings_of_their_time(db: Database) -> None:
    with writing(db):
        a_version(
            db,
            "officer",
            "2026-08-18",
            officer_id="H44.5.A-01",
            name="Cán bộ A-01",
            unit_id="H44.5",
            retired=1,
        )
    assert stored(db, rate(db, age_seconds=5 * 86_400))["officer_id"] == "H44.5.A-01"


@pytest.mark.parametrize(
    ("shown", "officer_id"),
    [(None, "H44.5.A-01"), ("H44.5.A-01", "H44.5.A-01"), ("H44.5.A-02", None), ("", None)],
)
def test_another_card_on_the_screen_than_the_duty_says_leaves_no_officer(
    db: Database, shown: str | None, officer_id: str | None
) -> None:
    row = stored(db, rate(db, officer_shown=shown))
    assert (row["officer_id"], row["officer_by"]) == (officer_id, officer_id and "duty")


def test_the_officer_of_a_finished_service_is_known_whoever_was_shown(db: Database) -> None:
    with writing(db):
        service_id = a_service(db, officer_id="H44.5.A-02")
    row = stored(db, rate(db, service_id=service_id, officer_shown=""))
    assert (row["officer_id"], row["officer_by"]) == ("H44.5.A-02", "service")


def test_the_same_rating_is_the_same_whoever_was_shown_and_whatever_marks_it(db: Database) -> None:
    submission = a_submission()
    accept(db, submission)
    again = replace(submission, officer_shown="H44.5.A-02", rule="clock-1")
    assert accept(db, again) == [Receipt(submission.rating_id)]
    assert stored(db, submission.rating_id)["rule"] is None


@pytest.mark.parametrize(
    ("tier", "officer_id"),
    [("poster", None), ("rotating", "H44.5.A-01"), ("tablet", "H44.5.A-01")],
)
def test_a_printed_code_names_no_officer(db: Database, tier: str, officer_id: str | None) -> None:
    row = stored(db, rate(db, channel="phone", tier=tier))
    assert (row["officer_id"], row["officer_by"]) == (officer_id, officer_id and "duty")


def test_without_anybody_on_duty_a_rating_has_no_officer(db: Database) -> None:
    with writing(db):
        a_version(db, "counter", counter_id="H44.5-8", name="Quầy 8", centre_id="H44.5")
    row = stored(db, rate(db, counter_id="H44.5-8"))
    assert (row["officer_id"], row["officer_by"]) == (None, None)


def test_the_same_rating_sent_again_gets_the_same_answer_and_is_stored_once(db: Database) -> None:
    submission = a_submission()
    first = accept(db, submission)
    later = accept(db, replace(submission, age_seconds=90.5), at=WEDNESDAY + timedelta(minutes=2))
    assert first == later == [Receipt(submission.rating_id)]
    assert count(db, "rating") == 1


def test_the_same_rating_twice_in_one_delivery_is_stored_once(db: Database) -> None:
    submission = a_submission()
    assert accept(db, submission, submission) == [Receipt(submission.rating_id)] * 2
    assert count(db, "rating") == 1


@pytest.mark.parametrize(
    "change",
    [
        {"satisfied": False},
        {"counter_id": "H44.5-2"},
        {"channel": "phone", "tier": "poster"},
        {"user_kind": "business"},
        {"procedure_id": "2.000815"},
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_another_rating_under_the_same_id_is_kept_aside(
    db: Database, change: dict[str, Any], together: bool
) -> None:
    first = a_submission()
    second = replace(first, **change)
    if together:
        outcome = accept(db, first, second)[1]
    else:
        accept(db, first)
        outcome = accept(db, second)[0]
    assert isinstance(outcome, errors.RatingConflict)
    assert count(db, "rating") == 1
    assert stored(db, first.rating_id)["satisfied"] == 1
    day, cause, body = db.conn.execute("SELECT day, cause, body FROM set_aside").fetchone()
    assert (day, cause) == ("2026-08-19", "rating_conflict")
    assert {name: json.loads(body)[name] for name in change} == change


def test_a_contradiction_is_kept_once_and_only_so_many_of_each_rating(db: Database) -> None:
    first = a_submission()
    accept(db, first)
    for procedure in range(20):
        second = replace(first, procedure_id=f"1.{procedure:06d}")
        accept(db, second)
        accept(db, second)
    assert count(db, "set_aside") == MOST_KEPT_ASIDE


def test_what_is_kept_aside_tells_no_time(db: Database) -> None:
    first = a_submission(age_seconds=120)
    accept(db, first)
    accept(db, replace(first, satisfied=False, age_seconds=77))
    body = json.loads(db.conn.execute("SELECT body FROM set_aside").fetchone()[0])
    assert body["age_seconds"] is None


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"rating_id": "short"}, errors.WrongId),
        ({"rating_id": "A" * 32}, errors.WrongId),
        ({"rating_id": "a" * 31 + "\n"}, errors.WrongId),
        ({"counter_id": "H99-1"}, errors.UnknownCounter),
        ({"age_seconds": -1}, errors.WrongAge),
        ({"age_seconds": 40 * 86_400 + 1}, errors.WrongAge),
        ({"age_seconds": float("nan")}, errors.WrongAge),
        ({"age_seconds": 1e300}, errors.WrongAge),
        ({"channel": "letter"}, errors.WrongChoice),
        ({"tier": "gold"}, errors.WrongChoice),
        ({"user_kind": "dog"}, errors.WrongChoice),
        ({"procedure_id": "9.999999"}, errors.UnknownProcedure),
        ({"service_id": "H44.5-260817-0000000"}, errors.UnknownService),
    ],
)
def test_a_refused_rating_leaves_nothing_and_holds_up_no_other(
    db: Database, change: dict[str, Any], error: type[errors.KioskError]
) -> None:
    changes = db.conn.execute("SELECT * FROM change").fetchall()
    bad = replace(a_submission(), **change)
    with pytest.raises(error), writing(db):
        an_acceptance().accept(db, bad, WEDNESDAY)
    assert count(db, "rating") == count(db, "set_aside") == count(db, "service_answered") == 0
    assert db.conn.execute("SELECT * FROM change").fetchall() == changes
    good = a_submission()
    outcomes = accept(db, bad, good)
    assert isinstance(outcomes[0], error)
    assert outcomes[1] == Receipt(good.rating_id)


def test_a_counter_is_judged_on_the_day_of_the_press(db: Database) -> None:
    with writing(db):
        a_version(
            db, "counter", "2026-08-18", counter_id="H44.5-2", name="-", centre_id="H44.5", retired=1
        )
    assert stored(db, rate(db, counter_id="H44.5-2", age_seconds=3 * 86_400))["day"] == "2026-08-16"
    with pytest.raises(errors.UnknownCounter):
        rate(db, counter_id="H44.5-2")


def test_a_procedure_is_judged_on_the_day_of_the_press(db: Database) -> None:
    with writing(db):
        a_version(
            db,
            "procedure",
            "2026-08-18",
            procedure_id="2.000815",
            name="-",
            raw_code="2.000815",
            retired=1,
        )
    row = stored(db, rate(db, procedure_id="2.000815", age_seconds=3 * 86_400))
    assert (row["procedure_id"], row["procedure_by"]) == ("2.000815", "citizen")
    with pytest.raises(errors.RetiredProcedure, match="2026-08-19"):
        rate(db, procedure_id="2.000815")


def test_a_rating_tied_to_a_service_takes_over_what_the_service_knows(db: Database) -> None:
    with writing(db):
        service_id = a_service(
            db,
            finished_day="2026-08-14",
            resolving_unit_id="H44.9",
            officer_id="H44.5.A-02",
            overdue=1,
        )
    row = stored(db, rate(db, service_id=service_id, tier="receipt"))
    assert {name: row[name] for name in row if name.startswith(("off", "proc", "serv", "res"))} == {
        "officer_id": "H44.5.A-02",
        "officer_by": "service",
        "procedure_id": "1.001193",
        "procedure_by": "service",
        "service_week": "2026-W33",
        "service_failed": 1,
        "resolving_unit_id": "H44.9",
        "service_centre_id": "H44.5",
        "service_counter_id": "H44.5-1",
        "service_month": "2026-08",
        "service_overdue": 1,
        "service_ending": "granted",
    }
    assert row["iso_week"] == "2026-W34"


@pytest.mark.parametrize(
    ("outcome", "channel", "ending"),
    [("refused", "counter", "refused"), ("granted", "online", "online"), ("returned", "post", "post")],
)
def test_a_rating_keeps_how_its_service_ended_and_in_which_month(
    db: Database, outcome: str, channel: str, ending: str
) -> None:
    with writing(db):
        service_id = a_service(db, finished_day="2026-07-31", outcome=outcome, channel=channel)
    row = stored(db, rate(db, service_id=service_id))
    assert (row["month"], row["service_month"], row["service_ending"]) == ("2026-08", "2026-07", ending)


def test_a_tied_rating_from_before_it_was_kept_has_the_month_of_the_answer(db: Database) -> None:
    with writing(db):
        service_id = a_service(db, finished_day="2026-07-31")
    row = next(db.query("SELECT * FROM rating WHERE rating_id = ?", [rate(db, service_id=service_id)]))
    kept_since = {"service_month": None, "service_overdue": None, "service_ending": None}
    older = row | kept_since | {"rating_id": "0" * 32}
    with writing(db):
        db.conn.execute(
            f"INSERT INTO rating ({', '.join(older)}) VALUES ({', '.join('?' * len(older))})",
            list(older.values()),
        )
    found = stored(db, "0" * 32)
    assert (found["service_week"], found["service_month"]) == ("2026-W31", "2026-08")
    assert (found["service_overdue"], found["service_ending"]) == (None, None)


@pytest.mark.parametrize("days_ago", range(7))
def test_weekdays_run_from_monday_to_sunday(db: Database, days_ago: int) -> None:
    day = WEDNESDAY - timedelta(days=days_ago)
    assert stored(db, rate(db, now=day))["weekday"] == day.isoweekday()


def test_a_rating_belongs_to_the_counter_of_its_service_wherever_it_is_given(db: Database) -> None:
    with writing(db):
        service_id = a_service(db)
    submission = a_submission(service_id=service_id, counter_id="H44.9-1")
    assert accept(db, submission) == accept(db, submission) == [Receipt(submission.rating_id)]
    row = stored(db, submission.rating_id)
    assert (row["counter_id"], row["centre_id"], row["unit_id"]) == ("H44.5-1", "H44.5", "H44.5")


def test_a_service_without_a_counter_leaves_the_one_of_the_press(db: Database) -> None:
    with writing(db):
        service_id = a_service(db, counter_id=None, centre_id=None, channel="online")
    row = stored(db, rate(db, service_id=service_id, counter_id="H44.5-2"))
    assert (row["counter_id"], row["procedure_by"]) == ("H44.5-2", "service")


def test_a_service_that_names_no_officer_leaves_the_one_on_duty(db: Database) -> None:
    with writing(db):
        service_id = a_service(db, officer_id=None)
    row = stored(db, rate(db, service_id=service_id))
    assert (row["officer_id"], row["officer_by"]) == ("H44.5.A-01", "duty")


def test_a_service_is_answered_once(db: Database) -> None:
    with writing(db):
        service_id = a_service(db)
    first = a_submission(service_id=service_id)
    accept(db, first)
    with pytest.raises(errors.ServiceAnswered):
        rate(db, service_id=service_id)
    assert accept(db, first) == [Receipt(first.rating_id)]
    assert count(db, "rating") == count(db, "service_answered") == 1


def test_the_record_does_not_say_which_rating_answered_which_service(db: Database) -> None:
    with writing(db):
        services = [a_service(db) for _ in range(3)]
    ids = [rate(db, service_id=service_id) for service_id in services]
    pairs = set(zip(services, ids, strict=True))
    for (table,) in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in db.conn.execute(f'SELECT * FROM "{table}"').fetchall():
            assert not {pair for pair in pairs if set(pair) <= set(row)}, table


def test_each_rating_announces_its_day_and_centre_and_that_of_its_service(db: Database) -> None:
    with writing(db):
        service_id = a_service(db, finished_day="2026-08-14")
    before = dict(db.conn.execute("SELECT day || place_id, version FROM change").fetchall())
    rate(db, service_id=service_id)
    after = dict(db.conn.execute("SELECT day || place_id, version FROM change").fetchall())
    assert {key: after[key] - before.get(key, 0) for key in after} == {
        "2026-08-14H44.5": 1,
        "2026-08-19H44.5": 1,
    }


def test_more_ratings_than_fit_one_statement_are_all_stored(db: Database) -> None:
    submissions = [a_submission(satisfied=i % 3 > 0) for i in range(200)]
    accept(db, *submissions)
    assert count(db, "rating") == 200
    found = dict(db.conn.execute("SELECT rating_id, satisfied FROM rating").fetchall())
    assert found == {one.rating_id: int(one.satisfied) for one in submissions}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), st.data())
def test_any_division_into_deliveries_stores_each_id_once(order: list[int], data: st.DataObject) -> None:
    import tempfile
    from pathlib import Path

    from tests.factories import a_record

    with tempfile.TemporaryDirectory() as folder:
        db = a_record(Path(folder) / "kiosk.db")
        ten = [a_submission(rating_id=f"{i:032x}") for i in range(10)]
        sent = [ten[i] for i in order]
        while sent:
            cut = data.draw(st.integers(1, len(sent)))
            assert all(isinstance(outcome, Receipt) for outcome in accept(db, *sent[:cut]))
            sent = sent[cut:]
        found = {row[0] for row in db.conn.execute("SELECT rating_id FROM rating")}
        db.conn.close()
    assert found == {f"{i:032x}" for i in set(order)}


def test_an_instant_on_the_edge_of_a_week_falls_on_the_right_side(db: Database) -> None:
    monday = datetime(2026, 8, 16, 17, 0, tzinfo=UTC)
    before, after = (rate(db, now=at) for at in (monday - timedelta(seconds=1), monday))
    assert stored(db, before)["iso_week"] == "2026-W33"
    assert stored(db, after)["iso_week"] == "2026-W34"
