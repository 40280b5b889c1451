"""What comes with the product, compared with the files as published."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kiosk import periods
from kiosk.catalogue import shipped
from kiosk.formats import codes
from kiosk.storage import schema
from kiosk.storage.db import Database, writing

DATA = Path(shipped.__file__).parents[1] / "data"
TODAY = date(2026, 8, 19)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("shipped") / "kiosk.db"
    schema.create_record(path, periods.now())
    db = schema.open_record(path)
    with writing(db):
        shipped.load_shipped(db, TODAY)
    yield db
    db.conn.close()


def published(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text("utf-8").splitlines()))


def test_there_are_34_provinces_named_as_published(loaded: Database) -> None:
    rows = loaded.conn.execute("SELECT unit_id, name FROM units_v1 WHERE kind = 'province'").fetchall()
    assert dict(rows) == {row["code"]: row["name"] for row in published("provinces.csv")}
    assert len(rows) == 34


def test_phu_tho_has_15_departments_and_148_communes(loaded: Database) -> None:
    rows = loaded.conn.execute("SELECT kind FROM units_v1 WHERE parent_id = 'H44'").fetchall()
    assert Counter(row[0] for row in rows) == {"department": 15, "commune": 148}


def test_a_unit_bears_the_number_of_its_row_and_its_published_name(loaded: Database) -> None:
    names = dict(loaded.conn.execute("SELECT unit_id, name FROM units_v1 WHERE parent_id = 'H44'"))
    assert names["H44.5"] == "UBND Phường Việt Trì"
    assert names["H44.11"] == "UBND xã Lâm Thao - Tỉnh Phú Thọ"
    assert sorted(names.values()) == sorted(row["unit"] for row in published("units_phutho.csv"))


def test_the_742_procedures_are_those_of_the_file(loaded: Database) -> None:
    rows = loaded.conn.execute("SELECT procedure_id, name FROM procedures_v1").fetchall()
    assert dict(rows) == {row["code"]: row["name_vi"] for row in published("procedures.csv")}
    assert len(rows) == 742


def test_authorities_are_translated_one_to_one(loaded: Database) -> None:
    found = Counter(row[0] for row in loaded.conn.execute("SELECT authority FROM procedures_v1"))
    given = Counter(row["authority"] for row in published("procedures.csv"))
    assert found == {
        "commune": given["xa"],
        "province": given["tinh"],
        "ministry": given["bo"],
        None: given[""],
    }


def test_every_procedure_with_a_field_is_in_the_field_of_that_name(loaded: Database) -> None:
    found = dict(
        loaded.conn.execute(
            "SELECT p.procedure_id, f.name FROM procedures_v1 AS p JOIN fields_v1 AS f USING (field_id)"
        )
    )
    given = {row["code"]: row["field_vi"] for row in published("procedures.csv") if row["field_vi"]}
    differing = {(given[code], name) for code, name in found.items() if given[code] != name}
    assert found.keys() == given.keys()
    assert differing == {("Thi đua – Khen thưởng", "Thi đua - khen thưởng")}, "one field, two spellings"


def test_everything_holds_since_the_two_tiers_began(loaded: Database) -> None:
    for kind in ("unit", "field", "procedure"):
        days = loaded.conn.execute(f"SELECT DISTINCT valid_from, valid_to FROM {kind}s_v1").fetchall()
        assert days == [("2025-07-01", None)]


def test_identifiers_are_codes(loaded: Database) -> None:
    for kind in ("unit", "field", "procedure"):
        for (item,) in loaded.conn.execute(f"SELECT {kind}_id FROM {kind}"):
            assert codes.identifier(item) == item


def test_english_names_belong_to_fields_and_procedures_that_are_shipped(loaded: Database) -> None:
    rows = published("names_en.csv")
    for kind in ("field", "procedure"):
        found = dict(
            loaded.conn.execute(f"SELECT {kind}_id, name_en FROM {kind}s_v1 WHERE name_en IS NOT NULL")
        )
        assert found == {row["id"]: row["name_en"] for row in rows if row["kind"] == kind}
    assert all(row["name_en"].isascii() and row["name_en"][0].isupper() for row in rows)


def test_reasons_come_in_pairs(loaded: Database) -> None:
    assert loaded.conn.execute("SELECT count(*), sum(satisfied) FROM reason").fetchone() == (24, 12)


def test_loading_again_on_a_later_day_adds_nothing(loaded: Database) -> None:
    with writing(loaded):
        assert shipped.load_shipped(loaded, date(2027, 1, 1)) == 0
    assert loaded.conn.execute("SELECT count(*) FROM unit_version").fetchone() == (34 + 163,)
