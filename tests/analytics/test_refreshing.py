"""Figures are brought up to date: what is recomputed, when anew, and never by halves."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analytics import rollup, schema, source, weekly
from analytics.errors import FiguresUnavailable, RecordUnavailable
from kiosk.storage import schema as record_schema
from kiosk.storage.db import Database, connect, writing
from kiosk.storage.driver import sqlite3
from tests import factories
from tests.analytics import random_record
from tests.analytics.derived import stored


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
