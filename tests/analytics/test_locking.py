"""What analytics opens with the record's key, and locks with it."""

import sqlite3 as of_python
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import locking, rollup, schema
from analytics.driver import sqlite3
from analytics.errors import FiguresUnavailable, KeyUnusable, RecordUnavailable
from analytics.source import reading
from kiosk.storage import locking as of_kiosk
from kiosk.storage.db import Database
from tests.factories import rate

KEY = "0123456789abcdef" * 4


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose key lies beside it."""
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "record.key").write_text(KEY + "\n")
    return tmp_path / "editions"


def derived(record_path: Path) -> Path:
    return record_path.with_name("analytics.db")


@pytest.mark.parametrize("where", ["beside", "with a backup", "elsewhere"])
def test_both_rooms_look_for_the_key_at_the_same_place(
    tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kiosk.db"
    if where == "with a backup":
        (tmp_path / "kiosk.db.keys").mkdir()
        (tmp_path / "kiosk.db.keys" / "record.key").write_text(KEY)
    if where == "elsewhere":
        monkeypatch.setenv(locking.PLACE, str(tmp_path / "far" / "away"))
    assert locking.key_file(path) == of_kiosk.key_file(path)
    assert (locking.PLACE, locking.NAME) == (of_kiosk.PLACE, of_kiosk.NAME)


def test_a_key_in_the_place_of_its_files_name_is_refused_and_never_told(
    db: Database, record_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(locking.PLACE, KEY)
    with pytest.raises(RecordUnavailable, match="is to name the file") as refused:
        rollup.refresh(record_path, derived(record_path))
    assert KEY not in str(refused.value)


def test_a_place_that_depends_on_the_working_folder_is_refused(
    db: Database, record_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(record_path.parent)
    monkeypatch.setenv(locking.PLACE, "keys/record.key")
    with pytest.raises(RecordUnavailable, match="must name the whole path"):
        rollup.refresh(record_path, derived(record_path))


def test_figures_of_a_locked_record_are_locked(db: Database, record_path: Path) -> None:
    rate(db)
    rollup.refresh(record_path, derived(record_path))
    assert not locking.is_plain(derived(record_path))
    with schema.reading(derived(record_path)) as figures:
        assert figures.execute("SELECT count(*) FROM seen").fetchone()[0] == 1


def test_figures_of_an_earlier_release_that_lie_open_are_made_anew(
    db: Database, record_path: Path
) -> None:
    rate(db)
    path = derived(record_path)
    with of_python.connect(path) as earlier:
        earlier.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        earlier.execute("CREATE TABLE seen (day TEXT)")
    earlier.close()
    assert rollup.refresh(record_path, path).ratings == 1
    assert not locking.is_plain(path)


def test_asking_whether_figures_are_locked_takes_no_lock_from_this_process(tmp_path: Path) -> None:
    path = tmp_path / "analytics.db"
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("CREATE TABLE seen (day TEXT)")
    writer.execute("BEGIN IMMEDIATE")
    assert locking.is_plain(path)
    with pytest.raises(FiguresUnavailable), schema.reading(path):
        pass
    program = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
    command = [sys.executable, "-S", "-c", program, str(path)]
    refused = subprocess.run(command, capture_output=True, check=False, text=True)
    assert "database is locked" in refused.stderr
    writer.close()


def test_an_open_file_of_somebody_else_is_left_alone(db: Database, record_path: Path) -> None:
    path = derived(record_path)
    with of_python.connect(path) as theirs:
        theirs.execute("CREATE TABLE letters (text)")
    theirs.close()
    with pytest.raises(FiguresUnavailable, match="not a file of figures"):
        rollup.refresh(record_path, path)
    assert locking.is_plain(path)


def test_figures_that_lie_open_and_were_cut_short_are_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "analytics.db"
    with schema.writing(path):
        pass
    with path.open("r+b") as file:
        file.truncate(4096)
    with pytest.raises(FiguresUnavailable, match="cannot be read"), schema.reading(path):
        pass


def test_without_the_key_neither_is_read(db: Database, record_path: Path) -> None:
    rollup.refresh(record_path, derived(record_path))
    locking.key_file(record_path).unlink()
    with pytest.raises(RecordUnavailable, match=r"record\.key is missing"), reading(record_path):
        pass
    with (
        pytest.raises(FiguresUnavailable, match=r"record\.key is missing"),
        schema.reading(derived(record_path)),
    ):
        pass


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_what_is_sealed_can_be_opened_and_is_never_the_same_twice(folder: Path, content: bytes) -> None:
    one, other = (locking.seal(content, folder, "test") for _ in range(2))
    assert (
        locking.open_sealed(one, folder, "test") == content == locking.open_sealed(other, folder, "test")
    )
    assert one != other


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_what_was_changed_in_one_bit_is_refused(folder: Path, data: st.DataObject) -> None:
    sealed = bytearray(locking.seal(b"forty-two of forty-three", folder, "test"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(KeyUnusable, match="does not open"):
        locking.open_sealed(bytes(sealed), folder, "test")


def test_what_was_sealed_for_one_purpose_opens_for_no_other(folder: Path) -> None:
    with pytest.raises(KeyUnusable):
        locking.open_sealed(locking.seal(b"answers", folder, "behind"), folder, "letters")


@pytest.mark.parametrize("text", ["", "00" * 31, "hài lòng"])
def test_what_is_no_key_is_named(folder: Path, text: str) -> None:
    locking.key_file(folder).write_text(text, "utf-8")
    with pytest.raises(KeyUnusable, match="key"):
        locking.seal(b"answers", folder, "test")


def test_where_there_is_no_key_nothing_is_locked(tmp_path: Path) -> None:
    assert not locking.has_key(tmp_path / "analytics.db")
    with schema.writing(tmp_path / "analytics.db"):
        pass
    assert locking.is_plain(tmp_path / "analytics.db")
