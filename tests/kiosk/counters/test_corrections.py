"""Managers put right who sat at a counter; the page's reading of a day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.catalogue import centres
from kiosk.counters import corrections, duties, sign_on
from kiosk.counters.corrections import Correction
from kiosk.errors import (
    MissingField,
    TextTooLong,
    UnknownCentre,
    UnknownCounter,
    UnknownOfficer,
    UnsafeText,
    WrongSpan,
)
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY, a_duty, a_version

COUNTER, ONE, TWO = "H44.5-1", "H44.5.A-01", "H44.5.A-02"
DAY = date(2026, 8, 19)
START, END = WEDNESDAY, WEDNESDAY + timedelta(hours=2)
SAID = Correction(COUNTER, TWO, START, END, "đổi ca")


def put(db: Database, said: Correction = SAID, later: int = 0) -> None:
    with writing(db):
        corrections.correct(db, said, now=WEDNESDAY + timedelta(minutes=later), by="manager")


def count(db: Database, table: str = "duty WHERE source = 'correction'") -> int:
    [(found,)] = db.conn.execute(f"SELECT count(*) FROM {table}")
    return int(found)


def test_a_correction_is_believed_within_its_span_and_written_to_the_audit_trail(db: Database) -> None:
    put(db)
    second = timedelta(seconds=1)
    asked = [(COUNTER, at) for at in (START - second, START, END - second, END)]
    assert duties.find_officers_on_duty(db, asked) == [ONE, TWO, TWO, ONE]
    assert db.conn.execute("SELECT actor, action, subject FROM audit").fetchall() == [
        ("manager", "correct duty", f"{COUNTER} 2026-08-19T02:30:00Z {TWO}")
    ]


def test_a_correction_may_say_that_nobody_was_there(db: Database) -> None:
    put(db, replace(SAID, officer_id=None))
    assert duties.find_officer_on_duty(db, COUNTER, START) is None


def test_the_last_word_holds_and_the_same_word_twice_stands_once(db: Database) -> None:
    put(db)
    put(db, later=1)
    assert count(db) == count(db, "audit") == 1
    put(db, replace(SAID, officer_id=ONE), later=2)
    assert duties.find_officer_on_duty(db, COUNTER, START) == ONE
    put(db, later=3)
    assert duties.find_officer_on_duty(db, COUNTER, START) == TWO


def test_of_two_words_in_one_second_or_under_a_clock_put_back_the_last_holds(db: Database) -> None:
    put(db)
    put(db, replace(SAID, officer_id=ONE))
    assert duties.find_officer_on_duty(db, COUNTER, START) == ONE
    put(db, later=-60)
    assert duties.find_officer_on_duty(db, COUNTER, START) == TWO


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (replace(SAID, counter_id="nowhere"), UnknownCounter),
        (replace(SAID, officer_id="nobody"), UnknownOfficer),
        (replace(SAID, ends_at=START), WrongSpan),
        (replace(SAID, ends_at=START - timedelta(seconds=1)), WrongSpan),
        (replace(SAID, ends_at=START + timedelta(days=1, seconds=1)), WrongSpan),
        (replace(SAID, reason="  "), MissingField),
        (replace(SAID, reason="x" * 301), TextTooLong),
        (replace(SAID, reason="\u202ereversed"), UnsafeText),
        (
            replace(SAID, starts_at=START.replace(year=2024), ends_at=END.replace(year=2024)),
            UnknownCounter,
        ),
    ],
)
def test_what_cannot_be_is_refused_without_a_trace(
    db: Database, said: Correction, error: type[Exception]
) -> None:
    with pytest.raises(error):
        put(db, said)
    assert count(db) == count(db, "audit") == 0


def test_a_day_shows_all_that_was_put_on_record_with_who_and_why(db: Database) -> None:
    with writing(db):
        sign_on.sign_on(db, TWO, COUNTER, now=START, by="user-2")
        sign_on.sign_off(db, TWO, now=END, by="user-2")
    put(db, replace(SAID, officer_id=ONE), later=150)
    found = corrections.entries_of(db, COUNTER, DAY)
    assert [(entry.source, entry.officer_id, entry.replaced) for entry in found] == [
        ("roster", ONE, False),
        ("sign_on", TWO, True),
        ("sign_on", TWO, False),
        ("correction", ONE, False),
    ]
    assert (found[0].officer, found[0].ends_at) == ("Cán bộ A-01", None)
    assert (found[2].ends_at, found[2].reason, found[2].recorded_by) == (END, "signed off", "user-2")
    assert (found[3].reason, found[3].recorded_by) == ("đổi ca", "manager")


def test_another_days_entries_are_not_shown(db: Database) -> None:
    with writing(db):
        a_version(db, "counter", counter_id="H44.5-9", name="Quầy 9", centre_id="H44.5")
        midnight = datetime(2026, 8, 18, 17, tzinfo=UTC)  # the first instant of the day in Viet Nam
        a_duty(db, "H44.5-9", ONE, starts_at=midnight - timedelta(hours=1), ends_at=midnight)
        a_duty(db, "H44.5-9", ONE, starts_at=midnight + timedelta(days=1))
        a_duty(db, "H44.5-9", TWO, starts_at=midnight, ends_at=midnight + timedelta(hours=1))
    assert [entry.officer_id for entry in corrections.entries_of(db, "H44.5-9", DAY)] == [TWO]


def test_who_is_believed_is_cut_at_the_days_ends(db: Database) -> None:
    put(db)
    midnight = datetime(2026, 8, 18, 17, tzinfo=UTC)
    assert corrections.believed_on(db, COUNTER, DAY) == [
        (midnight, START, ONE),
        (START, END, TWO),
        (END, midnight + timedelta(days=1), ONE),
    ]
    assert corrections.believed_on(db, "nowhere", DAY) == []


def test_an_officer_whom_the_catalogue_no_longer_names_is_shown_by_id(db: Database) -> None:
    assert corrections.name_of(db, ONE, DAY) == "Cán bộ A-01"
    assert corrections.name_of(db, ONE, date(2024, 1, 1)) == ONE
    assert corrections.name_of(db, None, DAY) is None


def test_a_centres_counters_stand_in_the_order_of_their_numbers(db: Database) -> None:
    with writing(db):
        a_version(db, "counter", counter_id="H44.5-10", name="Quầy 10", centre_id="H44.5")
        a_version(
            db, "counter", "2026-08-19", counter_id="H44.5-1", retired=1, name="x", centre_id="H44.5"
        )
    found = [counter.name for counter in centres.counters_in(db, "H44.5", DAY)]
    assert found == ["Quầy 2", "Quầy 10"]


def test_a_centres_people_are_its_units_and_those_its_roster_had_lately(db: Database) -> None:
    def ids(at: datetime) -> list[str]:
        return [officer.officer_id for officer in centres.officers_in(db, "H44.5", at)]

    assert ids(WEDNESDAY) == [ONE, TWO]
    with writing(db):
        a_duty(db, COUNTER, "H44.9.A-01", starts_at=START - timedelta(days=1), ends_at=START)
    assert ids(WEDNESDAY) == [ONE, "H44.9.A-01", TWO]  # by name, then by id
    assert ids(WEDNESDAY + centres.LATELY) == [ONE, TWO]


def test_a_centre_that_is_not_there_is_named_as_such(db: Database) -> None:
    assert centres.get_centre(db, "H44.5", DAY).centre_id == "H44.5"
    for centre_id, day in (("H44.7", DAY), ("H44.5", date(2024, 1, 1))):
        with pytest.raises(UnknownCentre):
            centres.get_centre(db, centre_id, day)
