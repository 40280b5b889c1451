"""What is said before the server starts, and the demonstration's sign-in."""

import errno
import json
import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.commands import group
from kiosk.server import serving
from kiosk.staff import access, attempts, guest
from kiosk.staff.guest import Guest
from kiosk.storage import schema
from kiosk.storage.db import Database, writing
from kiosk.storage.secret_files import write_secret
from tests.factories import WEDNESDAY


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def a_demonstration(db: Database) -> None:
    with writing(db):
        schema.put_meta(db, "demonstration", json.dumps({"vi": "Trình diễn", "en": "Demonstration"}))


def test_a_taken_port_is_named_with_the_way_out(taken_port: int) -> None:
    with pytest.raises(serving.CannotServe, match=rf"port {taken_port} is taken.*PORT="):
        serving.check_port("127.0.0.1", taken_port)


@pytest.fixture
def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_free_port_is_fine(free_port: int) -> None:
    serving.check_port("127.0.0.1", free_port)


def test_an_address_of_another_machine_is_refused_in_one_line() -> None:
    with pytest.raises(serving.CannotServe, match=r"cannot listen on 192\.0\.2\.1"):
        serving.check_port("192.0.2.1", 8000)


def test_the_welcome_names_the_three_addresses_and_the_sign_in(db: Database) -> None:
    words = "\n".join(serving.welcome(db, "127.0.0.1", 8001, Guest("khach", "mat-khau")))
    for part in (
        "http://127.0.0.1:8001/t/H44.5-1",
        "http://127.0.0.1:8001/p/H44.5-1",
        "http://127.0.0.1:8001/dashboard/",
        "khach",
        "mat-khau",
    ):
        assert part in words


def test_the_welcome_of_an_empty_record_says_what_to_do(tmp_path: Path) -> None:
    schema.create_record(tmp_path / "kiosk.db", WEDNESDAY)
    db = schema.open_record(tmp_path / "kiosk.db")
    assert "docs/importing.md" in "\n".join(serving.welcome(db, "127.0.0.1", 8000, None))
    db.conn.close()


def test_a_real_record_has_no_guest(db: Database, tmp_path: Path) -> None:
    assert guest.find_guest(db, tmp_path, WEDNESDAY) is None
    assert not (tmp_path / "keys" / "demonstration.json").exists()


def test_a_demonstrations_guest_can_sign_in_and_stays_the_same(db: Database, tmp_path: Path) -> None:
    a_demonstration(db)
    first = guest.find_guest(db, tmp_path, WEDNESDAY)
    assert first is not None
    assert attempts.check_password(db, first.user_id, first.password).role == "manager"
    assert guest.find_guest(db, tmp_path, WEDNESDAY) == first


def test_the_guests_password_is_made_on_this_machine_and_read_by_its_owner_only(
    db: Database, tmp_path: Path
) -> None:
    a_demonstration(db)
    guest.find_guest(db, tmp_path, WEDNESDAY)
    note = tmp_path / "keys" / "demonstration.json"
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert len(json.loads(note.read_text())["password"]) >= access.SHORTEST_PASSWORD


def test_a_secret_is_never_written_over(tmp_path: Path) -> None:
    write_secret(tmp_path / "keys" / "a", "first")
    with pytest.raises(FileExistsError):
        write_secret(tmp_path / "keys" / "a", "second")
    assert (tmp_path / "keys" / "a").read_text() == "first"


def run(monkeypatch: pytest.MonkeyPatch, instance: Path, *words: str) -> tuple[int, str]:
    monkeypatch.setenv("HAILONG_INSTANCE", str(instance))
    result = CliRunner().invoke(group, list(words))
    return result.exit_code, result.output


def test_migrate_makes_a_record_once_and_the_second_time_leaves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "made a new record" in run(monkeypatch, tmp_path / "new", "migrate")[1]
    identity = (tmp_path / "new" / "record.id").read_text()
    assert run(monkeypatch, tmp_path / "new", "migrate") == (0, "")
    assert (tmp_path / "new" / "record.id").read_text() == identity


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_a_folder_that_cannot_be_written_is_named_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(path: Path, _: object) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(schema, "create_record", refuse)
    code, words = run(monkeypatch, tmp_path, "migrate")
    assert (code, words.count("\n")) == (2, 1)
    assert str(tmp_path) in words
    assert os.strerror(number) in words


def test_a_lost_record_stops_migrate_in_one_line(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.conn.close()
    (tmp_path / "kiosk.db").unlink()
    code, words = run(monkeypatch, tmp_path, "migrate")
    assert (code, words.count("\n")) == (2, 1)
    assert "record.id" in words


def test_the_port_can_be_checked_before_longer_work(
    taken_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, words = run(monkeypatch, tmp_path, "check-port", "--port", str(taken_port))
    assert (code, "PORT=" in words) == (2, True)


@pytest.mark.parametrize("command", ["serve", "check-port"])
@pytest.mark.parametrize("port", ["0", "65536", "-1", "99999999999999999999"])
def test_a_port_that_cannot_be_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, port: str
) -> None:
    code, words = run(monkeypatch, tmp_path, command, "--port", port)
    assert (code, "1<=x<=65535" in words) == (2, True)


@pytest.mark.parametrize("command", [["add-user", "x", "--name", "x"], ["disable-user", "x"], ["serve"]])
def test_commands_refuse_where_there_is_no_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free_port: int, command: list[str]
) -> None:
    monkeypatch.setenv("HAILONG_PASSWORD", "một mật khẩu dài")
    if command == ["serve"]:
        command = ["serve", "--port", str(free_port)]
    code, words = run(monkeypatch, tmp_path, *command)
    assert (code, "kiosk migrate" in words) == (2, True)
