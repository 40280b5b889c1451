"""The roll-up counts what is recorded, each thing once and in its place."""

from datetime import date
from pathlib import Path

import pytest

from analytics import rollup, schema, weekly
from analytics.periods import Month, Quarter, Year
from analytics.weeks import Period, Week
from kiosk.storage.db import Database, writing
from tests import factories
from tests.analytics import random_record
from tests.analytics.derived import W34, stored, total


@pytest.mark.parametrize("seed", range(5))
def test_the_roll_up_equals_a_naive_count(
    db: Database, record_path: Path, derived_path: Path, seed: int
) -> None:
    random_record.fill(db, random_record.chance(seed))

    rollup.refresh(record_path, derived_path)

    assert stored(derived_path) == random_record.naive(db)


@pytest.mark.parametrize("seed", range(3))
def test_months_equal_a_naive_count_though_weeks_reach_over_their_ends(
    db: Database, record_path: Path, derived_path: Path, seed: int
) -> None:
    random_record.fill(db, random_record.chance(seed), monday=date(2026, 8, 17))

    rollup.refresh(record_path, derived_path)

    months = [Month(2026, 8), Month(2026, 9)]
    assert stored(derived_path, months) == random_record.naive(db, by_month=True)
    assert stored(derived_path) == random_record.naive(db)


def test_quarters_and_years_are_the_sums_of_their_months(figures: Path) -> None:
    def numbers(period: Period) -> list[int]:
        return [n for (_, kind, key, what), n in sorted(stored(figures, [period]).items())]

    assert numbers(Month(2026, 8)) == numbers(Quarter(2026, 3)) == numbers(Year(2026)) != []
    assert numbers(Year(2025)) == numbers(Quarter(2026, 2)) == []


def test_a_late_answer_to_an_old_service_changes_both_weeks(
    db: Database, record_path: Path, derived_path: Path
) -> None:
    service = factories.a_service(db, finished_day="2026-08-05", received_day="2026-08-03")
    rollup.refresh(record_path, derived_path)

    factories.rate(db, service_id=service, satisfied=False)
    report = rollup.refresh(record_path, derived_path)

    assert report.weeks == ("2026-W32", "2026-W34")
    finished_in, answered_in = total(derived_path, Week(2026, 32)), total(derived_path)
    assert (finished_in.services, finished_in.tied, finished_in.tied_unsatisfied) == (1, 1, 1)
    assert finished_in.n == 0
    assert (answered_in.unsatisfied, answered_in.tied) == (1, 0)


def test_a_receipt_answered_at_another_desk_counts_where_the_service_was_done(
    db: Database, record_path: Path, derived_path: Path
) -> None:
    service = factories.a_service(db, finished_day="2026-08-19")
    factories.rate(db, counter_id="H44.9-1", service_id=service, satisfied=False)
    rollup.refresh(record_path, derived_path)

    with schema.reading(derived_path) as derived:
        found = {
            kind: weekly.counts_of(derived, W34, kind)
            for kind in ("unit", "centre", "counter", "officer")
        }
    for kind, key in (
        ("unit", "H44.5"),
        ("centre", "H44.5"),
        ("counter", "H44.5-1"),
        ("officer", "H44.5.A-01"),
    ):
        [counts] = found[kind].values()  # nothing is left at the desk where it was pressed
        assert found[kind] == {key: counts}
        assert (counts.services, counts.tied, counts.tied_unsatisfied, counts.n) == (1, 1, 1, 1)


def test_a_procedure_named_afterwards_moves_the_rating_to_it(
    db: Database, record_path: Path, derived_path: Path
) -> None:
    rating = factories.rate(db)
    rollup.refresh(record_path, derived_path)

    with writing(db):
        db.conn.execute(
            "INSERT INTO rating_procedure (rating_id, procedure_id) VALUES (?, '1.001193')", [rating]
        )
    rollup.refresh(record_path, derived_path)

    with schema.reading(derived_path) as derived:
        found = weekly.counts_of(derived, W34, "procedure")
    assert {key: counts.n for key, counts in found.items()} == {"1.001193": 1}


def test_a_poster_is_in_no_rate_and_under_no_officer(
    db: Database, record_path: Path, derived_path: Path
) -> None:
    factories.rate(db, channel="phone", tier="poster")
    factories.rate(db)

    rollup.refresh(record_path, derived_path)

    with schema.reading(derived_path) as derived:
        officers = weekly.counts_of(derived, W34, "officer")
    assert officers["H44.5.A-01"].n == 1
    assert officers["H44.5.A-01"].not_counted == ()
    assert officers[""].left_out == 1
    assert total(derived_path).n == 1
