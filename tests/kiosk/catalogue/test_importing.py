"""The catalogue grows by versions, all of a file or nothing, and a repeat changes nothing."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue.importing import import_catalogue
from kiosk.catalogue.kinds import KIND_NAMES, KINDS
from kiosk.errors.faults import Fault, Faults, ImportRefused
from kiosk.formats.imported import Imported
from kiosk.storage.db import Database

TODAY = date(2026, 8, 19)
LAM_THAO = {
    "unit_id": "H44.11",
    "name": "UBND xã Lâm Thao",
    "kind": "commune",
    "parent_id": "H44",
    "valid_from": "2025-07-01",
}


def put(db: Database, kind: str, *rows: dict[str, str], today: date = TODAY) -> Imported:
    return import_catalogue(db, kind, enumerate(rows, 2), today)


def refusal_of(db: Database, kind: str, *rows: dict[str, str]) -> list[tuple[int, str]]:
    before = everything(db)
    with pytest.raises(ImportRefused) as refusal:
        put(db, kind, *rows)
    assert everything(db) == before, "a refused file left a trace"
    return [(line, str(fault)) for line, fault in refusal.value.lines]


def unit(unit_id: str, name: str, valid_from: str, **more: str) -> dict[str, str]:
    return {"unit_id": unit_id, "name": name, "kind": "commune", "valid_from": valid_from, **more}


def everything(db: Database) -> list[Any]:
    return [
        db.conn.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
        for kind in KINDS
        for table in (f"{kind}_version", f"(SELECT {kind}_id, 1 FROM {kind})")
    ]


def versions(db: Database, kind: str, item: str, columns: str = "name") -> list[Any]:
    return db.conn.execute(
        f"SELECT valid_from, valid_to, {columns} FROM {kind}s_v1 WHERE {kind}_id = ? ORDER BY 1", [item]
    ).fetchall()


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Tỉnh", "province"),
        ("Thành phố", "province"),
        ("thanh_pho", "province"),
        ("Sở", "department"),
        ("Ban", "department"),
        ("Ngành", "department"),
        ("Xã", "commune"),
        ("phường", "commune"),
        ("Đặc khu", "commune"),
        ("DAC KHU", "commune"),
    ],
)
def test_the_kind_of_a_unit_may_be_written_in_vietnamese(db: Database, written: str, kind: str) -> None:
    parent = "" if kind == "province" else "H44"
    row = {"unit_id": "Z9", "name": "Đơn vị", "kind": written, "parent_id": parent}
    assert put(db, "unit", row) == Imported(added=1, unchanged=0)
    assert [stored[2] for stored in versions(db, "unit", "Z9", "kind")] == [kind]


@pytest.mark.parametrize(
    ("kind", "row", "columns", "stored"),
    [
        ("unit", LAM_THAO, "name, kind, parent_id", ("UBND xã Lâm Thao", "commune", "H44")),
        (
            "unit",
            {"unit_id": "000.00.00.H45", "name": "Tỉnh mới", "kind": "Tỉnh"},
            "name, kind, parent_id",
            ("Tỉnh mới", "province", None),
        ),
        (
            "centre",
            {"centre_id": "Z1", "name": "Trung tâm", "unit_id": "H44.5"},
            "name, unit_id",
            ("Trung tâm", "H44.5"),
        ),
        (
            "counter",
            {"counter_id": "Z1-1", "name": "Quầy 1", "centre_id": "H44.5", "field_id": "ho-tich"},
            "name, centre_id, field_id",
            ("Quầy 1", "H44.5", "ho-tich"),
        ),
        (
            "counter",
            {"counter_id": "Z1-2", "name": "Quầy 2", "centre_id": "H44.5", "field_id": ""},
            "name, centre_id, field_id",
            ("Quầy 2", "H44.5", None),
        ),
        ("field", {"name": "Đất đai", "name_en": "Land"}, "name, name_en", ("Đất đai", "Land")),
        (
            "procedure",
            {
                "procedure_id": "1.010708.000.00.00.H56",
                "name": "Đăng ký đất đai",
                "authority": "xa",
                "field_id": "ho-tich",
            },
            "name, folded, authority, raw_code, field_id",
            ("Đăng ký đất đai", "dang ky dat dai", "commune", "1.010708.000.00.00.H56", "ho-tich"),
        ),
        (
            "officer",
            {"officer_id": "O1", "name": "Cán bộ C-01", "position": "", "unit_id": "H44.5"},
            "name, position, unit_id",
            ("Cán bộ C-01", None, "H44.5"),
        ),
    ],
)
def test_each_kind_is_stored_with_its_columns(
    db: Database, kind: str, row: dict[str, str], columns: str, stored: tuple[Any, ...]
) -> None:
    item = {"000.00.00.H45": "H45", "1.010708.000.00.00.H56": "1.010708"}.get(
        row.get(f"{kind}_id", "dat-dai"), row.get(f"{kind}_id", "dat-dai")
    )
    assert put(db, kind, row) == Imported(added=1, unchanged=0)
    assert versions(db, kind, item, columns) == [(row.get("valid_from", "2026-08-19"), None, *stored)]


def test_the_same_file_again_changes_nothing(db: Database) -> None:
    put(db, "unit", LAM_THAO)
    before = everything(db)
    assert put(db, "unit", LAM_THAO, LAM_THAO) == Imported(added=0, unchanged=2)
    assert everything(db) == before


def test_an_undated_file_of_what_holds_already_is_no_news_on_any_later_day(db: Database) -> None:
    undated = {name: text for name, text in LAM_THAO.items() if name != "valid_from"}
    put(db, "unit", LAM_THAO)
    assert put(db, "unit", undated, today=date(2026, 12, 1)) == Imported(added=0, unchanged=1)
    renamed = {**undated, "name": "UBND phường Lâm Thao"}
    assert put(db, "unit", renamed, today=date(2026, 12, 1)) == Imported(added=1, unchanged=0)
    assert versions(db, "unit", "H44.11") == [
        ("2025-07-01", "2026-12-01", "UBND xã Lâm Thao"),
        ("2026-12-01", None, "UBND phường Lâm Thao"),
    ]


def test_other_content_for_the_same_day_is_refused_not_overwritten(db: Database) -> None:
    put(db, "unit", LAM_THAO)
    assert refusal_of(db, "unit", {**LAM_THAO, "name": "UBND xã Lâm Thao mới"}) == [
        (2, "the catalogue has “H44.11” from 2025-07-01 with other content: give a later valid_from.")
    ]


def test_an_end_retires_the_item_on_that_day(db: Database) -> None:
    ended = {**LAM_THAO, "valid_to": "01/09/2026"}
    assert put(db, "unit", ended) == Imported(added=2, unchanged=0)
    assert versions(db, "unit", "H44.11") == [("2025-07-01", "2026-09-01", "UBND xã Lâm Thao")]
    assert put(db, "unit", ended) == Imported(added=0, unchanged=1)


def test_an_end_may_be_given_later_to_what_is_there(db: Database) -> None:
    put(db, "unit", LAM_THAO)
    assert put(db, "unit", {**LAM_THAO, "valid_to": "2026-09-01"}) == Imported(added=1, unchanged=1)
    assert versions(db, "unit", "H44.11") == [("2025-07-01", "2026-09-01", "UBND xã Lâm Thao")]


def test_where_the_next_version_takes_over_no_end_is_written(db: Database) -> None:
    put(
        db,
        "unit",
        {**LAM_THAO, "name": "UBND phường Lâm Thao", "valid_from": "2026-09-01"},
        {**LAM_THAO, "valid_to": "2026-09-01"},
    )
    assert versions(db, "unit", "H44.11") == [
        ("2025-07-01", "2026-09-01", "UBND xã Lâm Thao"),
        ("2026-09-01", None, "UBND phường Lâm Thao"),
    ]


def test_an_end_after_another_version_has_begun_is_refused(db: Database) -> None:
    put(db, "unit", {**LAM_THAO, "valid_from": "2026-01-01"})
    [(line, reason)] = refusal_of(db, "unit", {**LAM_THAO, "valid_to": "2026-09-01"})
    assert (line, "another version begins on 2026-01-01" in reason) == (2, True)


@pytest.mark.parametrize("valid_to", ["2025-07-01", "2025-06-30"])
def test_nothing_ends_before_it_begins(db: Database, valid_to: str) -> None:
    [(_, reason)] = refusal_of(db, "unit", {**LAM_THAO, "valid_to": valid_to})
    assert reason == f"it ends on {valid_to}, not after it begins on 2025-07-01."


def test_parents_may_come_later_in_the_file(db: Database) -> None:
    ward = {"unit_id": "H45.1", "name": "Phường", "kind": "commune", "parent_id": "H45"}
    province = {"unit_id": "H45", "name": "Tỉnh", "kind": "province", "parent_id": ""}
    assert put(db, "unit", ward, province) == Imported(added=2, unchanged=0)
    assert versions(db, "unit", "H45.1", "parent_id") == [("2026-08-19", None, "H45")]


def test_successors_link_what_was_merged(db: Database) -> None:
    put(db, "unit", {**LAM_THAO, "valid_to": "2026-09-01", "successor_id": "H44.9"})
    rows = db.conn.execute("SELECT successor_id FROM unit_version WHERE unit_id = 'H44.11'").fetchall()
    assert rows == [("H44.9",), ("H44.9",)]


@pytest.mark.parametrize(
    ("kind", "row", "reason"),
    [
        ("unit", {**LAM_THAO, "parent_id": "H99"}, "parent_id: there is no unit “H99”."),
        ("unit", {**LAM_THAO, "successor_id": "H99"}, "successor_id: there is no unit “H99”."),
        ("unit", {**LAM_THAO, "parent_id": "H44.11"}, "parent_id: “H44.11” comes back to itself."),
        ("unit", {**LAM_THAO, "parent_id": ""}, "a province has no parent unit"),
        ("unit", {**LAM_THAO, "kind": "province"}, "a province has no parent unit"),
        ("unit", {**LAM_THAO, "kind": "thành phố"}, "a province has no parent unit"),
        ("unit", {**LAM_THAO, "kind": "huyện"}, "kind: “huyện” is not one of: province, department"),
        ("unit", {**LAM_THAO, "unit_id": ""}, "unit_id is empty."),
        ("unit", {**LAM_THAO, "unit_id": "H44/11"}, "cannot be a code"),
        ("unit", {**LAM_THAO, "name": ""}, "name is empty."),
        ("unit", {**LAM_THAO, "valid_from": "2026-02-30"}, "valid_from: “2026-02-30” is not a day"),
        ("unit", {**LAM_THAO, "valid_to": "soon"}, "valid_to: “soon” is not a day"),
        ("centre", {"centre_id": "Z", "name": "a", "unit_id": "H9"}, "unit_id: there is no unit “H9”."),
        ("centre", {"centre_id": "Z", "name": "a", "unit_id": ""}, "unit_id is empty."),
        ("counter", {"counter_id": "Z", "name": "a", "centre_id": "X"}, "there is no centre “X”."),
        (
            "counter",
            {"counter_id": "service", "name": "a", "centre_id": "H44.5"},
            "“service” cannot be a counter's code: another page has that address.",
        ),
        (
            "counter",
            {"counter_id": "Z", "name": "a", "centre_id": "H44.5", "field_id": "x"},
            "there is no field “x”.",
        ),
        ("field", {"name": "!!"}, "cannot be a code"),
        ("field", {"field_id": "x", "name": ""}, "name is empty."),
        ("procedure", {"procedure_id": "1.0001", "name": "a"}, "spreadsheet turned into a number"),
        ("procedure", {"procedure_id": "1.000100", "name": "a", "authority": "huyện"}, "is not one of"),
        (
            "procedure",
            {"procedure_id": "1.000100", "name": "a", "successor_id": "1.9"},
            "turned into a number",
        ),
        (
            "procedure",
            {"procedure_id": "1.000100", "name": "a", "successor_id": "1.000200"},
            "there is no procedure “1.000200”.",
        ),
        ("officer", {"officer_id": "Z", "name": "a", "unit_id": "H99"}, "there is no unit “H99”."),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_no_trace(
    db: Database, kind: str, row: dict[str, str], reason: str
) -> None:
    [(line, given)] = refusal_of(db, kind, row)
    assert line == 2
    assert reason in given


def test_units_that_lie_above_one_another_are_refused(db: Database) -> None:
    first = {**LAM_THAO, "parent_id": "H44.12"}
    second = {**LAM_THAO, "unit_id": "H44.12", "parent_id": "H44.11"}
    assert [line for line, _ in refusal_of(db, "unit", first, second)] == [2, 3]


def test_a_circle_that_closes_through_the_record_is_refused(db: Database) -> None:
    put(db, "unit", LAM_THAO)
    moved = unit("H44.9", "x", "2026-09-01", parent_id="H44.11")
    put(db, "unit", moved)
    back = {**LAM_THAO, "parent_id": "H44.9", "valid_from": "2026-10-01"}
    [(_, reason)] = refusal_of(db, "unit", back)
    assert "comes back to itself" in reason


def test_two_rows_that_contradict_one_another_are_refused(db: Database) -> None:
    [(line, reason)] = refusal_of(db, "unit", LAM_THAO, {**LAM_THAO, "name": "other"})
    assert line == 3
    assert reason == "“H44.11” from 2025-07-01 stands on line 2 with other content."


def test_two_spellings_of_one_procedure_are_the_same_item(db: Database) -> None:
    rows = [{"procedure_id": code, "name": "a"} for code in ("1.000100", "1.000100.H44")]
    [(line, reason)] = refusal_of(db, "procedure", *rows)
    assert line == 3
    assert "“1.000100”" in reason


def test_every_bad_line_is_named_and_the_good_ones_are_not_stored(db: Database) -> None:
    rows = [
        {**LAM_THAO, "unit_id": f"H44.{n}", "kind": "x" if n % 2 else "commune"} for n in range(20, 70)
    ]
    assert [line for line, _ in refusal_of(db, "unit", *rows)] == list(range(3, 52, 2))


def test_faults_of_reading_refuse_the_whole_import(db: Database) -> None:
    faults = Faults()
    faults.add(3, Fault("ragged"))
    with pytest.raises(ImportRefused, match="line 3: ragged"):
        import_catalogue(db, "unit", [(2, LAM_THAO)], TODAY, faults)
    assert versions(db, "unit", "H44.11") == []


def test_an_empty_table_adds_nothing(db: Database) -> None:
    assert put(db, "officer") == Imported(added=0, unchanged=0)


def test_no_two_columns_of_a_kind_share_a_heading() -> None:
    for kind in KINDS.values():
        headings = [heading for column in kind.columns for heading in (column.name, *column.aliases)]
        assert len(headings) == len(set(headings)), kind.name


def test_every_kind_has_its_name_for_messages() -> None:
    assert list(KIND_NAMES) == list(KINDS)


def test_the_columns_stored_are_those_of_the_tables(db: Database) -> None:
    for kind in KINDS.values():
        columns = [column.name for column in db[f"{kind.name}_version"].columns]
        assert columns == [kind.key, "valid_from", "retired", *kind.content]


@given(order=st.permutations(range(6)))
def test_the_order_of_lines_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    from tests import factories

    rows = [
        unit("H45", "Tỉnh", "2025-07-01", kind="province"),
        unit("H45.1", "a", "2025-07-01", parent_id="H45"),
        unit("H45.1", "b", "2026-01-01", parent_id="H45"),
        unit("H45.2", "c", "2025-07-01", parent_id="H45.1", valid_to="2026-03-01"),
        unit("H45.2", "d", "2026-05-01", parent_id="H45"),
        unit("H45.3", "e", "2025-07-01", parent_id="H45.2"),
    ]
    db = factories.a_record(tmp_path_factory.mktemp("order") / "kiosk.db")
    put(db, "unit", *[rows[place] for place in order])
    found = [row for item in ("H45", "H45.1", "H45.2", "H45.3") for row in versions(db, "unit", item)]
    db.conn.close()
    assert found == [
        ("2025-07-01", None, "Tỉnh"),
        ("2025-07-01", "2026-01-01", "a"),
        ("2026-01-01", None, "b"),
        ("2025-07-01", "2026-03-01", "c"),
        ("2026-05-01", None, "d"),
        ("2025-07-01", None, "e"),
    ]
