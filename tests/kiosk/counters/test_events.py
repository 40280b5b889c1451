"""What happened that may move a figure: noted by somebody, withdrawn by a row of its own."""

from datetime import date, timedelta

import pytest

from kiosk.counters import events
from kiosk.counters.events import NewEvent
from kiosk.errors import KioskError, MissingField, TextTooLong, UnknownProcedure, UnsafeText, WrongChoice
from kiosk.errors.events import AlreadyWithdrawn, NoSuchEvent, UnknownUnit
from kiosk.storage.db import Database, writing
from kiosk.storage.driver import sqlite3
from tests.factories import WEDNESDAY

DAY = date(2026, 8, 19)
OUTAGE = NewEvent(DAY, "outage", "Mất mạng cả buổi sáng", "No network all morning", "H44.5")


def note(db: Database, new: NewEvent = OUTAGE, by: str = "an") -> str:
    with writing(db):
        return events.note(db, new, now=WEDNESDAY, by=by)


def withdraw(db: Database, event_id: str) -> None:
    with writing(db):
        events.withdraw(db, event_id, now=WEDNESDAY + timedelta(hours=1), by="bình")


def published(db: Database) -> list[tuple[str | None, ...]]:
    return db.conn.execute("SELECT day, unit_id, procedure_id, kind, text FROM events_v1").fetchall()


def trail(db: Database) -> list[tuple[str, ...]]:
    return db.conn.execute("SELECT actor, action, subject FROM audit ORDER BY at").fetchall()


def test_an_event_is_kept_with_its_author_and_published_without(db: Database) -> None:
    event_id = note(db)

    found = events.get_event(db, event_id)
    assert (found.recorded_by, found.recorded_at, found.withdrawn_by) == ("an", WEDNESDAY, None)
    assert published(db) == [("2026-08-19", "H44.5", None, "outage", "Mất mạng cả buổi sáng")]
    assert trail(db) == [("an", "note event", "2026-08-19 outage")]


def test_the_same_event_twice_is_once(db: Database) -> None:
    assert note(db) == note(db, by="bình")
    assert len(events.all_events(db)) == 1


def test_what_is_withdrawn_is_published_no_more_and_stays_listed(db: Database) -> None:
    event_id = note(db)
    withdraw(db, event_id)

    assert published(db) == []
    assert [one.withdrawn_by for one in events.all_events(db)] == ["bình"]
    assert trail(db)[-1] == ("bình", "withdraw event", "2026-08-19 outage")


def test_nothing_is_withdrawn_twice_and_the_same_may_be_noted_again(db: Database) -> None:
    event_id = note(db)
    withdraw(db, event_id)

    with pytest.raises(AlreadyWithdrawn):
        withdraw(db, event_id)
    assert note(db) != event_id
    assert len(published(db)) == 1


def test_what_nobody_noted_cannot_be_withdrawn(db: Database) -> None:
    with pytest.raises(NoSuchEvent):
        withdraw(db, "0" * 32)


@pytest.mark.parametrize("table", ["event", "event_withdrawal"])
def test_no_row_is_changed_or_deleted(db: Database, table: str) -> None:
    withdraw(db, note(db))

    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET event_id = event_id"):
        with pytest.raises(sqlite3.IntegrityError, match=table), writing(db):
            db.conn.execute(statement)


def test_a_local_code_means_the_national_procedure(db: Database) -> None:
    note(db, NewEvent(DAY, "fees", "Giảm lệ phí", procedure_id="1.001193.000.00.00.H44"))

    assert published(db) == [("2026-08-19", None, "1.001193", "fees", "Giảm lệ phí")]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Gọi 0912 345 678 hỏi hồ sơ H44.5-260817-0001", "Gọi [•••] hỏi hồ sơ [•••]"),
        ("Thất lạc thẻ 001 203 004 567", "Thất lạc thẻ [•••]"),
        ("Từ 24/08/2026 thu 150.000 đồng, 1.001193", "Từ 24/08/2026 thu 150.000 đồng, 1.001193"),
    ],
)
def test_numbers_that_lead_to_a_person_are_never_kept(db: Database, given: str, kept: str) -> None:
    event_id = note(db, NewEvent(DAY, "other", given, text_en=given))

    found = events.get_event(db, event_id)
    assert (found.text, found.text_en) == (kept, kept)
    assert note(db, NewEvent(DAY, "other", given, text_en=given)) == event_id


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"kind": "gossip"}, WrongChoice),
        ({"text": "  "}, MissingField),
        ({"text": "x" * 121}, TextTooLong),
        ({"text_en": "x" * 121}, TextTooLong),
        ({"text": "a\u202eb"}, UnsafeText),
        ({"unit_id": "nowhere"}, UnknownUnit),
        ({"procedure_id": "1.999999"}, UnknownProcedure),
        ({"procedure_id": "birth"}, UnknownProcedure),
    ],
)
def test_what_cannot_be_noted_is_refused_and_leaves_nothing(
    db: Database, changes: dict[str, str], error: type[KioskError]
) -> None:
    given = {"day": DAY, "kind": "other", "text": "Việc khác", **changes}
    with pytest.raises(error):
        note(db, NewEvent(**given))  # type: ignore[arg-type]
    assert (published(db), trail(db)) == ([], [])


def test_units_and_procedures_are_offered_by_name_and_named_afterwards(db: Database) -> None:
    note(db, NewEvent(DAY, "other", "Việc", unit_id="H44.9", procedure_id="2.000815"))

    assert ("H44.9", "UBND xã Hy Cương") in events.units_on(db, DAY)
    assert [code for code, _name in events.procedures_on(db, DAY)] == [
        "2.000815",
        "1.001193",
        "1.000894",
    ]
    assert events.names_of(db, events.all_events(db)) == {
        "H44.9": "UBND xã Hy Cương",
        "2.000815": "Chứng thực bản sao từ bản chính",
    }
    assert events.units_on(db, date(2020, 1, 1)) == []
