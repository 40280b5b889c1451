"""The optional question of trust in the record: its answers, and since when it is asked."""

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk import create_app, errors
from kiosk.ratings import trust
from kiosk.ratings.details import Detail, add_detail, add_details
from kiosk.storage import keys
from kiosk.storage.db import Database, writing
from kiosk.storage.driver import sqlite3
from kiosk.tablets import contacts, sealing
from tests.factories import WEDNESDAY, rate
from tests.tablet import Clock, Tablet

MONDAY = date(2026, 8, 17)


def note(db: Database, *asked: bool, day: date = MONDAY) -> None:
    with writing(db):
        for one in asked:
            trust.note_asked(db, one, day)


def notes(db: Database) -> list[tuple[str, int]]:
    return db.conn.execute("SELECT day, is_asked FROM trust_asked_v1 ORDER BY day, number").fetchall()


def answers(db: Database) -> list[tuple[str, int]]:
    return db.conn.execute("SELECT rating_id, trusts FROM trust_v1 ORDER BY 1").fetchall()


def tell(db: Database, rating_id: str, answer: bool) -> None:
    with writing(db):
        add_detail(db, Detail(rating_id, trust=answer))


def test_a_new_record_has_never_asked(db: Database) -> None:
    assert not trust.is_asked(db)
    note(db, False)
    assert notes(db) == []


def test_only_a_change_is_noted_and_the_last_one_holds(db: Database) -> None:
    note(db, True, True)
    note(db, False, True, False, day=MONDAY + timedelta(days=1))
    first, second = MONDAY.isoformat(), (MONDAY + timedelta(days=1)).isoformat()
    assert notes(db) == [(first, 1), (second, 0), (second, 1), (second, 0)]
    assert not trust.is_asked(db)


def test_a_server_that_starts_notes_what_its_setting_changed(db: Database, tmp_path: Path) -> None:
    for setting in (True, True, False):
        app = create_app({"TRUST_QUESTION": setting}, instance=tmp_path)
        with closing(app.extensions["writer"]):
            assert trust.is_asked(db) is setting
    assert [asked for _, asked in notes(db)] == [1, 0]


@pytest.mark.parametrize("satisfied", [True, False])
@pytest.mark.parametrize("answer", [True, False])
def test_either_answer_follows_either_rating(db: Database, satisfied: bool, answer: bool) -> None:
    rating_id = rate(db, satisfied=satisfied)
    tell(db, rating_id, answer)
    assert answers(db) == [(rating_id, int(answer))]


def test_twice_is_once_and_the_first_answer_stands(db: Database) -> None:
    rating_id = rate(db)
    tell(db, rating_id, True)
    tell(db, rating_id, True)
    with writing(db):
        (outcome,) = add_details(db, [Detail(rating_id, trust=False)], WEDNESDAY)
    assert isinstance(outcome, errors.DetailConflict)
    assert answers(db) == [(rating_id, 1)]
    assert db.conn.execute("SELECT count(*) FROM set_aside").fetchone() == (1,)


def test_whoever_skips_leaves_nothing(db: Database) -> None:
    rating_id = rate(db)
    with writing(db):
        add_detail(db, Detail(rating_id, topics=("time",)))
    assert answers(db) == []


def test_an_answer_is_announced_to_analytics(db: Database) -> None:
    rating_id = rate(db)
    version = "SELECT sum(version) FROM changes_v1"
    before = db.conn.execute(version).fetchone()[0]
    tell(db, rating_id, False)
    assert db.conn.execute(version).fetchone()[0] == before + 1


@pytest.mark.parametrize(("table", "column"), [("rating_trust", "trusts"), ("trust_asked", "is_asked")])
def test_neither_answers_nor_notes_are_ever_changed(db: Database, table: str, column: str) -> None:
    tell(db, rate(db), True)
    note(db, True)
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = 0"):
        with pytest.raises(sqlite3.IntegrityError, match=table), writing(db):
            db.conn.execute(statement)


@pytest.mark.parametrize("answer", [True, False])
def test_a_tablet_seals_either_answer_in_one_block(tmp_path: Path, answer: bool) -> None:
    server = keys.load_or_make(tmp_path)
    tablet = Tablet(None, Clock(wall_ms=1_787_000_000_000))  # type: ignore[arg-type]
    tablet.device_id, tablet.counter_id, tablet.sealing_key = "T1", "H44.5-1", server.sealing_key
    sent = tablet.tell("a" * 32, trust=answer)
    entry = contacts.read_entry(server, "T1", sent)
    assert entry.content == Detail("a" * 32, trust=answer)
    assert len(sent["sealed"]) == -(-(sealing.BLOCK_BYTES + 16) * 4 // 3)
