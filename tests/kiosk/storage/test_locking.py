"""A copy of the record without its key tells nothing; with it, everything, and nothing is ever lost."""

import os
import shutil
import socket
import sqlite3 as of_python
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk import periods
from kiosk.commands import group
from kiosk.server import upkeep
from kiosk.storage import locking, schema
from kiosk.storage.db import Database, connect, empty_log
from kiosk.storage.driver import sqlite3
from tests import factories
from tests.factories import a_submission, an_acceptance
from tests.opened import MARK, opened

ZEROS = "0" * 64


def key_of(record: Path) -> Path:
    return record.parent / "keys" / "record.key"


@pytest.fixture
def closed(db: Database, record_path: Path) -> Path:
    """The record with a rating in it, and nobody who holds it."""
    an_acceptance().accept_all_now(db, [a_submission(satisfied=False)])
    db.conn.close()
    return record_path


@pytest.fixture
def plain(closed: Path, tmp_path: Path) -> Path:
    """The same as an earlier release left it: not locked, and without a key."""
    folder = tmp_path / "earlier"
    folder.mkdir()
    locking.copy_open(closed, folder / "kiosk.db")
    shutil.copy(closed.with_name("record.id"), folder)
    return folder / "kiosk.db"


@pytest.fixture
def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def contents(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, and the shape itself."""
    tables = [name for (name,) in db.conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    found = {
        name: sorted(map(tuple, db.conn.execute(f'SELECT * FROM "{name}"')), key=repr) for name in tables
    }
    found["shape"] = sorted(
        map(tuple, db.conn.execute("SELECT type, name, sql FROM sqlite_schema")), key=repr
    )
    return found


def contents_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    db = schema.open_record(path)
    try:
        return contents(db)
    finally:
        db.conn.close()


def test_a_new_record_is_locked_and_its_key_is_for_its_owner_alone(closed: Path) -> None:
    assert not locking.is_plain(closed)
    assert stat.S_IMODE(key_of(closed).stat().st_mode) == 0o600
    assert len(bytes.fromhex(key_of(closed).read_text())) == locking.KEY_BYTES


def test_each_record_has_a_key_of_its_own(tmp_path: Path) -> None:
    keys = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        schema.create_record(tmp_path / name / "kiosk.db", periods.now())
        keys.add(key_of(tmp_path / name / "kiosk.db").read_text())
    assert len(keys) == 2


def test_a_copy_without_the_key_is_no_database_to_anybody(closed: Path, tmp_path: Path) -> None:
    copy = shutil.copy(closed, tmp_path / "copy.db")
    for engine in (of_python, sqlite3):
        connection = engine.connect(copy)
        with pytest.raises(engine.DatabaseError, match="not a database"):
            connection.execute("SELECT count(*) FROM rating")
        connection.close()


def test_no_word_of_the_record_lies_open_in_file_or_log(db: Database, record_path: Path) -> None:
    rating = a_submission()
    an_acceptance().accept_all_now(db, [rating])
    log = record_path.with_name("kiosk.db-wal")
    words = [rating.rating_id.encode(), factories.WEDNESDAY.date().isoformat().encode(), b"CREATE TABLE"]
    assert log.stat().st_size > 0
    assert not [word for word in words if word in log.read_bytes() + record_path.read_bytes()]
    empty_log(db)
    assert not [word for word in words if word in record_path.read_bytes()]
    assert [word for word in words if word in opened(record_path)] == words


def test_the_layout_is_the_published_one_so_others_can_open_it_too(closed: Path, tmp_path: Path) -> None:
    legible = opened(closed)
    assert legible.startswith(MARK)
    assert b"CREATE TABLE rating" in legible


def test_a_locked_file_without_its_key_is_refused_in_one_line(closed: Path) -> None:
    key_of(closed).unlink()
    with pytest.raises(schema.RecordLocked, match=r"record\.key is missing: restore it"):
        schema.open_record(closed)


def test_what_is_no_key_is_named(closed: Path) -> None:
    key_of(closed).write_text("hài lòng")
    with pytest.raises(schema.RecordLocked):
        schema.open_record(closed)
    key_of(closed).write_text("00" * 31)
    with pytest.raises(schema.RecordLocked, match="holds no key"):
        schema.open_record(closed)


def test_another_records_key_opens_nothing_and_changes_nothing(closed: Path) -> None:
    before = closed.read_bytes()
    key_of(closed).write_text(ZEROS)
    with pytest.raises(schema.RecordDamaged, match="another record's key"):
        schema.open_record(closed)
    assert closed.read_bytes() == before


def test_the_key_may_be_kept_elsewhere(
    closed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "credentials"
    key_of(closed).rename(elsewhere)
    monkeypatch.setenv(locking.PLACE, str(elsewhere))
    schema.open_record(closed).conn.close()


def test_a_key_in_the_place_of_its_files_name_is_refused_and_never_told(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = key_of(closed).read_text().strip()
    monkeypatch.setenv(locking.PLACE, key)
    monkeypatch.setenv("HAILONG_INSTANCE", str(closed.parent))
    result = CliRunner().invoke(group, ["migrate"])
    assert (result.exit_code, "is to name the file" in result.output) == (2, True)
    assert key not in result.output


@pytest.mark.parametrize("told", ["keys/record.key", "~/record.key", ZEROS.upper() + "A"])
def test_a_place_that_depends_on_the_working_folder_is_refused_in_both_languages(
    closed: Path, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(closed.parent)
    monkeypatch.setenv(locking.PLACE, told)
    monkeypatch.setenv("HAILONG_INSTANCE", str(closed.parent))
    for command in ("migrate", "tidy"):
        result = CliRunner().invoke(group, [command])
        assert result.exit_code == 2
        assert "phải ghi đường dẫn đầy đủ" in result.output
        assert "must name the whole path" in result.output
        assert told not in result.output


def test_a_backup_opens_by_itself_whatever_the_key_was_called(
    db: Database, record_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere, target = tmp_path / "credentials.txt", tmp_path / "usb" / "kiosk.db"
    key_of(record_path).rename(elsewhere)
    target.parent.mkdir()
    with monkeypatch.context() as patch:
        patch.setenv(locking.PLACE, str(elsewhere))
        upkeep.back_up_with_keys(db, tmp_path, target)
    schema.open_record(target).conn.close()


def test_a_record_that_lies_open_and_was_cut_short_is_refused_in_one_line(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with plain.open("r+b") as file:
        file.truncate(5 * 4096)
    with pytest.raises(schema.RecordDamaged, match="restore it from a backup"):
        schema.open_record(plain)
    monkeypatch.setenv("HAILONG_INSTANCE", str(plain.parent))
    result = CliRunner().invoke(group, ["migrate"])
    assert (result.exit_code, "is damaged" in result.output) == (2, True)


def test_migrating_locks_no_file_of_somebody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = of_python.connect(tmp_path / "kiosk.db")
    theirs.execute("CREATE TABLE letters (text)")
    theirs.commit()
    theirs.close()
    before = (tmp_path / "kiosk.db").read_bytes()
    monkeypatch.setenv("HAILONG_INSTANCE", str(tmp_path))
    result = CliRunner().invoke(group, ["migrate"])
    assert (result.exit_code, "is not a Hài lòng record" in result.output) == (2, True)
    assert (tmp_path / "kiosk.db").read_bytes() == before


def test_a_changed_page_is_noticed(closed: Path) -> None:
    content = bytearray(closed.read_bytes())
    content[5 * 4096 + 100] ^= 1
    closed.write_bytes(content)
    with pytest.raises(schema.RecordDamaged):
        schema.open_record(closed)


def test_migrating_locks_an_earlier_record_and_loses_nothing(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents_of(plain)
    monkeypatch.setenv("HAILONG_INSTANCE", str(plain.parent))
    result = CliRunner().invoke(group, ["migrate"])
    assert (result.exit_code, "keep a copy of it apart" in result.output) == (0, True)
    assert not locking.is_plain(plain)
    assert contents_of(plain) == before
    assert "locked" not in CliRunner().invoke(group, ["migrate"]).output


def test_a_record_in_use_is_not_locked_and_stays_whole(plain: Path) -> None:
    before = contents_of(plain)
    server = schema.open_record(plain)
    server.conn.execute("SELECT count(*) FROM rating").fetchall()
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        locking.lock(plain)
    server.conn.close()
    assert locking.is_plain(plain)
    assert contents_of(plain) == before
    assert not list(plain.parent.glob(".*locking"))


def test_whoever_comes_while_the_record_is_locked_is_turned_away_and_loses_nothing(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned_away = []

    def somebody_comes(path: Path) -> None:
        if path.is_file():  # the new file is whole, and not yet in its place
            guest = sqlite3.connect(plain, timeout=0)
            try:
                guest.execute("INSERT INTO meta (key, value) VALUES ('came', 'meanwhile')")
                guest.commit()
            except sqlite3.OperationalError as error:
                turned_away.append(str(error))
            guest.close()

    monkeypatch.setattr(locking, "to_disk", somebody_comes)
    assert locking.lock(plain)
    db = schema.open_record(plain)
    assert turned_away == ["database is locked"]
    assert schema.get_meta(db, "came") is None
    db.conn.close()


@pytest.mark.parametrize("after", [1, 2], ids=["before this one opens it", "while this one waits"])
def test_two_who_lock_at_once_do_not_replace_each_others_work(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    other = Path(shutil.copytree(plain.parent, tmp_path / "other")) / "kiosk.db"
    locking.lock(other)
    before, looked, look = other.read_bytes(), [], locking._reads

    def and_the_other_is_quicker(connection: sqlite3.Connection) -> bool:
        looked.append(look(connection))
        if len(looked) == after:
            other.replace(plain)
        return looked[-1]

    monkeypatch.setattr(locking, "_reads", and_the_other_is_quicker)
    with pytest.raises(locking.KeyUnusable, match="try again"):
        locking.lock(plain)
    assert plain.read_bytes() == before


def test_asking_whether_a_file_is_locked_takes_no_lock_from_this_process(plain: Path) -> None:
    writer = sqlite3.connect(plain, isolation_level=None)
    writer.execute("PRAGMA journal_mode = DELETE")
    writer.execute("BEGIN IMMEDIATE")
    assert locking.is_plain(plain)
    connect(plain, read_only=True).conn.close()
    assert other_program_may_write(plain) is False
    writer.execute("COMMIT")
    writer.close()
    assert other_program_may_write(plain) is True


def other_program_may_write(path: Path) -> bool:
    """Whether a process of its own gets the lock to write."""
    program = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
    command = [sys.executable, "-S", "-c", program, str(path)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_power_cut_while_locking_leaves_the_record_as_it_was(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents_of(plain)

    def cut(_: Path) -> None:
        raise OSError("power")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="power"):
        patch.setattr(locking, "to_disk", cut)
        locking.lock(plain)
    assert contents_of(plain) == before
    assert locking.lock(plain)
    assert contents_of(plain) == before


def test_the_marks_of_the_record_outlive_the_locking(plain: Path) -> None:
    locking.lock(plain)
    db = schema.open_record(plain)
    assert db.conn.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION_ID
    db.conn.close()


def test_a_backup_is_locked_by_the_same_key_which_lies_with_its_keys(
    db: Database, tmp_path: Path
) -> None:
    target = tmp_path / "usb" / "kiosk.db"
    target.parent.mkdir()
    upkeep.back_up_with_keys(db, tmp_path, target)
    assert not locking.is_plain(target)
    copy = schema.open_record(target)
    assert contents(copy) == contents(db)
    copy.conn.close()
    target.with_name("kiosk.db.keys").rename(tmp_path / "in the safe")
    with pytest.raises(schema.RecordLocked):
        schema.open_record(target)


def test_an_open_copy_is_anybodys_and_leaves_a_trace(
    db: Database, record_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_acceptance().accept_all_now(db, [a_submission()])
    monkeypatch.setenv("HAILONG_INSTANCE", str(tmp_path))
    result = CliRunner().invoke(group, ["back-up", "--open", str(tmp_path / "for the auditor.db")])
    assert (result.exit_code, "anybody can read" in result.output) == (0, True)
    theirs = of_python.connect(tmp_path / "for the auditor.db")
    assert theirs.execute("SELECT count(*) FROM rating").fetchone()[0] == 1
    theirs.close()
    [(action, subject)] = db.conn.execute("SELECT action, subject FROM audit WHERE actor = 'command'")
    assert (action, subject) == ("copy open", "for the auditor.db")


def test_an_open_copy_never_writes_over_a_file(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").write_text("precious")
    monkeypatch.setenv("HAILONG_INSTANCE", str(tmp_path))
    result = CliRunner().invoke(group, ["back-up", "--open", str(tmp_path / "taken")])
    assert (result.exit_code, (tmp_path / "taken").read_text()) == (2, "precious")


@pytest.fixture
def without_sqlcipher(plain: Path, closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine for which there is no wheel of it."""
    monkeypatch.setattr(locking, "sqlite3", of_python)


@pytest.mark.usefixtures("without_sqlcipher")
def test_where_nothing_can_be_locked_the_record_lies_open_and_is_read(plain: Path) -> None:
    assert not locking.lock(plain)
    schema.open_record(plain).conn.close()
    assert not key_of(plain).exists()


@pytest.mark.usefixtures("without_sqlcipher")
def test_and_a_locked_one_is_refused_with_the_cure(closed: Path) -> None:
    connection = of_python.connect(closed)
    with pytest.raises(locking.KeyUnusable, match="install sqlcipher3"):
        locking.unlock(connection, closed)
    connection.close()


MADE_AND_SERVED = """
import sys
sys.modules["sqlcipher3"] = None
from kiosk import commands
from kiosk.server import serving
serving.serve = lambda *_, **__: print("serving")
commands.group(["migrate"], standalone_mode=False)
print("made", file=sys.stderr)
commands.group(["serve", "--port", sys.argv[1]], standalone_mode=False)
"""


def test_where_no_wheel_exists_making_and_serving_a_record_say_that_it_lies_open(
    tmp_path: Path, free_port: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MADE_AND_SERVED, str(free_port)],
        env={**os.environ, "HAILONG_INSTANCE": str(tmp_path)},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )

    assert done.stdout == "serving\n"
    for told in done.stderr.split("made\n"):
        assert "The record is not locked" in told
        assert "Install sqlcipher3" in told
        assert "Dữ liệu chưa được khóa" in told
    assert "its key is" not in done.stderr
    assert locking.is_plain(tmp_path / "kiosk.db")


def test_a_backup_of_an_open_record_says_that_it_is_open(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAILONG_INSTANCE", str(plain.parent))
    result = CliRunner().invoke(group, ["back-up", str(tmp_path / "copy.db")])
    assert "The record is not locked" in result.output
    assert "Install" not in result.output


def test_of_a_locked_record_nothing_is_said(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAILONG_INSTANCE", str(closed.parent))
    assert locking.warning(closed) is None
    assert "not locked" not in CliRunner().invoke(group, ["migrate"]).output
