from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from analytics import rollup, schema, source, weekly
from analytics.counts import KINDS, NUMBERS, Counts
from analytics.errors import FiguresUnavailable, RecordUnavailable
from analytics.periods import Month, Quarter, Year
from analytics.weeks import Period, Week
from kiosk import schema as record_schema
from kiosk.db import Database, connect, writing
from kiosk.driver import sqlite3
from tests import factories
from tests.analytics import random_record

W34 = Week(2026, 34)


def stored(derived_path: Path, periods: Sequence[Period] | None = None) -> random_record.Tally:
    """What the derived file holds of all weeks or of these periods, in the shape of the naive count."""
    found: random_record.Tally = Counter()
    with schema.reading(derived_path) as derived:
        for period in periods or weekly.weeks_with_figures(derived):
            for kind in KINDS:
                for key, counts in weekly.counts_of(derived, period, kind).items():
                    for name in NUMBERS:
                        found[str(period), kind, key, name] += getattr(counts, name)
                    for part in counts.not_counted:
                        found[str(period), kind, key, f"{part.cause} satisfied"] += part.satisfied
                        found[str(period), kind, key, f"{part.cause} unsatisfied"] += part.unsatisfied
    return +found


def total(derived_path: Path, week: Week = W34) -> Counts:
    with schema.reading(derived_path) as derived:
        return weekly.counts_of(derived, week, "total").get("", Counts())


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


def test_refreshing_after_every_arrival_ends_where_one_refresh_does(
    db: Database, record_path: Path, derived_path: Path
) -> None:
    rng = random_record.chance(7)
    for number in range(6):
        with writing(db):
            for _ in range(20):
                random_record._a_random_rating(db, rng, None)
            random_record._a_random_service(db, rng, number)
        rollup.refresh(record_path, derived_path)

    assert stored(derived_path) == random_record.naive(db)


def test_a_refresh_reports_what_it_read(
    random_db: Database, record_path: Path, derived_path: Path
) -> None:
    report = rollup.refresh(record_path, derived_path)

    assert report.weeks == random_record.WEEKS
    assert (report.ratings, report.services) == (180, 60)
    assert report.anew


def test_a_second_refresh_finds_nothing_to_do(figures: Path, record_path: Path) -> None:
    before = stored(figures)

    report = rollup.refresh(record_path, figures)

    assert report.weeks == ()
    assert not report.anew
    assert stored(figures) == before


def test_only_the_changed_week_is_recomputed(
    figures: Path, random_db: Database, record_path: Path
) -> None:
    factories.rate(random_db)  # on the Wednesday of 2026-W34

    report = rollup.refresh(record_path, figures)

    assert report.weeks == ("2026-W34",)
    assert stored(figures) == random_record.naive(random_db)


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


def test_an_empty_record_gives_no_weeks_and_is_current(
    db: Database, record_path: Path, derived_path: Path
) -> None:
    report = rollup.refresh(record_path, derived_path)

    assert report.weeks == ()
    assert rollup.is_current(record_path, derived_path)


def test_figures_are_current_until_something_is_recorded(
    figures: Path, random_db: Database, record_path: Path
) -> None:
    assert rollup.is_current(record_path, figures)

    factories.rate(random_db)

    assert not rollup.is_current(record_path, figures)


def test_without_figures_nothing_is_current(db: Database, record_path: Path, derived_path: Path) -> None:
    assert not rollup.is_current(record_path, derived_path)


def test_the_figures_of_another_record_are_thrown_away(
    figures: Path, tmp_path: Path, random_db: Database
) -> None:
    other_path = tmp_path / "other" / "kiosk.db"
    other_path.parent.mkdir()
    other = factories.a_record(other_path)
    factories.rate(other)

    assert not rollup.is_current(other_path, figures)
    report = rollup.refresh(other_path, figures)

    assert report.anew
    assert stored(figures) == random_record.naive(other)
    other.conn.close()


def test_a_record_set_back_to_a_backup_is_counted_anew(
    db: Database, record_path: Path, derived_path: Path
) -> None:
    factories.rate(db)
    backup_path = record_path.with_name("backup.db")
    db.conn.execute("VACUUM INTO ?", [str(backup_path)])
    factories.rate(db, now=factories.WEDNESDAY - timedelta(days=7))
    rollup.refresh(record_path, derived_path)

    report = rollup.refresh(backup_path, derived_path)

    backup = connect(backup_path)
    assert report.anew
    assert stored(derived_path) == random_record.naive(backup)
    backup.conn.close()


def test_figures_of_an_older_shape_are_built_anew(
    figures: Path, random_db: Database, record_path: Path
) -> None:
    with schema.writing(figures) as derived:
        derived.execute("DELETE FROM piece_counts")
        derived.execute("PRAGMA user_version = 0")

    with pytest.raises(FiguresUnavailable, match="another release"), schema.reading(figures):
        pass
    rollup.refresh(record_path, figures)

    assert stored(figures) == random_record.naive(random_db)


def test_everything_is_recomputed_when_asked(figures: Path, record_path: Path) -> None:
    before = stored(figures)

    report = rollup.refresh(record_path, figures, everything=True)

    assert report.weeks == random_record.WEEKS
    assert stored(figures) == before


def test_a_refresh_cut_short_has_done_nothing(
    figures: Path, random_db: Database, record_path: Path
) -> None:
    before = stored(figures)
    factories.rate(random_db)

    def pull_the_plug(done: int, weeks: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rollup.refresh(record_path, figures, pull_the_plug)

    assert stored(figures) == before
    assert not rollup.is_current(record_path, figures)


def test_progress_is_told_week_by_week(
    random_db: Database, record_path: Path, derived_path: Path
) -> None:
    told: list[tuple[int, int]] = []

    rollup.refresh(record_path, derived_path, lambda done, weeks: told.append((done, weeks)))

    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_the_instant_of_the_refresh_is_noted(
    db: Database, record_path: Path, derived_path: Path
) -> None:
    noon = datetime(2026, 8, 24, 5, tzinfo=UTC)

    rollup.refresh(record_path, derived_path, clock=lambda: noon)

    with schema.reading(derived_path) as derived:
        assert weekly.standing(derived).refreshed_at == noon


def test_the_record_cannot_be_written_through_its_reader(random_db: Database, record_path: Path) -> None:
    with (
        source.reading(record_path) as record,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        record.execute("DELETE FROM change")


def test_a_missing_record_leaves_no_figures_behind(tmp_path: Path) -> None:
    with pytest.raises(RecordUnavailable, match="no record at"):
        rollup.refresh(tmp_path / "kiosk.db", tmp_path / "analytics.db")

    assert not (tmp_path / "analytics.db").exists()


def test_the_record_itself_is_not_mistaken_for_figures(db: Database, record_path: Path) -> None:
    with pytest.raises(FiguresUnavailable, match="not a file of figures"):
        rollup.refresh(record_path, record_path)

    assert record_schema.open_record(record_path)
