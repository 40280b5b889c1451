"""The record's shape, and the checks made before it is opened."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.ratings.details import Detail, add_detail
from kiosk.staff import audit
from kiosk.storage import migrations, schema
from kiosk.storage.db import Database, connect, writing
from kiosk.storage.driver import sqlite3
from tests import factories

NOW = datetime(2026, 8, 19, tzinfo=UTC)
VIEWS = {
    "ratings_v1",
    "services_v1",
    "units_v1",
    "centres_v1",
    "counters_v1",
    "procedures_v1",
    "officers_v1",
    "reasons_v1",
}


@pytest.fixture
def closed_record(record_path: Path) -> Path:
    """A record that nobody has open: one file, nothing beside it but its marker."""
    schema.create_record(record_path, NOW)
    return record_path


def names(db: Database, kind: str) -> set[str]:
    return {
        row[0]
        for row in db.conn.execute(
            "SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite%'", [kind]
        )
    }


def test_a_new_record_publishes_the_views(db: Database) -> None:
    assert names(db, "view") >= VIEWS


def test_every_table_is_strict_and_its_key_begins_with_text(db: Database) -> None:
    ours = names(db, "table") - {"_sqlite_migrations"}
    strict = {row[1] for row in db.conn.execute("PRAGMA table_list") if row[5] == 1}
    assert ours <= strict
    for table in ours:
        first = f"SELECT name, type FROM pragma_table_info('{table}') WHERE pk = 1"
        for column in db.conn.execute(first):
            assert column[1] == "TEXT", (table, column[0])


def test_a_rating_keeps_no_instant_and_no_order_of_arrival(db: Database) -> None:
    columns = {row[1]: row[2] for row in db.conn.execute("PRAGMA table_info(rating)")}
    assert {"day", "hour", "iso_week"} <= set(columns)
    assert not {name for name in columns if name.endswith("_at")}
    with pytest.raises(sqlite3.OperationalError, match="rowid"):
        db.conn.execute("SELECT rowid FROM rating")


def test_a_new_record_refers_to_nothing_that_is_missing(db: Database) -> None:
    assert db.conn.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.fixture
def full(db: Database) -> Database:
    """A record with at least one row in every table that only grows."""
    with writing(db):
        service_id = factories.a_service(db)
    submission = factories.a_submission()
    contradiction = replace(submission, satisfied=False)
    with writing(db):
        factories.an_acceptance().accept_all(db, [submission, contradiction], factories.WEDNESDAY)
        parts = Detail(submission.rating_id, "2.000815", ("time",), "Cảm ơn")
        add_detail(db, parts)
        audit.record(db, NOW, actor="tests", action="look", subject="record")
    factories.rate(db, service_id=service_id)
    return db


@pytest.mark.parametrize("table", migrations.HAPPENED)
def test_what_happened_is_never_changed(full: Database, table: str) -> None:
    assert full.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0
    column = full.conn.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchone()[0]
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = {column}"):
        with pytest.raises(sqlite3.IntegrityError, match=table), writing(full):
            full.conn.execute(statement)


@pytest.mark.parametrize("table", migrations.APPEND_ONLY)
def test_each_table_that_only_grows_is_guarded_against_both(db: Database, table: str) -> None:
    assert {f"{table}_no_update", f"{table}_no_delete"} <= names(db, "trigger")


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM change", "UPDATE change SET version = 0", "UPDATE change SET day = '2020'"],
)
def test_a_change_cannot_be_hidden_from_analytics(full: Database, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError), writing(full):
        full.conn.execute(statement)


def test_replacing_a_rating_does_not_walk_past_the_triggers(db: Database) -> None:
    factories.rate(db)
    with pytest.raises(sqlite3.IntegrityError, match="rating"), writing(db):
        db.conn.execute("INSERT OR REPLACE INTO rating SELECT * FROM rating")


def test_a_version_holds_until_the_next_and_a_retired_item_ends(db: Database) -> None:
    with writing(db):
        factories.a_version(db, "field", "2026-03-01", field_id="ho-tich", name="Hộ tịch mới")
        factories.a_version(db, "field", "2026-06-01", field_id="ho-tich", name="-", retired=1)
    rows = db.conn.execute(
        "SELECT name, valid_from, valid_to FROM fields_v1 WHERE field_id = 'ho-tich' ORDER BY 2"
    ).fetchall()
    assert rows == [
        ("Hộ tịch", "2025-07-01", "2026-03-01"),
        ("Hộ tịch mới", "2026-03-01", "2026-06-01"),
    ]


def test_opening_gives_back_what_was_stored(db: Database, record_path: Path) -> None:
    factories.rate(db)
    again = schema.open_record(record_path)
    assert again.conn.execute("SELECT count(*) FROM rating").fetchone()[0] == 1
    again.conn.close()


def test_migrating_a_current_record_changes_nothing(closed_record: Path) -> None:
    before = closed_record.read_bytes()
    assert schema.upgrade_record(closed_record) == []
    assert closed_record.read_bytes() == before


def test_an_older_record_is_stale_until_it_is_migrated(closed_record: Path) -> None:
    db = connect(closed_record)
    with writing(db):
        for table in migrations.HAPPENED:
            db.conn.execute(f"DROP TRIGGER {table}_no_update")
            db.conn.execute(f"DROP TRIGGER {table}_no_delete")
        db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = 'm004_append_only'")
    db.conn.close()
    with pytest.raises(schema.RecordStale, match="kiosk migrate"):
        schema.open_record(closed_record)
    assert schema.upgrade_record(closed_record) == ["m004_append_only"]
    db = schema.open_record(closed_record)
    assert {"rating_no_update", "audit_no_delete"} <= names(db, "trigger")
    db.conn.close()


def make_newer(path: Path) -> None:
    db = connect(path)
    with writing(db):
        db.conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('kiosk', 'm999_future', '')"
        )
    db.conn.close()


def make_empty(path: Path) -> None:
    path.write_bytes(b"")


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 3 * 4096])


def overwrite_the_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 : 8 * 4096] = b"\x55" * (7 * 4096)
    path.write_bytes(bytes(content))


def replace_by_text(path: Path) -> None:
    path.write_text("this is a letter, not a record\n" * 500, "utf-8")


def replace_by_another_database(path: Path) -> None:
    path.unlink()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recipe (name)")
    other.commit()
    other.close()


@pytest.mark.parametrize(
    ("spoil", "error", "advice"),
    [
        (make_newer, schema.RecordNewer, "install that release"),
        (make_empty, schema.RecordDamaged, "backup"),
        (cut_short, schema.RecordDamaged, "backup"),
        (overwrite_the_middle, schema.RecordDamaged, "backup"),
        (replace_by_text, schema.RecordDamaged, "backup"),
        (replace_by_another_database, schema.RecordForeign, "HAILONG_INSTANCE"),
        (Path.unlink, schema.RecordMissing, "backup"),
    ],
)
def test_a_record_that_cannot_be_trusted_is_refused_in_one_line(
    closed_record: Path, spoil: Callable[[Path], None], error: type[Exception], advice: str
) -> None:
    spoil(closed_record)
    before = closed_record.read_bytes() if closed_record.exists() else None
    with pytest.raises(error, match=advice) as refusal:
        schema.open_record(closed_record)
    assert "\n" not in str(refusal.value)
    assert (closed_record.read_bytes() if closed_record.exists() else None) == before


def test_a_file_that_may_not_be_opened_is_not_called_damaged(tmp_path: Path) -> None:
    (tmp_path / "kiosk.db").mkdir()  # even an administrator cannot open this
    with pytest.raises(schema.RecordUnreachable, match="who owns it"):
        schema.open_record(tmp_path / "kiosk.db")


def test_a_lost_record_is_never_replaced_by_a_new_one(closed_record: Path) -> None:
    closed_record.unlink()
    with pytest.raises(schema.RecordMissing, match=r"record\.id"):
        schema.create_record(closed_record, NOW)
    assert not closed_record.exists()


def test_an_existing_record_is_never_written_over(closed_record: Path) -> None:
    schema.marker_of(closed_record).unlink()
    before = closed_record.read_bytes()
    with pytest.raises(FileExistsError):
        schema.create_record(closed_record, NOW)
    assert closed_record.read_bytes() == before


def test_a_record_of_its_own_can_begin_once_the_marker_is_removed(closed_record: Path) -> None:
    closed_record.unlink()
    schema.marker_of(closed_record).unlink()
    schema.create_record(closed_record, NOW)
    schema.open_record(closed_record).conn.close()


def test_where_there_never_was_a_record_the_message_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(schema.RecordMissing, match="kiosk migrate"):
        schema.open_record(tmp_path / "kiosk.db")


def test_two_records_have_different_identities(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        schema.create_record(tmp_path / name / "kiosk.db", NOW)
    ids = {(tmp_path / name / "record.id").read_text() for name in ("one", "other")}
    assert len(ids) == 2


def test_a_copy_of_the_record_with_its_key_opens_elsewhere(closed_record: Path, tmp_path: Path) -> None:
    shutil.copytree(closed_record.with_name("keys"), tmp_path / "copy" / "keys")
    shutil.copy(closed_record, tmp_path / "copy" / "kiosk.db")
    schema.open_record(tmp_path / "copy" / "kiosk.db").conn.close()


def test_a_script_is_cut_into_statements_and_triggers_stay_whole() -> None:
    script = "CREATE TABLE a (x);\nCREATE TRIGGER t AFTER INSERT ON a\nBEGIN\n  SELECT 1;\nEND;\n"
    assert [statement.split()[1] for statement in migrations.statements(script)] == ["TABLE", "TRIGGER"]
