"""What holds on a day, and how a procedure is found."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kiosk import periods
from kiosk.catalogue import lookup, shipped
from kiosk.errors import (
    RetiredProcedure,
    UnknownCounter,
    UnknownProcedure,
    UnknownReason,
)
from kiosk.storage import schema
from kiosk.storage.db import Database, writing
from tests import factories

DAY = date(2026, 8, 19)


@pytest.fixture(scope="module")
def shipped_db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The procedures that come with the product, to search in."""
    path: Path = tmp_path_factory.mktemp("shipped") / "kiosk.db"
    schema.create_record(path, periods.now())
    db = schema.open_record(path)
    with writing(db):
        shipped.load_shipped(db, DAY)
    yield db
    db.conn.close()


def names(found: list[lookup.Procedure]) -> list[str]:
    return [procedure.name for procedure in found]


def test_a_counter_is_shown_with_its_field_its_centre_and_the_unit_behind(db: Database) -> None:
    assert lookup.get_place(db, "H44.5-1", DAY) == lookup.Place(
        counter_id="H44.5-1",
        counter="Quầy 1",
        field_id="ho-tich",
        field="Hộ tịch",
        field_en="Civil status",
        centre_id="H44.5",
        centre="Trung tâm Phục vụ hành chính công Phường Việt Trì",
        unit_id="H44.5",
    )


def test_a_counter_without_a_field_is_still_a_counter(db: Database) -> None:
    factories.a_version(db, "counter", counter_id="H44.5-3", name="Quầy 3", centre_id="H44.5")
    assert lookup.get_place(db, "H44.5-3", DAY).field is None


def test_a_renamed_counter_bears_the_name_of_the_day(db: Database) -> None:
    factories.a_version(
        db, "counter", "2026-08-20", counter_id="H44.5-1", name="Quầy một cửa", centre_id="H44.5"
    )
    assert lookup.get_place(db, "H44.5-1", date(2026, 8, 19)).counter == "Quầy 1"
    assert lookup.get_place(db, "H44.5-1", date(2026, 8, 20)).counter == "Quầy một cửa"


@pytest.mark.parametrize("day", [date(2025, 6, 30), date(2026, 8, 20)])
def test_before_it_begins_and_once_it_is_retired_there_is_no_counter(db: Database, day: date) -> None:
    factories.a_version(
        db, "counter", "2026-08-20", counter_id="H44.5-1", name="Quầy 1", centre_id="H44.5", retired=1
    )
    with pytest.raises(UnknownCounter):
        lookup.get_place(db, "H44.5-1", day)
    assert lookup.get_place(db, "H44.5-1", date(2026, 8, 19)).counter_id == "H44.5-1"


def test_an_unknown_counter_is_named(db: Database) -> None:
    with pytest.raises(UnknownCounter, match=r"H44\.5-99"):
        lookup.get_place(db, "H44.5-99", DAY)


def test_an_officer_is_named_as_on_the_day_and_nobody_before(db: Database) -> None:
    assert lookup.get_officer(db, "H44.5.A-01", DAY) == lookup.Officer(
        "H44.5.A-01", "Cán bộ A-01", "Công chức tiếp nhận hồ sơ"
    )
    assert lookup.get_officer(db, "H44.5.A-01", date(2025, 6, 30)) is None
    assert lookup.get_officer(db, "nobody", DAY) is None


def test_a_procedure_is_in_force_from_its_first_day_to_the_day_before_its_end(db: Database) -> None:
    factories.a_version(
        db,
        "procedure",
        "2026-08-20",
        procedure_id="1.000894",
        name="Đăng ký kết hôn",
        raw_code="1.000894",
        retired=1,
    )
    lookup.check_procedure(db, "1.000894", date(2025, 7, 1))
    lookup.check_procedure(db, "1.000894", date(2026, 8, 19))
    for day in (date(2025, 6, 30), date(2026, 8, 20)):
        with pytest.raises(RetiredProcedure):
            lookup.check_procedure(db, "1.000894", day)
    with pytest.raises(UnknownProcedure):
        lookup.check_procedure(db, "9.999999", DAY)


def test_a_new_counter_offers_the_procedures_of_its_field(db: Database) -> None:
    place = lookup.get_place(db, "H44.5-1", DAY)
    assert names(lookup.usual_procedures(db, place, DAY)) == ["Đăng ký kết hôn", "Đăng ký khai sinh"]


def test_a_counter_with_history_offers_what_it_finished_most(db: Database) -> None:
    for procedure_id, count in (("2.000815", 3), ("1.001193", 1), ("1.000894", 2)):
        for _ in range(count):
            factories.a_service(db, procedure_id=procedure_id)
    factories.a_service(db, counter_id="H44.5-2", procedure_id="1.001193")
    place = lookup.get_place(db, "H44.5-1", DAY)
    usual = lookup.usual_procedures(db, place, DAY)
    assert [procedure.procedure_id for procedure in usual] == ["2.000815", "1.000894", "1.001193"]
    assert len(lookup.usual_procedures(db, place, DAY, most=2)) == 2


def test_what_a_counter_finished_long_ago_is_no_longer_usual(db: Database) -> None:
    factories.a_service(
        db, procedure_id="2.000815", finished_day="2026-06-01", received_day="2026-06-01"
    )
    factories.a_service(db, procedure_id="1.001193", finished_day="2026-08-19")
    place = lookup.get_place(db, "H44.5-1", DAY)
    assert [p.procedure_id for p in lookup.usual_procedures(db, place, DAY)] == ["1.001193"]


@pytest.mark.parametrize(
    "words", ["khai sinh", "Khai Sinh", "KHAI SINH", "đăng ký khai sinh", "dang ky khai sinh"]
)
def test_a_search_finds_birth_registration_first_with_or_without_diacritics(
    shipped_db: Database, words: str
) -> None:
    found = lookup.search_procedures(shipped_db, words, DAY)
    assert found[0].procedure_id == "1.001193"


def test_dang_ky_finds_registrations_though_typed_without_marks(db: Database) -> None:
    assert names(lookup.search_procedures(db, "dang ky", DAY)) == [
        "Đăng ký kết hôn",
        "Đăng ký khai sinh",
    ]


@pytest.mark.parametrize(
    ("words", "procedure_id"),
    [
        ("sao y chung thuc ban sao", None),
        ("ban sao ban chinh", "2.000815"),
        ("ket hon dang ky", "1.000894"),
    ],
)
def test_words_may_come_in_any_order_but_all_must_be_there(
    db: Database, words: str, procedure_id: str | None
) -> None:
    found = [procedure.procedure_id for procedure in lookup.search_procedures(db, words, DAY)]
    assert found == ([procedure_id] if procedure_id else [])


def test_every_shipped_procedure_is_found_by_its_own_plain_name(shipped_db: Database) -> None:
    from kiosk.words import fold

    for row in list(shipped.rows("procedures.csv"))[::37]:
        words = " ".join(fold(row["name_vi"]).split()[:8])
        found = lookup.search_procedures(shipped_db, words, DAY, most=50)
        assert row["code"] in [procedure.procedure_id for procedure in found]


@pytest.mark.parametrize("words", ["1.001193", "1.0011"])
def test_staff_may_type_a_code_or_its_beginning(shipped_db: Database, words: str) -> None:
    found = lookup.search_procedures(shipped_db, words, DAY)
    assert "1.001193" in [procedure.procedure_id for procedure in found]
    assert all(procedure.procedure_id.startswith(words) for procedure in found)


@pytest.mark.parametrize("words", ["", "  ", "\u0301", "xyzzy", "%%", "_", "khai sinh' OR 1=1 --"])
def test_words_that_name_nothing_find_nothing(shipped_db: Database, words: str) -> None:
    assert lookup.search_procedures(shipped_db, words, DAY) == []


def test_a_search_finds_only_what_is_in_force(shipped_db: Database) -> None:
    assert lookup.search_procedures(shipped_db, "khai sinh", date(2025, 6, 30)) == []


def test_a_search_gives_no_more_than_asked_for(shipped_db: Database) -> None:
    assert len(lookup.search_procedures(shipped_db, "dang ky", DAY, most=5)) == 5


def test_topics_are_offered_in_order_and_are_the_same_after_either_answer(db: Database) -> None:
    topics = lookup.topics(db)
    assert [topic.topic for topic in topics][:3] == ["time", "guidance", "manner"]
    assert len(topics) == 12
    for topic in topics:
        codes = {lookup.reason_code(db, topic.topic, answer) for answer in (True, False)}
        assert len(codes) == 2


def test_a_topic_and_an_answer_make_a_reason(db: Database) -> None:
    assert lookup.reason_code(db, "time", False) == "late"
    assert lookup.reason_code(db, "time", True) == "fast"
    with pytest.raises(UnknownReason):
        lookup.reason_code(db, "weather", False)
