"""Letting staff in and shutting them out, as an administrator types it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.commands import group
from kiosk.staff import attempts
from kiosk.storage.db import Database

PASSWORD = "một mật khẩu dài"
ADD_LAN = ("add-user", "lan", "--name", "Lan")


@pytest.fixture(autouse=True)
def instance(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAILONG_INSTANCE", str(tmp_path))
    monkeypatch.delenv("HAILONG_PASSWORD", raising=False)


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(group, list(words), input=typed)


def test_a_user_is_added_and_a_second_of_that_name_is_not(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAILONG_PASSWORD", PASSWORD)
    assert run(*ADD_LAN).exit_code == 0
    again = run(*ADD_LAN)
    assert (again.exit_code, "already a user" in again.stderr) == (2, True)
    assert db.conn.execute("SELECT user_id, role FROM user").fetchall() == [("lan", "manager")]
    assert attempts.check_password(db, "lan", PASSWORD).name == "Lan"


def test_the_password_may_come_through_a_pipe(db: Database) -> None:
    assert run(*ADD_LAN, "--password-stdin", typed=PASSWORD + "\r\nmore").exit_code == 0
    assert attempts.check_password(db, "lan", PASSWORD).user_id == "lan"


def test_an_officer_is_added_by_the_officers_id(db: Database) -> None:
    words = ("add-user", "hoa", "--name", "Hoa", "--role", "officer", "--password-stdin")
    without = run(*words, typed=PASSWORD)
    assert (without.exit_code, "“officer” is missing" in without.stderr) == (2, True)
    assert run(*words, "--officer", "H44.5.A-01", typed=PASSWORD).exit_code == 0
    assert db.conn.execute("SELECT role, officer_id FROM user").fetchall() == [("officer", "H44.5.A-01")]


def test_an_empty_pipe_is_no_password(db: Database) -> None:
    result = run(*ADD_LAN, "--password-stdin")
    assert (result.exit_code, "at least 12" in result.stderr) == (2, True)


def test_without_either_the_password_is_asked_for_twice(db: Database) -> None:
    result = run(*ADD_LAN, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0
    assert PASSWORD not in result.output
    assert attempts.check_password(db, "lan", PASSWORD).user_id == "lan"


def test_the_command_line_which_everybody_can_read_takes_no_password(db: Database) -> None:
    result = run(*ADD_LAN, "--password", PASSWORD)
    assert (result.exit_code, "No such option" in result.stderr) == (2, True)
    assert db.conn.execute("SELECT count(*) FROM user").fetchone() == (0,)


@pytest.mark.parametrize(
    ("user_id", "name", "words"),
    [("", "Lan", "A user name is 1 to 64"), ("lan", " ", "“name” is missing")],
)
def test_what_cannot_be_a_user_is_refused_in_a_line(
    db: Database, user_id: str, name: str, words: str
) -> None:
    result = run("add-user", user_id, "--name", name, "--password-stdin", typed=PASSWORD)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert words in result.stderr


def test_a_disabled_user_is_shut_out_and_twice_does_no_harm(db: Database) -> None:
    run(*ADD_LAN, "--password-stdin", typed=PASSWORD)
    for _ in range(2):
        result = run("disable-user", "lan")
        assert (result.exit_code, result.stderr) == (0, "disabled lan\n")
    assert db.conn.execute("SELECT count(*) FROM audit WHERE action = 'disable user'").fetchone() == (1,)


def test_a_user_who_is_not_there_is_named(db: Database) -> None:
    result = run("disable-user", "minh")
    assert (result.exit_code, "There is no user “minh”." in result.stderr) == (2, True)
