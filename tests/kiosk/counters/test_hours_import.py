"""Opening hours and special days from tables."""

from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from kiosk import periods
from kiosk.counters import calendars, hours, hours_import
from kiosk.counters.calendars import Said
from kiosk.counters.hours_import import parse_time, parse_weekday, parse_weekdays
from kiosk.errors.faults import Fault, Faults, ImportRefused
from kiosk.formats.imported import Imported
from kiosk.formats.tables import read_table
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY

ROW = {"centre": "H44.5", "valid_from": "2026-08-01", "weekday": "Thứ 2 – Thứ 6"}
MORNING = {**ROW, "opens": "7h30", "closes": "11h30"}
AFTERNOON = {**ROW, "opens": "13:00", "closes": "17:00"}
DAY = {"day": "02/09/2026", "kind": "nghỉ lễ", "name": "Quốc khánh", "name_en": "National Day"}
WORKED = {"day": "22/08/2026", "kind": "làm bù", "name": "Làm bù", "as_weekday": "Thứ 2"}


def put(db: Database, *rows: dict[str, str]) -> Imported:
    return hours_import.import_hours(db, enumerate(rows, 2), WEDNESDAY, "import")


def put_days(db: Database, *rows: dict[str, str]) -> Imported:
    return hours_import.import_holidays(db, enumerate(rows, 2), WEDNESDAY, "import")


def refusal(db: Database, *rows: dict[str, str]) -> list[tuple[int, str]]:
    reader = put_days if "day" in rows[0] else put
    with pytest.raises(ImportRefused) as caught:
        reader(db, *rows)
    kept = db.conn.execute("SELECT (SELECT count(*) FROM opening) + (SELECT count(*) FROM special_day)")
    assert kept.fetchone() == (0,)
    return [(line, str(fault)) for line, fault in caught.value.lines]


@pytest.mark.parametrize(
    ("text", "number"),
    [("Monday", 1), ("Thứ Hai", 1), ("thứ 2", 1), ("T2", 1), ("Thứ Tư", 3), ("thu 7", 6), ("CN", 7)],
)
def test_weekdays_are_read_in_both_languages(text: str, number: int) -> None:
    assert parse_weekday(text) == number


@pytest.mark.parametrize("text", ["2", "1", "", "Thứ 8", "Thứ", "Freitag", "T2 T3"])
def test_what_is_no_weekday_or_could_be_two_is_refused(text: str) -> None:
    with pytest.raises(Fault, match="is not a weekday"):
        parse_weekday(text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Thứ 2 – Thứ 6", [1, 2, 3, 4, 5]),
        ("T2-T6", [1, 2, 3, 4, 5]),
        ("Thứ Hai đến Thứ Bảy", [1, 2, 3, 4, 5, 6]),
        ("Saturday to Sunday", [6, 7]),
        ("Chủ nhật", [7]),
        ("Thứ-2", [1]),
        ("thu-2", [1]),
        ("chu-nhat", [7]),
        ("Thứ-2 – Thứ-6", [1, 2, 3, 4, 5]),
        ("thu-7 - chu-nhat", [6, 7]),
    ],
)
def test_several_weekdays_may_stand_in_one_cell(text: str, numbers: list[int]) -> None:
    assert list(parse_weekdays(text)) == numbers


@pytest.mark.parametrize("text", ["T6-T2", "T2-T3-T4", "T2–", "2-6", ""])
def test_ranges_that_go_backwards_or_nowhere_are_refused(text: str) -> None:
    with pytest.raises(Fault):
        parse_weekdays(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("07:30", "07:30"),
        ("7:30", "07:30"),
        ("7h30", "07:30"),
        ("7H", "07:00"),
        ("13 giờ 30", "13:30"),
        ("13g", "13:00"),
        ("07:30:00", "07:30"),
        ("00:00", "00:00"),
        ("24:00", "24:00"),
    ],
)
def test_times_are_read_as_people_write_them(text: str, expected: str) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize(
    "text", ["", "7", "7:", "7:3", "25:00", "24:01", "07:60", "07:30:30", "7.30", "-1h"]
)
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(Fault, match="is not a time of day"):
        parse_time(text)


def test_a_week_is_stored_once_and_is_the_centres_from_its_day(db: Database) -> None:
    assert put(db, MORNING, AFTERNOON) == Imported(added=10, unchanged=0)
    assert put(db, AFTERNOON, MORNING) == Imported(added=0, unchanged=10)
    week = hours.week_of(db, "H44.5", date(2026, 8, 1))
    assert week is not None
    assert week[1] == week[5] == [("07:30", "11:30"), ("13:00", "17:00")]
    assert week[6] == week[7] == []


def test_without_a_first_day_a_week_begins_today_and_changes_nothing_tomorrow(
    db: Database,
) -> None:
    today = {**MORNING, "valid_from": ""}
    assert put(db, today) == Imported(added=5, unchanged=0)
    assert hours.week_of(db, "H44.5", date(2026, 8, 18)) is None
    assert hours.week_of(db, "H44.5", date(2026, 8, 19)) is not None
    tomorrow = WEDNESDAY.replace(day=20)
    assert hours_import.import_hours(db, [(2, today)], tomorrow, "import") == Imported(0, 5)


def test_a_later_week_is_added_beside_the_earlier_one(db: Database) -> None:
    put(db, MORNING, AFTERNOON)
    assert put(db, {**MORNING, "valid_from": "2026-09-01"}) == Imported(added=5, unchanged=0)
    assert put(
        db, {**AFTERNOON, "valid_from": "2026-10-01"}, {**MORNING, "valid_from": "2026-10-01"}
    ) == (Imported(added=10, unchanged=0))


def test_a_weekday_may_be_named_as_closed(db: Database) -> None:
    closed = {**ROW, "weekday": "CN", "opens": "", "closes": ""}
    assert put(db, MORNING, closed) == Imported(added=5, unchanged=0)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"centre": "H44.7"}, "the catalogue has no centre “H44.7”."),
        ({"valid_from": "2025-06-30"}, "the centre “H44.5” was not in force on 2025-06-30."),
        ({"valid_from": "31/02/2026"}, "valid_from: “31/02/2026” is not a day"),
        ({"weekday": "2"}, "“2” is not a weekday"),
        ({"opens": "mười giờ"}, "“mười giờ” is not a time of day"),
        ({"closes": ""}, "“” is not a time of day"),
        ({"closes": "13h"}, "it closes at 13:00, not after it opens at 13:00."),
        ({"opens": "11:00", "closes": "12:00"}, "the hours 11:00–12:00 overlap others of that day."),
        ({"opens": "07:30", "closes": "11:30"}, "the hours 07:30–11:30 overlap others of that day."),
    ],
)
def test_a_bad_line_is_refused_with_its_reason_and_no_trace(
    db: Database, changes: dict[str, str], reason: str
) -> None:
    [(line, given)] = refusal(db, MORNING, {**AFTERNOON, **changes})
    assert line == 3
    assert reason in given


def test_a_centre_that_had_hours_goes_back_to_none_and_has_some_again(db: Database) -> None:
    always = {**ROW, "valid_from": "2026-09-01", "weekday": "luôn mở", "opens": "", "closes": ""}
    put(db, MORNING)
    assert put(db, always) == Imported(added=1, unchanged=0)
    assert put(db, {**always, "weekday": "always"}) == Imported(added=0, unchanged=1)
    assert hours.week_of(db, "H44.5", date(2026, 8, 31)) is not None
    assert hours.week_of(db, "H44.5", date(2026, 9, 1)) is None
    put(db, {**MORNING, "valid_from": "2026-10-01"})
    nights = [datetime(2026, month, 1, 22, tzinfo=periods.VIET_NAM) for month in (8, 9, 10)]
    assert hours.find_open(db, [("H44.5", night) for night in nights]) == [False, True, False]


def test_a_week_without_hours_says_nothing_else(db: Database) -> None:
    always = {**ROW, "weekday": "always", "opens": "", "closes": ""}
    for rows in ([always, MORNING], [MORNING, always]):
        assert refusal(db, *rows) == [(3, "a week without hours has one line, and no other hours.")]
    assert refusal(db, {**always, "opens": "7:30", "closes": "11:30"}) == [
        (2, "a week without hours has one line, and no other hours.")
    ]


def test_a_week_that_is_closed_throughout_is_refused(db: Database) -> None:
    assert refusal(db, {**ROW, "opens": "", "closes": ""}) == [
        (2, "the week has no opening hours at all.")
    ]


def test_a_week_that_was_mistyped_is_put_right_from_the_same_day(db: Database) -> None:
    day = date(2026, 8, 1)
    put(db, MORNING, AFTERNOON)
    assert put(db, {**MORNING, "weekday": "T2"}) == Imported(added=1, unchanged=0)
    assert hours.week_of(db, "H44.5", day) == {1: [("07:30", "11:30")], **{n: [] for n in range(2, 8)}}
    assert put(db, {**MORNING, "weekday": "T2"}) == Imported(added=0, unchanged=1)
    assert put(db, MORNING, AFTERNOON) == Imported(added=10, unchanged=0)
    week = hours.week_of(db, "H44.5", day)
    assert week is not None
    assert week[5] == [("07:30", "11:30"), ("13:00", "17:00")]
    noon = datetime(2026, 8, 18, 12, tzinfo=periods.VIET_NAM)  # a Tuesday
    assert hours.find_open(db, [("H44.5", noon), ("H44.5", noon.replace(hour=14))]) == [False, True]


def test_holidays_and_working_days_are_stored_once(db: Database) -> None:
    put(db, MORNING)
    assert put_days(db, DAY, WORKED) == Imported(added=2, unchanged=0)
    assert put_days(db, WORKED, DAY, DAY) == Imported(added=0, unchanged=3)
    found = hours.special_days(db, "H44.5", date(2026, 8, 20), date(2026, 9, 10))
    assert [(special.day, special.open, special.name, special.name_en) for special in found] == [
        (date(2026, 8, 22), [("07:30", "11:30")], "Làm bù", None),
        (date(2026, 9, 2), [], "Quốc khánh", "National Day"),
    ]


def test_a_holiday_is_taken_back_and_said_again(db: Database) -> None:
    put(db, MORNING)
    back = {**DAY, "kind": "bình thường", "name": "Không nghỉ"}
    assert [put_days(db, row).added for row in (DAY, back, DAY)] == [1, 1, 1]
    assert len(hours.special_days(db, "H44.5", date(2026, 9, 2), date(2026, 9, 2))) == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"day": ""}, "day: “” is not a day"),
        ({"day": "30/02/2026"}, "is not a day"),
        ({"kind": "lễ"}, "kind: “lễ” is not one of: holiday"),
        ({"name": ""}, "name is empty."),
        ({"as_weekday": "T2"}, "as_weekday belongs to working days"),
        ({"kind": "làm bù"}, "as_weekday belongs to working days"),
        ({"kind": "làm bù", "as_weekday": "2"}, "“2” is not a weekday"),
        ({"centre": "H99"}, "the catalogue has no centre “H99”."),
        ({"day": "22/08/2026"}, "line 2 says something else of that day."),
    ],
)
def test_a_bad_day_is_refused_with_its_reason_and_no_trace(
    db: Database, changes: dict[str, str], reason: str
) -> None:
    [(line, given)] = refusal(db, WORKED, {**DAY, **changes})
    assert line == 3
    assert reason in given


def test_a_centre_and_all_centres_may_say_different_things_of_a_day(db: Database) -> None:
    own = {**DAY, "centre": "H44.5", "kind": "as_usual"}
    assert put_days(db, DAY, own) == Imported(added=2, unchanged=0)


def test_each_change_is_in_the_audit_trail_and_a_repeat_is_not(db: Database) -> None:
    for _ in range(2):
        put(db, MORNING)
        put_days(db, WORKED)
    assert db.conn.execute("SELECT actor, action, subject FROM audit ORDER BY action").fetchall() == [
        ("import", "say of a day: working", "2026-08-22 every centre"),
        ("import", "set opening hours", "H44.5 2026-08-01"),
    ]


def test_touching_intervals_are_two_and_overlapping_ones_are_refused() -> None:
    calendars.check_week({1: [("11:30", "13:00"), ("07:30", "11:30")]})
    with pytest.raises(Fault, match="overlap"):
        calendars.check_week({1: [("11:29", "13:00"), ("07:30", "11:30")]})


def test_the_same_word_of_another_name_is_another_word(db: Database) -> None:
    said = Said(date(2026, 9, 2), "", "holiday", None, "Quốc khánh", None)
    renamed = Said(date(2026, 9, 2), "", "holiday", None, "Quốc khánh", "National Day")
    with writing(db):
        told = [calendars.say(db, word, now=WEDNESDAY, by="x") for word in (said, said, renamed, said)]
    assert told == [True, False, True, True]


def test_a_workbooks_own_times_and_days_are_read(db: Database, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Trung tâm", "Từ ngày", "Thứ", "Mở cửa", "Đóng cửa"])
    sheet.append(["H44.5", date(2026, 8, 1), "Thứ 2", time(7, 30), time(11, 30)])
    book.save(tmp_path / "hours.xlsx")
    faults = Faults()
    rows = read_table(tmp_path / "hours.xlsx", hours_import.HOURS_COLUMNS, faults)
    assert hours_import.import_hours(db, rows, WEDNESDAY, "import", faults) == Imported(1, 0)
