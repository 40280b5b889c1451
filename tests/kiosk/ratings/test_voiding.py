"""Hours whose ratings are void, because two people say so."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from analytics import rollup, schema, source, weekly
from analytics.counts import NotCounted
from analytics.weeks import Week
from kiosk.errors import MissingField, TextTooLong, UnknownCounter
from kiosk.errors.voids import AlreadyDecided, NoSuchVoid, NotVoid, SamePerson, WrongHours
from kiosk.ratings import voiding
from kiosk.ratings.voiding import CONFIRMED, LIFTED, OPEN, REFUSED, Hours
from kiosk.storage.db import Database, writing
from kiosk.storage.driver import sqlite3
from tests.factories import WEDNESDAY, a_service, rate

DAY, LATER = date(2026, 8, 19), WEDNESDAY + timedelta(hours=3)
NINE = Hours("H44.5-1", DAY, 9, 10)  # the hour of the factories
WHY = "kỹ thuật viên thử máy"


def ask(db: Database, hours: Hours = NINE, by: str = "an", reason: str = WHY) -> str:
    with writing(db):
        return voiding.ask(db, hours, reason, now=LATER, by=by)


def decide(db: Database, void_id: str, by: str = "bình", is_confirmed: bool = True) -> None:
    with writing(db):
        voiding.decide(db, void_id, "đúng", is_confirmed=is_confirmed, now=LATER, by=by)


def lift(db: Database, void_id: str, by: str = "an") -> str:
    with writing(db):
        return voiding.ask_to_lift(db, void_id, "nhầm ngày", now=LATER, by=by)


def state(db: Database, void_id: str) -> str:
    return voiding.get_asked(db, void_id).state


def rules(db: Database) -> list[str | None]:
    return [row[0] for row in db.conn.execute("SELECT rule FROM ratings_v1 ORDER BY rule")]


def test_what_one_person_asks_for_changes_nothing(db: Database) -> None:
    rate(db)
    assert state(db, ask(db)) == OPEN
    assert rules(db) == [None]


def test_what_a_second_person_confirms_is_void_and_kept(db: Database) -> None:
    rating_id = rate(db)
    decide(db, ask(db))
    assert rules(db) == ["void"]
    assert db.conn.execute("SELECT rating_id, satisfied, rule FROM rating").fetchall() == [
        (rating_id, 1, None)
    ]


def test_nobody_decides_about_his_own_wish(db: Database) -> None:
    void_id = ask(db, by="an")
    with pytest.raises(SamePerson):
        decide(db, void_id, by="an")
    assert state(db, void_id) == OPEN


def test_not_even_by_writing_into_the_table(db: Database) -> None:
    void_id = ask(db, by="an")
    with pytest.raises(sqlite3.IntegrityError, match="second person"), writing(db):
        db.conn.execute("INSERT INTO void_decision VALUES (?, 1, 'x', 'x', 'an')", [void_id])


def test_what_is_refused_changes_nothing(db: Database) -> None:
    rate(db)
    void_id = ask(db)
    decide(db, void_id, is_confirmed=False)
    assert (state(db, void_id), rules(db)) == (REFUSED, [None])


def test_nothing_is_decided_twice(db: Database) -> None:
    void_id = ask(db)
    decide(db, void_id, is_confirmed=False)
    with pytest.raises(AlreadyDecided):
        decide(db, void_id)


def test_two_people_lift_it_again(db: Database) -> None:
    rate(db)
    void_id = ask(db)
    decide(db, void_id)
    lifting = lift(db, void_id)
    assert (state(db, void_id), rules(db)) == (CONFIRMED, ["void"])
    decide(db, lifting)
    assert (state(db, void_id), state(db, lifting), rules(db)) == (LIFTED, CONFIRMED, [None])


def test_only_what_is_void_can_be_lifted(db: Database) -> None:
    void_id = ask(db)
    with pytest.raises(NotVoid):
        lift(db, void_id)
    decide(db, void_id)
    lifting = lift(db, void_id)
    decide(db, lifting)
    for one in (void_id, lifting):
        with pytest.raises(NotVoid):
            lift(db, one)


@pytest.mark.parametrize(
    ("hours", "is_void"),
    [
        (NINE, True),
        (Hours("H44.5-1", DAY, 0, 12), True),
        (Hours("H44.5-1", DAY, 10, 11), False),
        (Hours("H44.5-1", DAY, 8, 9), False),
        (Hours("H44.5-2", DAY, 9, 10), False),
        (Hours("H44.5-1", date(2026, 8, 18), 0, 24), False),
    ],
)
def test_only_the_hours_of_that_counter_are_void(db: Database, hours: Hours, is_void: bool) -> None:
    rate(db)
    decide(db, ask(db, hours))
    assert rules(db) == (["void"] if is_void else [None])


def test_both_answers_of_an_hour_are_void(db: Database) -> None:
    for satisfied in (True, False):
        rate(db, satisfied=satisfied)
    decide(db, ask(db))
    assert rules(db) == ["void", "void"]


def test_what_a_rule_had_left_out_keeps_its_rule(db: Database) -> None:
    rate(db, rule="clock-1")
    decide(db, ask(db))
    assert rules(db) == ["clock-1"]


def test_asking_twice_is_asking_once(db: Database) -> None:
    assert ask(db) == ask(db)
    assert ask(db, by="bình") != ask(db)
    decide(db, ask(db))
    assert len(voiding.all_asked(db)) == 2


@pytest.mark.parametrize(
    ("hours", "error"),
    [
        (Hours("H44.5-1", DAY, 9, 9), WrongHours),
        (Hours("H44.5-1", DAY, 10, 9), WrongHours),
        (Hours("H44.5-1", DAY, -1, 9), WrongHours),
        (Hours("H44.5-1", DAY, 9, 25), WrongHours),
        (Hours("H44.5-1", DAY, 12, 13), WrongHours),  # it is half past twelve
        (Hours("H44.5-1", date(2026, 8, 20), 9, 10), WrongHours),
        (Hours("nowhere", DAY, 9, 10), UnknownCounter),
    ],
)
def test_only_hours_that_are_over_can_be_void(
    db: Database, hours: Hours, error: type[Exception]
) -> None:
    with pytest.raises(error):
        ask(db, hours)
    assert voiding.all_asked(db) == []


def test_a_reason_is_needed(db: Database) -> None:
    with pytest.raises(MissingField):
        ask(db, reason=" ")
    with pytest.raises(TextTooLong):
        ask(db, reason="x" * 301)


def test_what_nobody_asked_for_cannot_be_decided(db: Database) -> None:
    with pytest.raises(NoSuchVoid):
        decide(db, "0" * 32)


def test_who_did_what_is_kept_for_good(db: Database) -> None:
    void_id = ask(db)
    decide(db, void_id)
    decide(db, lift(db, void_id))
    trail = db.conn.execute(
        "SELECT actor, action, subject FROM audit WHERE subject LIKE 'H44.5-1%' ORDER BY action"
    ).fetchall()
    hours = "H44.5-1 2026-08-19 9-10"
    assert trail == [
        ("an", "ask for lifting", hours),
        ("an", "ask for voiding", hours),
        ("bình", "confirm lifting", hours),
        ("bình", "confirm voiding", hours),
    ]
    for table in ("void_request", "void_decision"):
        with pytest.raises(sqlite3.IntegrityError, match=table), writing(db):
            db.conn.execute(f"DELETE FROM {table}")


def test_an_officer_sees_what_he_asked_for_himself(db: Database) -> None:
    ask(db, by="an")
    ask(db, Hours("H44.5-2", DAY, 8, 9), by="bình")
    assert [one.requested_by for one in voiding.all_asked(db, "an")] == ["an"]
    assert len(voiding.all_asked(db)) == 2


def counted(path: Path, week: str) -> tuple[int, tuple[NotCounted, ...], int]:
    """Counted ratings of the week, those not counted, and counted ones within the dossier rate."""
    derived = path.with_name("analytics.db")
    rollup.refresh(path, derived)
    with schema.reading(derived) as figures, source.reading(path):
        counts = weekly.counts_of(figures, Week.parse(week), "total")[""]
    return counts.n, counts.not_counted, counts.tied_unsatisfied


def test_figures_follow_in_the_week_of_the_answer_and_in_that_of_the_service(
    db: Database, record_path: Path
) -> None:
    with writing(db):
        earlier = a_service(db, finished_day="2026-08-12", received_day="2026-08-10")
    rate(db)
    rate(db, satisfied=False, service_id=earlier)
    assert counted(record_path, "2026-W34") == (2, (), 0)
    assert counted(record_path, "2026-W33")[2] == 1
    void_id = ask(db)
    decide(db, void_id)
    assert counted(record_path, "2026-W34") == (0, (NotCounted("void", 1, 1),), 0)
    assert counted(record_path, "2026-W33")[2] == 0
    decide(db, lift(db, void_id))
    assert counted(record_path, "2026-W34") == (2, (), 0)
    assert counted(record_path, "2026-W33")[2] == 1
