"""Users, passwords, roles."""

from datetime import timedelta

import pytest
from werkzeug.security import check_password_hash

from kiosk import access, errors
from kiosk.access import NewUser, User
from kiosk.db import Database, writing
from tests.factories import WEDNESDAY

GOOD = NewUser("lan", "Nguyễn Thị Lan", "manager", "một mật khẩu dài")


@pytest.fixture
def user(db: Database) -> User:
    """Lan, who may open the dashboard."""
    with writing(db):
        access.add_user(db, GOOD, WEDNESDAY)
    return User("lan", "Nguyễn Thị Lan", "manager")


def fail(db: Database, times: int, at: timedelta = timedelta(0)) -> None:
    for _ in range(times):
        with writing(db):
            access.note_failure(db, "lan", WEDNESDAY + at)


def test_the_right_password_opens(db: Database, user: User) -> None:
    assert access.check_password(db, "lan", GOOD.password, WEDNESDAY) == user


@pytest.mark.parametrize(
    ("user_id", "password"),
    [("lan", "một mật khẩu sai"), ("lan", ""), ("Lan", GOOD.password), ("nobody", GOOD.password)],
)
def test_every_other_pair_is_refused_in_the_same_words(
    db: Database, user: User, user_id: str, password: str
) -> None:
    with pytest.raises(errors.SignInFailed, match="user name or the password"):
        access.check_password(db, user_id, password, WEDNESDAY)


def test_a_password_is_kept_as_a_hash_of_the_advised_strength(db: Database, user: User) -> None:
    stored = db.conn.execute("SELECT password_hash FROM user").fetchone()[0]
    assert stored.startswith("scrypt:32768:8:3$")
    assert GOOD.password not in stored
    assert check_password_hash(stored, GOOD.password)


def test_after_five_failures_even_the_right_password_waits(db: Database, user: User) -> None:
    fail(db, 5)
    with pytest.raises(errors.TooManyAttempts, match="15 minutes"):
        access.check_password(db, "lan", GOOD.password, WEDNESDAY)


def test_four_failures_do_not_lock_out(db: Database, user: User) -> None:
    fail(db, 4)
    assert access.check_password(db, "lan", GOOD.password, WEDNESDAY) == user


def test_a_quarter_of_an_hour_later_the_failures_are_forgotten(db: Database, user: User) -> None:
    fail(db, 5)
    later = WEDNESDAY + timedelta(minutes=15, seconds=1)
    assert access.check_password(db, "lan", GOOD.password, later) == user
    fail(db, 1, at=timedelta(minutes=16))
    assert db.conn.execute("SELECT count(*) FROM sign_in_failure").fetchone()[0] == 1


def test_a_disabled_user_is_refused_and_not_found(db: Database, user: User) -> None:
    with writing(db):
        db.conn.execute("UPDATE user SET disabled_at = '2026-08-01T00:00:00Z'")
    with pytest.raises(errors.SignInFailed):
        access.check_password(db, "lan", GOOD.password, WEDNESDAY)
    assert access.find_user(db, "lan") is None


@pytest.mark.parametrize(
    ("new", "error"),
    [
        (NewUser("lan", "x", "emperor", GOOD.password), errors.WrongChoice),
        (NewUser("lan", "x", "manager", "ngắn"), errors.WeakPassword),
    ],
)
def test_a_user_that_cannot_be_added_leaves_nothing(
    db: Database, new: NewUser, error: type[errors.KioskError]
) -> None:
    with pytest.raises(error), writing(db):
        access.add_user(db, new, WEDNESDAY)
    assert db.conn.execute("SELECT count(*) FROM user").fetchone()[0] == 0
    assert db.conn.execute("SELECT count(*) FROM audit").fetchone()[0] == 0


def test_a_name_is_taken_once(db: Database, user: User) -> None:
    with pytest.raises(errors.UserExists), writing(db):
        access.add_user(db, GOOD, WEDNESDAY)


def test_adding_a_user_is_in_the_audit_trail_without_the_password(db: Database, user: User) -> None:
    rows = db.conn.execute("SELECT actor, action, subject FROM audit").fetchall()
    assert rows == [("command", "add user", "lan")]


@pytest.mark.parametrize(("role", "opens"), [("manager", True), ("operator", False), ("gone", False)])
def test_a_role_opens_what_it_lists_and_nothing_else(role: str, opens: bool) -> None:
    user = User("x", "x", role)
    if opens:
        access.check_may(user, "dashboard")
    else:
        with pytest.raises(errors.NotAllowed):
            access.check_may(user, "dashboard")


def test_the_record_keeps_a_digest_of_a_sessions_token() -> None:
    assert access.token_digest("a") != access.token_digest("b")
    assert "secret" not in access.token_digest("secret")
