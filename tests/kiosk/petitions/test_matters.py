"""What citizens leave: kept once, masked, without a person, a time or a code."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.errors import KioskError
from kiosk.petitions import codes, matters
from kiosk.petitions.matters import Petitions
from kiosk.petitions.outcomes import outcome_of, rate
from kiosk.storage.db import Database, writing
from kiosk.storage.driver import sqlite3
from tests.factories import a_version
from tests.petitions import DUE, TODAY, leave, left_id, petitions_of

DRAFT = "0123456789abcdef" * 2


@pytest.fixture
def ours(tmp_path: Path) -> Petitions:
    return petitions_of(tmp_path / "keys")


def everything(db: Database) -> str:
    """All that the record keeps of matters, as text."""
    tables = ("petition", "petition_event", "petition_outcome", "audit")
    return repr([db.conn.execute(f"SELECT * FROM {table}").fetchall() for table in tables])


def count(db: Database) -> int:
    return int(db.conn.execute("SELECT count(*) FROM petition").fetchone()[0])


def test_a_matter_is_found_under_its_code_and_no_other(db: Database, ours: Petitions) -> None:
    first, second = leave(db, ours), leave(db, ours)
    assert first.code != second.code
    assert ours.find(db, first.code) != ours.find(db, second.code)
    assert ours.find(db, first.code.lower().replace("-", " ")) == ours.find(db, first.code)


def test_it_is_due_after_as_many_working_days_as_are_set(
    db: Database, ours: Petitions, tmp_path: Path
) -> None:
    assert leave(db, ours).due_day == DUE
    hasty = petitions_of(tmp_path / "keys", days=1)
    assert leave(db, hasty).due_day == TODAY + timedelta(days=1)


def test_the_record_holds_neither_the_code_nor_the_draft_nor_a_time(
    db: Database, ours: Petitions
) -> None:
    code = leave(db, ours, draft=DRAFT).code
    kept = everything(db)
    assert code not in kept and code.replace("-", "") not in kept and DRAFT not in kept
    assert not re.search(r"\d{2}:\d{2}", kept)
    assert "rating" not in {row[1] for row in db.conn.execute("PRAGMA table_info(petition)")}


def test_sent_twice_it_is_one_matter_with_one_code(db: Database, ours: Petitions) -> None:
    first = leave(db, ours, draft=DRAFT)
    assert leave(db, ours, draft=DRAFT, today=TODAY + timedelta(days=3)) == first
    assert count(db) == 1


def test_sent_again_with_other_words_it_is_another_matter(db: Database, ours: Petitions) -> None:
    first = leave(db, ours, draft=DRAFT)
    second = leave(db, ours, draft=DRAFT, body="Tôi quên nói: đó là buổi sáng.")
    assert first.code != second.code
    assert count(db) == 2


def test_another_server_does_not_know_the_code(db: Database, ours: Petitions, tmp_path: Path) -> None:
    code = leave(db, ours).code
    assert petitions_of(tmp_path / "stranger").find(db, code) is None


@given(st.text(max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_guess_finds_anything(db: Database, ours: Petitions, text: str) -> None:
    assert ours.find(db, text) is None


def test_no_well_formed_guess_finds_anything_either(db: Database, ours: Petitions) -> None:
    leave(db, ours)
    guesses = {codes.write(iter([7**20 + number, number])) for number in range(10_000)}
    assert len(guesses) > 9_000
    assert {ours.find(db, guess) for guess in guesses} == {None}


def test_numbers_that_lead_to_a_person_are_masked_before_they_are_kept(
    db: Database, ours: Petitions
) -> None:
    leave(db, ours, body="Gọi tôi số 0912 345 678 nhé, căn cước 001 085 012 345.")
    [(body,)] = db.conn.execute("SELECT body FROM petition")
    assert body == "Gọi tôi số [•••] nhé, căn cước [•••]."


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"topic": ""}, "missing_field"),
        ({"topic": "sunshine"}, "unknown_reason"),
        ({"topic": "late"}, "unknown_reason"),  # a code of a reason is no topic
        ({"topic": "integrity"}, "unknown_reason"),  # here it is called what it is
        ({"body": ""}, "missing_field"),
        ({"body": " \r\n\t "}, "missing_field"),
        ({"body": "a" * 1_001}, "text_too_long"),
        ({"body": "a" + "\u0301" * 10_000}, "text_too_long"),
        ({"body": "bell \x07"}, "unsafe_text"),
        ({"body": "right to left \u202egnp.exe"}, "unsafe_text"),
        ({"body": "half a pair \ud83d"}, "unsafe_text"),
        ({"draft": "0" * 31}, "wrong_id"),
        ({"draft": "0" * 33}, "wrong_id"),
        ({"draft": "٠" * 32}, "wrong_id"),
        ({"draft": "A" * 32}, "wrong_id"),
    ],
)
def test_what_cannot_be_taken_leaves_no_trace(
    db: Database, ours: Petitions, changes: dict[str, str], code: str
) -> None:
    with pytest.raises(KioskError) as refusal:
        leave(db, ours, **{"draft": DRAFT, **changes})  # type: ignore[arg-type]
    assert refusal.value.code == code
    assert count(db) == 0


def test_a_thousand_characters_in_lines_are_taken_as_a_browser_sends_them(
    db: Database, ours: Petitions
) -> None:
    lines = "\r\n".join(["a" * 9] * 100)  # 999 as the page counts, 1,098 as it travels
    leave(db, ours, body=lines)
    assert count(db) == 1


def test_a_formula_is_kept_as_the_words_it_is(db: Database, ours: Petitions) -> None:
    leave(db, ours, body='=HYPERLINK("http://x","y")')
    [(body,)] = db.conn.execute("SELECT body FROM petition")
    assert body == '=HYPERLINK("http://x","y")'


def test_harassment_goes_to_the_inspector_and_all_else_stays_with_the_centre(
    db: Database, ours: Petitions
) -> None:
    for topic in matters.topics(db):
        leave(db, ours, topic=topic.topic)
    chains = dict(db.conn.execute("SELECT topic, chain FROM petition"))
    assert chains.pop("harassment") == "inspector"
    assert len(chains) == 12
    assert set(chains.values()) == {"local"}


def test_the_topic_of_harassment_is_called_what_it_is(db: Database) -> None:
    (named,) = [one for one in matters.topics(db) if one.topic == "harassment"]
    assert named.label_vi == "Nhũng nhiễu, gây phiền hà, vòi vĩnh"


def test_a_place_is_a_counter_or_else_a_centre(db: Database) -> None:
    counter = matters.find_place(db, "H44.5-1", TODAY)
    assert (counter.centre_id, counter.counter_id, counter.counter) == ("H44.5", "H44.5-1", "Quầy 1")
    centre = matters.find_place(db, "H44.5", TODAY)
    assert (centre.centre_id, centre.counter_id) == ("H44.5", None)
    with pytest.raises(KioskError, match="no centre"):
        matters.find_place(db, "H44.6", TODAY)


def test_a_matter_keeps_the_names_of_the_day_on_which_it_was_left(db: Database, ours: Petitions) -> None:
    petition_id = left_id(db, ours)
    with writing(db):
        a_version(db, "counter", "2026-09-01", counter_id="H44.5-1", name="Quầy A", centre_id="H44.5")
    assert outcome_of(db, petition_id, date(2026, 9, 2)).counter == "Quầy 1"


def test_nothing_of_it_is_ever_changed(db: Database, ours: Petitions) -> None:
    leave(db, ours)
    for statement in ("DELETE FROM petition", "UPDATE petition SET body = ''"):
        with pytest.raises(sqlite3.IntegrityError, match="petition"), writing(db):
            db.conn.execute(statement)


def test_before_there_is_an_outcome_none_is_rated(db: Database, ours: Petitions) -> None:
    petition_id = left_id(db, ours)
    with writing(db):
        rate(db, petition_id, True, TODAY)
    assert not outcome_of(db, petition_id, TODAY).is_rated
