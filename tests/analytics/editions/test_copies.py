"""Two copies of the databases a day: an officer's friend takes them, and the officer knows his queue."""

from pathlib import Path

import pytest

from analytics.editions import behind
from analytics.editions.due import freeze_due
from analytics.errors import KeyUnusable
from kiosk import periods
from kiosk.server import upkeep
from kiosk.storage import locking
from kiosk.storage.db import Database, empty_log
from tests.factories import rate

from . import copies, intruder
from .conftest import MONDAY_AT_SIX, opened_in

MOST = 1.0  # percentage point: what he may gain


@pytest.fixture
def instance(busy_db: Database, record_path: Path) -> Path:
    """Weeks of ratings, their figures, and the editions made of them."""
    assert busy_db
    with opened_in(record_path.parent, MONDAY_AT_SIX) as sources:
        assert freeze_due(sources)
    return record_path.parent


@pytest.fixture
def noon_and_evening(
    instance: Path, busy_db: Database, tmp_path_factory: pytest.TempPathFactory
) -> list[Path]:
    """His copies of one day, with five answers between them, one of them not yet in the file itself."""
    folder = tmp_path_factory.mktemp("stick")
    noon = copies.taken(instance, folder / "noon")
    for number in range(5):
        if number == 4:
            empty_log(busy_db)
        rate(busy_db, satisfied=number % 2 == 0)
    return [noon, copies.taken(instance, folder / "evening")]


def test_the_copies_hold_everything_but_keys(noon_and_evening: list[Path]) -> None:
    for copy in noon_and_evening:
        names = {path.name for path in copy.rglob("*")}
        assert {"kiosk.db", "analytics.db", "behind"} <= names
        assert list((copy / "editions" / "behind").iterdir())
        assert not [name for name in names if name.endswith(".key")]


def test_nothing_of_them_can_be_read(noon_and_evening: list[Path]) -> None:
    assert [copies.legible(copy) for copy in noon_and_evening] == [{}, {}]


def test_so_his_gain_is_that_of_who_copied_nothing(
    noon_and_evening: list[Path], busy_db: Database
) -> None:
    answers = [row[0] for row in busy_db.conn.execute("SELECT satisfied FROM ratings_v1")]
    told = [row for copy in noon_and_evening for rows in copies.legible(copy).values() for row in rows]
    everybody = [((), answer) for answer in answers]

    gain = intruder.gain_from_copies(told or everybody, lambda key: key)

    assert gain.points <= MOST


def test_an_open_copy_would_have_told_nearly_all(
    busy_db: Database, instance: Path, tmp_path: Path
) -> None:
    """Else he would be too stupid to prove anything; and this is what the key is guarded for."""
    told = tmp_path / "open"
    told.mkdir()
    upkeep.copy_open(busy_db, instance / "kiosk.db", told / "kiosk.db", periods.now())

    [rows] = copies.legible(told).values()

    assert len(rows) == busy_db.conn.execute("SELECT count(*) FROM ratings_v1").fetchone()[0]
    assert intruder.gain_from_copies(rows, lambda key: key).points > 5 * MOST


def test_what_stands_behind_editions_is_opened_by_the_key_alone(instance: Path) -> None:
    with opened_in(instance, MONDAY_AT_SIX) as sources:
        edition = sources.editions.newest()
        assert behind.recall(sources.editions.folder, edition).answers.satisfied
        locking.key_file(instance / "kiosk.db").write_text("00" * 32)
        with pytest.raises(KeyUnusable, match="does not open"):
            behind.recall(sources.editions.folder, edition)
        locking.key_file(instance / "kiosk.db").unlink()
        with pytest.raises(KeyUnusable, match="is missing"):
            behind.recall(sources.editions.folder, edition)
