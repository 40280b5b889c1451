"""What citizens wrote: only of closed months, of many, and never so that a difference tells of one."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analytics import source
from analytics.disclosure import State
from analytics.driver import sqlite3
from analytics.editions import Edition, Editions, comments
from analytics.editions.due import freeze_due
from kiosk.ratings import accepting
from kiosk.storage import schema
from kiosk.storage.db import Database, writing
from tests.analytics.editions.conftest import opened_in
from tests.analytics.random_record import WEEKS

SEPTEMBER, LATER = datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 9, 8, tzinfo=UTC)
BIG, SMALL = "H44.5", "H44.9"
COUNTERS = {BIG: "H44.5-1", SMALL: "H44.9-1"}


def press(
    db: Database, number: int, unit: str = BIG, *, text: str = "", week: int = 0, rule: str | None = None
) -> str:
    """One rating of that week's Friday at nine, every third unsatisfied, perhaps with a text."""
    rating_id = f"{number:032x}"
    day = f"2026-08-{7 + 7 * week:02d}"
    values = {
        "rating_id": rating_id,
        "iso_week": WEEKS[week],
        "day": day,
        "hour": 9,
        "unit_id": unit,
        "centre_id": unit,
        "counter_id": COUNTERS[unit],
        "channel": "tablet",
        "tier": "tablet",
        "satisfied": int(number % 3 > 0),
        "rule": rule,
    }
    db.conn.execute(
        f"INSERT INTO rating ({', '.join(values)}) VALUES ({', '.join(':' + n for n in values)})", values
    )
    if text:
        db.conn.execute("INSERT INTO rating_comment VALUES (?, ?)", [rating_id, text])
    accepting.announce(db, [(day, unit)])
    return rating_id


def fill(db: Database) -> None:
    """Of one unit 200 answers and fourteen texts over four weeks, of the other 120 and nine."""
    with writing(db):
        for number in range(200):
            text = f"Ý kiến {number % 7}" if number < 14 else ""
            press(db, number, text=text, week=number % 4)
        for number in range(600, 720):
            text = f"Xã nhỏ {number}" if number < 609 else ""
            press(db, number, SMALL, text=text, week=number % 4)
        press(db, 300, text="Bị loại", rule="repeat-1")


@pytest.fixture(scope="module")
def made(record_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance whose August was frozen on the first of September."""
    folder = tmp_path_factory.mktemp("comments")
    shutil.copytree(record_template, folder, dirs_exist_ok=True)
    db = schema.open_record(folder / "kiosk.db")
    fill(db)
    db.conn.close()
    freeze(folder, SEPTEMBER)
    return folder


@pytest.fixture
def instance(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "instance"))


@pytest.fixture
def record(instance: Path) -> Iterator[Database]:
    """Its record, open for writing."""
    db = schema.open_record(instance / "kiosk.db")
    yield db
    db.conn.close()


def freeze(folder: Path, now: datetime) -> list[Edition]:
    with opened_in(folder, now) as sources:
        return freeze_due(sources)


def read(folder: Path, unit: str = BIG, period: str = "2026-08") -> tuple[str, ...]:
    with opened_in(folder, LATER) as sources:
        edition = sources.editions.of(period)
        return comments.read(folder / "editions", edition, unit, sources.record)


def test_a_month_tells_the_texts_of_a_unit_with_many_in_the_order_of_letters(instance: Path) -> None:
    assert read(instance) == tuple(sorted(f"Ý kiến {number % 7}" for number in range(14)))


def test_a_week_and_a_unit_with_nine_texts_tell_nothing(instance: Path) -> None:
    assert read(instance, period="2026-W33") == ()
    assert read(instance, unit=SMALL) == ()
    assert read(instance, unit="H44.77") == ()


def test_what_was_left_out_is_not_among_them(instance: Path) -> None:
    assert "Bị loại" not in read(instance)


def test_a_late_answer_and_a_late_text_add_nothing(instance: Path, record: Database) -> None:
    before = read(instance)
    with writing(record):
        press(record, 400, text="Đến muộn", week=1)
        press(record, 401, text="Ý kiến 3", week=1)
        record.conn.execute("INSERT INTO rating_comment VALUES (?, 'Viết thêm')", [f"{50:032x}"])
    assert read(instance) == before


def test_a_restatement_adds_nothing_either(instance: Path, record: Database) -> None:
    before = read(instance)
    with writing(record):
        for number in range(500, 560):
            press(record, number, text=f"Muộn {number}", week=1)
    again = freeze(instance, SEPTEMBER + timedelta(days=1))
    assert {edition.name for edition in again} >= {"2026-W33.2", "2026-08.2"}
    assert read(instance) == before


def test_hours_declared_void_take_nothing_away(instance: Path, record: Database) -> None:
    """Else the text that is gone would be one of that hour."""
    before = read(instance)
    with writing(record):
        record.conn.execute("DROP VIEW void_hours")
        record.conn.execute(
            "CREATE VIEW void_hours AS"
            " SELECT 'H44.5-1' AS counter_id, '2026-08-07' AS day, 0 AS first_hour, 23 AS last_hour"
        )
    assert read(instance) == before


def test_what_is_deleted_is_gone_and_below_ten_all_is(instance: Path, record: Database) -> None:
    with writing(record):
        record.conn.execute("DROP TRIGGER rating_comment_no_delete")
        record.conn.execute("DELETE FROM rating_comment WHERE comment = 'Ý kiến 1'")
    assert len(read(instance)) == 12
    with writing(record):
        record.conn.execute("DELETE FROM rating_comment WHERE comment = 'Ý kiến 2'")
    assert len(read(instance)) == 10
    with writing(record):
        record.conn.execute("DELETE FROM rating_comment WHERE comment = 'Ý kiến 3'")
    assert read(instance) == ()


@dataclass
class Shelf:
    """Texts of the big unit as pages read them; how often the record itself was gone through."""

    folder: Path
    readings: comments.Readings
    clock: list[float]
    times: list[str]

    def read(self) -> tuple[str, ...]:
        """By a connection of its own, as each view has."""
        with source.reading(self.folder / "kiosk.db") as opened:
            edition = Editions(self.folder / "editions").of("2026-08")
            return self.readings.of_unit(edition, BIG, opened)


@pytest.fixture
def shelf(instance: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Nothing is kept yet."""
    clock, times, really = [0.0], list[str](), source.comments_of_unit

    def counted(connection: sqlite3.Connection, unit: str, week: str) -> list[str]:
        times.append(week)
        return really(connection, unit, week)

    monkeypatch.setattr(source, "comments_of_unit", counted)
    return Shelf(instance, comments.Readings(instance / "editions", lambda: clock[0]), clock, times)


def test_texts_are_read_once_however_much_else_happens(shelf: Shelf, record: Database) -> None:
    before = shelf.read()
    with writing(record):
        press(record, 400, text="Đến muộn", week=1)
        record.conn.execute("INSERT INTO rating_comment VALUES (?, 'Viết thêm')", [f"{50:032x}"])

    assert shelf.read() == before == read(shelf.folder)
    assert shelf.times[: len(WEEKS)] == list(WEEKS)
    assert len(shelf.times) == 2 * len(WEEKS)  # the second time is this test's own


GUARD = "SELECT sql FROM sqlite_schema WHERE name = 'rating_comment_no_delete'"


def test_what_is_deleted_while_the_record_allows_it_is_gone_at_once(
    shelf: Shelf, record: Database
) -> None:
    assert len(shelf.read()) == 14
    with writing(record):
        record.conn.execute("DROP TRIGGER rating_comment_no_delete")
    assert len(shelf.read()) == 14
    for deleted, left in (("Ý kiến 1", 12), ("Ý kiến 2", 10), ("Ý kiến 3", 0)):
        with writing(record):
            record.conn.execute("DELETE FROM rating_comment WHERE comment = ?", [deleted])
        assert len(shelf.read()) == left


def test_what_was_deleted_with_the_guard_put_back_is_gone_at_once(
    shelf: Shelf, record: Database
) -> None:
    assert len(shelf.read()) == 14
    with writing(record):
        (guard,) = record.conn.execute(GUARD).fetchone()
        record.conn.execute("DROP TRIGGER rating_comment_no_delete")
        record.conn.execute("DELETE FROM rating_comment WHERE comment = 'Ý kiến 1'")
        record.conn.execute(guard)
    assert len(shelf.read()) == 12


def test_another_file_in_the_records_place_is_read_anew(shelf: Shelf) -> None:
    shelf.read()
    copy = shutil.copy(shelf.folder / "kiosk.db", shelf.folder / "copy")
    Path(copy).replace(shelf.folder / "kiosk.db")
    shelf.read()
    assert len(shelf.times) == 2 * len(WEEKS)


def test_after_ten_minutes_the_texts_are_read_anew_all_the_same(shelf: Shelf) -> None:
    for minute, times in ((0, 1), (9, 1), (11, 2)):
        shelf.clock[0] = minute * 60.0
        shelf.read()
        assert len(shelf.times) == times * len(WEEKS)


def test_a_unit_is_offered_only_where_its_rate_is_told(instance: Path) -> None:
    with opened_in(instance, LATER) as sources:
        edition = sources.editions.of("2026-08")
        assert comments.units(instance / "editions", edition) == [BIG]
        assert edition.row("unit", BIG).satisfaction.state is State.SHOWN
        rows = edition.rows("unit")
    for state in State:
        hidden = [replace(row, satisfaction=replace(row.satisfaction, state=state)) for row in rows]
        told = replace(edition, tables={"unit": tuple(hidden)})
        assert bool(comments.units(instance / "editions", told)) is (state is State.SHOWN)


def test_neither_editions_nor_what_is_kept_beside_them_hold_a_text(instance: Path) -> None:
    files = [path for path in (instance / "editions").rglob("*") if path.is_file()]
    assert any(path.name.startswith("comments-2026-W33") for path in files)
    assert all("Ý kiến".encode() not in path.read_bytes() for path in files)


def test_the_same_text_has_another_digest_in_each_week(tmp_path: Path) -> None:
    digests: set[str] = set()
    for week in WEEKS:
        comments.fix(tmp_path, week, [(BIG, "Tốt"), (BIG, "Tốt")])
        fixed = comments.recall(tmp_path, week)
        assert fixed is not None
        assert fixed.number(BIG) == 2
        digests.update(fixed.by_unit[BIG])
    assert len(digests) == len(WEEKS)


def test_a_freezing_that_failed_keeps_what_it_had_fixed(tmp_path: Path) -> None:
    comments.fix(tmp_path, "2026-W33", [(BIG, "Một")])
    comments.fix(tmp_path, "2026-W33", [(BIG, "Một"), (BIG, "Hai")])
    fixed = comments.recall(tmp_path, "2026-W33")
    assert fixed is not None
    assert list(fixed.among(BIG, ["Hai", "Một", "Một"])) == ["Một"]


def test_the_view_offers_nothing_by_which_a_text_could_be_tied(instance: Path) -> None:
    with source.reading(instance / "kiosk.db") as opened:
        columns = {row[1] for row in opened.execute("PRAGMA table_info(comments_v1)")}
    assert columns == {"unit_id", "iso_week", "comment", "counted"}
