from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from analytics import cells, jointly, rollup, schema, weekly
from analytics.periods import Month, Quarter
from analytics.weeks import Period, Week
from kiosk.db import Database
from tests.analytics import random_record

Cells = dict[tuple[str, ...], tuple[int, int]]


@pytest.fixture
def over_two_months(db: Database, record_path: Path, derived_path: Path) -> Database:
    """A record of chance of which the third week lies in August and September."""
    random_record.fill(db, random_record.chance(3), monday=date(2026, 8, 17))
    rollup.refresh(record_path, derived_path)
    return db


def read(derived_path: Path, period: Period, *by: str, **only: str) -> Cells:
    with schema.reading(derived_path) as derived:
        return jointly.cells_of(derived, period, by, only)


def test_an_officers_answers_are_parted_by_procedure(
    over_two_months: Database, derived_path: Path
) -> None:
    naive: Counter[tuple[str, str, int]] = Counter()
    for officer, procedure, satisfied in over_two_months.conn.execute(
        "SELECT ifnull(officer_id, ''), ifnull(procedure_id, ''), satisfied FROM rating"
        " WHERE rule IS NULL AND tier <> 'poster' AND day LIKE '2026-09-%'"
    ):
        naive[officer, procedure, satisfied] += 1

    found = read(derived_path, Month(2026, 9), "officer", "procedure")

    assert found == {
        key: (naive[*key, 1], naive[*key, 0]) for key in {(one, two) for one, two, _ in naive}
    }


@pytest.mark.parametrize(
    "kind", ["unit", "centre", "officer", "procedure", "ending", "timeliness", "tier"]
)
def test_cells_add_up_to_the_counts_of_each_kind(
    over_two_months: Database, derived_path: Path, kind: str
) -> None:
    for period in (Week(2026, 36), Month(2026, 8), Quarter(2026, 3)):
        with schema.reading(derived_path) as derived:
            counts = weekly.counts_of(derived, period, kind)
        assert read(derived_path, period, kind) == {
            (key,): (one.satisfied, one.unsatisfied) for key, one in counts.items() if one.n
        }


def test_the_cells_of_one_key_are_a_part_of_all(over_two_months: Database, derived_path: Path) -> None:
    whole = read(derived_path, Quarter(2026, 3), "unit", "procedure")

    of_one = read(derived_path, Quarter(2026, 3), "procedure", unit="H44.5")

    assert of_one == {(key[1],): answers for key, answers in whole.items() if key[0] == "H44.5"}
    assert 1 < len(of_one) < len(whole)


def test_without_keys_there_is_one_cell_or_none(over_two_months: Database, derived_path: Path) -> None:
    with schema.reading(derived_path) as derived:
        total = weekly.counts_of(derived, Month(2026, 8), "total")[""]

    assert read(derived_path, Month(2026, 8)) == {(): (total.satisfied, total.unsatisfied)}
    assert read(derived_path, Month(2020, 8)) == {}


def test_ways_of_asking_are_told_period_by_period(over_two_months: Database, derived_path: Path) -> None:
    periods = [Month(2026, 7), Month(2026, 8), Month(2026, 9)]
    naive: Counter[tuple[str, str]] = Counter()
    for month, tier in over_two_months.conn.execute(
        "SELECT substr(day, 1, 7), tier FROM rating WHERE rule IS NULL AND tier <> 'poster'"
        " AND unit_id = 'H44.5'"
    ):
        naive[month, tier] += 1

    with schema.reading(derived_path) as derived:
        found = jointly.ways_over(derived, periods, {"unit": "H44.5"})

    assert [period for period, _ in found] == periods
    assert naive == {(str(period), tier): n for period, ways in found for tier, n in ways.items()}


def test_a_name_that_no_cell_has_is_refused(over_two_months: Database, derived_path: Path) -> None:
    with pytest.raises(ValueError, match="mood"):
        read(derived_path, Month(2026, 8), "mood")


def test_the_keys_are_columns_of_the_derived_file(figures: Path) -> None:
    with schema.reading(figures) as derived:
        columns = [row[1] for row in derived.execute("PRAGMA table_info(piece_cells)")]

    assert columns == ["iso_week", "month", *cells.KEYS, "satisfied", "unsatisfied"]
