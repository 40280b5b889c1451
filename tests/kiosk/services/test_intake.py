"""Finished services: read strictly, stored once, all of a file or nothing."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import i18n
from kiosk.catalogue.spans import Spans
from kiosk.errors.faults import Fault, Faults, ImportRefused
from kiosk.formats.imported import Imported
from kiosk.formats.tables import read_table
from kiosk.services import intake
from kiosk.services.intake import import_services
from kiosk.storage.db import Database
from tests import factories

NOW = datetime(2026, 8, 31, 10, 0, tzinfo=UTC)
ROW = {
    "dossier": "H44.5-260817-0001",
    "procedure": "1.001193",
    "receiving_unit": "H44.5",
    "resolving_unit": "H44.5",
    "counter": "H44.5-1",
    "officer": "H44.5.A-01",
    "received": "2026-08-17",
    "due": "2026-08-20",
    "finished": "2026-08-19",
    "outcome": "granted",
    "channel": "counter",
    "petitioned": "0",
    "visits": "2",
}


@pytest.fixture(scope="module")
def spans(tmp_path_factory: pytest.TempPathFactory) -> Spans:
    db = factories.a_record(tmp_path_factory.mktemp("spans") / "kiosk.db")
    found = Spans(db)
    db.conn.close()
    return found


def put(db: Database, *rows: dict[str, str], now: datetime = NOW) -> Imported:
    return import_services(db, enumerate(rows, 2), now)


def stored(db: Database, columns: str) -> Any:
    return db.conn.execute(f"SELECT {columns} FROM services_v1 ORDER BY service_id").fetchone()


def refusal_of(db: Database, *rows: dict[str, str]) -> list[tuple[int, str]]:
    before = db.conn.execute("SELECT * FROM service").fetchall()
    with pytest.raises(ImportRefused) as refusal:
        put(db, *rows)
    assert db.conn.execute("SELECT * FROM service").fetchall() == before, "a refused file left a trace"
    return [(line, str(fault)) for line, fault in refusal.value.lines]


def test_a_service_is_stored_with_every_column(db: Database) -> None:
    assert put(db, ROW) == Imported(added=1, unchanged=0)
    assert db.conn.execute("SELECT * FROM services_v1").fetchall() == [
        (
            "H44.5-260817-0001", "2026-W34", "2026-08-19", "2026-08-17", "2026-08-20", 0, 0,
            "granted", "counter", "1.001193", "H44.5", "H44.5", "H44.5", "H44.5-1", "H44.5.A-01",
            "2026-08", 2,
        )
    ]  # fmt: skip


def test_the_optional_columns_may_be_absent(db: Database) -> None:
    optional = ("counter", "officer", "due", "petitioned", "visits")
    put(db, {name: text for name, text in ROW.items() if name not in optional})
    assert stored(db, "centre_id, counter_id, officer_id, due_day, overdue, petitioned, visits") == (
        None, None, None, None, 0, 0, None,
    )  # fmt: skip


def test_the_counter_says_who_received(db: Database) -> None:
    put(db, {**ROW, "receiving_unit": "", "counter": "H44.9-1"})
    assert stored(db, "receiving_unit_id, resolving_unit_id, centre_id") == ("H44.9", "H44.5", "H44.9")


def test_the_same_file_again_changes_nothing(db: Database) -> None:
    put(db, ROW)
    versions = db.conn.execute("SELECT * FROM changes_v1").fetchall()
    assert put(db, ROW, ROW) == Imported(added=0, unchanged=2)
    assert db.conn.execute("SELECT * FROM changes_v1").fetchall() == versions


def test_an_import_announces_the_days_and_places_it_touched(db: Database) -> None:
    online = {**ROW, "dossier": "H44.5-260817-0002", "counter": "", "finished": "2026-08-20",
              "resolving_unit": "H44.5", "receiving_unit": "H44.9"}  # fmt: skip
    put(db, ROW, online)
    places = db.conn.execute("SELECT day, place_id FROM changes_v1 ORDER BY 1, 2").fetchall()
    assert places == [("2026-08-19", "H44.5"), ("2026-08-20", "H44.9")]


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("outcome", "refused"),
        ("finished", "2026-08-20"),
        ("petitioned", "1"),
        ("due", ""),
        ("visits", "3"),
        ("visits", ""),
    ],
)
def test_a_stored_dossier_with_other_content_is_refused(db: Database, column: str, text: str) -> None:
    put(db, ROW)
    reason = "the dossier H44.5-260817-0001 is already stored with other content."
    assert refusal_of(db, {**ROW, column: text}) == [(2, reason)]


@pytest.mark.parametrize(("text", "visits"), [("", None), ("1", 1), ("7", 7), ("99", 99), (" 3 ", 3)])
def test_visits_are_a_number_from_one_on_or_nobody_told(
    db: Database, tmp_path: Path, text: str, visits: int | None
) -> None:
    table = tmp_path / "services.csv"
    heads = ["Số lần đến" if name == "visits" else name for name in ROW]
    table.write_text(f"{','.join(heads)}\n{','.join({**ROW, 'visits': text}.values())}\n", "utf-8")
    faults = Faults()
    import_services(db, read_table(table, intake.COLUMNS, faults), NOW, faults)
    assert stored(db, "visits") == (visits,)


@pytest.mark.parametrize(
    "text", ["0", "-1", "01", "1.0", "1,5", "100", "hai", "²", "٣", "1e1", "260817"]
)
def test_what_is_no_number_of_visits_is_refused_in_both_languages(db: Database, text: str) -> None:
    said = f"visits: “{text}” is not a whole number from 1 to 99."
    assert refusal_of(db, {**ROW, "visits": text}) == [(2, said)]
    with pytest.raises(Fault) as refusal:
        intake.find_visits(text)
    own = i18n.translate("vi", refusal.value.text, **refusal.value.values)
    assert own == f"visits: “{text}” không phải là số nguyên từ 1 đến 99."


def test_a_dossier_that_contradicts_itself_within_one_file_is_refused(db: Database) -> None:
    [(line, _)] = refusal_of(db, ROW, {**ROW, "outcome": "refused"})
    assert line == 3


@pytest.mark.parametrize(
    ("due", "finished", "overdue"),
    [
        ("2026-08-19", "2026-08-19", 0),
        ("2026-08-18", "2026-08-19", 1),
        ("", "2026-08-19", 0),
        ("2026-08-19 11:30", "2026-08-19 11:30", 0),
        ("2026-08-19 11:30", "2026-08-19 11:31", 1),
        ("2026-08-19", "2026-08-19 16:59", 0),  # a promise of a day holds until the day ends
        ("2026-08-19 08:00", "2026-08-19", 0),  # finished at no known time of the day promised
        ("19/08/2026 08:00", "2026-08-19T01:00:01Z", 1),
    ],
)
def test_overdue_means_finished_later_than_promised(
    db: Database, due: str, finished: str, overdue: int
) -> None:
    put(db, {**ROW, "due": due, "finished": finished})
    assert stored(db, "overdue") == (overdue,)


@given(
    due=st.datetimes(datetime(2026, 8, 18), datetime(2026, 8, 20)),  # noqa: DTZ001 (local time)
    late_by=st.timedeltas(timedelta(hours=-20), timedelta(hours=20)),
)
def test_with_times_overdue_is_the_sign_of_the_delay(
    spans: Spans, due: datetime, late_by: timedelta
) -> None:
    row = {**ROW, "due": f"{due:%Y-%m-%d %H:%M:%S}", "finished": f"{due + late_by:%Y-%m-%d %H:%M:%S}"}
    whole = (due + late_by).replace(microsecond=0) - due.replace(microsecond=0)
    service = intake.read_service(row, spans, NOW)
    assert service.overdue == int(whole > timedelta(0))


@pytest.mark.parametrize(
    ("column", "text", "stored_as"),
    [
        ("outcome", "Từ chối", "refused"),
        ("outcome", "tra_lai", "returned"),
        ("outcome", "Đồng ý", "granted"),
        ("channel", "Trực tuyến", "online"),
        ("channel", "buu_chinh", "post"),
        ("channel", "POST", "post"),
        ("petitioned", "Có", 1),
        ("petitioned", "không", 0),
        ("petitioned", "", 0),
    ],
)
def test_words_may_be_vietnamese(db: Database, column: str, text: str, stored_as: str | int) -> None:
    put(db, {**ROW, column: text})
    assert stored(db, column) == (stored_as,)


def test_a_local_procedure_code_is_stored_as_the_national_one(db: Database) -> None:
    put(db, {**ROW, "procedure": "1.001193.000.00.00.H44"})
    assert stored(db, "procedure_id") == ("1.001193",)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"dossier": "1"}, "“1” is not a dossier code"),
        ({"dossier": ""}, "“” is not a dossier code"),
        ({"dossier": "H44.5-260230-0001"}, "holds a day that never was"),
        ({"procedure": "1.0011"}, "spreadsheet turned into a number"),
        ({"procedure": "9.999999"}, "the catalogue has no procedure “9.999999”."),
        ({"resolving_unit": ""}, "“” cannot be a code"),
        ({"resolving_unit": "H99"}, "the catalogue has no unit “H99”."),
        ({"receiving_unit": "H99", "counter": ""}, "the catalogue has no unit “H99”."),
        (
            {"receiving_unit": "H44.9"},
            "the counter H44.5-1 belongs to H44.5, not to the receiving unit H44.9.",
        ),
        ({"receiving_unit": "", "counter": ""}, "neither a counter nor a receiving unit is given."),
        ({"counter": "X"}, "the catalogue has no counter “X”."),
        ({"officer": "X"}, "the catalogue has no officer “X”."),
        ({"received": ""}, "received: “” is not a day"),
        ({"received": "17.08.2026"}, "received: “17.08.2026” is not a day"),
        ({"due": "soon"}, "due: “soon” is not a day"),
        ({"finished": "46253"}, "finished: “46253” is not a day"),
        ({"received": "2026-08-20"}, "received on 2026-08-20, after it was finished on 2026-08-19."),
        ({"received": "2026-08-19 10:00", "finished": "2026-08-19 09:59"}, "after it was finished"),
        ({"finished": "2026-09-01"}, "finished on 2026-09-01, which has not come yet."),
        ({"finished": "2026-08-31 17:01"}, "which has not come yet."),
        ({"received": "2025-06-30"}, "the procedure “1.001193” was not in force on 2025-06-30."),
        ({"outcome": "done"}, "outcome: “done” is not one of: granted, refused, returned"),
        ({"outcome": ""}, "outcome: “” is not one of"),
        ({"channel": "phone"}, "channel: “phone” is not one of: counter, online, post"),
        ({"petitioned": "2"}, "petitioned: “2” is not one of: 0, 1"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_no_trace(
    db: Database, changes: dict[str, str], reason: str
) -> None:
    [(line, given)] = refusal_of(db, {**ROW, **changes})
    assert line == 2
    assert reason in given


def test_finished_at_this_very_instant_is_not_the_future(db: Database) -> None:
    put(db, {**ROW, "finished": "2026-08-31 17:00"})
    assert stored(db, "finished_day") == ("2026-08-31",)


def test_a_retired_procedure_is_judged_on_the_day_of_receipt(db: Database) -> None:
    factories.a_version(
        db, "procedure", "2026-08-18", procedure_id="1.001193", name="x", raw_code="1.001193", retired=1
    )
    put(db, ROW)
    [(_, reason)] = refusal_of(db, {**ROW, "dossier": "H44.5-260818-0001", "received": "2026-08-18"})
    assert reason == "the procedure “1.001193” was not in force on 2026-08-18."


def test_a_unit_or_counter_that_closed_meanwhile_did_receive(db: Database) -> None:
    factories.a_version(
        db, "counter", "2026-08-18", counter_id="H44.5-1", name="x", centre_id="H44.5", retired=1
    )
    factories.a_version(
        db, "unit", "2026-08-18", unit_id="H44.9", name="x", kind="commune", parent_id="H44", retired=1
    )
    put(db, {**ROW, "resolving_unit": "H44.9"})
    later = {"received": "2026-08-18", "dossier": "H44.5-260818-0001"}
    [(_, reason)] = refusal_of(db, {**ROW, **later})
    assert reason == "the counter “H44.5-1” was not in force on 2026-08-18."


def test_an_officer_who_has_left_did_work_then(db: Database) -> None:
    factories.a_version(
        db, "officer", "2026-01-01", officer_id="H44.5.A-01", name="x", unit_id="H44.5", retired=1
    )
    put(db, ROW)
    assert stored(db, "officer_id") == ("H44.5.A-01",)


def test_every_bad_line_is_named_and_the_good_ones_are_not_stored(db: Database) -> None:
    rows = [{**ROW, "dossier": f"H44.5-260817-{n:04d}", "outcome": "x" if n % 3 == 0 else "granted"}
            for n in range(90)]  # fmt: skip
    assert [line for line, _ in refusal_of(db, *rows)] == list(range(2, 92, 3))


def test_faults_of_reading_refuse_the_whole_import(db: Database) -> None:
    faults = Faults()
    faults.add(3, Fault("ragged"))
    with pytest.raises(ImportRefused, match="line 3: ragged"):
        import_services(db, [(2, ROW)], NOW, faults)
    assert stored(db, "service_id") is None


def test_an_empty_file_adds_nothing(db: Database) -> None:
    assert put(db) == Imported(added=0, unchanged=0)


def test_the_columns_are_those_of_the_published_view(db: Database) -> None:
    columns = [column[0] for column in db.conn.execute("SELECT * FROM services_v1").description]
    assert set(columns) == {*intake.Service.__dataclass_fields__, "month"}


def test_weeks_belong_to_the_iso_year(db: Database) -> None:
    put(db, {**ROW, "finished": "2027-01-01"}, now=datetime(2027, 1, 2, tzinfo=UTC))
    assert stored(db, "iso_week") == ("2026-W53",)
    assert date(2027, 1, 1).isocalendar()[:2] == (2026, 53)
