"""The demonstration: published totals exactly, everything else plausible and repeatable.

The whole province is loaded once for this file (about twenty seconds); the rest uses single units.
"""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk import demonstration, periods
from kiosk.catalogue import shipped
from kiosk.demonstration import month
from kiosk.storage import schema
from kiosk.storage.db import Database
from tests import factories

PUBLISHED = {
    f"H44.{row['stt']}": row
    for row in csv.DictReader(
        (Path(shipped.__file__).parents[1] / "data" / "phutho_month.csv").read_text("utf-8").splitlines()
    )
    if row["stt"] != "0"
}


def a_demonstration(path: Path, words: str | None, **options: Any) -> Database:
    schema.create_record(path, periods.now())
    db = schema.open_record(path)
    demonstration.load_demonstration(db, demonstration.choose_units(words), **options)
    return db


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    db = a_demonstration(tmp_path_factory.mktemp("province") / "kiosk.db", None)
    yield db
    db.conn.close()


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    db = a_demonstration(tmp_path_factory.mktemp("ward") / "kiosk.db", "Việt Trì")
    yield db
    db.conn.close()


def all_of(db: Database, question: str) -> list[Any]:
    return db.conn.execute(question).fetchall()


def one(db: Database, question: str) -> Any:
    [[value]] = all_of(db, question)
    return value


def months_of_units(db: Database) -> dict[str, tuple[int, int]]:
    """Dossiers and satisfied dossiers of each resolving unit, straight from the record.

    A dossier is subtracted once: if it was overdue, or complained about, or if a counted
    rating that is tied to it was unsatisfied. The tie is found by the week and the unit that
    the rating carries, and by the mark that says its service had not failed already.
    """
    rows = all_of(
        db,
        """
        SELECT s.unit, s.dossiers, s.failed + coalesce(r.unsatisfied, 0)
        FROM (
          SELECT resolving_unit_id AS unit, count(*) AS dossiers,
                 sum(CASE WHEN overdue = 1 OR petitioned = 1 THEN 1 ELSE 0 END) AS failed
          FROM services_v1
          WHERE finished_day BETWEEN '2026-08-01' AND '2026-08-31'
          GROUP BY 1
        ) AS s
        LEFT JOIN (
          SELECT resolving_unit_id AS unit, count(*) AS unsatisfied
          FROM ratings_v1
          WHERE satisfied = 0 AND rule IS NULL AND service_failed = 0
          GROUP BY 1
        ) AS r ON r.unit = s.unit
        """,
    )
    return {unit: (dossiers, dossiers - failed) for unit, dossiers, failed in rows}


def test_every_units_month_is_the_published_one_exactly(province: Database) -> None:
    published = {
        unit: (int(row["dossiers"]), int(row["satisfied"]))
        for unit, row in PUBLISHED.items()
        if row["dossiers"] != "0"
    }
    assert months_of_units(province) == published
    assert len(published) == 161


def test_the_province_adds_up_to_its_own_published_row(province: Database) -> None:
    months = months_of_units(province).values()
    assert sum(dossiers for dossiers, _ in months) == 184_503
    assert sum(satisfied for _, satisfied in months) == 144_315


def test_about_one_service_in_five_is_rated(province: Database) -> None:
    tied = one(province, "SELECT count(*) FROM ratings_v1 WHERE service_week IS NOT NULL")
    assert 0.18 < tied / 184_503 < 0.22
    assert tied == one(province, "SELECT count(*) FROM service_answered")


def test_whoever_answered_was_asked_and_by_post_and_online_nobody_was(province: Database) -> None:
    assert (
        one(
            province,
            "SELECT count(*) FROM responses_v1 WHERE answered_on = 'tablet' AND NOT offered_on_tablet"
            " OR answered_on = 'phone' AND NOT offered_on_phone OR answered AND answered_on IS NULL",
        )
        == 0
    )
    asked = all_of(
        province,
        "SELECT channel, avg(offered_on_tablet), avg(offered_on_phone) FROM responses_v1 GROUP BY 1",
    )
    (_, tablets, slips), *others = asked
    assert 0.65 < tablets < 0.9
    assert 0.4 < slips < 0.6
    assert others == [("online", 0, 0), ("post", 0, 0)]


def test_the_satisfaction_rate_is_that_of_a_kiosk_and_units_differ(province: Database) -> None:
    rate = one(province, "SELECT avg(satisfied) FROM ratings_v1 WHERE rule IS NULL")
    assert 0.88 < rate < 0.96
    rates = [
        row[0]
        for row in all_of(
            province,
            "SELECT avg(satisfied) FROM ratings_v1 WHERE rule IS NULL"
            " GROUP BY unit_id HAVING count(*) > 50",
        )
    ]
    assert min(rates) > 0.8
    assert max(rates) - min(rates) > 0.05


def test_late_dossiers_displease_more_often(province: Database) -> None:
    rates = dict(
        all_of(
            province,
            "SELECT service_failed, avg(satisfied) FROM ratings_v1"
            " WHERE service_week IS NOT NULL GROUP BY 1",
        )
    )
    assert rates[0] > 0.95
    assert 0.6 < rates[1] < 0.85


def test_land_ends_late_more_often_than_certified_copies(province: Database) -> None:
    late = dict(
        all_of(
            province,
            "SELECT procedure_id, avg(overdue) FROM services_v1"
            " WHERE procedure_id IN ('1.013978', '2.000815') GROUP BY 1",
        )
    )
    assert late["1.013978"] > 2 * late["2.000815"]


def test_work_is_done_on_working_days_and_within_opening_hours(province: Database) -> None:
    days = [
        date.fromisoformat(row[0])
        for row in all_of(province, "SELECT DISTINCT finished_day FROM services_v1")
    ]
    assert {day.weekday() for day in days} == set(range(5))
    assert (min(days), max(days), len(days)) == (date(2026, 8, 3), date(2026, 8, 31), 21)
    assert {row[0] for row in all_of(province, "SELECT DISTINCT day FROM ratings_v1")} == {
        day.isoformat() for day in days
    }
    assert {row[0] for row in all_of(province, "SELECT DISTINCT hour FROM ratings_v1")} == {
        7, 8, 9, 10, 11, 13, 14, 15, 16
    }  # fmt: skip


def test_monday_morning_is_the_peak_and_noon_the_dip(province: Database) -> None:
    counts = dict(
        all_of(
            province,
            "SELECT CASE WHEN day IN ('2026-08-03', '2026-08-10', '2026-08-17', '2026-08-24')"
            " THEN 'monday ' ELSE 'other ' END || hour, count(*) FROM ratings_v1"
            " WHERE day < '2026-08-29' GROUP BY 1",
        )
    )
    assert counts["monday 8"] / 4 > 1.5 * counts["other 8"] / 16
    assert counts["other 9"] > 3 * counts["other 11"]


def test_channels_tiers_and_exclusions_are_all_there_in_their_place(province: Database) -> None:
    shares = dict(all_of(province, "SELECT tier, count(*) * 1.0 / 184503 FROM ratings_v1 GROUP BY 1"))
    assert shares.keys() == {"tablet", "receipt", "poster"}
    assert 0.02 < shares["receipt"] < 0.04
    assert 0.002 < shares["poster"] < 0.008
    assert all_of(
        province, "SELECT DISTINCT channel, service_week IS NULL FROM ratings_v1 WHERE tier = 'poster'"
    ) == [("phone", 1)]
    repeats = one(province, "SELECT count(*) FROM ratings_v1 WHERE rule = 'repeat-1'")
    assert 200 < repeats < 1_000
    assert (
        one(
            province,
            "SELECT count(*) FROM ratings_v1 WHERE rule IS NOT NULL AND service_week IS NOT NULL",
        )
        == 0
    )


def test_online_and_posted_dossiers_have_no_counter_and_are_not_rated(province: Database) -> None:
    assert all_of(
        province,
        "SELECT channel, counter_id IS NULL, officer_id IS NULL FROM services_v1 GROUP BY 1, 2, 3",
    ) == [("counter", 0, 0), ("online", 1, 1), ("post", 1, 1)]


def test_some_dossiers_are_received_elsewhere_than_they_are_resolved(province: Database) -> None:
    communes = "resolving_unit_id IN (SELECT unit_id FROM units_v1 WHERE kind = 'commune')"
    elsewhere = one(
        province, f"SELECT avg(receiving_unit_id <> resolving_unit_id) FROM services_v1 WHERE {communes}"
    )
    assert 0.01 < elsewhere < 0.05
    hosts = one(
        province,
        "SELECT count(DISTINCT receiving_unit_id) FROM services_v1"
        " WHERE resolving_unit_id = 'H44.162' AND channel = 'counter'",
    )
    assert hosts == 1 + 148, "the provincial centre and every commune"


def test_counters_follow_the_work_and_officers_are_codes(province: Database) -> None:
    counts = dict(all_of(province, "SELECT centre_id, count(*) FROM counters_v1 GROUP BY 1"))
    assert counts["H44.5"] == 7  # 2,972 dossiers / 450 = 6.6
    assert counts["H44.9"] == 3  # 1,270 / 450 = 2.8
    departments = [int(PUBLISHED[unit]["dossiers"]) for unit in PUBLISHED if unit not in counts]
    assert counts["H44"] == sum(min(12, max(1, round(n / 450))) for n in departments if n)
    names = [row[0] for row in all_of(province, "SELECT DISTINCT name FROM officers_v1")]
    assert all(len(name) == len("Cán bộ A-03") and name.startswith("Cán bộ ") for name in names)


def test_nobody_is_named_twice_in_one_centre(province: Database) -> None:
    counters = all_of(province, "SELECT centre_id, name FROM counters_v1")
    assert len(counters) == len(set(counters))
    officers = all_of(province, "SELECT unit_id, name FROM officers_v1")
    assert len(officers) == len(set(officers))


def test_officers_of_services_were_on_duty(province: Database) -> None:
    strangers = one(
        province,
        """
        SELECT count(*) FROM services_v1 AS s
        WHERE s.officer_id IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM duty AS d
          WHERE d.counter_id = s.counter_id AND d.officer_id = s.officer_id
            AND date(d.starts_at, '+7 hours') = s.finished_day)
        """,
    )
    assert strangers == 0


def test_promises_and_days_agree(province: Database) -> None:
    assert all_of(
        province,
        "SELECT overdue, min(finished_day > due_day), max(finished_day > due_day)"
        " FROM services_v1 GROUP BY 1",
    ) == [(0, 0, 0), (1, 1, 1)]
    assert one(province, "SELECT count(*) FROM services_v1 WHERE received_day > finished_day") == 0


def test_petitions_are_the_published_ones(province: Database) -> None:
    found = dict(
        all_of(province, "SELECT resolving_unit_id, sum(petitioned) FROM services_v1 GROUP BY 1")
    )
    assert {unit: count for unit, count in found.items() if count} == {
        unit: int(row["petition_tthc"]) for unit, row in PUBLISHED.items() if row["petition_tthc"] != "0"
    }


def test_papers_are_sent_back_more_often_where_a_procedure_is_troublesome_and_some_do_not_tell(
    province: Database,
) -> None:
    [(known, repeated)] = all_of(
        province, "SELECT avg(visits IS NOT NULL), avg(visits > 1) FROM services_v1"
    )
    assert 0.8 < known < 0.97
    assert 0.05 < repeated < 0.25
    shares = dict(all_of(province, "SELECT overdue, avg(visits > 1) FROM services_v1 GROUP BY 1"))
    assert shares[1] > 1.5 * shares[0]
    silent = one(
        province,
        "SELECT count(*) FROM (SELECT 1 FROM services_v1 GROUP BY resolving_unit_id"
        " HAVING count(visits) = 0)",
    )
    assert 5 < silent < 35


def test_reasons_fit_the_answer_and_lateness_leads_the_complaints(province: Database) -> None:
    rows = all_of(
        province,
        "SELECT g.reason_code, count(*) FROM reasons_v1 AS g JOIN ratings_v1 AS r USING (rating_id)"
        " WHERE r.satisfied = 0 GROUP BY 1 ORDER BY 2 DESC",
    )
    assert rows[0][0] == "late"
    assert one(
        province,
        "SELECT count(*) FROM reasons_v1 AS g JOIN ratings_v1 AS r USING (rating_id)"
        " WHERE g.satisfied <> r.satisfied",
    ) == 0  # fmt: skip


def test_the_banner_says_in_both_languages_what_is_real(ward: Database) -> None:
    banner = json.loads(schema.get_meta(ward, "demonstration") or "")
    assert "số liệu thật" in banner["vi"]
    assert "mô phỏng" in banner["vi"]
    assert "made up" in banner["en"]


def test_a_single_commune_is_exact_too(ward: Database) -> None:
    assert months_of_units(ward) == {"H44.5": (2_972, 2_345)}
    assert all_of(ward, "SELECT centre_id, unit_id FROM centres_v1") == [("H44.5", "H44.5")]


def test_a_second_call_does_nothing(ward: Database) -> None:
    changes = all_of(ward, "SELECT * FROM changes_v1 ORDER BY 1, 2")
    loaded = demonstration.load_demonstration(ward, demonstration.choose_units(None))
    assert (loaded.already, loaded.units, loaded.services) == (True, 1, 2_972)
    assert all_of(ward, "SELECT * FROM changes_v1 ORDER BY 1, 2") == changes


WRITTEN = (
    "SELECT * FROM service ORDER BY 1",
    "SELECT * FROM rating ORDER BY 1",
    "SELECT * FROM rating_reason ORDER BY 1, 2",
    "SELECT * FROM rating_procedure ORDER BY 1",
    "SELECT counter_id, officer_id, starts_at, ends_at FROM duty ORDER BY 1, 3",
)


def test_equal_seeds_give_equal_rows_and_other_seeds_other_rows_with_the_same_totals(
    tmp_path: Path,
) -> None:
    written, totals = [], []
    for name, seed in (("a", "one"), ("b", "one"), ("c", "two")):
        (tmp_path / name).mkdir()
        db = a_demonstration(tmp_path / name / "kiosk.db", "Hy Cương", seed=seed)
        written.append([all_of(db, question) for question in WRITTEN])
        totals.append(months_of_units(db))
        db.conn.close()
    assert written[0] == written[1]
    assert all(first != other for first, other in zip(written[0], written[2], strict=True) if first)
    assert totals == [{"H44.9": (1_270, 854)}] * 3


@pytest.mark.parametrize("words", ["H44.35", "H44.163", "Sở Tư pháp", "Sở Nội vụ"])
def test_departments_down_to_the_smallest_are_exact_alone(tmp_path: Path, words: str) -> None:
    db = a_demonstration(tmp_path / "kiosk.db", words)
    [(unit, found)] = months_of_units(db).items()
    assert found == (int(PUBLISHED[unit]["dossiers"]), int(PUBLISHED[unit]["satisfied"]))
    assert all_of(db, "SELECT centre_id, unit_id FROM centres_v1") == [("H44", "H44")]
    db.conn.close()


def test_progress_adds_up_to_two_steps_a_dossier(tmp_path: Path) -> None:
    steps: list[int] = []
    a_demonstration(tmp_path / "kiosk.db", "Hy Cương", tick=steps.append).conn.close()
    assert sum(steps) == 2 * 1_270
    assert steps[0] == 1_270, "one step for each dossier, then as many for the ratings"
    assert min(steps) > 0


def test_a_record_in_use_is_left_alone(db: Database) -> None:
    factories.rate(db)
    with pytest.raises(demonstration.RecordInUse):
        demonstration.load_demonstration(db, demonstration.choose_units("Việt Trì"))
    assert one(db, "SELECT count(*) FROM ratings_v1") == 1
    assert schema.get_meta(db, "demonstration") is None


def test_a_load_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "kiosk.db"
    with pytest.raises(KeyboardInterrupt):
        a_demonstration(path, "Việt Trì", tick=interrupt)
    db = schema.open_record(path)
    assert one(db, "SELECT count(*) FROM service") == 0
    assert one(db, "SELECT count(*) FROM unit") == 0
    db.conn.close()


@pytest.mark.parametrize(
    ("words", "unit_id"),
    [("Việt Trì", "H44.5"), ("viet tri", "H44.5"), ("H44.5", "H44.5"), ("Sở Xây dựng", "H44.161"),
     ("xã Tam Sơn", "H44.72"), ("Phường Việt", "H44.5")],
)  # fmt: skip
def test_a_unit_is_found_by_its_id_or_its_name(words: str, unit_id: str) -> None:
    assert month.find_unit(words, month.units()).unit_id == unit_id


@pytest.mark.parametrize(("words", "count"), [("Sơn", 16), ("Atlantis", 0), ("", 161)])
def test_words_that_name_none_or_many_are_refused_with_the_number(words: str, count: int) -> None:
    with pytest.raises(month.NoSuchUnit) as refusal:
        month.find_unit(words, month.units())
    assert refusal.value.values["count"] == count


def test_units_without_dossiers_are_not_in_the_demonstration() -> None:
    left_out = PUBLISHED.keys() - {unit.unit_id for unit in month.units()}
    assert {PUBLISHED[unit]["unit"] for unit in left_out} == {
        "Văn phòng UBND Tỉnh - Tỉnh Phú Thọ",
        "Thanh tra tỉnh - Tỉnh Phú Thọ",
    }
