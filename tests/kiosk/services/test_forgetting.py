"""Dossier codes are forgotten with the dispute window: names and marks change, counts do not."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.server import upkeep
from kiosk.services import forgetting, forgotten
from kiosk.services.receipts import Receipts
from kiosk.staff import audit
from kiosk.storage import keys, migrations, schema
from kiosk.storage.db import Database, connect, writing
from kiosk.storage.driver import sqlite3
from tests import factories
from tests.factories import WEDNESDAY, a_service
from tests.opened import opened

DAYS = 90
LATER = date(2026, 11, 30)  # a Monday: the week of 2026-08-19 has left the window
RECENT = "H44.5-261127-0001"
RENAMED = ("service", "service_answered", "service_offered", "service_sender", "service_correction")


def rows(db: Database, question: str, *values: Any) -> list[Any]:
    return db.conn.execute(question, values).fetchall()


def all_of(db: Database, table: str) -> dict[str, Any]:
    """Its rows by the name of the service; the name is the first column."""
    return {row[0]: row[1:] for row in rows(db, f"SELECT * FROM {table}")}


def everything(db: Database) -> dict[str, list[Any]]:
    """Each table's rows."""
    tables = rows(db, "SELECT name FROM sqlite_master WHERE type = 'table'")
    return {table: rows(db, f"SELECT * FROM {table}") for (table,) in tables}


@pytest.fixture
def codes(db: Database, tmp_path: Path) -> list[str]:
    """Ten services of a week in August, with all that can hang on one, and one of November.

    Five are equals but for their days and five stand alone; of both some were asked and answered.
    """
    ours = Receipts(keys.load_or_make(tmp_path / "keys"), days=30)
    with writing(db):
        a_service(db, RECENT, finished_day="2026-11-27")
        days = [
            {"finished_day": f"2026-08-{day}", "received_day": "2026-08-11"} for day in range(17, 22)
        ]
        alone: list[dict[str, Any]] = [
            {"outcome": "refused"},
            {"channel": "post"},
            {"officer_id": None},
            {"overdue": 1},
            {},
        ]
        alone[4] = {"counter_id": None, "centre_id": None, "channel": "online"}
        changes: list[dict[str, Any]] = [*days, *alone]
        made = [a_service(db, f"H44.5-260811-{n:04d}", **one) for n, one in enumerate(changes)]
        db.conn.execute("INSERT INTO system VALUES ('mot-cua', 'Một cửa', '2026-08-01T00:00:00Z', 'x')")
        for code in [*made, RECENT]:
            ours.issue(db, code)
            db.conn.execute("INSERT INTO service_sender VALUES (?, 'mot-cua')", [code])
        for code in [*made[:2], made[5], RECENT]:
            db.conn.execute("INSERT INTO service_offered VALUES (?, 'phone')", [code])
            db.conn.execute("INSERT INTO service_answered VALUES (?, 'phone')", [code])
        db.conn.execute("INSERT INTO service_offered VALUES (?, 'tablet')", [made[2]])
        corrected = (
            1,
            None,
            0,
            1,
            "granted",
            "counter",
            None,
            "nhầm",
            "2026-08-25T00:00:00Z",
            "mot-cua",
            3,
        )
        db.conn.execute(
            f"INSERT INTO service_correction VALUES ({', '.join('?' * 12)})", [made[3], *corrected]
        )
        for code in (made[0], RECENT):
            audit.record(db, WEDNESDAY, actor="x", action="print slip", subject=code)
        audit.record(db, WEDNESDAY, actor="x", action="sign in", subject=made[0])
    return made


def forget(db: Database, today: date = LATER) -> int:
    return forgetting.forget_old(db, today, DAYS)


def counted(db: Database) -> "Counter[Any]":
    """Who was asked and who answered, by week and month and everything else that is published."""
    columns = [column[0] for column in db.conn.execute("SELECT * FROM responses_v1").description]
    kept = ", ".join(column for column in columns if column != "finished_day")
    return Counter(rows(db, f"SELECT {kept} FROM responses_v1"))


def published(db: Database) -> "Counter[Any]":
    """Every service, without its name."""
    return Counter(row[1:] for row in rows(db, "SELECT * FROM services_v1"))


def test_every_code_of_the_week_gives_way_to_a_random_name_wherever_it_stands(
    db: Database, codes: list[str]
) -> None:
    before = {table: all_of(db, table) for table in RENAMED}
    assert forget(db) == 10
    assert rows(db, "PRAGMA foreign_key_check") == []
    for table in RENAMED:
        after = all_of(db, table)
        kept = {name: row for name, row in after.items() if not name.startswith("~")}
        assert kept == {name: row for name, row in before[table].items() if name == RECENT}
        assert Counter(after.values()) == Counter(before[table].values())
    assert not set(codes) & {row[0] for row in rows(db, "SELECT service_id FROM receipt")}


def test_a_correction_and_a_sender_stay_with_their_service(db: Database, codes: list[str]) -> None:
    before = all_of(db, "service")[codes[3]]
    forget(db)
    [(name,)] = rows(db, "SELECT service_id FROM service_correction")
    assert all_of(db, "service")[name] == before
    assert name in all_of(db, "service_sender")


def test_no_code_is_left_in_the_bytes_of_the_file_but_in_what_staff_wrote(
    db: Database, codes: list[str], record_path: Path
) -> None:
    upkeep.tidy_all(db, WEDNESDAY + timedelta(days=100), DAYS)
    log = record_path.with_name("kiosk.db-wal")
    assert not log.exists() or log.stat().st_size == 0
    stored = opened(record_path)
    assert stored.count(b"H44.5-260811-") == 1  # the "sign in" of this test, which names no slip
    assert RECENT.encode() in stored


def test_the_trail_of_slips_keeps_who_and_when_but_not_which(db: Database, codes: list[str]) -> None:
    forget(db)
    slips = rows(db, "SELECT actor, subject FROM audit WHERE action = 'print slip' ORDER BY subject")
    assert slips == [("x", RECENT), ("x", "~")]


def test_everything_that_is_counted_stays_exactly_what_it_was(db: Database, codes: list[str]) -> None:
    before = counted(db), published(db), rows(db, "SELECT * FROM ratings_v1")
    forget(db)
    assert (counted(db), published(db), rows(db, "SELECT * FROM ratings_v1")) == before


def test_the_marks_of_a_service_move_together(db: Database, codes: list[str]) -> None:
    forget(db)
    answered, offered = all_of(db, "service_answered"), set(rows(db, "SELECT * FROM service_offered"))
    assert {(name, "phone") for name in answered} == {one for one in offered if one[1] == "phone"}


def test_days_that_analytics_has_seen_are_new_to_it_and_their_versions_say_nothing(
    db: Database, codes: list[str]
) -> None:
    versions = {row[:2]: row[2] for row in rows(db, "SELECT * FROM change")}
    forget(db)
    grown = {row[:2]: row[2] - versions[row[:2]] for row in rows(db, "SELECT * FROM change")}
    recent = {key: by for key, by in grown.items() if key[0] == "2026-11-27"}
    assert set(recent.values()) == {0}
    others = [by for key, by in grown.items() if key not in recent]
    assert min(others) > 0 and len(set(others)) > 1


def test_which_of_equals_bears_the_marks_is_drawn_by_lot(db: Database, codes: list[str]) -> None:
    equals = [codes[0], codes[1], codes[2], codes[4]]  # the fourth was corrected: it stands alone
    found: Counter[str] = Counter()
    for _ in range(400):
        lots = forgetting._draw_lots(db, "2026-W34", ["H44.5"])
        owners = {own: code for code, own, _ in lots}
        found.update(owners[mark] for code, _, mark in lots if code == codes[0])
    assert set(found) == set(equals)
    assert all(60 < found[code] < 140 for code in equals)  # each of 100, five deviations away


@pytest.mark.parametrize(
    ("today", "gone"),
    [(date(2026, 11, 21), 0), (date(2026, 11, 22), 10), (date(2026, 12, 31), 10)],
)
def test_a_week_goes_whole_once_all_of_it_has_left_the_window(
    db: Database, codes: list[str], today: date, gone: int
) -> None:
    with writing(db):
        a_service(db, finished_day="2027-01-01", received_day="2027-01-01")
    assert forget(db, today) == gone


def test_a_night_in_which_the_clock_is_years_ahead_forgets_nothing_of_late(
    db: Database, codes: list[str]
) -> None:
    forget(db, date(2040, 1, 1))
    assert RECENT in all_of(db, "service")
    boundary = forgotten.find_boundary(db)
    assert boundary == date(2026, 8, 24)


def test_the_boundary_never_moves_back(db: Database, codes: list[str]) -> None:
    forget(db)
    before = forgotten.find_boundary(db)
    assert forget(db, date(2026, 9, 1)) == 0
    assert forgotten.find_boundary(db) == before


def test_forgetting_again_changes_nothing(db: Database, codes: list[str]) -> None:
    forget(db)
    before = everything(db)
    assert forget(db) == 0
    assert everything(db) == before


@pytest.fixture
def neighbours(db: Database, codes: list[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three services of another unit in the same week, one of them answered; one unit at a time."""
    monkeypatch.setattr(forgetting, "AT_ONCE", 1)
    with writing(db):
        made = [
            a_service(db, f"H44.9-260811-{number:04d}", resolving_unit_id="H44.9") for number in range(3)
        ]
        db.conn.execute("INSERT INTO service_answered VALUES (?, 'phone')", [made[1]])
    return made


def test_a_week_goes_unit_by_unit_so_that_nobody_waits_for_all_of_it(
    db: Database, neighbours: list[str]
) -> None:
    before = counted(db), published(db)
    gone = [forgetting.forget_part(db, LATER, DAYS) for _ in range(3)]
    assert gone == [10, 3, 0]
    assert (counted(db), published(db)) == before


def test_between_two_units_all_is_counted_as_before_and_the_week_takes_no_code_any_more(
    db: Database, neighbours: list[str]
) -> None:
    before = counted(db), published(db)
    assert forgetting.forget_part(db, LATER, DAYS) == 10
    assert (counted(db), published(db)) == before
    assert {name for name in all_of(db, "service") if name[0] != "~"} == {RECENT, *neighbours}
    assert forgotten.find_boundary(db) == date(2026, 8, 24)


def test_a_record_without_services_has_nothing_to_forget(db: Database) -> None:
    assert forget(db) == 0
    assert forgotten.find_boundary(db) is None


def test_a_week_that_cannot_be_written_whole_stays_as_it_was(
    db: Database, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(db)
    monkeypatch.setattr(forgetting, "_OWN", ("service_sender", "service"))  # leaves a correction behind
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        forget(db)
    assert everything(db) == before
    monkeypatch.undo()
    assert forget(db) == 10


@pytest.fixture
def open_to_forget(db: Database, codes: list[str]) -> Iterator[Database]:
    """The record in the midst of forgetting: the boundary has moved, nothing is renamed yet."""
    with writing(db):
        forgotten.move_boundary(db, date(2026, 8, 24))
        db.conn.execute("PRAGMA defer_foreign_keys = ON")
        yield db
        db.conn.execute("ROLLBACK")
        db.conn.execute("BEGIN")


NAME = "~" + "0f" * 16


@pytest.mark.parametrize("table", RENAMED)
def test_no_column_but_the_name_can_change(open_to_forget: Database, table: str) -> None:
    old = rows(open_to_forget, f"SELECT service_id FROM {table} WHERE service_id <> ?", RECENT)[0][0]
    columns = [row[1] for row in rows(open_to_forget, f"PRAGMA table_info({table})")]
    for column in columns[1:]:
        other = {"number": "7", "visits": "7"}
        other |= {"overdue": "1 - overdue", "petitioned": "1 - petitioned"}
        change = f"UPDATE {table} SET service_id = ?, {column} = {other.get(column, repr('tablet'))}"
        with pytest.raises(sqlite3.IntegrityError, match=f"{table}: nothing is ever changed"):
            open_to_forget.conn.execute(f"{change} WHERE service_id = ?", [NAME, old])
    allowed = f"UPDATE {table} SET service_id = ? WHERE service_id = ?"
    assert open_to_forget.conn.execute(allowed, [NAME, old]).rowcount >= 1


@pytest.mark.parametrize("table", RENAMED)
@pytest.mark.parametrize("name", ["~", "~" + "0F" * 16, NAME + "0", "H44.5-260811-9999", NAME[1:] + "~"])
def test_a_name_is_the_mark_and_128_bits_or_none(
    open_to_forget: Database, table: str, name: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=f"{table}: nothing is ever changed"):
        open_to_forget.conn.execute(
            f"UPDATE {table} SET service_id = ? WHERE service_id <> ?", [name, RECENT]
        )


@pytest.mark.parametrize("table", RENAMED)
def test_a_code_within_the_window_and_a_random_name_stay_for_ever(
    db: Database, codes: list[str], table: str
) -> None:
    forget(db)
    for old, name in all_names(db, table):
        with pytest.raises(sqlite3.IntegrityError, match=f"{table}: nothing"), writing(db):
            db.conn.execute(f"UPDATE {table} SET service_id = ? WHERE service_id = ?", [name, old])


def all_names(db: Database, table: str) -> list[tuple[str, str]]:
    names = [row[0] for row in rows(db, f"SELECT service_id FROM {table}")]
    assert names
    return [(old, forgotten.new_name()) for old in names]


@pytest.mark.parametrize(
    "change", ["subject = 'y'", "actor = 'y', subject = '~'", "at = '', subject = '~'"]
)
def test_of_the_trail_nothing_else_can_change(open_to_forget: Database, change: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="audit: nothing"):
        open_to_forget.conn.execute(f"UPDATE audit SET {change} WHERE action = 'print slip'")


def test_a_record_of_the_last_release_forgets_once_it_is_migrated(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.db"
    path.touch()
    old = connect(path)
    old.conn.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    with writing(old):
        migrations.RELEASED.apply(old, stop_before="m007_forgetting")
        for kind, versions in factories.VERSIONS.items():
            for values in versions:
                factories.a_version(old, kind, **values)
        for day in ("2026-08-19", "2026-11-27"):
            a_service(old, finished_day=day)
    old.conn.close()
    with pytest.raises(schema.RecordStale):
        schema.open_record(path)
    assert schema.upgrade_record(path)[0] == "m007_forgetting"
    db = schema.open_record(path)
    assert forget(db) == 1
    assert [row[0][0] for row in rows(db, "SELECT service_id FROM service ORDER BY 1")] == ["H", "~"]
    db.conn.close()
