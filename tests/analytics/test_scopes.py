from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from analytics import asked, rollup, schema, source
from analytics.counts import KINDS_OF_SERVICES, Counts, add_up
from analytics.errors import UnknownKey
from analytics.periods import Month, Quarter, parse
from analytics.scopes import SCOPES, counts_by
from analytics.weeks import Period, Week
from kiosk.storage.db import Database, writing
from tests import factories
from tests.analytics import random_record


@pytest.fixture
def over_two_months(db: Database, record_path: Path, derived_path: Path) -> Database:
    """A record of chance of which the third week, 2026-W36, lies in August and September."""
    random_record.fill(db, random_record.chance(11), monday=date(2026, 8, 17))
    rollup.refresh(record_path, derived_path)
    return db


def read(record_path: Path, derived_path: Path, period: Period, by: str) -> dict[str, Counts]:
    with schema.reading(derived_path) as derived, source.reading(record_path) as record:
        return counts_by(derived, record, period, by)


@pytest.mark.parametrize("period", ["2026-W36", "2026-08", "2026-Q3", "2026"])
def test_the_keys_of_every_scope_add_up_to_the_total_of_the_period(
    over_two_months: Database, record_path: Path, derived_path: Path, period: str
) -> None:
    total = read(record_path, derived_path, parse(period), "total")[""]

    assert total.n > 0
    for by in SCOPES:
        whole = add_up(read(record_path, derived_path, parse(period), by).values())
        assert (whole.n, whole.not_counted) == (total.n, total.not_counted)
        assert whole == total or by not in (*KINDS_OF_SERVICES, "field")


def test_two_months_and_their_four_weeks_are_the_quarter(
    over_two_months: Database, record_path: Path, derived_path: Path
) -> None:
    for by in SCOPES:
        months = [read(record_path, derived_path, Month(2026, number), by) for number in (8, 9)]
        weeks = [read(record_path, derived_path, Week(2026, number), by) for number in range(34, 38)]
        for key, counts in read(record_path, derived_path, Quarter(2026, 3), by).items():
            assert add_up(month.get(key, Counts()) for month in months) == counts
            assert add_up(week.get(key, Counts()) for week in weeks) == counts


def test_the_fields_of_a_month_are_those_of_each_weeks_last_day(
    over_two_months: Database, record_path: Path, derived_path: Path
) -> None:
    with writing(over_two_months):
        factories.a_version(
            over_two_months,
            "procedure",
            "2026-08-31",
            procedure_id="1.000894",
            name="Đăng ký kết hôn",
            field_id="chung-thuc",
            raw_code="1.000894",
        )
    naive: Counter[str] = Counter()
    for week, procedure in over_two_months.conn.execute(
        "SELECT iso_week, procedure_id FROM rating WHERE rule IS NULL AND tier <> 'poster'"
        " AND day LIKE '2026-08-%' AND procedure_id IS NOT NULL"
    ):
        moved = procedure == "1.000894" and week >= "2026-W36"
        naive["chung-thuc" if moved or procedure == "2.000815" else "ho-tich"] += 1

    found = read(record_path, derived_path, Month(2026, 8), "field")

    assert {field: counts.n for field, counts in found.items() if field} == naive


IN_SQL = {
    "unit": "unit_id",
    "officer": "ifnull(officer_id, '')",
    "procedure": "ifnull(procedure_id, '')",
    "tier": "tier",
    "slot": "weekday || '-' || substr('0' || hour, -2)",
    "ending": "ifnull(service_ending, '')",
    "timeliness": "CASE service_overdue WHEN 1 THEN 'late' WHEN 0 THEN 'on_time' ELSE '' END",
}


@pytest.mark.parametrize("by", IN_SQL)
def test_the_counts_of_a_month_are_those_of_its_answers(
    over_two_months: Database, record_path: Path, derived_path: Path, by: str
) -> None:
    naive: dict[str, tuple[int, int]] = {
        key: (satisfied, n - satisfied)
        for key, satisfied, n in over_two_months.conn.execute(
            f"SELECT {IN_SQL[by]}, sum(satisfied), count(*) FROM ratings_v1"
            " WHERE month = '2026-08' AND rule IS NULL AND tier <> 'poster' GROUP BY 1"
        )
    }

    found = read(record_path, derived_path, Month(2026, 8), by)

    assert {key: (one.satisfied, one.unsatisfied) for key, one in found.items() if one.n} == naive


def test_who_was_asked_is_told_of_a_month_too(
    over_two_months: Database, record_path: Path, derived_path: Path
) -> None:
    services = over_two_months.conn.execute(
        "SELECT count(*) FROM service WHERE finished_day LIKE '2026-09-%'"
    ).fetchone()[0]

    with schema.reading(derived_path) as derived:
        rows = asked.asked_in(derived, Month(2026, 9))

    assert rows[-1].ending == "total"
    assert rows[-1].finished == services == sum(row.finished for row in rows[:-1])


def test_another_scope_is_refused_by_name(figures: Path, record_path: Path) -> None:
    with pytest.raises(UnknownKey, match="mood"):
        read(record_path, figures, Week(2026, 34), "mood")
