"""The two packages agree on the published views, and analytics touches nothing else."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

import analytics
from analytics import contract, source, words
from analytics import schema as derived_schema
from analytics.editions import closing, spans
from analytics.errors import ContractBroken
from analytics.periods import Month
from analytics.weeks import Week
from kiosk import config, i18n
from kiosk.storage import db as record_db
from kiosk.storage.db import Database, writing
from kiosk.storage.driver import sqlite3

PACKAGE = Path(analytics.__file__).parent
MAY_NAME_VIEWS = {PACKAGE / "contract.py", *(PACKAGE / "source").glob("*.py")}


def test_a_new_record_offers_everything_relied_on(db: Database, record_path: Path) -> None:
    with source.reading(record_path) as record:
        contract.check(record)


@pytest.mark.parametrize(
    ("view", "column"),
    [(view, column.name) for view, columns in contract.VIEWS.items() for column in columns],
)
def test_every_column_relied_on_can_be_read(db: Database, view: str, column: str) -> None:
    db.conn.execute(f"SELECT {view}.{column} FROM {view}").fetchall()


def test_every_column_says_its_unit_and_meaning() -> None:
    for columns in contract.VIEWS.values():
        for column in columns:
            assert column.type in {"TEXT", "INTEGER"}
            assert column.unit
            assert column.meaning


def test_the_declared_types_are_those_of_the_tables_behind(db: Database) -> None:
    for view, columns in contract.VIEWS.items():
        declared = {row[1]: row[2] for row in db.conn.execute(f"PRAGMA table_info({view})")}
        for column in columns:
            # SQLite knows no type for an expression; then there is nothing to compare with.
            assert declared[column.name] in {"", column.type}, f"{view}.{column.name}"


def test_what_is_missing_is_named_in_one_line(db: Database) -> None:
    with writing(db):
        db.conn.execute("DROP VIEW units_v1")
        db.conn.execute("DROP VIEW changes_v1")
        db.conn.execute("CREATE VIEW changes_v1 AS SELECT day FROM change")

    with pytest.raises(ContractBroken) as caught:
        contract.check(db.conn)

    message = str(caught.value)
    assert "units_v1" in message
    assert "changes_v1.place_id, changes_v1.version" in message
    assert "changes_v1.day" not in message
    assert "\n" not in message


def test_only_the_reader_and_the_contract_name_a_view() -> None:
    files = set(PACKAGE.rglob("*.py")) - MAY_NAME_VIEWS

    assert len(files) > 10
    for file in files:
        assert not re.search(r"\w+_v\d", file.read_text("utf-8")), file.name


def test_only_columns_of_the_contract_are_read(db: Database, record_path: Path) -> None:
    """SQLite itself tells which columns of which view every query of the reader touches."""
    read: set[tuple[str, str]] = set()

    def note(action: int, table: str | None, column: str | None, *_: str | None) -> int:
        if action == sqlite3.SQLITE_READ and table in contract.VIEWS and column:
            read.add((table or "", column))
        return sqlite3.SQLITE_OK

    with source.reading(record_path) as record:
        record.set_authorizer(note)
        source.record_id(record)
        source.changes_by_day(record)
        source.ratings_of_week(record, "2026-W34")
        source.ties_of_week(record, "2026-W34")
        source.services_of_week(record, "2026-W34")
        source.responses_of_week(record, "2026-W34")
        source.joint_of(record, Week(2026, 34))
        record.set_authorizer(None)

    declared = {(view, column.name) for view, columns in contract.VIEWS.items() for column in columns}
    assert ("ratings_v1", "satisfied") in read
    assert read <= declared


def test_both_packages_hold_the_same_sqlite_to_be_safe() -> None:
    assert derived_schema.SAFE_SQLITE == record_db.SAFE_SQLITE


def test_both_packages_speak_the_same_languages_and_call_them_the_same() -> None:
    assert words.LANGUAGES == i18n.LOCALES
    assert words.LANGUAGE_NAMES == i18n.NAMES
    assert words.SOURCE_LANGUAGE == i18n.SOURCE_LOCALE


def test_a_rating_is_called_unsatisfied_as_on_the_button() -> None:
    button = i18n.translate("vi", "Not satisfied").lower()
    rule = words.Words("vi").gettext(
        "Dossiers neither overdue, nor complained about, nor rated unsatisfied, among all dossiers:"
        " Decision 766/QĐ-TTg."
    )

    assert button == "không hài lòng"
    assert button in rule


def test_a_month_is_not_closed_while_a_slip_of_its_last_day_may_be_answered() -> None:
    """Answered on the last day that the setting allows, it still lies in the last week that counts."""
    month = Month(2026, 8)
    last_day = spans.weeks_in(month)[-1].end_day - timedelta(days=1)

    def last_answer(days: int) -> Week:
        return Week.of(last_day + timedelta(days=days))

    assert last_answer(config.MOST_RECEIPT_DAYS) == closing.last_week(month)
    assert last_answer(config.MOST_RECEIPT_DAYS + 1) > closing.last_week(month)
