import json
from datetime import date
from pathlib import Path

import pytest

from analytics import source
from analytics.counts import KINDS_OF_RATINGS
from analytics.errors import ContractBroken, RecordUnavailable
from analytics.source import Name
from kiosk.services.receipts import Receipts
from kiosk.storage import keys, schema
from kiosk.storage.db import Database, writing
from tests import factories

AUGUST = date(2026, 8, 23)


def test_names_are_those_of_the_day(db: Database, record_path: Path) -> None:
    with writing(db):
        factories.a_version(
            db, "unit", "2026-08-24", unit_id="H44.5", name="Tên mới", kind="commune", parent_id="H44"
        )

    with source.reading(record_path) as record:
        assert source.names(record, "unit", AUGUST)["H44.5"] == Name("UBND Phường Việt Trì")
        assert source.names(record, "unit", date(2026, 8, 24))["H44.5"] == Name("Tên mới")


def test_what_has_been_retired_keeps_its_latest_name(db: Database, record_path: Path) -> None:
    with writing(db):
        factories.a_version(
            db,
            "officer",
            "2026-01-01",
            officer_id="H44.5.A-01",
            name="Cán bộ A-01",
            unit_id="H44.5",
            retired=1,
        )

    with source.reading(record_path) as record:
        assert source.names(record, "officer", AUGUST)["H44.5.A-01"].vi == "Cán bộ A-01"


def test_what_comes_later_has_a_name_before_it_comes(db: Database, record_path: Path) -> None:
    with source.reading(record_path) as record:
        assert source.names(record, "unit", date(2020, 1, 1))["H44"].vi == "UBND tỉnh Phú Thọ"


def test_counters_and_officers_tell_where_they_belong(db: Database, record_path: Path) -> None:
    with source.reading(record_path) as record:
        counters = source.names(record, "counter", AUGUST)
        officers = source.names(record, "officer", AUGUST)

    assert counters["H44.9-1"] == Name("Quầy 1", of="Trung tâm Phục vụ hành chính công xã Hy Cương")
    assert officers["H44.9.A-01"] == Name("Cán bộ A-01", of="UBND xã Hy Cương")


def test_an_english_name_is_used_where_there_is_one(db: Database, record_path: Path) -> None:
    with source.reading(record_path) as record:
        procedures = source.names(record, "procedure", AUGUST)

    assert procedures["1.001193"].text("en") == "Birth registration"
    assert procedures["1.001193"].text("vi") == "Đăng ký khai sinh"
    assert procedures["1.000894"].text("en") == "Đăng ký kết hôn"


def test_a_procedure_belongs_to_the_field_it_had_on_the_day(db: Database, record_path: Path) -> None:
    with writing(db):
        factories.a_version(
            db,
            "procedure",
            "2026-08-24",
            procedure_id="1.000894",
            name="Đăng ký kết hôn",
            field_id="chung-thuc",
            raw_code="1.000894",
        )

    with source.reading(record_path) as record:
        assert source.field_of_procedure(record, AUGUST)["1.000894"] == "ho-tich"
        assert source.field_of_procedure(record, date(2026, 8, 24))["1.000894"] == "chung-thuc"


def test_a_real_record_has_no_banner(db: Database, record_path: Path) -> None:
    with source.reading(record_path) as record:
        assert source.demonstration(record, "vi") is None


def test_a_demonstration_says_so_in_the_readers_language(db: Database, record_path: Path) -> None:
    with writing(db):
        schema.put_meta(db, "demonstration", json.dumps({"vi": "Trình diễn", "en": "Demonstration"}))

    with source.reading(record_path) as record:
        assert source.demonstration(record, "vi") == "Trình diễn"
        assert source.demonstration(record, "en") == "Demonstration"
        assert source.demonstration(record, "fr") == "Demonstration"


def test_everything_read_at_once_belongs_together(db: Database, record_path: Path) -> None:
    with source.reading(record_path) as record:
        before = source.changes_in_all(record)
        factories.rate(db)
        assert source.changes_in_all(record) == before
        assert list(source.ratings_of_week(record, "2026-W34")) == []

    with source.reading(record_path) as record:
        assert source.changes_in_all(record) == before + 1


@pytest.mark.parametrize("content", [b"", b"this is no database, but long enough to look at" * 40])
def test_a_file_that_is_no_record_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kiosk.db"
    path.write_bytes(content)

    with pytest.raises((RecordUnavailable, ContractBroken)), source.reading(path):
        pass


def test_reading_a_missing_record_makes_none(tmp_path: Path) -> None:
    with pytest.raises(RecordUnavailable, match="no record"), source.reading(tmp_path / "kiosk.db"):
        pass

    assert list(tmp_path.iterdir()) == []


def test_a_record_that_does_not_say_which_it_is_cannot_be_counted(
    db: Database, record_path: Path
) -> None:
    with writing(db):
        db.conn.execute("DROP VIEW about_v1")
        db.conn.execute("CREATE VIEW about_v1 AS SELECT 'colour' AS key, 'green' AS value")

    with (
        source.reading(record_path) as record,
        pytest.raises(RecordUnavailable, match="bears no record_id"),
    ):
        source.record_id(record)


def test_an_answer_about_a_service_without_a_counter_is_tied_to_no_counter(
    db: Database, record_path: Path, tmp_path: Path
) -> None:
    """Else a counter, or a centre, would have answers to services that it never had."""
    ours = Receipts(keys.load_or_make(tmp_path / "keys"), 30)
    with writing(db):
        online = factories.a_service(db, counter_id=None, centre_id=None, channel="online")
        token = ours.issue(db, online)
        answer = factories.a_submission(
            counter_id="", channel="phone", tier="receipt", receipt=token, satisfied=False
        )
        factories.an_acceptance(receipts=ours).accept(db, answer, factories.WEDNESDAY)

    with source.reading(record_path) as record:
        (rating,) = source.ratings_of_week(record, "2026-W34")
        assert list(source.ties_of_week(record, "2026-W34")) == []  # but those of other weeks
        (service,) = source.services_of_week(record, "2026-W34")
        name = source.names(record, "counter", AUGUST)["H44.5~remote"]

    of_its_service = len(KINDS_OF_RATINGS)
    assert rating[:3] == ("H44.5", "H44.5~remote", "H44.5~remote")
    assert rating[of_its_service:][:3] == service[:3] == ("H44.5", None, None)
    assert name == Name("Trực tuyến, bưu chính", of="UBND Phường Việt Trì (trực tuyến, bưu chính)")
